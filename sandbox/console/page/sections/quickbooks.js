import { get, part } from '../elements/api.js';
import { badge, byId, cell, h, table } from '../elements/dom.js';
import { address, dateIn, distance, invoiceBadge, mailText, money } from '../elements/format.js';
import { createLists, PAGE_SIZE } from '../elements/lists.js';
import { customerActs, invoiceActs, paymentActs } from './quickbooksActs.js';

const state = { companies: [], company: undefined, now: '' };
const here = () => `/control/quickbooks/companies/${part(state.company.key)}`;
const acts = { here, refresh: () => lists.refresh(), currency: () => state.company.currency };

async function load(list, page) {
	const { rows, total } = await get(
		`${here()}/${list}?limit=${PAGE_SIZE}&offset=${page * PAGE_SIZE}`,
	);
	return {
		rows,
		total,
		more: (page + 1) * PAGE_SIZE < total,
		today: dateIn(state.company.zone, state.now),
		company: state.company.key,
	};
}

function openText(open, { balance, total }) {
	if (!open) return 'nothing open';
	return balance === total ? 'all open' : `open ${money(balance)}`;
}

function invoiceRow(row, today) {
	const open = row.balance > 0 && row.state !== 'voided';
	return h(
		'tr',
		{ 'data-id': row.id, 'data-state': row.state },
		cell('short', row.number ?? '(no number)', row.date),
		cell('wide', row.customer ?? `Customer ${row.customerId}`),
		cell('number', money(row.total, row.currency), openText(open, row)),
		cell('short', row.due ?? '–', open ? distance(row.due, today) : ''),
		cell('short', invoiceBadge(row), mailText(row)),
		h('td', { class: 'acts' }, invoiceActs(row, acts)),
	);
}

function customerRow(row) {
	return h(
		'tr',
		{ 'data-id': row.Id },
		cell(
			'wide',
			row.FullyQualifiedName ?? row.DisplayName,
			row.Active === false
				? badge('muted', 'inactive')
				: `${row.Id}${row.CompanyName ? ` · ${row.CompanyName}` : ''}`,
		),
		cell('wide', address(row.PrimaryEmailAddr?.Address), row.PrimaryPhone?.FreeFormNumber),
		cell('number', money(row.Balance, row.CurrencyRef?.value)),
		h('td', { class: 'acts' }, customerActs(row, acts)),
	);
}

function paymentRow(row) {
	const invoices = (row.Line ?? [])
		.flatMap(({ LinkedTxn = [] }) => LinkedTxn)
		.filter(({ TxnType }) => TxnType === 'Invoice')
		.map(({ TxnId }) => TxnId);
	return h(
		'tr',
		{ 'data-id': row.Id },
		cell(
			'short',
			row.TxnDate,
			`Payment ${row.Id}${row.PaymentRefNum ? ` · ${row.PaymentRefNum}` : ''}`,
		),
		cell('wide', row.CustomerRef?.name ?? row.CustomerRef?.value ?? '–'),
		cell(
			'number',
			money(row.TotalAmt, row.CurrencyRef?.value),
			row.UnappliedAmt > 0 ? `${money(row.UnappliedAmt)} unapplied` : '',
		),
		cell('short', invoices.length > 0 ? `Invoice id ${invoices.join(', ')}` : '–'),
		h('td', { class: 'acts' }, paymentActs(row, acts)),
	);
}

const tabs = {
	invoices: {
		title: 'Invoices',
		load: (page) => load('invoices', page),
		show: ({ rows, today }) =>
			table(
				'Invoices of the company',
				[['Invoice'], ['Customer'], ['Total', 'number'], ['Due'], ['Status'], ['']],
				rows.map((row) => invoiceRow(row, today)),
				'No invoices in this company.',
			),
	},
	customers: {
		title: 'Customers',
		load: (page) => load('customers', page),
		show: ({ rows }) =>
			table(
				'Customers of the company',
				[['Customer'], ['E-mail'], ['Balance', 'number'], ['']],
				rows.map(customerRow),
				'No customers in this company.',
			),
	},
	payments: {
		title: 'Payments',
		load: (page) => load('payments', page),
		show: ({ rows }) =>
			table(
				'Payments to the company',
				[['Payment'], ['Customer'], ['Amount', 'number'], ['For'], ['']],
				rows.map(paymentRow),
				'No payments in this company.',
			),
	},
};

async function counts() {
	state.companies = await get('/control/quickbooks/companies');
	return state.companies.find(({ key }) => key === state.company.key);
}

const lists = createLists('quickbooks', tabs, counts);

export const quickbooks = {
	refresh: lists.refresh,
	companies: () => state.companies,
	/** @param {string} now the sandbox's time */
	setNow: (now) => (state.now = now),
	async start() {
		state.companies = await get('/control/quickbooks/companies');
		state.company = state.companies[0];
		const select = byId('company');
		select.replaceChildren(
			...state.companies.map(({ key, name, currency }) =>
				h('option', { value: key }, `${name} (${currency})`),
			),
		);
		select.addEventListener('change', () => {
			state.company = state.companies.find(({ key }) => key === select.value);
			lists.first();
		});
		await lists.refresh();
	},
};
