import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SyncProduct } from '../../../nodes/SyncProduct/SyncProduct.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const SYNC = 'n8n-nodes-hubspot-quickbooks.syncProduct';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('ca', { [SYNC]: new SyncProduct() });
});
afterAll(async () => await billing.accounts.stop());

const switches = (changes: Record<string, unknown>) =>
	billing.accounts.sandbox.quickbooks.setSwitches(changes);
const code = async (name: string) => picked(await billing.id('TaxCode', `Name = '${name}'`));

async function inCompany(company: string): Promise<void> {
	await billing.accounts.connectTo(company);
}

async function newItem(name: string, more: IDataObject): Promise<string> {
	const account = await billing.id('Account', "AccountType = 'Income'");
	return (
		await billing.accounts.quickBooks<{ Item: { Id: string } }>('item', {
			Name: name,
			Type: 'Service',
			IncomeAccountRef: { value: account },
			...more,
		})
	).Item.Id;
}

async function deal(
	currency: string,
	prices: string[],
	line: IDataObject = {},
): Promise<{ id: string; contact: string }> {
	const contact = await billing.contact();
	const id = await billing.create(
		'deals',
		{
			dealname: 'Taxes',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: currency,
		},
		[[3, contact]],
	);
	for (const price of prices)
		await billing.create(
			'line_items',
			{
				name: 'Planting',
				quantity: '1',
				price,
				hs_line_item_currency_code: currency,
				...line,
				hs_position_on_quote: String(prices.indexOf(price)),
			},
			[[20, id]],
		);
	return { id, contact };
}

/** Three lines of one price, and a tax on the whole. */
async function quote(tax: string, currency = 'CAD'): Promise<{ deal: string; quote: string }> {
	const { id, contact } = await deal(currency, []);
	const lines = [1, 2, 3].map((n) => ({ name: `Planting ${n}`, quantity: 1_000, price: 10_100 }));
	return {
		deal: id,
		quote: await billing.quote(
			id,
			contact,
			lines,
			currency,
			{ hs_type: 'FIXED', hs_value: tax, hs_label: 'GST' },
			'taxes',
		),
	};
}

const bill = async (dealId: string, more: INodeParameters = {}) =>
	await billing.bill({
		deal: picked(dealId),
		source: 'scratch',
		incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
		...more,
	});

describe.each(['perLine', 'perRate'])('tax that QuickBooks rounds %s', (taxRounding) => {
	beforeAll(async () => {
		await inCompany('ca');
		switches({ taxRounding });
	});

	it.each(taxRounding === 'perLine' ? ['1.53', '1.52'] : ['1.53'])(
		'differs from a quote of %s by a cent at most for each line and rate: a warning',
		async (tax) => {
			const offer = await quote(tax);
			const form = {
				source: 'quote',
				quote: picked(offer.quote),
				defaultTaxCode: await code('GST'),
			};
			const { quickbooks, warnings } = await bill(offer.deal, form);
			const charged = (await billing.invoice(quickbooks.id)).TxnTaxDetail?.TotalTax;
			expect(charged).toBe(taxRounding === 'perLine' ? 1.53 : 1.52);
			expect(warnings).toEqual(
				Number(tax) === charged
					? []
					: [
							expect.stringMatching(
								/has 1\.5\d of tax, but the quote shows 1\.5\d for what is billed: the customer is asked for 0\.01 (more|less)/,
							),
						],
			);
		},
	);

	it('without a quote is no reason for a warning', async () => {
		const { id } = await deal('CAD', ['10.10', '10.30', '10.50']);
		const { warnings } = await bill(id, {
			defaultTaxCode: await code('GST/PST BC'),
			options: { lineDiscounts: 'line' },
		});
		expect(warnings).toEqual([]);
	});

	if (taxRounding === 'perRate') return;

	it('is refused when it differs by more, and told by a dry run when not', async () => {
		const near = await quote('1.52');
		const planned = await bill(near.deal, {
			source: 'quote',
			quote: picked(near.quote),
			defaultTaxCode: await code('GST'),
			dryRun: true,
		});
		expect(planned.warnings).toEqual([
			expect.stringMatching(/shows 1\.52 of tax .* probably add 1\.53/),
		]);
		const offer = await quote('1.60');
		const { error } = await billing.accounts.run(TYPE, {
			deal: picked(offer.deal),
			source: 'quote',
			quote: picked(offer.quote),
			defaultTaxCode: await code('GST'),
		});
		expect(error?.message).toMatch(/QuickBooks would add 1\.53: a difference of 0\.07/);
	});

	it('in amounts that include it comes to the same total', async () => {
		const { id } = await deal('CAD', ['24.99', '1.11', '3.33']);
		const { quickbooks, warnings } = await bill(id, {
			defaultTaxCode: await code('HST ON'),
			taxes: { calculation: 'TaxInclusive' },
		});
		expect([(await billing.invoice(quickbooks.id)).TotalAmt, warnings]).toEqual([29.43, []]);
	});
});

describe('what QuickBooks made of an invoice', () => {
	it('is told where it did not keep the exchange rate', async () => {
		await inCompany('ca');
		for (const sentExchangeRate of ['kept', 'one']) {
			switches({ sentExchangeRate });
			const { id } = await deal('EUR', ['100']);
			const { quickbooks, warnings } = await bill(id, { defaultTaxCode: await code('Zero-rated') });
			const { ExchangeRate } = await billing.invoice(quickbooks.id);
			expect([ExchangeRate === 1, warnings]).toEqual(
				sentExchangeRate === 'kept'
					? [false, []]
					: [
							true,
							[
								expect.stringMatching(
									/^QuickBooks booked invoice .* at the exchange rate 1 instead of 1\.\d+\./,
								),
							],
						],
			);
		}
		switches({ sentExchangeRate: 'kept' });
	});

	it.each(['kept', 'zero'])(
		'is told where automated sales tax does not take the tax that was sent (%s)',
		async (automatedTaxSent) => {
			await inCompany('us');
			switches({ automatedTaxSent });
			const { id } = await deal('USD', ['198'], { hs_tax_rate_group_id: '2148420997' });
			const { quickbooks, warnings } = await bill(id, { taxes: { useHubSpotTax: true } });
			const tax = (await billing.invoice(quickbooks.id)).TxnTaxDetail?.TotalTax;
			expect([tax, warnings]).toEqual(
				automatedTaxSent === 'kept'
					? [14.36, []]
					: [
							0,
							[
								expect.stringMatching(
									/^QuickBooks has 0\.00 of tax on invoice \d+, where 14\.36 was expected/,
								),
							],
						],
			);
			switches({ automatedTaxSent: 'kept' });
		},
	);
});

describe('an item whose price includes tax', () => {
	let itemId: string;
	beforeAll(async () => {
		await inCompany('uk');
		itemId = await newItem('Hedge shaping', {
			UnitPrice: 120,
			SalesTaxIncluded: true,
			SalesTaxCodeRef: { value: (await code('20.0% S')).value },
		});
	});

	it('is told when its price goes to HubSpot, once', async () => {
		const told = async () =>
			JSON.stringify(await billing.accounts.one(SYNC, { scope: 'records', recordId: itemId }));
		expect(await told()).toMatch(
			/The sales price of the QuickBooks item \\"Hedge shaping\\" includes tax/,
		);
		expect(await told()).not.toMatch(/includes tax/);
	});

	it('is told when it is billed before tax at that price, and not when amounts include it', async () => {
		const { id } = await deal('GBP', ['120'], { name: 'Hedge shaping' });
		const planned = await bill(id, { dryRun: true });
		expect(planned.warnings).toEqual([
			expect.stringMatching(
				/^Line "Hedge shaping" sells .* whose price of 120 includes tax.*set "Amounts Are" to "Including Tax"/,
			),
		]);
		const { quickbooks, warnings } = await bill(id, { taxes: { calculation: 'TaxInclusive' } });
		const invoice = await billing.invoice(quickbooks.id);
		expect([invoice.TotalAmt, invoice.TxnTaxDetail?.TotalTax, warnings]).toEqual([120, 20, []]);
	});

	it('is not told when HubSpot’s price is the one before tax', async () => {
		const { id } = await deal('GBP', ['100'], { name: 'Hedge shaping' });
		const { quickbooks, warnings } = await bill(id);
		expect([(await billing.invoice(quickbooks.id)).TotalAmt, warnings]).toEqual([120, []]);
	});
});

describe('amounts that were right before, and stay right', () => {
	beforeAll(async () => await inCompany('uk'));

	it('a discount on the whole of amounts that include tax', async () => {
		const { id } = await deal('GBP', ['24.99']);
		await billing.create(
			'line_items',
			{ name: 'Bulbs', quantity: '3', price: '1.11', hs_line_item_currency_code: 'GBP' },
			[[20, id]],
		);
		const { quickbooks, warnings } = await bill(id, {
			defaultTaxCode: await code('20.0% S'),
			taxes: { calculation: 'TaxInclusive' },
			options: { discountAmount: 20 },
		});
		const { TotalAmt, TxnTaxDetail } = await billing.invoice(quickbooks.id);
		expect([TotalAmt, TxnTaxDetail?.TotalTax, warnings]).toEqual([8.32, 1.38, []]);
	});

	it('quantities and prices with many decimals', async () => {
		const { id } = await deal('GBP', []);
		const lines: IDataObject[] = [
			{ quantity: '2.25', price: '64.22', hs_discount_percentage: '100' },
			{ quantity: '1.65', price: '29.9' },
			{ quantity: '278362.5', price: '0.01110515964' },
			{ quantity: '2000', price: '9.99', hs_discount_percentage: '33.333' },
		];
		for (const [at, line] of lines.entries())
			await billing.create(
				'line_items',
				{
					name: `Load ${at}`,
					hs_position_on_quote: String(at),
					hs_line_item_currency_code: 'GBP',
					...line,
				},
				[[20, id]],
			);
		const { quickbooks } = await bill(id, { defaultTaxCode: await code('0.0% Z') });
		const invoice = await billing.invoice(quickbooks.id);
		expect(
			invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
				({ Amount }) => Amount,
			),
		).toEqual([0, 49.34, 3091.26, 13320.07]);
	});
});
