import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
let us: CompanyClient;
let customer: string;
let design: string;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))['Id'];
	design = (await us.one("select * from Item where Sku = 'GD-HOUR'"))['Id'];
});
afterAll(() => sandbox.stop());

const item = (Amount: number, more: Json = {}): Json => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: { ItemRef: { value: design }, ...more },
});
const post = async (body: Json) =>
	us.post('/invoice', { CustomerRef: { value: customer }, ...body });
const made = async (body: Json) => {
	const reply = await post(body);
	if (reply.status !== 200) throw new Error(reply.text);
	return reply.body['Invoice'] as Json;
};
const fault = async (body: Json) => {
	const reply = await post(body);
	return [reply.status, reply.body['Fault'].Error[0].code, reply.body['Fault'].Error[0].element];
};

describe('kinds of lines', () => {
	it('texts have no amount; a line without item is kept', async () => {
		const invoice = await made({
			Line: [
				item(100),
				{ DetailType: 'DescriptionOnly', Description: 'Subtotal:', DescriptionLineDetail: {} },
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 5,
					Description: 'by hand',
					SalesItemLineDetail: {},
				},
			],
		});
		expect(invoice['Line'].slice(1)).toEqual([
			{
				Id: '2',
				LineNum: 2,
				Description: 'Subtotal:',
				DetailType: 'DescriptionOnly',
				DescriptionLineDetail: {},
				CustomExtensions: undefined,
			},
			{
				Id: '3',
				LineNum: 3,
				Description: 'by hand',
				Amount: 5,
				DetailType: 'SalesItemLineDetail',
				SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } },
				CustomExtensions: [],
			},
			{ Amount: 105, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
		]);
	});

	it('a bundle counts by its parts', async () => {
		const parts = [
			item(7.96, { Qty: 15, UnitPrice: 0.5306667 }),
			item(2.65, { Qty: 24, UnitPrice: 0.1104167 }),
		];
		const invoice = await made({
			Line: [
				{
					DetailType: 'GroupLineDetail',
					Amount: 99,
					Description: 'Sweets',
					GroupLineDetail: { GroupItemRef: { value: design }, Quantity: 3, Line: parts },
				},
			],
		});
		const [group, subtotal] = invoice['Line'] as Json[];
		expect([
			group?.['Id'],
			group?.['Amount'],
			group?.['GroupLineDetail'].GroupItemRef,
			subtotal?.['Amount'],
		]).toEqual(['1', 0, { value: design, name: 'Design hours' }, 10.61]);
		expect(
			(group?.['GroupLineDetail'].Line as Json[]).map(({ Id, LineNum, Amount }) => [
				Id,
				LineNum,
				Amount,
			]),
		).toEqual([
			['2', 2, 7.96],
			['3', 3, 2.65],
		]);
		expect(await made({ ...invoice, sparse: true })).toEqual(invoice);
	});

	it('subtotals that are sent are dropped, and made anew', async () => {
		const invoice = await made({
			Line: [
				item(1),
				{ DetailType: 'SubTotalLineDetail', Amount: 77, SubTotalLineDetail: {} },
				item(2),
			],
		});
		expect(
			(invoice['Line'] as Json[]).map(({ DetailType, Amount }) => [DetailType, Amount]),
		).toEqual([
			['SalesItemLineDetail', 1],
			['SalesItemLineDetail', 2],
			['SubTotalLineDetail', 3],
		]);
	});

	it('shipping is an item of its own, and a negative line lowers the total', async () => {
		const invoice = await made({
			Line: [
				item(10),
				item(-4),
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 8,
					SalesItemLineDetail: { ItemRef: { value: 'SHIPPING_ITEM_ID' } },
				},
			],
		});
		expect([invoice['TotalAmt'], invoice['Line'][2].SalesItemLineDetail.ItemRef]).toEqual([
			14,
			{ value: 'SHIPPING_ITEM_ID' },
		]);
	});

	it('a deposit lowers the balance only', async () => {
		expect(await made({ Line: [item(52)], Deposit: 12 })).toMatchObject({
			TotalAmt: 52,
			Deposit: 12,
			Balance: 40,
		});
	});
});

describe('what lines are refused for', () => {
	it.each<[string, () => Json, unknown[]]>([
		[
			'no kind',
			() => ({ Line: [{ Amount: 5, SalesItemLineDetail: {} }] }),
			[400, '2020', 'DetailType'],
		],
		[
			'no amount',
			() => ({ Line: [{ DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }] }),
			[400, '2020', 'Amount'],
		],
		[
			'an unknown kind',
			() => ({ Line: [{ DetailType: 'Odd', Amount: 5 }] }),
			[400, '2170', 'DetailType'],
		],
		[
			'an unknown field inside',
			() => ({ Line: [item(5, { Colour: 'red' })] }),
			[400, '2010', undefined],
		],
		[
			'an empty discount',
			() => ({ Line: [item(5), { DetailType: 'DiscountLineDetail', DiscountLineDetail: {} }] }),
			[400, '6090', 'DiscountLineDetail'],
		],
		[
			'a rate in the US',
			() => ({ Line: [item(5, { TaxCodeRef: { value: '2' } })] }),
			[400, '6100', 'TaxCodeRef'],
		],
		['less than nothing', () => ({ Line: [item(5), item(-6)] }), [400, '6000', '']],
		[
			'an amount that is no number',
			() => ({ Line: [{ ...item(5), Amount: '1,000' }] }),
			[400, '2010', undefined],
		],
		[
			'a long description',
			() => ({ Line: [{ ...item(5), Description: 'x'.repeat(4001) }] }),
			[400, '2050', 'Description'],
		],
	])('%s', async (_why, body, expected) => {
		expect(await fault(body())).toEqual(expected);
	});

	it('no lines, in the words of the switch', async () => {
		sandbox.quickbooks.setSwitches({ emptyLines: '2250' });
		expect(await fault({ Line: [] })).toEqual([400, '2250', 'Line']);
	});

	it('a day in closed books', async () => {
		const { SyncToken } = (await us.get('/preferences')).body['Preferences'] as Json;
		await us.post('/preferences', {
			Id: '1',
			SyncToken,
			sparse: true,
			AccountingInfoPrefs: { BookCloseDate: '2026-03-31' },
		});
		expect((await us.get('/preferences')).body['Preferences'].AccountingInfoPrefs).toMatchObject({
			BookCloseDate: '2026-03-31',
			CustomerTerminology: 'Customers',
		});
		expect(await fault({ Line: [item(5)], TxnDate: '2026-03-31' })).toEqual([400, '6200', '']);
		expect(await made({ Line: [item(5)], TxnDate: '2026-04-01' })).toMatchObject({
			TxnDate: '2026-04-01',
		});
	});
});

it('with a taxable item, the code of a line may follow the item', async () => {
	const sod = (await us.one("select * from Item where Sku = 'FERT-KG'"))['Id'];
	const line = {
		DetailType: 'SalesItemLineDetail',
		Amount: 100,
		SalesItemLineDetail: { ItemRef: { value: sod } },
	};
	expect((await made({ Line: [line] }))['TotalAmt']).toBe(100);
	sandbox.quickbooks.setSwitches({ lineTaxCode: 'byItem' });
	expect(await made({ Line: [line] })).toMatchObject({
		TotalAmt: 106.85,
		TxnTaxDetail: { TxnTaxCodeRef: { value: '3' }, TotalTax: 6.85 },
	});
});
