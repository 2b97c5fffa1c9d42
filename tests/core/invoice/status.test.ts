import { buildDealProperties } from '../../../src/core/invoice/record/dealProperties';
import { buildInvoiceRecord, buildRecordLines } from '../../../src/core/invoice/record/record';
import { invoiceStatusOn, readInvoiceFacts, statusLabels } from '../../../src/core/invoice/status';
import type { QuickBooksInvoice } from '../../../src/core/records/quickbooks';
import { propertyNames } from '../../../src/core/records/names';
import { invoice } from '../../support/sampleRecords';

const names = propertyNames();
const voidedLines = [{ DetailType: 'SalesItemLineDetail', Amount: 0 }];

describe('status', () => {
	it.each<[string, Partial<QuickBooksInvoice>]>([
		['waiting_to_be_sent', {}],
		['waiting_to_be_sent', { EmailStatus: 'NeedToSend' }],
		['sent_to_customer', { EmailStatus: 'EmailSent' }],
		['partial_payment', { Balance: 40 }],
		['partial_payment', { Balance: 40, EmailStatus: 'EmailSent' }],
		['overdue', { Balance: 40, DueDate: '2026-05-09' }],
		['sent_to_customer', { EmailStatus: 'EmailSent', DueDate: '2026-05-10' }],
		['paid_in_full', { Balance: 0, DueDate: '2026-01-01' }],
		['paid_in_full', { Balance: 0, TotalAmt: 0 }],
		['voided', { Balance: 0, TotalAmt: 0, PrivateNote: 'Voided', Line: voidedLines }],
		['voided', { Balance: 0, TotalAmt: 0, PrivateNote: 'Voided - old memo', Line: voidedLines }],
		['overdue', { PrivateNote: 'Voided the check', DueDate: '2026-05-01' }],
	])('%s: %j', (expected, more) => {
		expect(invoiceStatusOn(invoice('1', more), '2026-05-10')).toBe(expected);
	});

	it('has a label for each', () => {
		expect(Object.values(statusLabels).sort()).toEqual([
			'Deleted',
			'Overdue',
			'Paid in full',
			'Partial payment',
			'Sent to customer',
			'Voided',
			'Waiting to be sent',
		]);
	});

	it('counts days past due in whole days', () => {
		expect(
			readInvoiceFacts(invoice('1', { DueDate: '2026-02-27' }), '2026-03-01').daysOverdue,
		).toBe(2);
	});
});

describe("a deal's invoices", () => {
	const at = (LastUpdatedTime: string) => ({
		MetaData: { CreateTime: '2026-05-01T00:00:00-07:00', LastUpdatedTime },
	});

	it('shows the one updated last, and sums over all that are not voided', () => {
		const { properties, warnings } = buildDealProperties(
			names,
			[
				invoice('1', { TotalAmt: 300, Balance: 0, ...at('2026-05-03T10:00:00-07:00') }),
				invoice('2', {
					TotalAmt: 700,
					Balance: 200,
					DocNumber: '1043',
					DueDate: '2026-06-04',
					...at('2026-05-03T19:00:00Z'),
				}),
				invoice('3', {
					TotalAmt: 0,
					Balance: 0,
					PrivateNote: 'Voided',
					...at('2026-05-02T10:00:00-07:00'),
				}),
			],
			'USD',
			'USD',
			'2026-05-10',
		);
		expect(warnings).toEqual([]);
		expect(properties).toEqual({
			quickbooks_invoice_amount_billed: '700.00',
			quickbooks_invoice_recipient: 'Ann',
			quickbooks_invoice_number: '1043',
			quickbooks_invoice_status: 'partial_payment',
			quickbooks_invoice_due_date: '2026-06-04',
			quickbooks_invoice_count: '2',
			quickbooks_total_billed: '1000.00',
			quickbooks_total_paid: '800.00',
			quickbooks_total_outstanding: '200.00',
		});
	});

	it('converts with the invoice’s own rate, or leaves it out and says so', () => {
		const euros = invoice('1', {
			TotalAmt: 100,
			Balance: 50,
			CurrencyRef: { value: 'EUR' },
			ExchangeRate: 1.1,
		});
		const home = buildDealProperties(names, [euros], 'USD', 'USD', '2026-05-10');
		expect([
			home.properties['quickbooks_total_billed'],
			home.properties['quickbooks_total_outstanding'],
			home.warnings,
		]).toEqual(['110.00', '55.00', []]);
		const foreign = buildDealProperties(names, [euros], 'CAD', 'USD', '2026-05-10');
		expect([foreign.properties['quickbooks_total_billed'], foreign.warnings]).toEqual([
			'0.00',
			[
				"Invoice 101 is in EUR and has no exchange rate to CAD. It is left out of the deal's totals.",
			],
		]);
	});

	it('is cleared without invoices', () => {
		expect(buildDealProperties(names, [], 'USD', 'USD', '2026-05-10').properties).toMatchObject({
			quickbooks_invoice_number: '',
			quickbooks_invoice_status: '',
			quickbooks_invoice_count: '0',
		});
	});
});

describe('the record in HubSpot', () => {
	it('mirrors the invoice and asks nobody to pay it again', () => {
		expect(
			buildInvoiceRecord(invoice('5', { TxnDate: '2026-05-05' }), {
				names,
				realmId: '93',
				homeCurrency: 'USD',
				today: '2026-05-10',
				accountTimeZone: 'America/Los_Angeles',
				url: 'https://qbo.intuit.com/app/invoice?txnId=5',
			}),
		).toEqual({
			quickbooks_id_93: '93:5',
			hs_currency: 'USD',
			hs_invoice_billable: 'false',
			hs_invoice_status: 'draft',
			hs_title: 'QuickBooks invoice 105',
			hs_number: '105',
			hs_amount_billed: '100.00',
			hs_balance_due: '100.00',
			hs_invoice_date: '2026-05-05T19:00:00.000Z',
			hs_due_date: '2026-06-04T19:00:00.000Z',
			quickbooks_invoice_number: '105',
			quickbooks_invoice_status: 'waiting_to_be_sent',
			quickbooks_invoice_total: '100.00',
			quickbooks_invoice_balance: '100.00',
			quickbooks_invoice_currency: 'USD',
			quickbooks_invoice_due_date: '2026-06-04',
			quickbooks_invoice_recipient: 'Ann',
			quickbooks_invoice_url: 'https://qbo.intuit.com/app/invoice?txnId=5',
			quickbooks_invoice_updated_at: '2026-05-05T09:08:55.000Z',
		});
	});

	it('has the lines of items, with the amount where there is no quantity', () => {
		const Line = [
			{
				DetailType: 'SalesItemLineDetail',
				Amount: 20,
				Description: 'Hose',
				SalesItemLineDetail: { ItemRef: { value: '4', name: 'Hose' }, Qty: 2, UnitPrice: 10 },
			},
			{
				DetailType: 'SalesItemLineDetail',
				Amount: 5,
				Description: 'Part\n50 %',
				SalesItemLineDetail: { ItemRef: { value: '6' } },
			},
			{
				DetailType: 'SalesItemLineDetail',
				Amount: -3,
				SalesItemLineDetail: { ItemRef: { value: '6' }, Qty: 1, UnitPrice: -3 },
			},
			{ DetailType: 'SubTotalLineDetail', Amount: 22 },
			{ DetailType: 'DiscountLineDetail', Amount: 1 },
		];
		expect(buildRecordLines(invoice('5', { Line }), 'USD', new Map([['4', '301']]))).toEqual([
			{
				name: 'Hose',
				quantity: '2',
				price: '10',
				hs_discount_percentage: '16',
				hs_line_item_currency_code: 'USD',
				description: 'Hose',
				hs_product_id: '301',
			},
			{
				name: 'Part',
				quantity: '1',
				price: '5.00',
				hs_discount_percentage: '16',
				hs_line_item_currency_code: 'USD',
				description: 'Part\n50 %',
			},
		]);
	});
});
