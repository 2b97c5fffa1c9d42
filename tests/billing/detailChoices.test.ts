import type { INodeParameters } from 'n8n-workflow';
import { total } from '../support/lineAmounts';
import type { BillingAccounts } from '../support/billingAccounts';
import { beforeTax, picked, type Invoice } from '../support/billingAccounts';
import { bill, billingByCompany, linesOf } from './choiceCases';

describe('details', () => {
	const us = () => billingByCompany.get('us') as BillingAccounts;

	it.each([
		['1', 0],
		['2', 15],
		['3', 30],
		['4', 60],
	])('terms %s are due in %i days', async (terms, days) => {
		const { invoice } = await bill('us', await us().contact(), {
			terms: picked(terms),
			invoiceDate: '2026-11-02T00:00:00.000Z',
		});
		expect([
			invoice.TxnDate,
			Math.round((Date.parse(invoice.DueDate) - Date.parse(invoice.TxnDate)) / 86_400_000),
		]).toEqual(['2026-11-02', days]);
	});

	it.each<[string, INodeParameters, (invoice: Invoice) => unknown, unknown]>([
		['a due date', { dueDate: '2027-01-15' }, ({ DueDate }) => DueDate, '2027-01-15'],
		[
			'a deposit',
			{ options: { deposit: 40.25 } },
			({ TotalAmt, Balance }) => Math.round((TotalAmt - Balance) * 100),
			4025,
		],
		['shipping', { options: { shipping: 9.99 } }, (invoice) => beforeTax(invoice), 11049n],
		[
			'a discount before tax',
			{ options: { discountAmount: 10, taxAfterDiscount: true } },
			(invoice) => beforeTax(invoice),
			9050n,
		],
		[
			'a memo',
			{ memo: 'For the gardener' },
			({ PrivateNote }) => PrivateNote?.split('\n')[0],
			'For the gardener',
		],
	])('%s', async (_name, parameters, read, expected) => {
		expect(read((await bill('us', await us().contact(), parameters)).invoice)).toEqual(expected);
	});

	it('a class and a location, where they are tracked', async () => {
		const billing = billingByCompany.get('us-numbers') as BillingAccounts;
		const parameters = {
			class: picked(await billing.id('Class', "Name = 'Workshops'")),
			location: picked(await billing.id('Department', "Name = 'Reno'")),
		};
		const { payload } = await bill('us-numbers', await billing.contact(), parameters);
		expect(payload).toMatchObject({
			ClassRef: { value: parameters.class.value },
			DepartmentRef: { value: parameters.location.value },
		});
	});

	it('a foreign customer’s currency, with the rate of the day', async () => {
		const billing = billingByCompany.get('ca') as BillingAccounts;
		const contact = await billing.contact();
		const lines = linesOf('ca');
		const deal = await billing.deal(lines, 'EUR', contact);
		const { quickbooks } = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			defaultTaxCode: picked(await billing.id('TaxCode', "Name = 'Zero-rated'")),
		});
		const invoice = await billing.invoice(quickbooks.id);
		expect([
			invoice.CurrencyRef.value,
			(invoice.ExchangeRate ?? 0) > 1,
			beforeTax(invoice),
		]).toEqual(['EUR', true, total(lines)]);
	});

	it('another currency than the customer’s is declined', async () => {
		const billing = billingByCompany.get('ca') as BillingAccounts;
		const contact = await billing.contact();
		await bill('ca', contact);
		const deal = await billing.deal(linesOf('ca'), 'USD', contact);
		await expect(
			billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/is in USD, but the QuickBooks customer .* is in CAD/,
			) as string,
		});
	});
});
