import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { SyncProduct } from '../../../nodes/SyncProduct/SyncProduct.node';
import { oneNodeWorkflow, type FinishedRun } from '../../support/inProcess';
import { TestAccounts } from '../../support/testAccounts';

const PRODUCT = 'n8n-nodes-hubspot-quickbooks.syncProduct';
const INVOICE = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
const nodes: Record<string, INodeType> = {
	[PRODUCT]: new SyncProduct(),
	[INVOICE]: new SyncInvoice(),
};
let accounts: TestAccounts;

beforeEach(async () => (accounts = await TestAccounts.start(nodes)));
afterEach(async () => await accounts.stop());

async function sync(
	type: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
): Promise<FinishedRun> {
	const run = await accounts.n8n.run(
		oneNodeWorkflow(
			{ name: 'Node', type, parameters, credentials: accounts.nodeCredentials },
			items,
			{},
		),
		'trigger',
	);
	if (run.error) throw run.error;
	return run;
}

const jsonOf = (run: FinishedRun, output = 0) => run.items('Node', output).map(({ json }) => json);
const actionOf = (run: FinishedRun, id: string) =>
	jsonOf(run).find((json) => (json['quickbooks'] as IDataObject | null)?.['id'] === id)?.['action'];

describe('Sync Product in n8n', () => {
	it('QuickBooks to HubSpot: items find their products by SKU and name', async () => {
		const run = await sync(PRODUCT, {});
		const hours = jsonOf(run).find(
			(json) => (json['hubspot'] as IDataObject | null)?.['id'] === '301',
		);
		expect(hours).toMatchObject({
			action: expect.stringMatching(/^(linked|updated)$/),
			quickbooks: { entity: 'Item' },
			hubspot: {
				objectType: 'products',
				url: 'https://app.hubspot.com/contacts/48291573/record/0-7/301',
			},
		});
	});

	it('HubSpot to QuickBooks: a product without an item gets one, with the income account of the form', async () => {
		const [account] = await accounts.query<{ Id: string }>(
			"select * from Account where AccountType = 'Income'",
		);
		const run = await sync(PRODUCT, {
			direction: 'hubSpotToQuickBooks',
			incomeAccount: { mode: 'list', value: account?.Id ?? '' },
			scope: 'records',
			recordId: '303',
			recordSide: 'hubSpot',
		});
		expect(jsonOf(run)).toEqual([
			expect.objectContaining({
				action: 'created',
				hubspot: expect.objectContaining({ id: '303' }),
				quickbooks: expect.objectContaining({ entity: 'Item' }),
			}),
		]);
		const [made] = await accounts.query<{
			Name: string;
			UnitPrice: number;
			IncomeAccountRef: { value: string };
		}>("select * from Item where Sku = 'PLANT-OLE'");
		expect(made).toMatchObject({
			Name: 'Terrace planter 🌱 «Olé»',
			UnitPrice: 149.9,
			IncomeAccountRef: { value: account?.Id },
		});
	});

	it('offers the account’s product properties and the fields of items', async () => {
		const { fields } = await accounts.n8n.method<{
			fields: Array<{ id: string; removed: boolean }>;
		}>(
			{
				type: PRODUCT,
				parameters: { hubspotAuthentication: 'serviceKey' },
				credentials: accounts.nodeCredentials,
			},
			'resourceMapping',
			'getProductMapping',
		);
		expect(fields.filter(({ removed }) => !removed).map(({ id }) => id)).toEqual(
			expect.arrayContaining(['name', 'hs_sku', 'price']),
		);
		const options = await accounts.n8n.method<Array<{ value: string }>>(
			{ type: PRODUCT, parameters: {}, credentials: accounts.nodeCredentials },
			'loadOptions',
			'getItemFields',
		);
		expect(options.map(({ value }) => value)).toContain('UnitPrice');
	});
});

describe('Sync Invoice in n8n', () => {
	it('yields each invoice with its record and the invoice in plain words', async () => {
		const [invoice] = await accounts.query<{ Id: string; DocNumber: string }>(
			'select * from Invoice',
		);
		const run = await sync(INVOICE, {});
		expect(actionOf(run, invoice?.Id ?? '')).toBe('created');
		expect(
			jsonOf(run).find((json) => (json['quickbooks'] as IDataObject)['id'] === invoice?.Id),
		).toMatchObject({
			hubspot: { objectType: 'invoices' },
			quickbooks: { entity: 'Invoice', docNumber: invoice?.DocNumber },
			invoice: { number: invoice?.DocNumber, lines: expect.any(Array) },
		});
		expect(run.items('Node', 1)).toEqual([]);
	});

	it('mapping offers the company’s custom fields, and only properties that take values', async () => {
		const { fields } = await accounts.n8n.method<{
			fields: Array<{ id: string; options: Array<{ name: string; value: string }> }>;
		}>(
			{
				type: INVOICE,
				parameters: { hubspotAuthentication: 'serviceKey' },
				credentials: accounts.nodeCredentials,
			},
			'resourceMapping',
			'getInvoiceMapping',
		);
		expect(fields.map(({ id }) => id)).not.toContain('hs_object_id');
		expect(fields[0]?.options.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['TotalAmt', 'CustomerMemo.value']),
		);
	});

	it('dry run writes nothing, not even properties', async () => {
		const run = await sync(INVOICE, { dryRun: true });
		expect(new Set(jsonOf(run).map(({ action }) => action))).toEqual(new Set(['planned']));
		expect(
			accounts.requests.filter(
				({ method, endpoint }) => method !== 'GET' && !/batch\/read|search|oauth2/.test(endpoint),
			),
		).toEqual([]);
	});

	it('an id that is no invoice leaves by the second output', async () => {
		const run = await sync(INVOICE, { scope: 'records', recordId: '={{ $json.id }}' }, [
			{ id: '999999' },
			{ id: 'x' },
		]);
		expect(jsonOf(run, 1)).toEqual([
			expect.objectContaining({ action: 'failed', kind: 'notFound' }),
			expect.objectContaining({ action: 'failed', kind: 'notFound' }),
		]);
	});
});
