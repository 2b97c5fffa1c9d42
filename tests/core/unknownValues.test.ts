import { adjustQuote } from '../../src/core/invoice/lines/amounts/adjustments';
import { readNotifications } from '../../src/core/invoice/events/notifications';
import { readLineItems } from '../../src/core/invoice/lines/lineItems';
import { readStart } from '../../src/core/invoice/lines/laterLines';
import { quoteObstacle, quoteWarnings } from '../../src/core/invoice/lines/quotes/quoteStatus';
import { readInvoiceFacts } from '../../src/core/invoice/status';
import { summarizeInvoice } from '../../src/core/invoice/record/summary';
import { buildItem } from '../../src/core/product/build';
import { outcomeErrorOf } from '../../src/gateways/hubspot/transport/errors';
import { errorOfAnswer } from '../../src/gateways/quickbooks/transport/errors';
import { billedLine, hubSpotRecord, invoice, lineItem } from '../support/sampleRecords';

const NEW = 'SOMETHING_NEW';
const TODAY = '2026-05-05';

/** HubSpot and QuickBooks add values; docs/decisions.md says what becomes of each. */
describe('a value that a list does not know', () => {
	it('status of a quote: billable after all others, with a warning', () => {
		const quote = hubSpotRecord('quotes', '1', { hs_title: 'Offer', hs_status: NEW });
		expect([quoteObstacle(quote, TODAY), quoteWarnings(quote, [quote]).join(' ')]).toEqual([
			undefined,
			expect.stringContaining(NEW),
		]);
	});

	it.each(['discounts', 'fees', 'taxes'] as const)(
		'type of an adjustment among the %s of a quote: declined',
		(kind) => {
			const adjustments = {
				discounts: [],
				fees: [],
				taxes: [],
				[kind]: [hubSpotRecord(kind, '1', { hs_type: NEW, hs_value: '5', hs_label: 'Odd' })],
			};
			expect(() => adjustQuote([billedLine('a', '10')], adjustments)).toThrow(
				'"Odd" of the type "SOMETHING_NEW", which the node does not know',
			);
			expect(
				adjustQuote([billedLine('a', '10')], {
					discounts: [hubSpotRecord('discounts', '1', { hs_value: '5' })],
					fees: [],
					taxes: [],
				}).total.toString(),
			).toBe('5');
		},
	);

	it('pricing model of a line: HubSpot’s amount counts, with a warning', () => {
		const { lines, warnings } = readLineItems(
			[lineItem('1', { hs_pricing_model: NEW, price: '3', amount: '7' })],
			'USD',
		);
		expect([lines[0]?.net.toString(), warnings.join(' ')]).toEqual([
			'7',
			expect.stringContaining('something_new'),
		]);
	});

	it('start of a line’s billing: its date counts', () => {
		expect(
			readStart({
				hs_billing_start_delay_type: NEW,
				hs_recurring_billing_start_date: '2026-06-01',
			}),
		).toEqual({ on: '2026-06-01' });
	});

	it('e-mail status and e-invoice status: neither sent nor viewed, and shown as they are', () => {
		const odd = invoice('1', { EmailStatus: NEW, EInvoiceStatus: NEW });
		expect(readInvoiceFacts(odd, TODAY)).toMatchObject({ sent: false, viewed: false });
		expect(summarizeInvoice(odd, TODAY, 'USD').emailStatus).toBe(NEW);
	});

	it('kind of an invoice line: other, with its amount', () => {
		expect(
			summarizeInvoice(invoice('1', { Line: [{ DetailType: NEW, Amount: 4 }] }), TODAY, 'USD')
				.lines,
		).toEqual([expect.objectContaining({ kind: 'other', amount: '4.00' })]);
	});

	it('type of a product: its item is a service', () => {
		expect(buildItem(billedLine('a', '10'), 'A', '79', NEW)).toMatchObject({ Type: 'Service' });
	});

	it('operation and entity of a webhook: kept as sent; the record itself says what happened', () => {
		const body = {
			eventNotifications: [
				{
					realmId: '1',
					dataChangeEvent: {
						entities: [
							{
								name: 'Novelty',
								id: '5',
								operation: 'Rotate',
								lastUpdated: '2026-05-05T00:00:00Z',
							},
						],
					},
				},
			],
		};
		expect(readNotifications(body)).toMatchObject([{ entity: 'novelty', operation: 'rotate' }]);
	});

	it('code of an error: a refusal of values in QuickBooks, unexpected in HubSpot', () => {
		const quickBooks = errorOfAnswer(
			{
				status: 400,
				headers: {},
				nowMs: 0,
				body: { Fault: { Error: [{ Message: 'New', code: '99999' }], type: 'ValidationFault' } },
			},
			[],
		);
		expect([quickBooks.kind, outcomeErrorOf({ category: NEW, message: 'New' }, []).kind]).toEqual([
			'invalid',
			'unexpected',
		]);
	});
});
