import { picked } from '../../support/billingAccounts';
import {
	accounts,
	bill,
	chosen,
	type Row,
	rows,
	run,
	start,
	totals,
	TYPE,
} from './attachedInvoices';

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
