import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { TestAccounts } from '../../support/testAccounts';
import { anotherWorker } from '../../support/anotherWorker';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';

let accounts: TestAccounts;
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new CreateQuickBooksInvoice() });
});
afterEach(async () => await accounts.stop());

interface Result extends IDataObject {
	action: string;
	warnings: string[];
	quickbooks: { id: string; docNumber: string };
	hubspot: { id: string };
}
interface Kept {
	Id: string;
	SyncToken: string;
	PrivateNote?: string;
}

const bill = async (id: string, more: INodeParameters = {}) =>
	(await accounts.one(TYPE, { deal: picked(id), source: 'scratch', ...more })) as Result;
const ours = async () =>
	(await accounts.query<Kept>('select * from Invoice orderby Id maxresults 1000')).filter(
		({ PrivateNote }) => PrivateNote?.includes('[HubSpot '),
	);
const invoice = async (id: string) =>
	(await accounts.quickBooks<{ Invoice: Kept }>(`invoice/${id}`)).Invoice;
const patch = async (type: string, id: string, properties: IDataObject) =>
	await accounts.hubSpot(`/crm/objects/2026-03/${type}/${id}`, { properties }, 'PATCH');
const deadHubSpot = () => {
	for (const method of ['POST', 'PATCH'])
		accounts.fault({
			system: 'hubspot',
			method,
			path:
				method === 'POST'
					? 'objects/2026-03/(invoices|contacts/batch/update|products/batch/update|line_items/batch/create)'
					: 'objects',
			behaviour: '500',
		});
};
const income = async () =>
	picked(
		(await accounts.query<{ Id: string }>("select * from Account where AccountType = 'Income'"))[0]
			?.Id ?? '',
	);

describe('one invoice, whatever changed since a run that broke off', () => {
	it.each<[string, string, () => Promise<unknown>, INodeParameters]>([
		[
			'the contact has another name and address',
			'402',
			async () => await patch('contacts', '102', { email: 'pepe@example.com', lastname: 'Otro' }),
			{},
		],
		[
			'another customer is chosen in the node',
			'401',
			async () => {},
			{ customer: 'specific', customerId: picked('2') },
		],
		[
			'a line has another description',
			'401',
			async () => await patch('line_items', '602', { description: 'fresh' }),
			{},
		],
	])(
		'%s',
		async (_name, id, change, more) => {
			const common = { incomeAccount: await income() };
			deadHubSpot();
			const broken = await accounts.run(TYPE, { deal: picked(id), source: 'scratch', ...common });
			expect(broken.error?.message).toMatch(/is in QuickBooks, but a later step failed/);
			accounts.clearFaults();
			await change();
			const repaired = await bill(id, { ...common, ...more });
			expect([repaired.action, (await ours()).length]).toEqual(['existing', 1]);
		},
		90_000,
	);

	it('the memo quotes another origin', async () => {
		const memo = 'see [HubSpot 48291573 deal 999, deal, 0.00-1.00 of 1.00, no. 1]';
		const first = await bill('401', { memo });
		await patch('line_items', '602', { description: 'fresh' });
		expect((await bill('401', { memo })).quickbooks.id).toBe(first.quickbooks.id);
	});

	it('somebody cleared the memo', async () => {
		const first = await bill('401');
		const { Id, SyncToken } = await invoice(first.quickbooks.id);
		await accounts.quickBooks('invoice', { Id, SyncToken, sparse: true, PrivateNote: 'Thanks' });
		await patch('line_items', '602', { description: 'fresh' });
		expect((await bill('401')).quickbooks.id).toBe(first.quickbooks.id);
	});

	it('the first share came to the whole, as a rest or an amount', async () => {
		const first = await bill('401', { share: 'rest' });
		expect((await bill('401', { share: 'rest' })).quickbooks.id).toBe(first.quickbooks.id);
		expect((await bill('401', { share: 'amount', shareAmount: 1313.58 })).quickbooks.id).toBe(
			first.quickbooks.id,
		);
	});

	it('different shares at one moment come to no more than the deal', async () => {
		const runs = await Promise.allSettled([
			bill('401'),
			bill('401', { share: 'percentage', sharePercentage: 30 }),
			bill('401', { share: 'amount', shareAmount: 900 }),
		]);
		expect(runs.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
		expect(await ours()).toHaveLength(1);
	});
});

describe('two processes at one moment', () => {
	const OTHER = `${TYPE}2`;

	beforeEach(async () => {
		await accounts.stop();
		accounts = await TestAccounts.start({
			[TYPE]: new CreateQuickBooksInvoice(),
			[OTHER]: anotherWorker(),
		});
		await bill('408');
		for (const system of [accounts.sandbox.hubspot, accounts.sandbox.quickbooks])
			system.setSwitches({ latencyMs: 400 });
	});
	const both = async (mine: INodeParameters, theirs: INodeParameters) =>
		await Promise.all(
			[TYPE, OTHER].map(
				async (type, index) =>
					await accounts.run(type, {
						deal: picked('401'),
						source: 'scratch',
						...(index === 0 ? mine : theirs),
					}),
			),
		);

	it('the last half is one invoice', async () => {
		await bill('401', { share: 'percentage', sharePercentage: 50 });
		const runs = await both({ share: 'rest' }, { share: 'amount', shareAmount: 656.79 });
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(
			(await ours()).filter(({ PrivateNote }) => PrivateNote?.includes('deal 401')),
		).toHaveLength(2);
	}, 60_000);
});

describe('an invoice that is gone', () => {
	it('the first part voided after the rest was billed: the repeat says what is left', async () => {
		const first = await bill('401', { share: 'percentage', sharePercentage: 50 });
		const rest = await bill('401', { share: 'rest' });
		const { Id, SyncToken } = await invoice(first.quickbooks.id);
		await accounts.quickBooks('invoice?operation=void', { Id, SyncToken });
		const again = await bill('401', { share: 'rest' });
		expect([again.quickbooks.id, again.warnings]).toEqual([
			rest.quickbooks.id,
			[expect.stringMatching(/656\.79 of the deal is not invoiced any more/)],
		]);
	});

	it('deleted a moment ago: a new one is made, and the deal shows it', async () => {
		const first = await bill('401');
		const { Id, SyncToken } = await invoice(first.quickbooks.id);
		await accounts.quickBooks('invoice?operation=delete', { Id, SyncToken });
		await new Promise((resolve) => setTimeout(resolve, 2100));
		const second = await bill('401');
		expect([
			second.action,
			second.quickbooks.id === first.quickbooks.id,
			(await invoice(second.quickbooks.id)).Id,
		]).toEqual(['created', false, second.quickbooks.id]);
		expect(
			(await accounts.deal('401', ['quickbooks_invoice_number'])).properties[
				'quickbooks_invoice_number'
			],
		).toBe(second.quickbooks.docNumber);
	});

	it.each([600, -600])('QuickBooks’ clock is %i seconds off: new is new', async (seconds) => {
		accounts.sandbox.runtime.clock.advance(seconds * 1000);
		expect((await bill('401')).action).toBe('created');
	});
});

describe('a second run finishes everything', () => {
	it('links of products and the lines of the record', async () => {
		deadHubSpot();
		await accounts.run(TYPE, { deal: picked('401'), source: 'scratch' });
		accounts.clearFaults();
		const repaired = await bill('401');
		const link = `quickbooks_id_${accounts.realmId}`;
		const product = await accounts.hubSpot<{ properties: IDataObject }>(
			`/crm/objects/2026-03/products/301?properties=${link}`,
		);
		expect(product.properties[link]).toMatch(new RegExp(`^${accounts.realmId}:`));
		const { results } = await accounts.hubSpot<{ results: Array<{ toObjectId: string }> }>(
			`/crm/v4/objects/invoices/${repaired.hubspot.id}/associations/line_items`,
		);
		const lines = await Promise.all(
			results.map(
				async ({ toObjectId }) =>
					(
						await accounts.hubSpot<{ properties: IDataObject }>(
							`/crm/objects/2026-03/line_items/${toObjectId}?properties=hs_product_id`,
						)
					).properties['hs_product_id'],
			),
		);
		expect(lines.sort()).toEqual(['301', '302', '304', '306']);
		expect((await bill('401')).reason).toMatch(/nothing was missing/);
	}, 90_000);

	it('lines that a dropped connection left out', async () => {
		const line = Array.from({ length: 150 }, (_, index) => ({
			name: 'Delivery',
			unitPrice: index + 1,
		}));
		accounts.fault({
			system: 'hubspot',
			method: 'POST',
			path: 'line_items/batch/create',
			behaviour: '500',
			after: 1,
		});
		const broken = await accounts.run(TYPE, {
			deal: picked('403'),
			source: 'scratch',
			lines: { line },
		});
		expect(broken.error?.message).toMatch(/is in QuickBooks, but a later step failed/);
		accounts.clearFaults();
		const repaired = await bill('403', { lines: { line } });
		const { results } = await accounts.hubSpot<{ results: unknown[] }>(
			`/crm/v4/objects/invoices/${repaired.hubspot.id}/associations/line_items?limit=500`,
		);
		expect(results).toHaveLength(150);
	}, 90_000);

	it('tells which of several contacts is billed', async () => {
		await accounts.hubSpot(
			'/crm/v4/objects/deals/401/associations/default/contacts/104',
			{},
			'PUT',
		);
		expect((await bill('401')).warnings).toEqual([
			expect.stringMatching(/more than one contact\. "Niamh O'Brien" is used/),
		]);
	});
});
