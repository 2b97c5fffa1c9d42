import { get, part, patch } from '../elements/api.js';
import { byId, cell, h, table } from '../elements/dom.js';
import { ask, field } from '../elements/forms.js';
import { address, distance, money, statusBadge } from '../elements/format.js';
import { createLists, PAGE_SIZE } from '../elements/lists.js';
import { tell } from '../elements/notices.js';

const RECORDS = '/control/hubspot/records';
const starts = { deals: [0], contacts: [0], invoices: [0] };
const state = { pipelines: [], now: '' };

/**
 * A page of records by ascending id; the id before a page is known once the page before it was
 * seen.
 */
async function load(type, page) {
	const rows = await get(`${RECORDS}/${type}?limit=${PAGE_SIZE}&after=${starts[type][page] ?? 0}`);
	const more = rows.length === PAGE_SIZE;
	if (more) starts[type][page + 1] = rows.at(-1).id;
	return { rows, more, today: state.now.slice(0, 10) };
}

function stageOf({ pipeline = 'default', dealstage }) {
	return (
		state.pipelines.find(({ id }) => id === pipeline)?.stages.find(({ id }) => id === dealstage)
			?.label ??
		dealstage ??
		'–'
	);
}

const personOf = ({ firstname, lastname, email }) =>
	[firstname, lastname].filter(Boolean).join(' ') || email || '(no name)';

/** Asks for new values and sends those that differ. */
function edit(type, record, title, fields) {
	ask({
		title,
		fields: fields.map((one) => field({ value: record.properties[one.name] ?? '', ...one })),
		submit: 'Save',
		work: async (values) => {
			const changes = fields
				.map(({ name }) => [name, values[name] ?? ''])
				.filter(([name, value]) => String(value) !== (record.properties[name] ?? ''));
			if (changes.length > 0)
				await patch(`${RECORDS}/${type}/${part(record.id)}`, {
					properties: Object.fromEntries(changes.map(([name, value]) => [name, String(value)])),
				});
			tell(changes.length > 0 ? 'HubSpot has the changes.' : 'Nothing was changed.');
			await hubspot.refresh();
		},
	});
}

function editDeal(record) {
	const stages =
		state.pipelines.find(({ id }) => id === (record.properties.pipeline ?? 'default'))?.stages ??
		[];
	edit('deals', record, 'Edit the deal', [
		{ name: 'dealname', label: 'Name' },
		{
			name: 'dealstage',
			label: 'Stage',
			type: 'select',
			options: stages.map(({ id, label }) => [id, label]),
		},
		{
			name: 'amount',
			label: `Amount (${record.properties.deal_currency_code ?? 'no currency'})`,
			inputmode: 'decimal',
		},
	]);
}

function editContact(record) {
	edit('contacts', record, 'Edit the contact', [
		{ name: 'firstname', label: 'First name' },
		{ name: 'lastname', label: 'Last name' },
		{ name: 'email', label: 'E-mail', type: 'email' },
		{ name: 'phone', label: 'Phone' },
	]);
}

const editCell = (record, label, work) =>
	h(
		'td',
		{ class: 'acts' },
		h(
			'button',
			{
				type: 'button',
				'data-key': `edit ${record.id}`,
				'aria-label': `Edit ${label}`,
				onclick: () => work(record),
			},
			'Edit',
		),
	);

const billedText = (billed, currency) => (billed ? money(billed, currency) : '');

function dealRow(record, today) {
	const { properties } = record;
	const {
		quickbooks_invoice_number: number,
		quickbooks_invoice_due_date: due,
		quickbooks_invoice_amount_billed: billed,
		quickbooks_invoice_count: count,
		deal_currency_code: currency,
	} = properties;
	return h(
		'tr',
		{ 'data-id': record.id },
		cell('wide', properties.dealname ?? '(no name)', `${record.id} · ${stageOf(properties)}`),
		cell('number', money(properties.amount, currency)),
		cell(
			'short',
			number ? `No. ${number}` : '–',
			count > 1 ? `${count} invoices` : billedText(billed, currency),
		),
		cell(
			'short',
			statusBadge(properties.quickbooks_invoice_status),
			due ? h('span', { title: distance(due, today) }, `due ${due}`) : '',
		),
		editCell(record, properties.dealname, editDeal),
	);
}

function contactRow(record) {
	const { properties } = record;
	const linked = Object.entries(properties).filter(
		([name, value]) => name.startsWith('quickbooks_id_') && value,
	);
	return h(
		'tr',
		{ 'data-id': record.id },
		cell('wide', personOf(properties), record.id),
		cell('wide', address(properties.email), properties.hs_additional_emails),
		cell('short', linked.length > 0 ? linked.map(([, value]) => value).join(', ') : '–'),
		editCell(record, personOf(properties), editContact),
	);
}

function invoiceRow(record, today) {
	const {
		hs_number: own,
		quickbooks_invoice_number: number,
		hs_invoice_status: status,
		quickbooks_invoice_status: fine,
		hs_amount_billed: billed,
		hs_currency: currency,
		hs_due_date: due,
		quickbooks_invoice_balance: balance,
	} = record.properties;
	return h(
		'tr',
		{ 'data-id': record.id },
		cell('short', number ?? own ?? '–', record.id),
		cell(
			'wide',
			record.links.deals ? `Deal ${record.links.deals.join(', ')}` : '–',
			record.links.contacts ? `Contact ${record.links.contacts.join(', ')}` : '',
		),
		cell('number', money(billed, currency), balance === undefined ? '' : `open ${money(balance)}`),
		cell(
			'short',
			statusBadge(fine ?? status),
			due ? h('span', { title: distance(due, today) }, `due ${due.slice(0, 10)}`) : '',
		),
	);
}

const tabs = {
	deals: {
		title: 'Deals',
		load: (page) => load('deals', page),
		show: ({ rows, today }) =>
			table(
				'Deals with their invoice properties',
				[['Deal'], ['Amount', 'number'], ['Invoice'], ['Status'], ['']],
				rows.map((row) => dealRow(row, today)),
				'No deals. Start the sandbox with --demo for some.',
			),
	},
	contacts: {
		title: 'Contacts',
		load: (page) => load('contacts', page),
		show: ({ rows }) =>
			table(
				'Contacts',
				[['Contact'], ['E-mail'], ['QuickBooks customer'], ['']],
				rows.map(contactRow),
				'No contacts.',
			),
	},
	invoices: {
		title: 'Invoice records',
		load: (page) => load('invoices', page),
		show: ({ rows, today }) =>
			table(
				'Invoice records in HubSpot',
				[['Invoice'], ['Linked with'], ['Amount', 'number'], ['Status']],
				rows.map((row) => invoiceRow(row, today)),
				'No invoice records in HubSpot yet.',
			),
	},
};

async function counts() {
	const all = await get('/control/hubspot/counts');
	return Object.fromEntries(Object.keys(tabs).map((name) => [name, all[name]?.records]));
}

const lists = createLists('hubspot', tabs, counts);

export const hubspot = {
	refresh: lists.refresh,
	/** @param {string} now the sandbox's time */
	setNow: (now) => (state.now = now),
	async start({ portalId }) {
		byId('hubspot-where').textContent = `Portal ${portalId}`;
		state.pipelines = await get('/control/hubspot/pipelines');
		await lists.refresh();
	},
};
