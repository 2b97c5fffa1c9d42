import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { BillingAccounts } from '../../support/billingAccounts';
import { picked, TYPE } from '../../support/billingAccounts';
import { account, billingByCompany, cases, daysAgo, pass, prefer, unique } from './refusedCases';

/** Closed up to a day before all of this. */
const OPEN = '1990-01-01';

/** A deal whose customer and item QuickBooks does not have yet. */
async function newcomer(billing: BillingAccounts, currency: string): Promise<INodeParameters> {
	const deal = await billing.deal(
		[{ name: unique('Never heard'), quantity: 1_000, price: 50_000 }],
		currency,
		await billing.contact(),
	);
	return {
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'create',
		incomeAccount: picked(await account(billing, 'Income')),
	};
}

/** All that a run may leave behind before its invoice. */
async function traces(billing: BillingAccounts): Promise<IDataObject> {
	const ids = async (entity: string) =>
		(
			await billing.accounts.query<{ Id: string }>(
				`select Id from ${entity} where Active in (true, false) maxresults 1000`,
			)
		)
			.map(({ Id }) => Id)
			.sort();
	const properties = async (type: string) =>
		(
			await billing.accounts.hubSpot<{ results: Array<{ name: string }> }>(
				`/crm/properties/2026-03/${type}`,
			)
		).results.map(({ name }) => name);
	const types = ['deals', 'contacts', 'companies', 'products', 'invoices'];
	return {
		customers: await ids('Customer'),
		items: await ids('Item'),
		properties: (await Promise.all(types.map(properties)))
			.flat()
			.filter((name) => name.startsWith('quickbooks')),
	};
}

describe('what QuickBooks would refuse is told before anything is made', () => {
	it.each(cases)(
		'$what',
		async ({ shop = 'us-numbers', currency = shop === 'ca' ? 'CAD' : 'USD', given, says }) => {
			const billing = billingByCompany.get(shop) as BillingAccounts;
			const parameters = {
				...(await newcomer(billing, currency)),
				...(shop === 'ca' && {
					defaultTaxCode: picked(await billing.id('TaxCode', "Name = 'HST ON'")),
				}),
				...(await given(billing)),
			};
			const before = await traces(billing);
			const { error } = await billing.accounts.run(TYPE, parameters);
			await prefer(billing, { BookCloseDate: OPEN });
			for (const sentence of says) expect(error?.message).toMatch(sentence);
			expect(await traces(billing)).toEqual(before);
		},
	);

	it('books that are reopened are open at once, though settings are remembered for minutes', async () => {
		const billing = billingByCompany.get('us-numbers') as BillingAccounts;
		const parameters = await newcomer(billing, 'USD');
		await prefer(billing, { BookCloseDate: daysAgo(-2) });
		expect((await billing.accounts.run(TYPE, parameters)).error?.message).toContain(
			'the books are closed',
		);
		await billing.prefer('AccountingInfoPrefs', { BookCloseDate: OPEN });
		pass(10_000);
		expect((await billing.bill(parameters)).action).toBe('created');
	});

	it('none of it keeps a repeat from the invoice that it made', async () => {
		const billing = billingByCompany.get('us-numbers') as BillingAccounts;
		const made = (
			await billing.accounts.quickBooks<{ Class: { Id: string; SyncToken: string } }>('class', {
				Name: unique('Used'),
			})
		).Class;
		const parameters = {
			...(await newcomer(billing, 'USD')),
			class: picked(made.Id),
			options: { number: unique('R').replace(' ', '') },
		};
		const first = await billing.bill(parameters);
		await billing.accounts.quickBooks('class', {
			Id: made.Id,
			SyncToken: made.SyncToken,
			sparse: true,
			Active: false,
		});
		await prefer(billing, { BookCloseDate: daysAgo(-2), ClassTrackingPerTxn: false });
		billing.accounts.forgetRequests();
		const again = await billing.bill(parameters);
		await prefer(billing, { BookCloseDate: OPEN, ClassTrackingPerTxn: true });
		expect([again.action, again.quickbooks.id]).toEqual(['existing', first.quickbooks.id]);
	});
});
