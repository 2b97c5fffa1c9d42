import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

let billing: BillingAccounts;
let deal = '';
let incomeAccount: object;
beforeAll(async () => {
	billing = await BillingAccounts.open('us-numbers');
	deal = await billing.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 }],
		'USD',
		await billing.contact(),
	);
	incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
});
afterAll(async () => await billing.accounts.stop());

const order = (more: IDataObject): never =>
	({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount,
		dryRun: true,
		...more,
	}) as never;
const invoices = async () =>
	(await billing.accounts.query<Invoice>('select * from Invoice maxresults 1000')).length;
/** Lines as an expression, a model or another node gives them. */
const lines = (...given: unknown[]) => ({ linesJson: JSON.stringify(given) });

async function planned(
	more: IDataObject,
): Promise<{ invoice: IDataObject & { Line: IDataObject[] }; items: IDataObject[] }> {
	const { plan = [] } = await billing.bill(order(more));
	const payloads = (target: string) =>
		plan.filter((one) => one.target === target).map(({ payload }) => payload);
	return { invoice: payloads('Invoice')[0] as never, items: payloads('Item') };
}

describe('numbers where a text is meant', () => {
	it('are read as text in lines', async () => {
		const { invoice, items } = await planned(
			lines({ sku: 1001, name: 77, description: 5, quantity: 2, unitPrice: 3 }),
		);
		expect([invoice.Line[0], items]).toMatchObject([
			{ Amount: 6, Description: '5' },
			[{ Name: '77', Sku: '1001', Description: '5' }],
		]);
	});

	it.each<[string, IDataObject, IDataObject]>([
		['an invoice number', { options: { number: '={{ 4711 }}' } }, { DocNumber: '4711' }],
		[
			'a tax rate',
			{
				taxes: { codeByRate: { mapping: [{ rate: '={{ 2148420997 }}', taxCode: picked('TAX') }] } },
			},
			{},
		],
		['a memo', { memo: '={{ 42 }}' }, { PrivateNote: expect.stringMatching(/^42\n/) as never }],
	])('are read as text in %s', async (_name, more, expected) =>
		expect((await planned(more)).invoice).toMatchObject(expected),
	);
});

describe('a value that is not a text', () => {
	it.each<[string, IDataObject, RegExp]>([
		[
			'a list of addresses',
			{ billEmail: '={{ ["ann@example.com"] }}' },
			/^Bill Email: \["ann@example.com"\] is not a text/,
		],
		[
			'a list of copies',
			{ options: { cc: '={{ ["ann@example.com", "bob@example.com"] }}' } },
			/^Options → CC: .* is not a text/,
		],
		[
			'a record for a quote',
			{ source: 'quote', quote: '={{ ({ id: 5 }) }}' },
			/^Quote: \{"id":5\} is not a text/,
		],
		['a record for terms', { terms: '={{ ({ id: 5 }) }}' }, /^Terms: \{"id":5\} is not a text/],
		[
			'a record for the tax code of a line',
			lines({ name: 'A', unitPrice: 1, taxCode: { id: 3 } }),
			/^Lines → Tax Code: \{"id":3\} is not a text/,
		],
		[
			'a moment for a reference',
			{ ifInvoiced: 'another', reference: '={{ $now }}' },
			/^Reference: .* is not a text/,
		],
		[
			'a switch for a reference',
			{ ifInvoiced: 'another', reference: '={{ true }}' },
			/^Reference: true is not a text/,
		],
	])('%s is told, instead of being left out', async (_name, more, message) => {
		expect((await billing.accounts.run(TYPE, order(more))).error?.message).toMatch(message);
	});
});

describe('a reference that cannot tell two repeats apart', () => {
	it.each<[string, string, RegExp]>([
		[
			'of a value that is missing',
			'={{ "order-" + $json.none }}',
			/^Reference: "order-undefined" is what an expression gives when it finds no value/,
		],
		[
			'of nothing but null',
			'={{ String(null) }}',
			/^Reference: "null" is what an expression gives/,
		],
		[
			'of a whole record',
			'={{ "x" + ({}) }}',
			/^Reference: "x\[object Object\]" is what an expression gives/,
		],
		[
			'of a date that is none',
			'={{ String(new Date("soon")) }}',
			/^Reference: "Invalid Date" is what an expression gives/,
		],
		['of characters that nobody sees', '\u200b\u2060', /^Reference: it is empty/],
		[
			'a number that has lost digits',
			'={{ 12345678901234567890 }}',
			/^Reference: the number 12345678901234567000 has too many digits for a number/,
		],
	])('%s is declined before anything is written', async (_name, reference, message) => {
		const before = await invoices();
		expect(
			(await billing.accounts.run(TYPE, order({ ifInvoiced: 'another', reference, dryRun: false })))
				.error?.message,
		).toMatch(message);
		count({ runs: 1, invoicesDoubled: (await invoices()) - before });
	});

	it('while a word in a name, and a number, are references', async () => {
		for (const reference of ['Null & Void Ltd', '={{ 202611 }}', '={{ 0 }}'])
			expect((await planned({ ifInvoiced: 'another', reference })).invoice.Line).toHaveLength(1);
	});
});

describe('lines in the node that say too little or too much', () => {
	it.each<[string, object, RegExp]>([
		[
			'no price, as when it has another name',
			{ name: 'A', quantity: 2, price: 3 },
			/^Line 1 "A" has no unit price/,
		],
		[
			'a price that an expression does not find',
			{ name: 'A', unitPrice: null },
			/^Line 1 "A" has no unit price/,
		],
		['neither item nor name nor SKU', { unitPrice: 1 }, /^Line 1 does not say what is sold/],
		[
			'a discount below zero',
			{ name: 'A', unitPrice: 3, discountAmount: -5 },
			/^Line 1 "A" has a discount of -5\.00/,
		],
		[
			'a discount above its amount',
			{ name: 'A', unitPrice: 3, discountAmount: 5 },
			/^Line 1 "A" has a discount of 5\.00, but comes to 3\.00/,
		],
	])('%s', async (_name, line, message) => {
		expect(
			(await billing.accounts.run(TYPE, order(lines(line, { name: 'B', unitPrice: 10 })))).error
				?.message,
		).toMatch(message);
	});

	it('a line with a SKU alone sells an item of that name', async () => {
		const { items } = await planned(lines({ sku: 'PUMP-9', unitPrice: 3 }));
		expect(items).toMatchObject([{ Name: 'PUMP-9', Sku: 'PUMP-9' }]);
	});

	it('a line that takes something back may come to less than zero', async () => {
		const { invoice } = await planned(
			lines({ name: 'A', quantity: -1, unitPrice: 3 }, { name: 'B', unitPrice: 10 }),
		);
		expect(invoice.Line.map(({ Amount }) => Amount)).toEqual([-3, 10]);
	});
});
