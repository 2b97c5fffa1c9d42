import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';
import { control } from '../../support/testSandbox';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => billing.accounts.sandbox.quickbooks.setSwitches({ voidNote: 'Voided' }));

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];
const SHOWN = ['quickbooks_invoice_status', 'quickbooks_invoice_count', 'quickbooks_total_billed'];

const bill = async (deal: string) =>
	await billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' });
const shown = async (deal: string) => (await billing.accounts.deal(deal, SHOWN)).properties;

async function billedDeal(): Promise<{ deal: string; id: string }> {
	const deal = await billing.deal(HOURS, 'USD', await billing.contact());
	return { deal, id: (await bill(deal)).quickbooks.id };
}

async function voidIt(id: string): Promise<void> {
	await control(
		billing.accounts.sandbox,
		'POST',
		`quickbooks/companies/us/invoices/${id}/void`,
		{},
	);
}

async function edit(id: string, change: (invoice: Invoice) => object): Promise<void> {
	const invoice = await billing.invoice(id);
	await billing.accounts.quickBooks('invoice', {
		Id: id,
		SyncToken: (invoice as unknown as { SyncToken: string }).SyncToken,
		sparse: true,
		...change(invoice),
	});
}

const emptied = ({ Line }: Invoice) => ({
	Line: Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map((line) => ({
		...line,
		Amount: 0,
		SalesItemLineDetail: { ...line.SalesItemLineDetail, UnitPrice: 0 },
	})),
});

// https://github.com/intuit/QuickBooks-V3-PHP-SDK/issues/167,
// https://github.com/mcohen01/node-quickbooks/issues/105
describe('a deal whose invoice was voided', () => {
	it.each(['Voided', 'Annulée'] as const)(
		'is billed anew, also when somebody writes something before the note %s',
		async (voidNote) => {
			billing.accounts.sandbox.quickbooks.setSwitches({ voidNote });
			const { deal, id } = await billedDeal();
			await voidIt(id);
			await edit(id, ({ PrivateNote }) => ({
				PrivateNote: `Cancelled by Ann on 3 May. ${PrivateNote ?? ''}`,
			}));
			const again = await bill(deal);
			expect([again.action, again.quickbooks.id === id, again.warnings]).toEqual([
				'created',
				false,
				[],
			]);
			expect(await shown(deal)).toMatchObject({
				quickbooks_invoice_status: 'waiting_to_be_sent',
				quickbooks_invoice_count: '1',
				quickbooks_total_billed: '1000.00',
			});
			count({ runs: 2 });
		},
	);

	it('is billed anew after somebody set its amounts to zero by hand, with a warning', async () => {
		const { deal, id } = await billedDeal();
		await edit(id, emptied);
		const again = await bill(deal);
		expect([again.action, again.quickbooks.id === id]).toEqual(['created', false]);
		expect(again.warnings).toEqual([
			expect.stringMatching(
				/was made for this deal, and all its amounts are now 0\.00\. It counts as voided/,
			),
		]);
		expect(await shown(deal)).toMatchObject({
			quickbooks_invoice_count: '1',
			quickbooks_total_billed: '1000.00',
		});
		count({ runs: 2 });
	});

	it('is billed anew after its memo was cleared along with its amounts: HubSpot still says what it was made for', async () => {
		const { deal, id } = await billedDeal();
		await edit(id, (invoice) => ({ ...emptied(invoice), PrivateNote: '' }));
		const again = await bill(deal);
		expect([again.action, again.quickbooks.id === id]).toEqual(['created', false]);
		count({ runs: 2 });
	});
});
