import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { total, type CaseLine } from '../support/lineAmounts';
import { customerOfCase, customerPolicies, type Customer } from './customerOfCase';
import { pairsOf, withPairs } from './pairs';
import type { BillingAccounts } from '../support/billingAccounts';
import { picked } from '../support/billingAccounts';
import {
	billingOf,
	caseLines,
	type Discount,
	discounts,
	expectInvoice,
	type Region,
	regions,
	sources,
	taxParameters,
} from './tableCases';

/** What the invoice's number is; all but the first need a company that numbers by hand. */
const numberings = [
	'QuickBooks’ own',
	'the next free one',
	'one of the user’s',
	'one that is taken',
] as const;
type Numbering = (typeof numberings)[number];

/** Every lines' price, in the form of the node. */
function givenLines(lines: readonly CaseLine[]): INodeParameters {
	return {
		line: lines.map(({ sku, name, quantity, price, percentOff, eachOff }) => ({
			sku: sku ?? '',
			name,
			quantity: quantity / 1000,
			unitPrice: price / 1000,
			discountPercent: percentOff ?? 0,
			discountAmount: eachOff ? (eachOff * quantity) / 100_000 : 0,
		})),
	};
}

let numbered = 0;

/** The number that the invoice is to have, and what the node is told of it. */
async function numberOf(
	numbering: Numbering,
	billing: BillingAccounts,
): Promise<{ options: INodeParameters; number: unknown }> {
	if (numbering === 'one of the user’s') {
		const number = `Nº ${(numbered += 1)}/é`;
		return { options: { number }, number };
	}
	if (numbering === 'one that is taken') {
		const taken = (
			await billing.accounts.query<{ DocNumber?: string }>('select * from Invoice')
		).find(({ DocNumber }) => DocNumber)?.DocNumber;
		return { options: { number: taken ?? '', allowDuplicateNumber: true }, number: taken };
	}
	return { options: {}, number: expect.stringMatching(/\S/) };
}

const crossed = regions.flatMap((region) =>
	discounts.flatMap((discount) =>
		sources.map((source) => ({ region: region.name, discount: discount.name, source })),
	),
);
const table = withPairs(crossed, { numbering: numberings, customer: customerPolicies });

describe('region × discount × source, with numbering and customer policy', () => {
	it('have every pair of values of any two', () => {
		const dimensions: string[][] = [
			regions.map(({ name }) => `region=${name}`),
			discounts.map(({ name }) => `discount=${name}`),
			sources.map((name) => `source=${name}`),
			numberings.map((name) => `numbering=${name}`),
			customerPolicies.map((name) => `customer=${name}`),
		];
		const all = dimensions.flatMap((ones, index) =>
			dimensions
				.slice(index + 1)
				.flatMap((others) => ones.flatMap((one) => others.map((other) => `${one} & ${other}`))),
		);
		const had = new Set(table.flatMap(pairsOf));
		expect(all.filter((pair) => !had.has(pair))).toEqual([]);
	});

	it.each(
		table.map((one) => ({
			...one,
			name: `${one.region}: ${one.discount}, from ${one.source === 'lines' ? 'lines in the node' : `the ${one.source}`}; number: ${one.numbering}; customer: ${one.customer}`,
		})),
	)('$name', async (one) => {
		const region = regions.find(({ name }) => name === one.region) as Region;
		const discount = discounts.find(({ name }) => name === one.discount) as Discount;
		const { source } = one;
		const billing = billingOf(region, one.numbering !== 'QuickBooks’ own');
		const lines = caseLines(region, discount);
		const who = await customerOfCase(
			billing,
			one.customer,
			region.company === 'ca' ? region.currency : undefined,
		);
		const deal = await billing.deal(lines, region.currency, who.contact, who.company);
		const asQuote = source === 'quote';
		const quote = asQuote
			? await billing.quote(deal, who.contact, lines, region.currency, discount.quote)
			: undefined;
		const { options, number } = await numberOf(one.numbering, billing);
		const {
			discountPercent: _percent,
			discountAmount: _amount,
			...rest
		} = (discount.options ?? {}) as IDataObject;
		const result = await billing.bill({
			deal: picked(deal),
			source: asQuote ? 'quote' : 'scratch',
			ifNoItem: 'fail',
			...(await taxParameters(region)),
			...who.parameters,
			...(quote && { quote: picked(quote) }),
			...(source === 'lines' && { lines: givenLines(lines) }),
			options: { ...options, ...(asQuote ? rest : discount.options) } as INodeParameters,
		});
		const sum = total(lines);
		const expected = sum - (discount.order?.(sum) ?? 0n);
		const invoice = await expectInvoice(billing, result, {
			region,
			source,
			deal,
			quote,
			sum,
			expected,
		});
		expect(invoice.DocNumber).toEqual(number);
		await who.check(
			(
				await billing.accounts.quickBooks<{ Customer: Customer }>(
					`customer/${invoice.CustomerRef.value}`,
				)
			).Customer,
		);
	});
});
