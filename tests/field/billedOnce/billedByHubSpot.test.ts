import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import { control } from '../../support/testSandbox';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];
const INVOICES = '/crm/objects/2026-03/invoices';

const steer = async (path: string, body: object = {}) =>
	await control(billing.accounts.sandbox, 'POST', `hubspot/${path}`, body);

async function dealOf(): Promise<{ deal: string; contact: string }> {
	const contact = await billing.contact();
	return { deal: await billing.deal(HOURS, 'USD', contact), contact };
}

/** An invoice that HubSpot bills, or one that stands for another system's. */
async function hubSpotInvoice(
	{ deal, contact }: { deal: string; contact: string },
	billable: 'true' | 'false',
): Promise<string> {
	const id = await billing.create(
		'invoices',
		{ hs_currency: 'USD', hs_invoice_billable: billable },
		[
			[175, deal],
			[177, contact],
		],
	);
	await billing.create(
		'line_items',
		{ name: 'Design hours', quantity: '10', price: '100', hs_line_item_currency_code: 'USD' },
		[[410, id]],
	);
	await billing.accounts.hubSpot(
		`${INVOICES}/${id}`,
		{ properties: { hs_invoice_status: 'open' } },
		'PATCH',
	);
	return id;
}

const warningsOf = async (deal: string, more: INodeParameters = {}) =>
	(
		await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			dryRun: true,
			...more,
		})
	).warnings;

// https://kleer.igomoon.com/dokumentation/en/syncing-data/invoices-and-hubspot-payments
describe('an invoice of HubSpot’s own on the deal', () => {
	it('is named in a warning while it is open and when it is paid, not any more when it is void', async () => {
		const one = await dealOf();
		const id = await hubSpotInvoice(one, 'true');
		expect(await warningsOf(one.deal)).toEqual([
			expect.stringMatching(
				/^HubSpot has an invoice of its own for this deal, INV-\d+ \(open\), and may also collect the money\./,
			),
		]);
		await steer(`invoices/${id}/pay`);
		expect(await warningsOf(one.deal)).toEqual([
			expect.stringMatching(/INV-\d+ \(paid\), which the customer has paid\./),
		]);
		const other = await dealOf();
		const voided = await hubSpotInvoice(other, 'true');
		await billing.accounts.hubSpot(
			`${INVOICES}/${voided}`,
			{ properties: { hs_invoice_status: 'voided' } },
			'PATCH',
		);
		expect(await warningsOf(other.deal)).toEqual([]);
	});

	it('is none when it is billed elsewhere, as the record of a QuickBooks invoice is', async () => {
		const one = await dealOf();
		await hubSpotInvoice(one, 'false');
		expect(await warningsOf(one.deal)).toEqual([]);
		await billing.bill({ deal: picked(one.deal), source: 'scratch', ifNoItem: 'fail' });
		expect(await warningsOf(one.deal)).toEqual([]);
	});
});

describe('a quote that is paid through HubSpot', () => {
	it.each([
		['PROCESSING', /^Quote "Offer \d+" \(\d+\) is being paid through HubSpot/],
		['PAID', /^Quote "Offer \d+" \(\d+\) was paid through HubSpot/],
	] as const)(
		'is named in a warning, whether the quote or the deal is billed: %s',
		async (status, says) => {
			const { deal, contact } = await dealOf();
			const quote = await billing.quote(deal, contact, HOURS, 'USD');
			expect(await warningsOf(deal)).toEqual([]);
			await steer(`quotes/${quote}/pay`, { status });
			expect(await warningsOf(deal)).toEqual([expect.stringMatching(says)]);
			expect(await warningsOf(deal, { source: 'quote' })).toEqual([expect.stringMatching(says)]);
			expect(await warningsOf(deal, { source: 'quote', quote: picked(quote) })).toEqual([
				expect.stringMatching(says),
			]);
		},
	);
});
