import { deriveEvents } from '../../../../src/core/invoice/events/derive';
import type { InvoiceEvent } from '../../../../src/core/invoice/events/event';
import { context, invoice, meta, payment, T } from './sampleInvoices';

const links = (...ids: string[]) => ids.map((TxnId) => ({ TxnId, TxnType: 'Payment' }));
const told = (events: InvoiceEvent[]) =>
	events.map(({ event, oldStatus, newStatus }) => [event, oldStatus, newStatus]);

describe('what an invoice bears witness to', () => {
	it('is told in order, with the status before and after', () => {
		const paid = invoice({
			Balance: 0,
			MetaData: meta(T(0), T(9)),
			EmailStatus: 'EmailSent',
			DeliveryInfo: { DeliveryTime: T(2) },
			LinkedTxn: links('9', '8'),
		});
		const events = deriveEvents(
			{
				invoice: paid,
				payments: [payment('9', 70, T(9)), payment('8', 30, T(6), { PaymentRefNum: 'CHK 1' })],
			},
			context,
		);
		expect(told(events)).toEqual([
			['created', null, 'waiting_to_be_sent'],
			['waitingToBeSent', null, 'waiting_to_be_sent'],
			['sent', 'waiting_to_be_sent', 'sent_to_customer'],
			['paymentReceived', 'sent_to_customer', 'partial_payment'],
			['partiallyPaid', 'sent_to_customer', 'partial_payment'],
			['paymentReceived', 'partial_payment', 'paid_in_full'],
			['paid', 'partial_payment', 'paid_in_full'],
		]);
		expect(events[4]).toEqual({
			event: 'partiallyPaid',
			eventId: '77:invoice:5:partiallyPaid:8:30.00',
			at: Date.parse(T(6)),
			dating: 'record',
			invoiceId: '5',
			oldStatus: 'sent_to_customer',
			newStatus: 'partial_payment',
			payment: { id: '8', amount: '30.00', date: '2026-05-05', reference: 'CHK 1' },
			daysOverdue: 0,
		});
	});

	it('is new before it is paid, also within one second', () => {
		const events = deriveEvents(
			{
				invoice: invoice({ Balance: 0, LinkedTxn: links('9') }),
				payments: [payment('9', 100, T(0))],
			},
			context,
		);
		expect(told(events)).toEqual([
			['created', null, 'waiting_to_be_sent'],
			['waitingToBeSent', null, 'waiting_to_be_sent'],
			['paymentReceived', 'waiting_to_be_sent', 'paid_in_full'],
			['paid', 'waiting_to_be_sent', 'paid_in_full'],
		]);
	});

	it('calls a void a void, with what it was before', () => {
		const events = deriveEvents(
			{
				invoice: invoice({
					TotalAmt: 0,
					Balance: 0,
					PrivateNote: 'Voided - twice',
					Line: [{ Amount: 0, DetailType: 'SalesItemLineDetail' }],
					MetaData: meta(T(0), T(5)),
					DeliveryInfo: { DeliveryTime: T(1) },
					EmailStatus: 'EmailSent',
				}),
				payments: [],
			},
			context,
		);
		expect(told(events)).toEqual([
			['created', null, 'waiting_to_be_sent'],
			['waitingToBeSent', null, 'waiting_to_be_sent'],
			['sent', 'waiting_to_be_sent', 'sent_to_customer'],
			['voided', 'sent_to_customer', 'voided'],
		]);
	});

	it('takes applied credits for no payment received, and an invoice of nothing for one that is paid', () => {
		const credited = invoice({ Balance: 0, MetaData: meta(T(0), T(3)), LinkedTxn: links('9') });
		expect(
			deriveEvents(
				{ invoice: credited, payments: [payment('9', 100, T(3), { TotalAmt: 0 })] },
				context,
			).map(({ event }) => event),
		).toEqual(['created', 'waitingToBeSent', 'paid']);
		expect(
			deriveEvents(
				{ invoice: invoice({ TotalAmt: 0, Balance: 0, Line: [] }), payments: [] },
				context,
			).map(({ event }) => event),
		).toEqual(['created', 'waitingToBeSent', 'paid']);
		expect(
			deriveEvents({ invoice: invoice({ Balance: 0, Deposit: 100 }), payments: [] }, context).map(
				({ event }) => event,
			),
		).toEqual(['created', 'waitingToBeSent', 'paid']);
	});

	it('does not say what a payment left when a later one is not at hand', () => {
		const events = deriveEvents(
			{
				invoice: invoice({ Balance: 0, LinkedTxn: links('9', '8') }),
				payments: [payment('8', 30, T(6))],
			},
			context,
		);
		expect(events.map(({ event }) => event)).toEqual(['created', 'waitingToBeSent']);
	});

	it.each([
		['as it was at the payment', '100.00', {}, ['partiallyPaid', 'paid']],
		['worked out anew', '60.00', {}, ['paid']],
		['in an unknown currency', '100.00', { ExchangeRate: 1.3 }, ['paid']],
	])(
		'takes a lowered total for what paid the rest, if the payment says what was open %s',
		(_how, open, more, expected) => {
			const [line] = payment('9', 60, T(3)).Line ?? [];
			const paid = payment('9', 60, T(3), {
				Line: [
					{
						...line,
						LineEx: {
							any: [
								{ value: { Name: 'txnId', Value: '5' } },
								{ value: { Name: 'txnOpenBalance', Value: open } },
							],
						},
					},
				],
			});
			const events = deriveEvents(
				{
					invoice: invoice({
						TotalAmt: 60,
						Balance: 0,
						MetaData: meta(T(0), T(9)),
						LinkedTxn: links('9'),
						...more,
					}),
					payments: [paid],
				},
				context,
			);
			expect(events.map(({ event }) => event)).toEqual([
				'created',
				'waitingToBeSent',
				'paymentReceived',
				...expected,
			]);
		},
	);

	it('gives an invoice that was marked as sent when it was made no time of waiting', () => {
		expect(
			told(
				deriveEvents({ invoice: invoice({ EmailStatus: 'EmailSent' }), payments: [] }, context),
			).map(([event]) => event),
		).toEqual(['created', 'sent']);
	});
});
