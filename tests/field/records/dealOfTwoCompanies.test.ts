import type { IDataObject } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const SYNC = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
const HOUR = { name: 'Hedge trimming', sku: 'HT-H', quantity: 1_000, price: 10_000 };

let billing: BillingAccounts;
beforeEach(
	async () =>
		(billing = await BillingAccounts.open('us', {
			[ATTACH]: new AttachInvoice(),
			[SYNC]: new SyncInvoice(),
		})),
);
afterEach(async () => await billing.accounts.stop());

const names = [
	'quickbooks_invoice_count',
	'quickbooks_total_billed',
	'quickbooks_total_paid',
	'quickbooks_total_outstanding',
];
async function totals(id: string): Promise<number[]> {
	const { properties } = await billing.accounts.deal(id, names);
	return names.map((name) => Number(properties[name]));
}

async function invoice(amount: number): Promise<string> {
	serial += 1;
	const { Customer } = await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
		DisplayName: `Payer ${serial}`,
	});
	const { Account } = await billing.accounts.quickBooks<{ Account: { Id: string } }>('account', {
		Name: `Sales ${serial}`,
		AccountType: 'Income',
	});
	const { Item } = await billing.accounts.quickBooks<{ Item: { Id: string } }>('item', {
		Name: `Work ${serial}`,
		Type: 'Service',
		IncomeAccountRef: { value: Account.Id },
	});
	const line = {
		Amount: amount,
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: { ItemRef: { value: Item.Id } },
	};
	const { Invoice } = await billing.accounts.quickBooks<{ Invoice: { Id: string } }>('invoice', {
		CustomerRef: { value: Customer.Id },
		DocNumber: `TWO-${serial}`,
		DueDate: '2031-01-01',
		Line: [line],
	});
	return Invoice.Id;
}

let serial = 0;
const pay = async (id: string, amount: number) => {
	const { CustomerRef } = await billing.invoice(id);
	await billing.accounts.quickBooks('payment', {
		CustomerRef: { value: CustomerRef.value },
		TotalAmt: amount,
		Line: [{ Amount: amount, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
	});
};
const sync = async (id: string) =>
	await billing.accounts.run(SYNC, {
		hubspotAuthentication: 'serviceKey',
		scope: 'records',
		recordId: id,
	});
const onDeal = async (operation: string, deal: string, id: string) =>
	await billing.accounts.one(ATTACH, {
		operation,
		hubspotAuthentication: 'serviceKey',
		record: 'deal',
		deal: picked(deal),
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(id) }] },
	});

/** A deal with an invoice of 100 of one company and one of 50 of another. */
async function dealOfBoth(): Promise<{ deal: string; first: string; second: string }> {
	const deal = await billing.deal([HOUR], 'USD', await billing.contact());
	const first = await invoice(100);
	await onDeal('attach', deal, first);
	await billing.accounts.connectTo('us-numbers');
	const second = await invoice(50);
	await onDeal('attach', deal, second);
	return { deal, first, second };
}

describe('a deal with invoices of two QuickBooks companies', () => {
	it('sums up both, when one is attached, paid, attached again and detached', async () => {
		const { deal, first, second } = await dealOfBoth();
		expect(await totals(deal)).toEqual([2, 150, 0, 150]);
		await pay(second, 20);
		await onDeal('attach', deal, second);
		expect(await totals(deal)).toEqual([2, 150, 20, 130]);
		await billing.accounts.connectTo('us');
		await onDeal('detach', deal, first);
		expect(await totals(deal)).toEqual([1, 50, 20, 30]);
	});

	it('sums up both when invoices are synced', async () => {
		const { deal, first, second } = await dealOfBoth();
		await pay(second, 50);
		await sync(second);
		expect(await totals(deal)).toEqual([2, 150, 50, 100]);
		await billing.accounts.connectTo('us');
		await pay(first, 10);
		await sync(first);
		expect(await totals(deal)).toEqual([2, 150, 60, 90]);
	});

	it('sums up both when the deal is billed', async () => {
		const { deal } = await dealOfBoth();
		const bill = async () =>
			(await billing.accounts.one(TYPE, {
				deal: picked(deal),
				source: 'scratch',
				ifNoItem: 'create',
				incomeAccount: picked(await billing.id('Account', "AccountType = 'Income'")),
				options: { countAttached: 'warn', ifTotalsDiffer: 'warn' },
			})) as IDataObject & { invoice: { total: string } };
		const {
			invoice: { total },
		} = await bill();
		const expected = [3, 150 + Number(total), 0, 150 + Number(total)];
		expect(await totals(deal)).toEqual(expected);
		await bill();
		expect(await totals(deal)).toEqual(expected);
	});
});
