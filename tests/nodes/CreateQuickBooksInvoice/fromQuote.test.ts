import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import type { InvoiceSummary } from '../../../src/core/invoice/record/summary';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';

let accounts: TestAccounts;
let incomeAccount: ReturnType<typeof picked>;
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new CreateQuickBooksInvoice() });
	const [account] = await accounts.query<{ Id: string }>(
		"select * from Account where AccountType = 'Income'",
	);
	incomeAccount = picked(account?.Id ?? '');
});
afterEach(async () => await accounts.stop());

const bill = async (more: INodeParameters = {}) =>
	(await accounts.one(TYPE, {
		deal: picked('405'),
		source: 'quote',
		incomeAccount,
		...more,
	})) as IDataObject & { invoice: InvoiceSummary; action: string; hubspot: { id: string } };
const problem = async (more: INodeParameters) =>
	(await accounts.run(TYPE, { deal: picked('405'), source: 'quote', incomeAccount, ...more })).error
		?.message;
const beforeTax = ({ invoice }: { invoice: InvoiceSummary }) =>
	((Number(invoice.total) * 100 - Number(invoice.tax) * 100) / 100).toFixed(2);

/** Hangs a discount, fee or tax on the quote, which has to be unlocked for it. */
async function adjust(
	type: 'discounts' | 'fees' | 'taxes',
	properties: Record<string, string>,
): Promise<void> {
	const patch = async (hs_status: string) =>
		await accounts.hubSpot(
			'/crm/objects/2026-03/quotes/501',
			{ properties: { hs_status } },
			'PATCH',
		);
	await patch('DRAFT');
	const { id } = await accounts.hubSpot<{ id: string }>(`/crm/objects/2026-03/${type}`, {
		properties,
	});
	await accounts.hubSpot(
		`/crm/v4/objects/quotes/501/associations/default/${type}/${id}`,
		{},
		'PUT',
	);
	await patch('APPROVAL_NOT_NEEDED');
}

describe('a quote becomes an invoice', () => {
	it('the latest published, unexpired one, with its lines and prices', async () => {
		const result = await bill();
		expect(result.action).toBe('created');
		expect(result.invoice.lines.map(({ quantity, amount }) => [quantity, amount])).toEqual([
			['8', '646.00'],
			['2', '299.80'],
			['1', '45.00'],
		]);
		const quote = await accounts.hubSpot<{
			properties: IDataObject;
			associations: Record<string, { results: IDataObject[] }>;
		}>('/crm/objects/2026-03/quotes/501?properties=hs_quote_amount&associations=invoices');
		expect(beforeTax(result)).toBe(Number(quote.properties['hs_quote_amount']).toFixed(2));
		expect(quote.associations['invoices']?.results.map(({ id }) => id)).toContain(
			result.hubspot.id,
		);
	});

	it.each([
		['502', /cannot be billed: it expired on/],
		['503', /cannot be billed: it is not published \(its status is DRAFT\)/],
		['999', /The deal has no quote "999"/],
	])('but not quote %s', async (id, message) => {
		expect(await problem({ quote: picked(id) })).toMatch(message);
	});

	it('a quote that expired since the workflow was made is refused when it runs', async () => {
		accounts.sandbox.runtime.clock.advance(0);
		const yesterday = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
		await accounts.hubSpot(
			'/crm/objects/2026-03/quotes/501',
			{ properties: { hs_status: 'DRAFT' } },
			'PATCH',
		);
		await accounts.hubSpot(
			'/crm/objects/2026-03/quotes/501',
			{ properties: { hs_expiration_date: yesterday, hs_status: 'APPROVAL_NOT_NEEDED' } },
			'PATCH',
		);
		expect(await problem({})).toMatch(/None of the deal's quotes can be billed/);
	});

	it.each<[string, 'discounts' | 'fees', Record<string, string>, string]>([
		[
			'a percentage off the whole',
			'discounts',
			{ hs_type: 'PERCENT', hs_value: '7.5', hs_label: 'Spring' },
			'916.49',
		],
		[
			'an amount off the whole',
			'discounts',
			{ hs_type: 'FIXED', hs_value: '90.80', hs_label: 'Spring' },
			'900.00',
		],
		['a fee', 'fees', { hs_type: 'FIXED', hs_value: '19.99', hs_label: 'Rush fee' }, '1010.79'],
		[
			'a fee in per cent',
			'fees',
			{ hs_type: 'PERCENT', hs_value: '3', hs_label: 'Handling' },
			'1020.52',
		],
	])('with %s', async (_name, type, properties, expected) => {
		await adjust(type, properties);
		const result = await bill({ defaultTaxCode: picked('NON') });
		expect([beforeTax(result), result['warnings']]).toEqual([expected, []]);
	});

	it('with the tax that the customer was offered', async () => {
		await adjust('taxes', { hs_type: 'PERCENT', hs_value: '8.25', hs_label: 'Sales tax' });
		const result = await bill();
		expect([result.invoice.tax, result.invoice.total]).toEqual(['81.74', '1072.54']);
	});

	it('and says by how much QuickBooks’ tax exceeds a quote that names none', async () => {
		const result = await bill({
			defaultTaxCode: picked('TAX'),
			customer: 'specific',
			customerId: picked('1'),
		});
		const { tax, number } = result.invoice;
		expect([Number(tax) > 0, beforeTax(result)]).toEqual([true, '990.80']);
		const warnings = [
			`Invoice ${number} has ${tax} of tax, but the quote shows 0.00 for what is billed: the customer is asked for ${tax} more than the quote offered.`,
		];
		expect(result['warnings']).toEqual(warnings);
		const again = await bill({
			defaultTaxCode: picked('TAX'),
			customer: 'specific',
			customerId: picked('1'),
		});
		expect([again['action'], again['warnings']]).toEqual(['existing', warnings]);
	});

	it('in shares that add up to the quote, discount included', async () => {
		await adjust('discounts', { hs_type: 'FIXED', hs_value: '0.01', hs_label: 'Rounding' });
		const parts = [
			await bill({ share: 'percentage', sharePercentage: 33.3333 }),
			await bill({ share: 'percentage', sharePercentage: 41.7 }),
			await bill({ share: 'rest' }),
		];
		expect(
			parts.reduce((cents, part) => cents + Math.round(Number(beforeTax(part)) * 100), 0),
		).toBe(99079);
	});

	it('never twice: the deal itself has nothing left to bill', async () => {
		await bill();
		const quoted = await accounts.run(TYPE, {
			deal: picked('405'),
			source: 'scratch',
			incomeAccount,
		});
		expect(quoted.error?.message).toMatch(/left to bill/);
	});
});
