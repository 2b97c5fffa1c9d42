import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import type { InvoiceSummary } from '../../../src/core/invoice/record/summary';
import type { FaultRule } from '../../../sandbox/faults';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';
const deal = (value: string) => ({ __rl: true, mode: 'id', value });
const DEAL_PROPERTIES = ['amount_billed', 'recipient', 'number', 'status', 'due_date', 'count'].map(
	(name) => `quickbooks_invoice_${name}`,
);

interface Result extends IDataObject {
	action: string;
	reason: string;
	warnings: string[];
	changes: Array<{ field: string }> & IDataObject[];
	quickbooks: { id: string; docNumber: string };
	hubspot: { id: string };
	plan: Array<{ system: string; operation: string; target: string; payload: IDataObject }> &
		IDataObject[];
}

interface Failure extends Error {
	description?: string | null;
	httpCode?: string | null;
	context: { itemIndex?: number };
}

let accounts: TestAccounts;
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new CreateQuickBooksInvoice() });
});
afterEach(async () => await accounts.stop());

const bill = async (id: string, more: INodeParameters = {}) =>
	(await accounts.one(TYPE, { deal: deal(id), source: 'scratch', ...more })) as Result;
const failure = async (id: string, more: INodeParameters = {}): Promise<Failure> => {
	const run = await accounts.run(TYPE, { deal: deal(id), source: 'scratch', ...more });
	return (run.error ??
		new Error(`no error, but ${JSON.stringify(run.items('Node')[0]?.json)}`)) as Failure;
};
const invoices = async () =>
	await accounts.query<{
		Id: string;
		TotalAmt: number;
		PrivateNote?: string;
		Line: IDataObject[];
		CustomerRef: { value: string };
	}>('select * from Invoice orderby Id maxresults 1000');
const ours = async () =>
	(await invoices()).filter(({ PrivateNote }) => PrivateNote?.includes('[HubSpot '));

describe('a deal becomes an invoice', () => {
	it('that QuickBooks holds, with the deal, the record and the links in HubSpot', async () => {
		const result = await bill('401');
		expect(result).toMatchObject({ action: 'created', warnings: [], environment: 'custom' });
		const { Invoice } = await accounts.quickBooks<{
			Invoice: IDataObject & {
				TxnTaxDetail: { TotalTax: number };
				TotalAmt: number;
				Line: IDataObject[];
			};
		}>(`invoice/${result.quickbooks.id}`);
		expect(Invoice).toMatchObject({
			CustomerRef: { name: "Niamh O'Brien" },
			EmailStatus: 'NeedToSend',
			BillEmail: { Address: 'niamh.obrien@example.com' },
		});
		expect(Math.round((Invoice.TotalAmt - Invoice.TxnTaxDetail.TotalTax) * 100)).toBe(131358);
		const dealNow = await accounts.deal('401', DEAL_PROPERTIES);
		expect(dealNow.properties).toMatchObject({
			quickbooks_invoice_amount_billed: String(Invoice.TotalAmt),
			quickbooks_invoice_recipient: "Niamh O'Brien",
			quickbooks_invoice_number: result.quickbooks.docNumber,
			quickbooks_invoice_status: 'waiting_to_be_sent',
			quickbooks_invoice_due_date: Invoice['DueDate'],
			quickbooks_invoice_count: '1',
		});
		expect(dealNow.associations?.['invoices']?.results.map(({ id }) => id)).toContain(
			result.hubspot.id,
		);
		const link = `quickbooks_id_${accounts.realmId}`;
		const record = await accounts.hubSpot<{
			properties: IDataObject;
			associations: Record<string, { results: IDataObject[] }>;
		}>(
			`/crm/objects/2026-03/invoices/${result.hubspot.id}?properties=${link},hs_invoice_billable,hs_invoice_status&associations=contacts,companies,line_items`,
		);
		expect(record.properties).toMatchObject({
			[link]: `${accounts.realmId}:${result.quickbooks.id}`,
			hs_invoice_billable: 'false',
			hs_invoice_status: 'draft',
		});
		expect(
			Object.values(record.associations)
				.map(({ results }) => new Set(results.map(({ id }) => id)).size)
				.sort(),
		).toEqual([1, 1, 4]);
		const contact = await accounts.hubSpot<{ properties: IDataObject }>(
			`/crm/objects/2026-03/contacts/101?properties=${link}`,
		);
		expect(contact.properties[link]).toBe(`${accounts.realmId}:1`);
	});

	it('once, however often it runs', async () => {
		const first = await bill('401');
		const again = await bill('401');
		expect([again.action, again.quickbooks.id, again.hubspot.id, again.changes]).toEqual([
			'existing',
			first.quickbooks.id,
			first.hubspot.id,
			[],
		]);
		expect(await ours()).toHaveLength(1);
	});

	it('once, when eight runs come at one moment', async () => {
		const runs = await Promise.all(Array.from({ length: 8 }, async () => await bill('401')));
		expect(new Set(runs.map(({ quickbooks }) => quickbooks.id)).size).toBe(1);
		expect(await ours()).toHaveLength(1);
	}, 60_000);

	it('anew, after the first was voided', async () => {
		const first = await bill('401');
		const { Invoice } = await accounts.quickBooks<{ Invoice: { SyncToken: string } }>(
			`invoice/${first.quickbooks.id}`,
		);
		await accounts.quickBooks('invoice?operation=void', {
			Id: first.quickbooks.id,
			SyncToken: Invoice.SyncToken,
		});
		const second = await bill('401');
		expect([second.action, second.quickbooks.id === first.quickbooks.id]).toEqual([
			'created',
			false,
		]);
	});

	it('with a new customer and new items when asked', async () => {
		const [account] = await accounts.query<{ Id: string }>(
			"select * from Account where AccountType = 'Income'",
		);
		const result = await bill('402', { incomeAccount: picked(account?.Id ?? '') });
		expect(result.action).toBe('created');
		expect(result.warnings).toEqual([
			expect.stringContaining('recurs (monthly)'),
			expect.stringMatching(/^The new items .* are not taxable in QuickBooks/),
		]);
		const [customer] = await accounts.query<IDataObject>(
			"select * from Customer where PrimaryEmailAddr = 'jose@cafe-ole.example'",
		);
		expect(customer).toMatchObject({ GivenName: 'José', FamilyName: 'García-Núñez' });
		expect(
			(result['invoice'] as unknown as InvoiceSummary).lines.map(({ item }) => item?.name),
		).toEqual([expect.stringContaining('planter'), 'Maintenance plan']);
	});

	it('with a suffix where a vendor has the company’s name', async () => {
		const [account] = await accounts.query<{ Id: string }>(
			"select * from Account where AccountType = 'Income'",
		);
		const result = await bill('402', {
			billingParty: 'company',
			incomeAccount: picked(account?.Id ?? ''),
		});
		expect((result['invoice'] as unknown as InvoiceSummary).customer.name).toBe(
			'Café Olé 🌿 (HubSpot 202)',
		);
	});

	it('in parts that add up to the deal, never more', async () => {
		const part = async (more: INodeParameters) =>
			(await bill('401', more)) as unknown as { invoice: InvoiceSummary };
		const shares = [
			await part({ share: 'percentage', sharePercentage: 30 }),
			await part({ share: 'amount', shareAmount: 500.01 }),
			await part({ share: 'rest' }),
		];
		const before = shares.map(({ invoice }) =>
			Math.round((Number(invoice.total) - Number(invoice.tax)) * 100),
		);
		expect(before).toEqual([39407, 50001, 41950]);
		expect((await failure('401', { share: 'amount', shareAmount: 0.01 })).message).toContain(
			'only 0.00 is left to bill',
		);
		expect(
			(await accounts.deal('401', DEAL_PROPERTIES)).properties['quickbooks_invoice_count'],
		).toBe('3');
	});

	it('from lines given in the node', async () => {
		const lines = {
			line: [
				{
					item: picked('2'),
					quantity: 3,
					unitPrice: 9.99,
					discountPercent: 15,
					description: 'Plan',
				},
				{ name: 'Delivery', quantity: 1, unitPrice: 45, taxCode: picked('TAX') },
			],
		};
		const result = (await bill('403', {
			lines,
			customerMessage: 'Danke 🌷',
			memo: 'Ask Ann',
		})) as unknown as { invoice: InvoiceSummary };
		expect(result.invoice.lines.map(({ amount, taxCode }) => [amount, taxCode])).toEqual([
			['25.47', 'NON'],
			['45.00', 'TAX'],
		]);
		expect([result.invoice.customerMessage, result.invoice.memo?.split('\n')[0]]).toEqual([
			'Danke 🌷',
			'Ask Ann',
		]);
	});

	it('sent, with its PDF', async () => {
		const run = await accounts.run(TYPE, {
			deal: deal('401'),
			source: 'scratch',
			send: 'now',
			pdf: true,
		});
		const [item] = run.items('Node');
		expect((item?.json as unknown as { invoice: InvoiceSummary }).invoice.status).toBe(
			'sent_to_customer',
		);
		expect(item?.binary?.['invoice']).toMatchObject({
			mimeType: 'application/pdf',
			fileName: expect.stringMatching(/^invoice-\d+\.pdf$/),
		});
		expect((await bill('401', { send: 'now' })).action).toBe('existing');
		expect(accounts.requests.filter(({ url }) => url.includes('/send')).length).toBe(1);
	});

	it('keeps items apart: the good ones are billed, the bad one says why', async () => {
		const run = await accounts.run(
			TYPE,
			{ deal: { __rl: true, mode: 'id', value: '={{ $json.deal }}' }, source: 'scratch' },
			{
				items: [{ deal: '401' }, { deal: '403' }, { deal: '408' }],
				onError: 'continueRegularOutput',
			},
		);
		const items = run.items('Node');
		expect(items.map(({ json, pairedItem }) => [json['action'], pairedItem])).toEqual([
			['created', { item: 0 }],
			['failed', { item: 1 }],
			['created', { item: 2 }],
		]);
		expect(items[1]?.json).toMatchObject({
			reason: 'The deal "Roof garden, first talk" has no line items.',
			remedy: 'Add line items to the deal in HubSpot, or set lines in the node.',
		});
	});
});

describe('a dry run', () => {
	it('writes nothing and shows the very payload that is sent', async () => {
		const planned = await bill('401', { dryRun: true });
		expect(planned.action).toBe('planned');
		const written = accounts.requests.filter(
			({ method, url }) => method !== 'GET' && !/batch\/read|oauth|search/.test(url),
		);
		expect(written).toEqual([]);
		accounts.forgetRequests();
		await bill('401');
		const sent = accounts.requests.find(
			({ method, url }) => method === 'POST' && url.includes('/invoice?'),
		);
		expect(JSON.parse(sent?.requestBody ?? '')).toEqual(
			planned.plan.find(({ target }) => target === 'Invoice')?.payload,
		);
		expect(
			planned.plan
				.filter(({ operation }) => operation === 'create properties')
				.map(({ target }) => target),
		).toEqual(['deals', 'contacts', 'companies', 'products', 'invoices']);
	});
});

describe('bad input is told on its item, and nothing is billed', () => {
	it.each<[string, string, INodeParameters, RegExp, RegExp]>([
		[
			'a deal without line items',
			'403',
			{},
			/"Roof garden, first talk" has no line items/,
			/Add line items/,
		],
		['an unknown deal', '999999', {}, /HubSpot has no such record/, /Check the ID/],
		[
			'another currency than the company’s',
			'404',
			{},
			/in CAD, but Zoë's Garden & Design LLC keeps its books in USD only/,
			/Give the deal the currency USD/,
		],
		[
			'a line that does not add up',
			'407',
			{},
			/has the amount 180\.00, but 2 × 85 = 170\.00: a difference of 10\.00/,
			/Correct quantity/,
		],
		[
			'a new item without income account',
			'402',
			{},
			/a new item needs an income account/,
			/Choose an income account/,
		],
		[
			'no such customer',
			'401',
			{ customer: 'specific', customerId: picked('987654') },
			/no customer with id 987654/,
			/another customer/,
		],
		[
			'an inactive customer',
			'401',
			{ customer: 'specific', customerId: picked('7') },
			/is inactive/,
			/active/,
		],
		[
			'a number in a company that numbers by itself',
			'401',
			{ options: { number: 'A-1' } },
			/lets QuickBooks number its invoices/,
			/custom transaction numbers/,
		],
		[
			'a share above the deal',
			'401',
			{ share: 'amount', shareAmount: 5000 },
			/only 1313\.58 is left to bill/,
			/up to 1313\.58/,
		],
		[
			'a bad e-mail address',
			'401',
			{ billEmail: 'ann at home' },
			/is no e-mail address/,
			/ann@example\.com/,
		],
		[
			'a class where none are tracked',
			'401',
			{ class: picked('1') },
			/does not track classes/,
			/Leave the class out/,
		],
		[
			'a tax code of another country',
			'401',
			{ defaultTaxCode: picked('5') },
			/knows only TAX and NON/,
			/NON/,
		],
		['no deal', '={{ "" }}', {}, /No deal is chosen/, /Choose a deal/],
		['a deal id that is none', '={{ "../contacts/101" }}', {}, /not a HubSpot deal ID/, /number/],
	])('%s', async (_name, id, more, message, remedy) => {
		const error = await failure(id, more);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(remedy);
		expect(error.context.itemIndex).toBe(0);
		expect(await ours()).toEqual([]);
	});

	it('goes to the error output with the remedy', async () => {
		const run = await accounts.run(
			TYPE,
			{ deal: deal('403'), source: 'scratch' },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.items('Node')).toEqual([]);
		expect(run.items('Node', 1)[0]?.json).toMatchObject({
			error: 'The deal "Roof garden, first talk" has no line items.',
			message: expect.stringMatching(/Add line items/),
			details: { action: 'failed', kind: 'declined' },
		});
	});
});

describe('when a system fails', () => {
	const SECRETS = () => [
		accounts.sandbox.hubspot.describe()['serviceKey'] as string,
		'sandbox-client-secret-0001',
	];

	it.each<[string, FaultRule, RegExp, RegExp]>([
		[
			'a wrong HubSpot key',
			{ system: 'hubspot', behaviour: 'expired-token' },
			/HubSpot does not accept the credential/,
			/connect it again/,
		],
		[
			'a missing HubSpot scope',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'missing-scope',
			},
			/scope .*crm\.objects\.invoices\.write/,
			/Add the scope/,
		],
		[
			'QuickBooks denies access',
			{ system: 'quickbooks', path: '/v3/', behaviour: 'missing-scope' },
			/QuickBooks denies access/,
			/Connect the QuickBooks credential again/,
		],
		[
			'HubSpot’s server error on a write',
			{ system: 'hubspot', method: 'PATCH', path: '/deals/', behaviour: '500' },
			/HubSpot cannot answer right now \(HTTP 500\)/,
			/Run the item again\. That completes the work/,
		],
		[
			'a HubSpot gateway’s page',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: '502-html',
			},
			/HubSpot cannot answer right now \(HTTP 502\)/,
			/Run the item again\. That completes the work/,
		],
	])(
		'%s is told, and a second run finishes',
		async (_name, rule, message, remedy) => {
			accounts.fault(rule);
			const error = await failure('401');
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(remedy);
			for (const secret of SECRETS())
				expect(
					JSON.stringify({ ...error, message: error.message, stack: error.stack }),
				).not.toContain(secret);
			accounts.clearFaults();
			const after = await bill('401');
			expect(['created', 'existing']).toContain(after.action);
			expect(await ours()).toHaveLength(1);
			expect((await accounts.deal('401', DEAL_PROPERTIES)).properties).toMatchObject({
				quickbooks_invoice_number: after.quickbooks.docNumber,
				quickbooks_invoice_count: '1',
			});
		},
		60_000,
	);

	it.each<[string, FaultRule]>([
		[
			'a dropped answer after the invoice was made',
			{ system: 'quickbooks', method: 'POST', path: '/invoice', behaviour: 'drop-after', times: 2 },
		],
		[
			'a truncated answer',
			{ system: 'quickbooks', method: 'POST', path: '/invoice', behaviour: 'truncate', times: 1 },
		],
		[
			'a dropped connection before it',
			{ system: 'quickbooks', path: '/query', behaviour: 'drop-before', times: 2 },
		],
		[
			'a throttled HubSpot',
			{ system: 'hubspot', path: '/batch/read', behaviour: '429', times: 2, retryAfterSeconds: 0 },
		],
		['a server error of QuickBooks', { system: 'quickbooks', behaviour: '500', times: 2 }],
		[
			'an expired QuickBooks token',
			{
				system: 'quickbooks',
				method: 'POST',
				path: '/invoice',
				behaviour: 'expired-token',
				times: 1,
			},
		],
		[
			'a record that HubSpot made although the connection dropped',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'drop-after',
				times: 1,
			},
		],
	])(
		'%s is survived with one invoice',
		async (_name, rule) => {
			accounts.fault(rule);
			const result = await bill('401');
			expect(result.action).toBe('created');
			expect(await ours()).toHaveLength(1);
			const records = await accounts.hubSpot<{ results: unknown[] }>(
				'/crm/objects/2026-03/invoices?limit=100',
			);
			expect(records.results).toHaveLength(1);
		},
		60_000,
	);

	it('a property that somebody removed is made again', async () => {
		await bill('408');
		await accounts.hubSpot(
			'/crm/properties/2026-03/deals/quickbooks_invoice_number',
			undefined,
			'DELETE',
		);
		expect((await bill('401')).action).toBe('created');
		expect(
			(await accounts.deal('401', DEAL_PROPERTIES)).properties['quickbooks_invoice_number'],
		).toMatch(/^\d+$/);
	});

	it('a hung QuickBooks is given up within the time limit, and told', async () => {
		accounts.fault({ system: 'quickbooks', path: '/companyinfo', behaviour: 'hang' });
		const error = await failure('401', { options: { timeLimit: 1 } });
		expect(error.message).toBe('QuickBooks did not answer in time.');
		accounts.clearFaults();
		expect((await bill('401')).action).toBe('created');
	}, 60_000);
});
