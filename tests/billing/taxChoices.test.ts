import type { IDataObject } from 'n8n-workflow';
import { halfUp } from '../support/lineAmounts';
import type { BillingAccounts } from '../support/billingAccounts';
import { beforeTax, picked } from '../support/billingAccounts';
import { bill, billingByCompany, linesOf } from './choiceCases';

describe('taxes', () => {
	it.each([
		['uk', '20.0% S', 20n],
		['ca', 'HST ON', 13n],
	] as const)('%s: before tax', async (shop, _code, rate) => {
		const { invoice } = await bill(
			shop,
			await (billingByCompany.get(shop) as BillingAccounts).contact(),
		);
		expect([
			beforeTax(invoice),
			BigInt(Math.round((invoice.TxnTaxDetail?.TotalTax ?? 0) * 100)),
		]).toEqual([10050n, halfUp(10050n * rate, 100n)]);
	});

	const inclusive = [
		['without more', {}, 100.5],
		['a discount', { options: { discountAmount: 10.01 } }, 90.49],
		['a percentage off', { options: { discountPercent: 7 } }, 93.46],
	] as const;
	it.each(
		(['uk', 'ca'] as const).flatMap((shop) =>
			(['net', 'gross'] as const).flatMap((reading) =>
				inclusive.map(([name, more, expected]) => ({ shop, reading, name, more, expected })),
			),
		),
	)(
		'$shop: amounts that include tax, read as $reading, $name',
		async ({ shop, reading, more, expected }) => {
			const { accounts } = billingByCompany.get(shop) as BillingAccounts;
			accounts.sandbox.quickbooks.setSwitches({ taxInclusiveAmount: reading });
			const { invoice, result } = await bill(
				shop,
				await (billingByCompany.get(shop) as BillingAccounts).contact(),
				{
					taxes: { calculation: 'TaxInclusive' },
					...more,
				},
			);
			expect([
				invoice.GlobalTaxCalculation,
				invoice.TotalAmt,
				(invoice.TxnTaxDetail?.TotalTax ?? 0) > 0,
				result.warnings,
			]).toEqual(['TaxInclusive', expected, true, []]);
			accounts.sandbox.quickbooks.setSwitches({ taxInclusiveAmount: 'net' });
		},
	);

	it('a tax code that the company lacks is told before anything is written', async () => {
		const billing = billingByCompany.get('uk') as BillingAccounts;
		billing.accounts.forgetRequests();
		await expect(
			bill('uk', await billing.contact(), { defaultTaxCode: picked('98765') }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/has the tax code "98765", which does not exist or is inactive in this QuickBooks company/,
			) as string,
		});
		expect(
			billing.accounts.requests.filter(
				({ system, method, url }) =>
					system === 'quickbooks' && method === 'POST' && !/oauth|\/batch/.test(url),
			),
		).toEqual([]);
	});

	it.each([
		['20', undefined],
		[
			'5',
			/shows 5\.03 of tax for what is billed, but QuickBooks would add 20\.10: a difference of -15\.07/,
		],
	] as const)(
		'UK: a quote with %s %% of tax comes to its total, or is declined',
		async (percent, refusal) => {
			const billing = billingByCompany.get('uk') as BillingAccounts;
			const contact = await billing.contact();
			const deal = await billing.deal(linesOf('uk'), 'GBP', contact);
			const quote = await billing.quote(
				deal,
				contact,
				linesOf('uk'),
				'GBP',
				{ hs_type: 'PERCENT', hs_value: percent, hs_label: 'VAT' },
				'taxes',
			);
			const billed = billing.bill({
				deal: picked(deal),
				source: 'quote',
				quote: picked(quote),
				ifNoItem: 'fail',
				defaultTaxCode: picked(await billing.id('TaxCode', "Name = '20.0% S'")),
			});
			if (refusal)
				return await expect(billed).rejects.toMatchObject({
					message: expect.stringMatching(refusal) as string,
				});
			const { properties } = await billing.accounts.hubSpot<{ properties: IDataObject }>(
				`/crm/objects/2026-03/quotes/${quote}?properties=hs_quote_amount`,
			);
			expect([
				(await billing.invoice((await billed).quickbooks.id)).TotalAmt,
				Number(properties['hs_quote_amount']),
			]).toEqual([120.6, 120.6]);
		},
	);

	it.each(['uk', 'ca'] as const)('%s: out of scope', async (shop) => {
		const { invoice } = await bill(
			shop,
			await (billingByCompany.get(shop) as BillingAccounts).contact(),
			{
				taxes: { calculation: 'NotApplicable' },
			},
		);
		expect([invoice.TotalAmt, invoice.TxnTaxDetail?.TotalTax ?? 0]).toEqual([100.5, 0]);
	});

	it.each(['uk', 'ca'] as const)(
		'%s: a line without a code is named before anything is written',
		async (shop) => {
			const billing = billingByCompany.get(shop) as BillingAccounts;
			billing.accounts.forgetRequests();
			await expect(
				bill(shop, await billing.contact(), { defaultTaxCode: picked('') }),
			).rejects.toMatchObject({ message: expect.stringMatching(/has no tax code/) as string });
			expect(
				billing.accounts.requests.filter(
					({ system, method, url }) =>
						system === 'quickbooks' && method === 'POST' && !/oauth|\/batch/.test(url),
				),
			).toEqual([]);
		},
	);

	it('US: a code for every line', async () => {
		const { invoice } = await bill(
			'us',
			await (billingByCompany.get('us') as BillingAccounts).contact(),
			{
				defaultTaxCode: picked('TAX'),
			},
		);
		expect(invoice.Line[0]?.SalesItemLineDetail?.TaxCodeRef).toEqual({ value: 'TAX' });
	});
});
