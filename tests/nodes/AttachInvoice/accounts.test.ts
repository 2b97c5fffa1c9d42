import type { IDataObject, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const chosen = (ids: string[]) => ({
	chosen: { invoice: ids.map((id) => ({ invoice: picked(id) })) },
});
const TOTALS = [
	'invoice_amount_billed',
	'invoice_number',
	'invoice_count',
	'total_billed',
	'total_paid',
	'total_outstanding',
].map((name) => `quickbooks_${name}`);

type Result = IDataObject & {
	action: string;
	reason: string;
	warnings: string[];
	hubspot: { id: string } | null;
	quickbooks: { id: string; docNumber?: string };
};
type Row = IDataObject & {
	Id: string;
	DocNumber: string;
	TotalAmt: number;
	Balance: number;
	CustomerRef: { value: string };
	CurrencyRef: { value: string };
};

let accounts: TestAccounts;
const start = async (options: Parameters<typeof TestAccounts.start>[1] = {}) =>
	(accounts = await TestAccounts.start({ [TYPE]: new AttachInvoice() }, options));
afterEach(async () => await accounts.stop());

const run = async (deal: string, parameters: INodeParameters): Promise<Result[]> => {
	const finished = await accounts.run(TYPE, {
		operation: 'attach',
		record: 'deal',
		deal: picked(deal),
		...parameters,
	});
	if (finished.error) throw finished.error;
	return finished.items('Node').map(({ json }) => json as Result);
};
const rows = async () =>
	await accounts.query<Row>('select * from Invoice orderby Id maxresults 1000');
const totals = async (deal: string) => {
	const { properties } = await accounts.deal(deal, TOTALS);
	return TOTALS.map((name) => properties[name]);
};

/** More invoices than the demo company has, thirty by one request. */
async function bill(count: number): Promise<Row[]> {
	const Line = [1, 2].map((quantity) => ({
		DetailType: 'SalesItemLineDetail',
		Amount: 10.01 * quantity,
		SalesItemLineDetail: { ItemRef: { value: '2' }, Qty: quantity, UnitPrice: 10.01 },
	}));
	const made: Row[] = [];
	for (let left = count; left > 0; left -= 30) {
		const BatchItemRequest = Array.from({ length: Math.min(left, 30) }, (_, index) => ({
			bId: String(index),
			operation: 'create',
			Invoice: { CustomerRef: { value: '1' }, Line },
		}));
		const { BatchItemResponse } = await accounts.quickBooks<{
			BatchItemResponse: Array<{ Invoice: Row }>;
		}>('batch', { BatchItemRequest });
		made.push(...BatchItemResponse.map(({ Invoice }) => Invoice));
	}
	return made;
}

describe('many invoices', () => {
	/** Requests to the systems, without sign-in. */
	const requests = () =>
		accounts.requests
			.filter(({ url }) => !url.includes('oauth'))
			.map(
				({ system, method, url }) =>
					`${system} ${method} ${url.split('?')[0]?.replace(/\/\d{6,}/g, '')}`,
			);

	it('fifty cost sixteen requests, one of them for records that others made, three for a last look at the deal and its invoices', async () => {
		await start();
		const [first, ...others] = await bill(51);
		await run('403', chosen([first?.Id ?? '']));
		accounts.forgetRequests();
		const results = await run('403', chosen(others.map(({ Id }) => Id)));
		expect(results.map(({ action }) => action)).toEqual(Array(50).fill('linked'));
		const asked = requests();
		const objects = 'POST /crm/objects/2026-03/';
		expect(asked.sort()).toEqual([
			'hubspot GET /account-info/2026-03/details',
			'hubspot GET /crm/objects/2026-03/deals/403',
			'hubspot GET /crm/objects/2026-03/deals/403',
			'hubspot PATCH /crm/objects/2026-03/deals/403',
			'hubspot POST /crm/associations/2026-03/deals/invoices/batch/read',
			'hubspot POST /crm/associations/2026-03/invoices/deals/batch/create',
			`hubspot ${objects}invoices/batch/read`,
			`hubspot ${objects}invoices/batch/read`,
			`hubspot ${objects}invoices/batch/read`,
			`hubspot ${objects}invoices/batch/upsert`,
			`hubspot ${objects}invoices/search`,
			`hubspot ${objects}line_items/batch/create`,
			`hubspot ${objects}products/batch/read`,
			'quickbooks GET /v3/company/query',
			'quickbooks GET /v3/company/query',
			'quickbooks GET /v3/company/query',
		]);
		expect(await totals('403')).toEqual([
			expect.any(String),
			expect.any(String),
			'51',
			expect.any(String),
			'0.00',
			expect.any(String),
		]);
		const sum =
			[first, ...others].reduce((cents, row) => cents + Math.round((row?.TotalAmt ?? 0) * 100), 0) /
			100;
		expect(Number((await totals('403'))[3])).toBe(sum);
	}, 60_000);

	it('and more than one request takes are attached, found again and detached', async () => {
		await start();
		const made = await bill(130);
		const ids = made.map(({ Id }) => Id);
		expect(
			(
				await run('403', {
					invoices: 'search',
					search: { customer: picked('1'), totalTo: 40 },
					limit: 1000,
				})
			)
				.map(({ quickbooks }) => quickbooks.id)
				.sort(),
		).toEqual(ids.sort());
		expect((await totals('403'))[2]).toBe('130');
		accounts.forgetRequests();
		const again = await run('403', chosen(ids));
		expect(new Set(again.map(({ action }) => action))).toEqual(new Set(['unchanged']));
		expect(
			requests().filter((request) => /upsert|batch\/(create|update)|PATCH/.test(request)),
		).toEqual([]);
		expect(await run('403', { operation: 'list', limit: 1000 })).toHaveLength(130);
		expect(
			await run('403', { operation: 'detach', invoices: 'search', search: {}, limit: 1000 }),
		).toHaveLength(130);
		expect((await totals('403'))[2]).toBe('0');
		expect(await run('403', { operation: 'list' })).toEqual([]);
	}, 120_000);
});

describe('invoices in several currencies', () => {
	it('are converted with their own rate into the deal’s currency, where it is the company’s', async () => {
		await start({ company: 'ca' });
		const [cad, usd] = (await rows()) as [Row, Row];
		expect([cad.CurrencyRef.value, usd.CurrencyRef.value, usd['ExchangeRate']]).toEqual([
			'CAD',
			'USD',
			1.3676,
		]);
		const results = await run('404', chosen([cad.Id, usd.Id]));
		expect(results.flatMap(({ warnings }) => warnings)).toEqual([]);
		const converted = Math.round(usd.TotalAmt * 1.3676 * 100) / 100;
		expect((await totals('404')).slice(2).map(Number)).toEqual([
			2,
			Number((cad.TotalAmt + converted).toFixed(2)),
			0,
			Number((cad.Balance + converted).toFixed(2)),
		]);
	});

	it('are left out with a warning where there is no rate', async () => {
		await start({ company: 'ca' });
		const [cad, usd] = (await rows()) as [Row, Row];
		const results = await run('403', chosen([cad.Id, usd.Id]));
		expect(results.map(({ action }) => action)).toEqual(['linked', 'linked']);
		expect(results.flatMap(({ warnings }) => warnings)).toEqual([
			`Invoice ${cad.DocNumber} is in CAD and has no exchange rate to USD. It is left out of the deal's totals.`,
		]);
		expect((await totals('403')).slice(3).map(Number)).toEqual([usd.TotalAmt, 0, usd.Balance]);
	});

	it('HubSpot’s refusal of one is told by its number, and the others are attached', async () => {
		await start({ company: 'ca' });
		await accounts.quickBooks('companycurrency', { Code: 'JPY' });
		const { Customer } = await accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
			DisplayName: 'Kyoto Moss',
			CurrencyRef: { value: 'JPY' },
		});
		const [item] = await accounts.query<{ Id: string }>(
			"select * from Item where Name = 'Aménagement'",
		);
		const [code] = await accounts.query<{ Id: string }>(
			"select * from TaxCode where Name = 'Zero-rated'",
		);
		const line = {
			DetailType: 'SalesItemLineDetail',
			Amount: 5000,
			SalesItemLineDetail: {
				ItemRef: { value: item?.Id },
				Qty: 1,
				UnitPrice: 5000,
				TaxCodeRef: { value: code?.Id },
			},
		};
		const { Invoice } = await accounts.quickBooks<{ Invoice: Row }>('invoice', {
			CustomerRef: { value: Customer.Id },
			CurrencyRef: { value: 'JPY' },
			ExchangeRate: 0.0093,
			Line: [line],
		});
		const [cad] = (await rows()) as [Row];
		const { error } = await accounts.run(TYPE, {
			operation: 'attach',
			record: 'deal',
			deal: picked('404'),
			...chosen([cad.Id, Invoice.Id]),
		});
		expect(error?.message).toContain(
			`1 of 2 invoices could not be attached to the deal "Toronto show garden"; Invoice ${Invoice.DocNumber}: `,
		);
		expect(error?.message).toContain('JPY was not one of the allowed options');
		expect((await totals('404')).slice(1, 4)).toEqual([
			cad.DocNumber,
			'1',
			expect.stringContaining(String(cad.TotalAmt)),
		]);
	});
});

describe('accounts differ', () => {
	it.each<[string, IDataObject]>([
		['that keep no links unique', { uniquePropertiesOf: 'people' }],
		['that open an invoice only with lines', { nonBillableNeedsLineItem: true }],
		[
			'that keep HubSpot’s own fields to themselves',
			{ invoiceOutputFields: 'readOnly', invoiceBalance: 'readOnly' },
		],
		['that answer a taken value with 409', { uniqueConflictStatus: 409 }],
	])('%s: one and several are attached, once', async (_name, hubspot) => {
		await start({ switches: { hubspot } });
		const [paid, partly, overdue] = (await rows()) as [Row, Row, Row];
		const one = await run('403', chosen([paid.Id]));
		const all = await run('403', chosen([paid.Id, partly.Id, overdue.Id]));
		expect([...one, ...all].map(({ action, warnings }) => [action, warnings])).toEqual([
			['linked', []],
			['unchanged', []],
			['linked', []],
			['linked', []],
		]);
		const again = await run('403', chosen([paid.Id, partly.Id, overdue.Id]));
		expect(again.map(({ action, hubspot: record }) => [action, record?.id])).toEqual(
			all.map(({ hubspot: record }) => ['unchanged', record?.id]),
		);
		const { results } = await accounts.hubSpot<{ results: Array<{ properties: IDataObject }> }>(
			'/crm/objects/2026-03/invoices?limit=100&properties=hs_invoice_status',
		);
		expect(results.map(({ properties }) => properties['hs_invoice_status']).sort()).toEqual([
			'open',
			'open',
			'paid',
		]);
	});

	it('one invoice attached by five runs at one moment has one record', async () => {
		await start();
		const [paid] = (await rows()) as [Row];
		const runs = await Promise.all(
			Array.from({ length: 5 }, async () => await run('403', chosen([paid.Id]))),
		);
		expect(new Set(runs.flat().map(({ hubspot }) => hubspot?.id)).size).toBe(1);
		expect((await totals('403'))[2]).toBe('1');
	});
});

describe('the pickers', () => {
	const list = async (
		method: string,
		parameters: INodeParameters,
		filter?: string,
		token?: string,
	) =>
		await accounts.n8n.method<INodeListSearchResult>(
			{
				type: TYPE,
				parameters: { hubspotAuthentication: 'serviceKey', ...parameters },
				credentials: accounts.nodeCredentials,
			},
			'listSearch',
			method,
			filter,
			token,
		);
	const names = async (...args: Parameters<typeof list>) =>
		(await list(...args)).results.map(({ name }) => name);

	it('find invoices by number and by customer', async () => {
		await start();
		const all = await rows();
		const byNumber = await list('searchInvoices', { operation: 'attach' }, all[2]?.DocNumber);
		expect(byNumber.results).toEqual([
			{
				name: `${all[2]?.DocNumber} – Sunny Slope School, ${all[2]?.TotalAmt.toFixed(2)} USD, ${String(all[2]?.['TxnDate'])}`,
				value: all[2]?.Id,
				url: `https://qbo.intuit.com/app/invoice?txnId=${all[2]?.Id}`,
			},
		]);
		expect(await names('searchInvoices', { operation: 'attach' }, "o'brien")).toEqual([
			expect.stringContaining("Niamh O'Brien"),
		]);
		expect(await names('searchInvoices', { operation: 'attach' }, '  ')).toHaveLength(all.length);
		expect(await names('searchInvoices', { operation: 'attach' }, "\\' or 1=1 %")).toEqual([]);
	});

	it('page through invoices', async () => {
		await start();
		await bill(60);
		const first = await list('searchInvoices', { operation: 'attach' });
		const second = await list(
			'searchInvoices',
			{ operation: 'attach' },
			undefined,
			String(first.paginationToken),
		);
		expect([first.results.length, second.results.length, second.paginationToken]).toEqual([
			50,
			16,
			undefined,
		]);
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(66);
	});

	it('offer only what is attached, for detaching', async () => {
		await start();
		const all = await rows();
		await run('403', chosen([all[0]?.Id ?? '', all[5]?.Id ?? '']));
		const form = { operation: 'detach', record: 'deal', deal: picked('403') };
		expect((await list('searchInvoices', form)).results.map(({ value }) => value)).toEqual([
			all[5]?.Id,
			all[0]?.Id,
		]);
		expect(await names('searchInvoices', form, 'niamh')).toEqual([
			expect.stringContaining(String(all[0]?.DocNumber)),
		]);
		expect(await names('searchInvoices', { ...form, deal: picked('') })).toEqual([]);
	});

	it('find contacts and companies', async () => {
		await start();
		expect(await names('searchContacts', {}, 'garc')).toEqual([
			'José García-Núñez jose@cafe-ole.example',
		]);
		expect(await names('searchCompanies', {}, 'maple')).toEqual(['Maple Leaf Outfitters Inc.']);
	});
});
