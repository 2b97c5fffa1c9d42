import type { IDataObject } from 'n8n-workflow';
import { beforeTax } from '../../support/billingAccounts';
import { count } from '../../support/figures';
import { amount, billing, type Kept, open, rest } from './dealsWithRest';

/** What a bookkeeper does: the only line of an invoice gets another amount. */
async function edit(id: string, to: number, more: IDataObject = {}): Promise<void> {
	const { SyncToken, Line } = (await billing.invoice(id)) as Kept;
	const sold = Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
		({ SalesItemLineDetail, ...line }, index) => {
			const {
				Qty: _qty,
				UnitPrice: _price,
				TaxInclusiveAmt: _gross,
				...detail
			} = (SalesItemLineDetail ?? {}) as IDataObject;
			return index === 0
				? { ...line, Amount: to, SalesItemLineDetail: detail }
				: { ...line, SalesItemLineDetail };
		},
	);
	await billing.accounts.quickBooks('invoice', {
		Id: id,
		SyncToken,
		sparse: true,
		Line: [...sold, ...Line.filter(({ DetailType }) => DetailType === 'DiscountLineDetail')],
		...more,
	});
}

const cents = async (id: string) => Number(beforeTax(await billing.invoice(id)));
const billedOf = async (deal: string) => {
	const live = (
		await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 50')
	).filter(
		({ PrivateNote }) =>
			PrivateNote?.includes(`deal ${deal},`) && !PrivateNote.startsWith('Voided'),
	);
	return live.reduce((sum, invoice) => sum + Number(beforeTax(invoice)), 0);
};

describe('the rest is what is really left', () => {
	it.each([
		[350, 65_000],
		[250, 75_000],
		[300, 70_000],
	])('a deposit of 300 that says %i now', async (deposit, left) => {
		const { deal, bill } = await open('us');
		const first = await bill(amount(300));
		await edit(first.quickbooks.id, deposit);
		const second = await bill(rest);
		const expected =
			deposit === 300
				? []
				: [
						expect.stringMatching(
							new RegExp(
								`^Invoice ${first.quickbooks.docNumber} was made for 300\\.00 of the deal and has been changed in QuickBooks since. It counts as ${deposit}\\.00\\.$`,
							),
						),
					];
		expect([await cents(second.quickbooks.id), second.warnings]).toEqual([left, expected]);
		expect((await bill(rest)).quickbooks.id).toBe(second.quickbooks.id);
		const total = await billedOf(deal);
		count({
			runs: 3,
			invoicesLost: Number(total < 100_000),
			invoicesDoubled: Number(total > 100_000),
		});
		expect(total).toBe(100_000);
	});

	it('shipping and a discount on the whole are beside the deal, whether somebody mailed or edited the invoice', async () => {
		const { bill } = await open('us');
		const first = await bill({
			...amount(300),
			send: 'now',
			options: { shipping: 50, discountAmount: 20 },
		});
		expect(await cents((await bill(amount(100))).quickbooks.id)).toBe(10_000);
		await edit(first.quickbooks.id, 320);
		const last = await bill(rest);
		expect([await cents(last.quickbooks.id), last.warnings]).toEqual([
			58_000,
			[expect.stringMatching(/counts as 320\.00/)],
		]);
	});

	it.each([
		['taken away', 0, 300],
		['raised', 60, 240],
	])(
		'a discount on the whole that a bookkeeper has %s: 700 of 1,000 are left all the same',
		async (_name, discount, total) => {
			const { deal, bill } = await open('us');
			const first = await bill({ ...amount(300), options: { discountAmount: 30 } });
			const { SyncToken, Line } = (await billing.invoice(first.quickbooks.id)) as Kept;
			const others = Line.filter(({ DetailType }) => DetailType !== 'DiscountLineDetail');
			const changed =
				discount > 0
					? [
							{
								DetailType: 'DiscountLineDetail',
								Amount: discount,
								DiscountLineDetail: { PercentBased: false },
							},
						]
					: [];
			await billing.accounts.quickBooks('invoice', {
				Id: first.quickbooks.id,
				SyncToken,
				sparse: true,
				Line: [...others, ...changed],
			});
			const last = await bill(rest);
			expect([
				(await billing.invoice(first.quickbooks.id)).TotalAmt,
				await cents(last.quickbooks.id),
				last.warnings,
			]).toEqual([
				total,
				70_000,
				[
					expect.stringContaining(
						`with a discount of 30.00 on the whole, which is ${discount}.00 in QuickBooks now; it still counts as 300.00.`,
					),
				],
			]);
			count({ runs: 2, invoicesLost: Number((await billedOf(deal)) < total * 100 + 70_000) });
		},
	);

	it('a discount in amounts that include tax stays beside the deal when the invoice is edited', async () => {
		const { bill } = await open('uk');
		const inclusive = { taxes: { calculation: 'TaxInclusive' } };
		const first = await bill({ ...amount(300), ...inclusive, options: { discountAmount: 30 } });
		await edit(first.quickbooks.id, 250);
		const last = await bill({ ...rest, ...inclusive });
		expect([
			(await billing.invoice(first.quickbooks.id)).TotalAmt,
			(await billing.invoice(last.quickbooks.id)).TotalAmt,
		]).toEqual([300, 670]);
	});

	it('a discount in per cent is taken off the deal and not off shipping, whatever QuickBooks makes of a percentage', async () => {
		const { bill } = await open('us');
		const result = await bill({ options: { shipping: 50, discountPercent: 10 } });
		expect([await cents(result.quickbooks.id), result.warnings]).toEqual([95_000, []]);
	});

	it('an invoice that was edited to more than the deal: nothing is left, and the whole is billed once more only as asked', async () => {
		const { bill } = await open('us');
		const first = await bill(amount(300));
		await edit(first.quickbooks.id, 1200);
		await expect(bill(rest)).rejects.toMatchObject({
			message: `Nothing is left to bill: the deal comes to 1000.00, and 1200.00 is billed (invoice ${first.quickbooks.docNumber}).`,
		});
		expect(await bill({ ifInvoiced: 'another', reference: 'once more' })).toMatchObject({
			action: 'created',
			invoice: { total: '1000.00' },
		});
	});

	it('a mark of the first version says nothing about a discount: what fits it counts as unchanged', async () => {
		const { bill } = await open('us');
		const first = await bill({ ...amount(300), options: { discountPercent: 10 } });
		const { SyncToken, PrivateNote = '' } = (await billing.invoice(first.quickbooks.id)) as Kept;
		await billing.accounts.quickBooks('invoice', {
			Id: first.quickbooks.id,
			SyncToken,
			sparse: true,
			PrivateNote: PrivateNote.replace(/ \[in.*$/, ''),
		});
		const last = await bill(rest);
		expect([await cents(last.quickbooks.id), last.warnings]).toEqual([70_000, []]);
	});

	it('amounts that include tax: a deposit of 300 that says 360 now leaves 640 of 1,000', async () => {
		const { bill } = await open('uk');
		const inclusive = { taxes: { calculation: 'TaxInclusive' } };
		const first = await bill({ ...amount(300), ...inclusive });
		await edit(first.quickbooks.id, 300);
		const last = await bill({ ...rest, ...inclusive });
		expect([
			(await billing.invoice(first.quickbooks.id)).TotalAmt,
			(await billing.invoice(last.quickbooks.id)).TotalAmt,
		]).toEqual([360, 640]);
	});

	it('a deal that grew after it was billed whole: the whole is still its invoice and says what is left, the rest bills it', async () => {
		const { deal, bill } = await open('us');
		const first = await bill();
		await billing.create(
			'line_items',
			{
				name: 'Design hours',
				hs_sku: 'GD-HOUR',
				quantity: '1',
				price: '200',
				hs_line_item_currency_code: 'USD',
			},
			[[20, deal]],
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/deals/${deal}`,
			{ properties: { amount: '1200' } },
			'PATCH',
		);
		const whole = await bill();
		expect([whole.quickbooks.id, whole.warnings]).toEqual([
			first.quickbooks.id,
			[
				expect.stringMatching(
					/now it comes to 1200\.00\. 200\.00 of it is not invoiced; bill it with "Share" set to Rest\.$/,
				),
			],
		]);
		const second = await bill(rest);
		expect([await cents(second.quickbooks.id), (await bill(rest)).quickbooks.id]).toEqual([
			20_000,
			second.quickbooks.id,
		]);
		expect(await billedOf(deal)).toBe(120_000);
		count({ runs: 4 });
	});
});
