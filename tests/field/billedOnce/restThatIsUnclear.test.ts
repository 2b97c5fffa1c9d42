import type { INodeParameters } from 'n8n-workflow';
import { picked } from '../../support/billingAccounts';
import { count } from '../../support/figures';
import { amount, billing, type Kept, open, rest } from './dealsWithRest';

const percent = (sharePercentage: number): INodeParameters => ({
	share: 'percentage',
	sharePercentage,
});

describe('what cannot be subtracted', () => {
	it('a deal whose currency changed between two shares is declined with both amounts, before anything is written', async () => {
		const { deal, bill } = await open('ca');
		const first = await bill(percent(50));
		const customer = await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
			DisplayName: `Dollars ${deal}`,
			CurrencyRef: { value: 'USD' },
		});
		const { results } = await billing.accounts.hubSpot<{ results: Array<{ toObjectId: string }> }>(
			`/crm/v4/objects/deals/${deal}/associations/line_items`,
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/deals/${deal}`,
			{ properties: { deal_currency_code: 'USD', amount: '740' } },
			'PATCH',
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/line_items/${results[0]?.toObjectId}`,
			{ properties: { hs_line_item_currency_code: 'USD', price: '740' } },
			'PATCH',
		);
		const asked = { customer: 'specific', customerId: picked(customer.Customer.Id) };
		await expect(bill({ ...rest, ...asked })).rejects.toMatchObject({
			message: expect.stringMatching(
				new RegExp(
					`500\\.00 CAD of the deal was billed \\(invoice ${first.quickbooks.docNumber}\\), but the deal comes to 740\\.00 USD now`,
				),
			) as string,
		});
		await expect(
			bill({ ...asked, ifInvoiced: 'another', reference: 'x', ...rest, dryRun: true }),
		).rejects.toMatchObject({ message: expect.stringMatching(/500\.00 CAD/) as string });
		const again = await bill({ ...percent(50), ...asked });
		expect([again.quickbooks.id, again.warnings]).toEqual([
			first.quickbooks.id,
			[
				`Invoice ${first.quickbooks.docNumber} is in CAD, but the deal is in USD now.`,
				expect.stringMatching(/left out of the deal's totals/),
			],
		]);
		count({ runs: 4 });
	});

	it('a deposit that QuickBooks bills to somebody else is named with the next share', async () => {
		const { bill } = await open('us');
		const first = await bill(amount(300));
		const other = await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
			DisplayName: 'Somebody else',
		});
		const { SyncToken } = (await billing.invoice(first.quickbooks.id)) as Kept;
		await billing.accounts.quickBooks('invoice', {
			Id: first.quickbooks.id,
			SyncToken,
			sparse: true,
			CustomerRef: { value: other.Customer.Id },
		});
		expect((await bill(rest)).warnings).toEqual([
			expect.stringMatching(
				new RegExp(
					`^Invoice ${first.quickbooks.docNumber}, which bills an earlier part of the deal, is for the customer "Somebody else"; this one is for "`,
				),
			),
		]);
	});
});
