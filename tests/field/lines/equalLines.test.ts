import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const SYNC = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
/** Whether HubSpot makes one line item of equal inputs of one batch. */
const POSITIONS = ['merged', 'mergedWhateverLinks', 'kept'];

let billing: BillingAccounts;
let incomeAccount: ReturnType<typeof picked>;
let hour: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[ATTACH]: new AttachInvoice(),
		[SYNC]: new SyncInvoice(),
	});
	incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
	hour = await billing.id('Item', "Type = 'Service'");
});
afterAll(async () => await billing.accounts.stop());

const visits = [1, 2].map(() => ({ name: 'Site visit', quantity: 1_000, price: 150_000 }));
const setEqual = (equalLineItems: string) =>
	billing.accounts.sandbox.hubspot.setSwitches({ equalLineItems });

/** Quantity and price of the lines of HubSpot's invoice record, in their order. */
async function recordLines(recordId: string): Promise<string[]> {
	const { results } = await billing.accounts.hubSpot<{ results: Array<{ toObjectId: string }> }>(
		`/crm/v4/objects/invoices/${recordId}/associations/line_items`,
	);
	const lines = await Promise.all(
		results.map(
			async ({ toObjectId }) =>
				await billing.accounts.hubSpot<{ properties: Record<string, string> }>(
					`/crm/objects/2026-03/line_items/${toObjectId}?properties=quantity,price,description,hs_position_on_quote`,
				),
		),
	);
	const inOrder = lines.sort(
		(a, b) =>
			Number(a.properties['hs_position_on_quote']) - Number(b.properties['hs_position_on_quote']),
	);
	return inOrder.map(
		({ properties: { quantity, price, description } }) => `${quantity} × ${price} ${description}`,
	);
}

/** Two invoices of QuickBooks with the same lines, two of which are equal. */
async function invoices(): Promise<string[]> {
	const customer = (
		await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
			DisplayName: `Monday ${Math.random()}`,
		})
	).Customer.Id;
	const line = (Description: string) => ({
		DetailType: 'SalesItemLineDetail',
		Amount: 140,
		Description,
		SalesItemLineDetail: { ItemRef: { value: hour }, Qty: 2, UnitPrice: 70 },
	});
	const body = {
		CustomerRef: { value: customer },
		Line: [line('Monday'), line('Tuesday'), line('Monday')],
	};
	return [await made(body), await made(body)];
}

async function made(body: object): Promise<string> {
	return (await billing.accounts.quickBooks<{ Invoice: { Id: string } }>('invoice', body)).Invoice
		.Id;
}
const MONDAYS = ['2 × 70 Monday', '2 × 70 Tuesday', '2 × 70 Monday'];

describe.each(POSITIONS)(
	'equal lines of an invoice stay as many lines in HubSpot, whose equal inputs are %s',
	(equalLineItems) => {
		beforeEach(() => setEqual(equalLineItems));

		it('when the invoice is made, and when it is asked for again', async () => {
			const deal = await billing.deal(visits, 'USD', await billing.contact());
			const billed = await billing.bill({
				deal: picked(deal),
				source: 'scratch',
				incomeAccount,
				defaultTaxCode: picked('NON'),
			});
			const { id } = (billed as unknown as { hubspot: { id: string } }).hubspot;
			expect([billed.warnings, await recordLines(id)]).toEqual([
				[],
				['1 × 150 Site visit', '1 × 150 Site visit'],
			]);
			expect(
				(
					await billing.bill({
						deal: picked(deal),
						source: 'scratch',
						incomeAccount,
						defaultTaxCode: picked('NON'),
					})
				).action,
			).toBe('existing');
			expect(await recordLines(id)).toHaveLength(2);
		});

		it('when invoices are attached', async () => {
			const deal = await billing.deal(visits, 'USD', await billing.contact());
			const ids = await invoices();
			const run = await billing.accounts.run(ATTACH, {
				operation: 'attach',
				record: 'deal',
				deal: picked(deal),
				invoices: 'chosen',
				chosen: { invoice: ids.map((id) => ({ invoice: picked(id) })) },
			});
			expect(run.error).toBeUndefined();
			const records = [
				...new Set(
					(await billing.accounts.deal(deal)).associations?.['invoices']?.results.map(
						({ id }) => id,
					),
				),
			];
			expect(records).toHaveLength(2);
			for (const id of records) expect(await recordLines(id)).toEqual(MONDAYS);
		});

		it('when invoices are synced', async () => {
			const ids = await invoices();
			const run = await billing.accounts.run(
				SYNC,
				{ scope: 'records', recordId: '={{ $json.id }}' },
				{ items: ids.map((id) => ({ id })) },
			);
			expect([run.error, run.items('Node', 1)]).toEqual([undefined, []]);
			const records = run.items('Node').map(({ json }) => (json['hubspot'] as { id: string }).id);
			expect(records).toHaveLength(2);
			for (const id of records) expect(await recordLines(id)).toEqual(MONDAYS);
		});
	},
);

describe('a record that has too few lines, as an earlier version left it', () => {
	it('gets the equal line that is lacking, and no other', async () => {
		setEqual('kept');
		const deal = await billing.deal(
			[...visits, { name: 'Travel', quantity: 1_000, price: 20_000 }],
			'USD',
			await billing.contact(),
		);
		const billed = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			incomeAccount,
			defaultTaxCode: picked('NON'),
		});
		const { id } = (billed as unknown as { hubspot: { id: string } }).hubspot;
		const { results } = await billing.accounts.hubSpot<{ results: Array<{ toObjectId: string }> }>(
			`/crm/v4/objects/invoices/${id}/associations/line_items`,
		);
		await billing.accounts
			.hubSpot('/crm/objects/2026-03/line_items/batch/archive', {
				inputs: [{ id: String(results[0]?.toObjectId) }],
			})
			.catch(() => undefined);
		expect(await recordLines(id)).toHaveLength(2);
		await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			incomeAccount,
			defaultTaxCode: picked('NON'),
		});
		expect((await recordLines(id)).sort()).toEqual([
			'1 × 150 Site visit',
			'1 × 150 Site visit',
			'1 × 20 Travel',
		]);
	});
});
