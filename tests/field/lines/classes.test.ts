import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

/** A company that tracks a class for each line. */
let billing: BillingAccounts;
let incomeAccount: ReturnType<typeof picked>;
const classes: Record<string, string> = {};
beforeAll(async () => {
	billing = await BillingAccounts.open('us-numbers');
	incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
	await billing.prefer('AccountingInfoPrefs', {
		ClassTrackingPerTxnLine: true,
		ClassTrackingPerTxn: false,
	});
	for (const Name of ['North', 'South', 'Shut'])
		classes[Name] = (
			await billing.accounts.quickBooks<{ Class: { Id: string } }>('class', { Name })
		).Class.Id;
	await billing.accounts.quickBooks('class', {
		Id: classes['Shut'],
		SyncToken: '0',
		sparse: true,
		Active: false,
		Name: 'Shut',
	});
	await billing.accounts.hubSpot('/crm/properties/2026-03/line_items', {
		name: 'cost_centre',
		label: 'Cost centre',
		type: 'string',
		fieldType: 'text',
		groupName: 'lineiteminformation',
	});
});
afterAll(async () => await billing.accounts.stop());

async function dealWith(centres: readonly string[]): Promise<string> {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Classes', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, await billing.contact()]],
	);
	for (const [index, cost_centre] of centres.entries())
		await billing.create(
			'line_items',
			{
				name: `Work ${index + 1}`,
				price: '10',
				quantity: '1',
				hs_line_item_currency_code: 'USD',
				...(cost_centre && { cost_centre }),
			},
			[[20, deal]],
		);
	return deal;
}

const bill = async (deal: string, more: IDataObject = {}) =>
	await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		incomeAccount,
		defaultTaxCode: picked('NON'),
		...more,
	});
const refusal = async (deal: string, more: IDataObject = {}) =>
	(
		await billing.accounts.run(TYPE, {
			deal: picked(deal),
			source: 'scratch',
			incomeAccount,
			...more,
		})
	).error?.message;
const byProperty = { options: { classProperty: 'cost_centre' } };

/** The classes of the lines, by name, and that of the invoice. */
async function classesOf({
	quickbooks,
}: {
	quickbooks: { id: string };
}): Promise<Array<string | undefined>> {
	const invoice = (await billing.invoice(quickbooks.id)) as unknown as {
		ClassRef?: { value: string };
		Line: Array<{ DetailType: string; SalesItemLineDetail?: { ClassRef?: { value: string } } }>;
	};
	const nameOf = (id: string | undefined) =>
		Object.keys(classes).find((name) => classes[name] === id);
	expect(invoice.ClassRef).toBeUndefined();
	return invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
		({ SalesItemLineDetail: detail }) => nameOf(detail?.ClassRef?.value),
	);
}

describe('a company that tracks classes by line', () => {
	it('gets the class of the node on each line', async () => {
		const billed = await bill(await dealWith(['', '']), { class: picked(classes['North'] ?? '') });
		expect([await classesOf(billed), billed.warnings]).toEqual([['North', 'North'], []]);
	});

	it('gets the class that a property of the line items names, by name or by ID; the node’s class for the others', async () => {
		const deal = await dealWith(['south', classes['North'] ?? '', '']);
		expect(
			await classesOf(await bill(deal, { ...byProperty, class: picked(classes['South'] ?? '') })),
		).toEqual(['South', 'North', 'South']);
	});

	it('the class of a given line wins over the node’s', async () => {
		const lines = {
			line: [
				{ name: 'Own', unitPrice: 5, class: picked(classes['South'] ?? '') },
				{ name: 'Other', unitPrice: 6 },
			],
		};
		expect(
			await classesOf(
				await bill(await dealWith(['']), { lines, class: picked(classes['North'] ?? '') }),
			),
		).toEqual(['South', 'North']);
	});

	it('a line that nobody gave a class has that of its item', async () => {
		await billing.accounts.quickBooks('item', {
			Name: 'Placed',
			Type: 'Service',
			ClassRef: { value: classes['South'] },
			IncomeAccountRef: { value: incomeAccount.value },
		});
		const lines = {
			line: [
				{ name: 'Placed', unitPrice: 5 },
				{ name: 'Free', unitPrice: 6 },
			],
		};
		expect(await classesOf(await bill(await dealWith(['']), { lines }))).toEqual([
			'South',
			undefined,
		]);
	});

	it('in shares, too', async () => {
		const deal = await dealWith(['South', 'North']);
		expect(
			await classesOf(
				await bill(deal, { ...byProperty, share: 'percentage', sharePercentage: 50 }),
			),
		).toEqual(['South', 'North']);
	});

	it.each([
		[
			'Nowhere',
			/Line "Work 1" has "Nowhere" in the property "cost_centre", and QuickBooks has no class of that name or ID/,
		],
		['Shut', /Line "Work 1".*no class of that name/],
	])(
		'a class that cannot be used (%s) is told before anything is written',
		async (centre, message) => {
			const deal = await dealWith([centre]);
			billing.accounts.forgetRequests();
			expect(await refusal(deal, byProperty)).toMatch(message);
			expect(
				billing.accounts.requests.filter(
					({ method, endpoint }) => method === 'POST' && /customer|item$|invoice/.test(endpoint),
				),
			).toEqual([]);
		},
	);

	it('an inactive one by its ID as well', async () => {
		expect(await refusal(await dealWith([classes['Shut'] ?? '']), byProperty)).toMatch(/inactive/);
	});
});

describe('a company that tracks no classes', () => {
	beforeAll(async () => {
		await billing.accounts.connectTo('us');
		incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
	});

	it('is not asked to change its books', async () => {
		const run = await billing.accounts.run(TYPE, {
			deal: picked(await dealWith([''])),
			source: 'scratch',
			incomeAccount,
			class: picked(classes['North'] ?? ''),
		});
		expect(run.error).toMatchObject({
			message: expect.stringMatching(/does not track classes/),
			description: expect.not.stringMatching(/switch on/i),
		});
		expect(await refusal(await dealWith(['North']), byProperty)).toMatch(
			/does not track a class for each line/,
		);
	});

	it('is told that the class of a line is left out', async () => {
		const lines = { line: [{ name: 'Own', unitPrice: 5, class: picked(classes['South'] ?? '') }] };
		const billed = await bill(await dealWith(['']), { lines });
		expect([await classesOf(billed), billed.warnings]).toEqual([
			[undefined],
			[
				'The class of Line 1 "Own" is left out, because this QuickBooks company does not track a class for each line.',
			],
		]);
	});
});
