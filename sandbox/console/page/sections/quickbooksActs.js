import { get, part, patch, post } from '../elements/api.js';
import { h } from '../elements/dom.js';
import { ask, field } from '../elements/forms.js';
import { money } from '../elements/format.js';
import { openMenu } from '../elements/menu.js';
import { attempt, tell } from '../elements/notices.js';

/**
 * What a person does in QuickBooks itself, as buttons of a row; `acts` knows the company's paths
 * and refreshes the lists.
 */
export function invoiceActs(row, acts) {
	const name = `invoice ${row.number ?? row.id}`;
	const more = h(
		'button',
		{
			type: 'button',
			'data-key': `more ${row.id}`,
			'aria-label': `More for ${name}`,
			'aria-haspopup': 'menu',
			onclick: () => openMenu(more, name, invoiceMenu(row, name, acts)),
		},
		'⋯',
	);
	const pay = h(
		'button',
		{
			type: 'button',
			'data-key': `pay ${row.id}`,
			'aria-label': `Record a payment of ${name}`,
			onclick: () => recordPayment(row, name, acts),
		},
		'Pay',
	);
	return [row.balance > 0 && row.state !== 'voided' ? pay : undefined, more].filter(Boolean);
}

function invoiceMenu(row, name, acts) {
	const at = `${acts.here()}/invoices/${part(row.id)}`;
	const quick = (path, done) => () =>
		void attempt(() => post(`${at}/${path}`, {}), done).then(acts.refresh);
	const confirmVoid = () =>
		confirm(acts, {
			title: `Void ${name}?`,
			note: 'Its amounts become zero. Its number and dates stay.',
			submit: 'Void',
			work: () => post(`${at}/void`, {}),
			done: `The ${name} is void.`,
		});
	const confirmDelete = () =>
		confirm(acts, {
			title: `Delete ${name}?`,
			note: 'From then on, the API says that it does not exist.',
			submit: 'Delete',
			work: () => post(`${at}/delete`, {}),
			done: `The ${name} is deleted.`,
		});
	return [
		['Send…', () => void attempt(() => send(at, name, acts))],
		['Mark as viewed', quick('viewed', `The customer has seen ${name}.`)],
		['Mark mail as bounced', quick('bounced', `The mail of ${name} bounced.`)],
		['Void…', confirmVoid, 'danger'],
		['Delete…', confirmDelete, 'danger'],
	];
}

function recordPayment(row, name, acts) {
	const whole = Number(row.balance).toFixed(2);
	ask({
		title: `Record a payment of ${name}`,
		note: `${row.customer} owes ${money(row.balance, row.currency)} of ${money(row.total, row.currency)}.`,
		submit: 'Record payment',
		fields: [
			field({
				name: 'amount',
				label: `Amount (${row.currency})`,
				type: 'number',
				value: whole,
				min: '0.01',
				step: '0.01',
				required: true,
			}),
			field({
				name: 'reference',
				label: 'Reference',
				maxlength: 21,
				hint: 'A cheque number, for instance; may stay empty.',
			}),
		],
		work: async (values) => {
			await post(`${acts.here()}/payments`, { invoiceId: row.id, ...values });
			tell(`A payment of ${money(values.amount, row.currency)} is recorded.`);
			await acts.refresh();
		},
	});
}

async function send(at, name, acts) {
	const invoice = await get(at);
	ask({
		title: `Send ${name}`,
		note: 'No mail leaves this machine; QuickBooks only notes that it was sent.',
		submit: 'Send',
		fields: [
			field({
				name: 'to',
				label: 'To',
				type: 'email',
				value: invoice.BillEmail?.Address ?? '',
				hint: 'Empty: to the address on the invoice, if it has one.',
			}),
		],
		work: async (values) => {
			await post(`${at}/send`, values);
			tell(`The ${name} is sent.`);
			await acts.refresh();
		},
	});
}

export function customerActs(row, acts) {
	return h(
		'button',
		{
			type: 'button',
			'data-key': `edit ${row.Id}`,
			'aria-label': `Edit ${row.DisplayName}`,
			onclick: () => editCustomer(row, acts),
		},
		'Edit',
	);
}

function editCustomer(row, acts) {
	const before = {
		DisplayName: row.DisplayName,
		CompanyName: row.CompanyName ?? '',
		GivenName: row.GivenName ?? '',
		FamilyName: row.FamilyName ?? '',
		email: row.PrimaryEmailAddr?.Address ?? '',
		phone: row.PrimaryPhone?.FreeFormNumber ?? '',
		Active: row.Active !== false,
	};
	const text = (name, label, more = {}) => field({ name, label, value: before[name], ...more });
	ask({
		title: 'Edit the customer',
		submit: 'Save',
		fields: [
			text('DisplayName', 'Display name', { required: true }),
			text('CompanyName', 'Company'),
			h('div', { class: 'pair' }, text('GivenName', 'First name'), text('FamilyName', 'Last name')),
			text('email', 'E-mail', { type: 'email' }),
			text('phone', 'Phone'),
			field({ name: 'Active', label: 'Active', type: 'checkbox', value: before.Active }),
		],
		work: async (values) => {
			const changes = Object.keys(before)
				.map((name) => [name, values[name] ?? ''])
				.filter(([name, value]) => value !== before[name])
				.map(asField);
			if (changes.length > 0)
				await patch(`${acts.here()}/customers/${part(row.Id)}`, Object.fromEntries(changes));
			tell(changes.length > 0 ? 'QuickBooks has the changes.' : 'Nothing was changed.');
			await acts.refresh();
		},
	});
}

function asField([name, value]) {
	if (name === 'email') return ['PrimaryEmailAddr', { Address: value }];
	return name === 'phone' ? ['PrimaryPhone', { FreeFormNumber: value }] : [name, value];
}

export function paymentActs(row, acts) {
	const at = `${acts.here()}/payments/${part(row.Id)}`;
	const name = `payment ${row.Id}`;
	const note = 'The invoice that it paid becomes open again.';
	const confirmVoid = () =>
		confirm(acts, {
			title: `Void ${name}?`,
			note,
			submit: 'Void',
			work: () => post(`${at}/void`, {}),
			done: `The ${name} is void.`,
		});
	const confirmDelete = () =>
		confirm(acts, {
			title: `Delete ${name}?`,
			note,
			submit: 'Delete',
			work: () => post(`${at}/delete`, {}),
			done: `The ${name} is deleted.`,
		});
	const more = h(
		'button',
		{
			type: 'button',
			'data-key': `more payment ${row.Id}`,
			'aria-label': `More for ${name}`,
			'aria-haspopup': 'menu',
			onclick: () =>
				openMenu(more, name, [
					['Void…', confirmVoid, 'danger'],
					['Delete…', confirmDelete, 'danger'],
				]),
		},
		'⋯',
	);
	return more;
}

function confirm(acts, { title, note, submit, work, done }) {
	ask({
		title,
		note,
		submit,
		danger: true,
		work: async () => {
			await work();
			tell(done);
			await acts.refresh();
		},
	});
}
