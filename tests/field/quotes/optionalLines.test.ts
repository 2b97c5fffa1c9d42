import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const required = { name: 'Garden plan', price: '1000' };
const option = (name: string, price: string) => ({ name, price, hs_is_optional: 'true' });
const optionalLines = (position: 'leftOut' | 'counted') =>
	billing.accounts.sandbox.hubspot.setSwitches({ optionalLines: position });

/** A deal with a published quote of these lines. */
async function dealWith(...lines: Array<Record<string, string>>): Promise<string> {
	const contact = await billing.contact();
	const deal = await billing.deal([], 'USD', contact);
	const quote = await billing.create(
		'quotes',
		{
			hs_title: 'Options',
			hs_template_type: 'CPQ_QUOTE',
			hs_currency: 'USD',
			hs_status: 'DRAFT',
			hs_expiration_date: '2036-01-01',
		},
		[
			[64, deal],
			[69, contact],
		],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ quantity: '1', hs_sku: 'GD-HOUR', hs_line_item_currency_code: 'USD', ...line },
			[[68, quote]],
		);
	await billing.accounts.hubSpot(
		`/crm/objects/2026-03/quotes/${quote}`,
		{ properties: { hs_status: 'APPROVED' } },
		'PATCH',
	);
	return deal;
}
const parameters = (deal: string) => ({ deal: picked(deal), source: 'quote', ifNoItem: 'fail' });
const bill = async (deal: string) => await billing.bill(parameters(deal));
const totalOf = (billed: IDataObject) => (billed['invoice'] as { total: string }).total;

/** Public report: https://github.com/invoiceninja/invoiceninja/issues/2108 */
describe('optional lines of a quote', () => {
	it.each([
		['leftOut', '1000.00', /"Fountain" of the quote is optional\. It is left out/],
		['counted', '1200.00', /"Fountain" of the quote is optional\. It is billed/],
	] as const)(
		'that the amount of the quote has %s: %s is billed, and a warning names the line',
		async (position, total, warning) => {
			optionalLines(position);
			const billed = await bill(await dealWith(required, option('Fountain', '200')));
			expect([totalOf(billed), billed.warnings]).toEqual([total, [expect.stringMatching(warning)]]);
		},
	);

	it('are left out although other lines recur', async () => {
		optionalLines('leftOut');
		const billed = await bill(
			await dealWith(
				{ ...required, recurringbillingfrequency: 'monthly' },
				option('Fountain', '200'),
				option('Brochure', '0'),
			),
		);
		expect([totalOf(billed), billed.warnings.filter((one) => one.includes('left out'))]).toEqual([
			'1000.00',
			expect.arrayContaining([
				expect.stringContaining('"Fountain"'),
				expect.stringContaining('"Brochure"'),
			]),
		]);
	});

	it('are declined where the amount does not tell which were chosen', async () => {
		optionalLines('leftOut');
		const later = {
			recurringbillingfrequency: 'monthly',
			hs_recurring_billing_start_date: '2035-06-01',
		};
		const { error } = await billing.accounts.run(
			TYPE,
			parameters(await dealWith({ ...required, ...later }, required, option('Fountain', '200'))),
		);
		const { message, description } = error as unknown as { message: string; description: string };
		expect([message, description]).toEqual([
			expect.stringMatching(
				/has optional lines \("Fountain"\), and its amount of 1000\.00 does not show/,
			),
			expect.stringMatching(/lines of the deal/),
		]);
	});
});
