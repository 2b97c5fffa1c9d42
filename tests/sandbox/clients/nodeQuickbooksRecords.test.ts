import type { Sandbox } from '../../../sandbox/start';
import { realms, startDemoSandbox, type Json } from '../quickbooks/companyClient';
import { connectSdk, rows, type Ask } from './nodeQuickbooksSdk';

let sandbox: Sandbox;
let ask: Ask;
let customer: string;
let item: string;
let account: string;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	({ ask } = await connectSdk(sandbox, realms.us));
	customer = rows(await ask('findCustomers', { DisplayName: "Niamh O'Brien" }), 'Customer')[0]?.[
		'Id'
	] as string;
	item = rows(await ask('findItems', { Name: 'Design hours' }), 'Item')[0]?.['Id'] as string;
	account = rows(await ask('findAccounts', { Name: 'Services' }), 'Account')[0]?.['Id'] as string;
});
afterAll(() => sandbox.stop());

const line = (amount: number) => ({
	DetailType: 'SalesItemLineDetail',
	Amount: amount,
	SalesItemLineDetail: { ItemRef: { value: item } },
});
const sale = () => ({ CustomerRef: { value: customer }, Line: [line(40), line(2.5)] });

/** [entity, its plural, what makes one, a change of it] */
const KEPT: [string, string, () => Json, Json][] = [
	[
		'Account',
		'Accounts',
		() => ({ Name: 'Design income', AccountType: 'Income' }),
		{ Description: 'Drawings' },
	],
	['Class', 'Classes', () => ({ Name: 'Terraces' }), { Name: 'Roofs' }],
	['Customer', 'Customers', () => ({ DisplayName: "D'Arcy & Söhne 🌷" }), { Notes: 'called' }],
	['Department', 'Departments', () => ({ Name: 'North' }), { Name: 'South' }],
	[
		'Employee',
		'Employees',
		() => ({ GivenName: 'Åsa', FamilyName: 'Öberg' }),
		{ FamilyName: 'Ek' },
	],
	[
		'Item',
		'Items',
		() => ({ Name: 'Consulting', Type: 'Service', IncomeAccountRef: { value: account } }),
		{ Sku: 'CONS' },
	],
	['PaymentMethod', 'PaymentMethods', () => ({ Name: 'Barter' }), { Name: 'Swap' }],
	['Term', 'Terms', () => ({ Name: 'Net 10', DueDays: 10 }), { Name: 'Net ten' }],
	['Vendor', 'Vendors', () => ({ DisplayName: 'Stone & Sons' }), { CompanyName: 'Stone' }],
	['Attachable', 'Attachables', () => ({ Note: 'The plan' }), { Note: 'The new plan' }],
	['Invoice', 'Invoices', sale, { PrivateNote: 'seen' }],
	['Estimate', 'Estimates', sale, { PrivateNote: 'seen' }],
	['CreditMemo', 'CreditMemos', sale, { PrivateNote: 'seen' }],
	['SalesReceipt', 'SalesReceipts', sale, { PrivateNote: 'seen' }],
	[
		'Payment',
		'Payments',
		() => ({ CustomerRef: { value: customer }, TotalAmt: 12 }),
		{ PrivateNote: 'seen' },
	],
];

describe('the records of node-quickbooks', () => {
	it.each(KEPT)('creates, reads, changes and finds: %s', async (name, plural, draft, change) => {
		const sent = draft();
		const made = await ask(`create${name}`, sent);
		expect(made).toMatchObject({
			Id: expect.any(String),
			SyncToken: '0',
			...(sent['Line'] ? { TotalAmt: 42.5 } : sent),
		});
		const changed = await ask(`update${name}`, { ...made, ...change });
		expect(changed).toMatchObject({ Id: made['Id'], SyncToken: '1', ...change });
		expect(await ask(`get${name}`, made['Id'])).toMatchObject(changed);
		expect(
			rows(await ask(`find${plural}`, [{ field: 'Id', value: made['Id'] }]), name).map(
				({ Id, SyncToken }) => [Id, SyncToken],
			),
		).toEqual([[made['Id'], '1']]);
		await expect(ask(`update${name}`, { ...made, ...change })).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '5010' }] } },
		});
		await expect(ask(`get${name}`, '98765')).rejects.toMatchObject({
			status: 400,
			data: { Fault: { Error: [{ code: '610' }] } },
		});
	});

	it.each(['Invoice', 'Estimate', 'CreditMemo', 'SalesReceipt', 'Payment', 'Attachable'])(
		'deletes by id, and by record: %s',
		async (name) => {
			const [, , draft] = KEPT.find(([kept]) => kept === name) ?? [];
			const [first, second] = [
				await ask(`create${name}`, draft?.()),
				await ask(`create${name}`, draft?.()),
			];
			expect(await ask(`delete${name}`, first['Id'])).toMatchObject({
				[name]: { status: 'Deleted', Id: first['Id'] },
			});
			expect(await ask(`delete${name}`, { Id: second['Id'], SyncToken: '0' })).toMatchObject({
				[name]: { status: 'Deleted', Id: second['Id'] },
			});
			await expect(ask(`get${name}`, first['Id'])).rejects.toMatchObject({ status: 400 });
		},
	);

	it.each(['Invoice', 'Estimate', 'CreditMemo', 'SalesReceipt'])(
		'sends, and fetches as a PDF: %s',
		async (name) => {
			const { Id: id } = await ask(`create${name}`, sale());
			expect(
				Buffer.from(await ask<Buffer>(`get${name}Pdf`, id))
					.subarray(0, 5)
					.toString(),
			).toBe('%PDF-');
			expect(await ask(`send${name}Pdf`, id, 'ann@example.com')).toMatchObject({
				Id: id,
				EmailStatus: 'EmailSent',
				BillEmail: { Address: 'ann@example.com' },
			});
			expect((await ask(`send${name}Pdf`, id))['DeliveryInfo']).toMatchObject({
				DeliveryType: 'Email',
			});
		},
	);

	it('voids an invoice and a payment', async () => {
		const { Id: id } = await ask('createInvoice', sale());
		expect(await ask('voidInvoice', id)).toMatchObject({
			Invoice: { Id: id, TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' },
		});
		const payment = await ask('createPayment', { CustomerRef: { value: customer }, TotalAmt: 5 });
		expect(
			await ask('voidPayment', { Id: payment['Id'], SyncToken: '0', sparse: true }),
		).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
	});

	it.each(['TaxCodes', 'TaxRates', 'TaxAgencies', 'Preferenceses', 'CompanyInfos'])(
		'finds %s, which nobody makes',
		async (plural) => {
			const [found] = Object.values((await ask(`find${plural}`))['QueryResponse'] as Json).filter(
				Array.isArray,
			);
			expect((found as Json[]).length).toBeGreaterThan(0);
		},
	);

	it('reads what there is one of, and changes it', async () => {
		const company = await ask('getCompanyInfo', realms.us);
		expect(
			(await ask('updateCompanyInfo', { ...company, WebAddr: { URI: 'https://garden.example' } }))[
				'WebAddr'
			],
		).toEqual({ URI: 'https://garden.example' });
		const preferences = await ask('getPreferences');
		const changed = await ask('updatePreferences', {
			...preferences,
			SalesFormsPrefs: { ...preferences['SalesFormsPrefs'], CustomTxnNumbers: true },
		});
		expect(changed['SalesFormsPrefs']).toMatchObject({ CustomTxnNumbers: true });
	});
});
