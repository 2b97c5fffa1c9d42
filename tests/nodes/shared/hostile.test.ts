import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
/** What people paste, and what they should not. */
const hostile: Record<string, string> = {
	apostrophe: "O'Brien's",
	quotes: '"double" and `back`',
	percent: '100 % of %',
	underscore: '_____',
	backslash: 'C:\\temp\\',
	'escaped quote': "\\' or Id > '0",
	SQL: "1'; delete from Invoice; --",
	query: "' OR DocNumber LIKE '%",
	address: '1?include=invoiceLink&requestid=../companyinfo/1',
	emoji: '🌻👩🏽‍🌾',
	Arabic: 'فاتورة الحديقة',
	'turned around': 'abc\u202Efdp.exe',
	'control characters': 'a\u0000b\u0007c\u001bd',
	lines: 'first\r\nsecond\tthird',
	markup: '<script>alert(1)</script> {{ $json.text }} ${1}',
	'lone surrogate': 'a\ud800b',
	long: 'x'.repeat(5000),
};
const texts = Object.values(hostile);
const GIVEN = '={{ $json.text }}';
const givenIn = (mode = 'id') => ({ __rl: true, mode, value: GIVEN });

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us-numbers', { [ATTACH]: new AttachInvoice() });
	await billing.prefer('AccountingInfoPrefs', {
		ClassTrackingPerTxn: true,
		TrackDepartments: true,
	});
});
afterAll(async () => await billing.accounts.stop());

const countInvoices = async () =>
	(await billing.accounts.query('select * from Invoice maxresults 1000')).length;
const lines = [{ name: 'Workshop day', sku: 'WD-1', quantity: 1_000, price: 100_000 }];

interface Failure extends IDataObject {
	action: string;
	reason: string;
	remedy: string;
	kind: string;
}

/** One item for each text; nothing stops the others. */
async function each(
	type: string,
	parameters: INodeParameters,
	more: (index: number) => Promise<IDataObject> = async () => await Promise.resolve({}),
): Promise<Failure[]> {
	const items = [];
	for (const [index, text] of texts.entries()) items.push({ text, ...(await more(index)) });
	const run = await billing.accounts.run(type, parameters, {
		items,
		onError: 'continueRegularOutput',
	});
	expect(run.error).toBeUndefined();
	return run.items('Node').map(({ json }) => json as Failure);
}

/**
 * Refused in words for people: short, on one line, with what to do, and never by an answer that
 * makes no sense.
 */
function expectRefused(results: Failure[]): void {
	expect(results).toHaveLength(texts.length);
	for (const { action, reason, remedy, kind } of results) {
		expect({ action, kind }).toEqual({
			action: 'failed',
			kind: expect.stringMatching(/^(declined|notFound|invalid)$/),
		});
		expect([reason.length < 700, /\p{Cc}/u.test(reason), remedy.length > 10, reason]).toEqual([
			true,
			false,
			true,
			expect.stringMatching(/^.+\.$/),
		]);
	}
}

describe('Create QuickBooks Invoice', () => {
	const form = {
		source: 'scratch',
		ifNoItem: 'fail',
		customer: 'specific',
		customerId: picked('1'),
	};

	it('bills with any text, as it was written, apart from half characters', async () => {
		const before = await countInvoices();
		const income = picked(await billing.id('Account', "AccountType = 'Income'"));
		const made = await each(
			TYPE,
			{
				deal: { __rl: true, mode: 'id', value: '={{ $json.deal }}' },
				source: 'scratch',
				ifNoItem: 'create',
				incomeAccount: income,
				memo: '={{ $json.text.slice(0, 3000) }}',
				customerMessage: '={{ $json.text.slice(0, 1000) }}',
				lines: {
					line: [{ name: GIVEN, unitPrice: 100, description: '={{ $json.text.slice(0, 3900) }}' }],
				},
			},
			async (index) => {
				const text = texts[index] ?? '';
				return {
					deal: await billing.deal(
						lines,
						'USD',
						await billing.contact({ firstname: text.slice(0, 200), lastname: `No. ${index}` }),
					),
				};
			},
		);
		expect(
			made
				.map(({ action, reason }, index) =>
					action === 'created' ? '' : `${Object.keys(hostile)[index]}: ${reason}`,
				)
				.filter(Boolean),
		).toEqual([]);
		expect(await countInvoices()).toBe(before + texts.length);
		for (const [index, result] of made.entries()) {
			const { Invoice } = await billing.accounts.quickBooks<{
				Invoice: {
					TotalAmt: number;
					PrivateNote: string;
					CustomerMemo: { value: string };
					Line: Array<{ Description?: string }>;
				};
			}>(`invoice/${(result['quickbooks'] as { id: string }).id}`);
			const text = (texts[index] ?? '').replace(/\p{Cs}/gu, '\uFFFD').trim();
			expect([
				Invoice.CustomerMemo.value,
				Invoice.PrivateNote.startsWith(text.slice(0, 3000)),
				Invoice.Line[0]?.Description,
				Invoice.TotalAmt,
			]).toEqual([text.slice(0, 1000), true, text.slice(0, 3900), 100]);
		}
	}, 120_000);

	it.each<[string, INodeParameters]>([
		['deal', { deal: givenIn() }],
		['quote', { source: 'quote', quote: givenIn() }],
		['customer', { customerId: givenIn() }],
		['terms', { terms: givenIn() }],
		['class', { class: givenIn() }],
		['location', { location: givenIn() }],
		[
			'defaultItem',
			{
				ifNoItem: 'default',
				defaultItem: givenIn(),
				lines: { line: [{ name: 'Nothing of the kind' }] },
			},
		],
		[
			'incomeAccount',
			{
				ifNoItem: 'create',
				incomeAccount: givenIn(),
				lines: { line: [{ name: 'Nothing of the kind', unitPrice: 1 }] },
			},
		],
		['item of a line', { lines: { line: [{ item: givenIn(), unitPrice: 1 }] } }],
		[
			'tax code of a line',
			{
				lines: { line: [{ name: 'Workshop day', sku: 'WD-1', unitPrice: 1, taxCode: givenIn() }] },
			},
		],
		[
			'name that fits no item',
			{ lines: { line: [{ name: '={{ "no " + $json.text }}', unitPrice: 1 }] } },
		],
		['SKU and no name', { lines: { line: [{ sku: GIVEN, unitPrice: 1 }] } }],
		['quantity', { lines: { line: [{ name: 'Workshop day', sku: 'WD-1', quantity: GIVEN }] } }],
		[
			'service date',
			{
				lines: { line: [{ name: 'Workshop day', sku: 'WD-1', unitPrice: 1, serviceDate: GIVEN }] },
			},
		],
		['lines as JSON', { linesJson: GIVEN }],
		['invoice date', { invoiceDate: GIVEN }],
		['due date', { dueDate: GIVEN }],
		['bill e-mail', { billEmail: GIVEN }],
		['CC', { options: { cc: GIVEN } }],
		[
			'custom field',
			{ options: { customFields: { field: [{ definitionId: GIVEN, value: 'x' }] } } },
		],
		['deposit', { options: { deposit: GIVEN } }],
		['discount', { options: { discountPercent: GIVEN } }],
		['share', { share: 'percentage', sharePercentage: GIVEN }],
		['choice', { ifInvoiced: GIVEN }],
	])(
		'refuses it as %s, and writes nothing',
		async (_name, parameters) => {
			const before = await countInvoices();
			const deal = await billing.deal(lines, 'USD', await billing.contact());
			expectRefused(await each(TYPE, { ...form, deal: picked(deal), ...parameters }));
			expect(await countInvoices()).toBe(before);
			expect((await billing.bill({ ...form, deal: picked(deal) })).action).toBe('created');
		},
		120_000,
	);
});

describe('Attach Invoice', () => {
	const attach = { operation: 'attach', record: 'deal', deal: picked('403') };
	const chosen = (mode: string) =>
		({ chosen: { invoice: [{ invoice: givenIn(mode) }] } }) as unknown as INodeParameters;

	it.each<[string, INodeParameters]>([
		['the ID of an invoice', chosen('id')],
		['the address of an invoice', chosen('url')],
		['the number of an invoice', chosen('number')],
		['the deal', { deal: givenIn(), ...chosen('id') }],
		['the contact', { record: 'contact', contact: givenIn(), ...chosen('id') }],
		['the company to list', { operation: 'list', record: 'company', company: givenIn() }],
		['the invoice to detach', { operation: 'detach', ...chosen('number') }],
		['the customer to search', { invoices: 'search', search: { customer: givenIn() } }],
		['a day to search', { invoices: 'search', search: { issuedFrom: GIVEN } }],
		['an amount to search', { invoices: 'search', search: { totalTo: GIVEN } }],
		['a status to search', { invoices: 'search', search: { status: '={{ [$json.text] }}' } }],
		['a limit', { invoices: 'search', search: { number: '1' }, limit: GIVEN }],
		['an operation', { operation: GIVEN }],
	])(
		'refuses it as %s, and links nothing',
		async (_name, parameters) => {
			expectRefused(await each(ATTACH, { ...attach, ...parameters }));
			expect((await billing.accounts.deal('403')).associations).toBeUndefined();
		},
		60_000,
	);

	it('finds nothing by a number like that', async () => {
		for (const operation of ['attach', 'detach', 'list'])
			expect(
				await each(ATTACH, {
					...attach,
					operation,
					invoices: 'search',
					search: { number: '={{ "no " + $json.text }}' },
				}),
			).toEqual([]);
		expect((await billing.accounts.deal('403')).associations).toBeUndefined();
	}, 60_000);

	it('an item that fails does not stop those after it, and each keeps its link to the input', async () => {
		const [{ Id } = { Id: '' }] = await billing.accounts.query<{ Id: string }>(
			'select * from Invoice orderby Id maxresults 1',
		);
		const run = await billing.accounts.run(
			ATTACH,
			{ ...attach, ...chosen('id') },
			{
				items: [{ text: 'no' }, { text: Id }, { text: '99999' }, { text: Id }],
				onError: 'continueRegularOutput',
			},
		);
		expect(run.items('Node').map(({ json, pairedItem }) => [json['action'], pairedItem])).toEqual([
			['failed', { item: 0 }],
			['linked', { item: 1 }],
			['failed', { item: 2 }],
			['unchanged', { item: 3 }],
		]);
		await billing.accounts.run(
			ATTACH,
			{ ...attach, operation: 'detach', ...chosen('id') },
			{ items: [{ text: Id }] },
		);
	});

	it('a search for amounts of at least nothing would attach everything', async () => {
		const run = await billing.accounts.run(ATTACH, {
			...attach,
			invoices: 'search',
			search: { totalFrom: 0 },
		});
		expect(run.error?.message).toMatch(/would attach all invoices/);
	});
});
