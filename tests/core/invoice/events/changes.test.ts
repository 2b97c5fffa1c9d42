import fc from 'fast-check';
import {
	emptyMemory,
	remember,
	unknownEvents,
	type EventMemory,
} from '../../../../src/core/invoice/events/memory';
import { deriveEvents, type InvoiceEvent } from '../../../../src/core/invoice/events/derive';
import { readNotifications } from '../../../../src/core/invoice/events/notifications';
import {
	crossedMilestones,
	dueDatesReaching,
	latestMilestone,
} from '../../../../src/core/invoice/events/overdue';
import { markOf } from '../../../../src/core/mark';
import type { QuickBooksInvoice, QuickBooksPayment } from '../../../../src/core/records/quickbooks';

const context = { realmId: '77', timeZone: 'America/Los_Angeles' };
const T = (minute: number) => `2026-05-05T10:${String(minute).padStart(2, '0')}:00-07:00`;
const meta = (created: string, updated = created) => ({
	CreateTime: created,
	LastUpdatedTime: updated,
});

function invoice(more: Partial<QuickBooksInvoice> = {}): QuickBooksInvoice {
	return {
		Id: '5',
		SyncToken: '0',
		MetaData: meta(T(0)),
		CustomerRef: { value: '1' },
		Line: [{ Amount: 100, DetailType: 'SalesItemLineDetail' }],
		TotalAmt: 100,
		Balance: 100,
		...more,
	};
}

function payment(
	id: string,
	amount: number,
	at: string,
	more: Partial<QuickBooksPayment> = {},
): QuickBooksPayment {
	return {
		Id: id,
		SyncToken: '0',
		MetaData: meta(at),
		TotalAmt: amount,
		CustomerRef: { value: '1' },
		TxnDate: '2026-05-05',
		Line: [{ Amount: amount, LinkedTxn: [{ TxnId: '5', TxnType: 'Invoice' }] }],
		...more,
	};
}

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

describe('due dates', () => {
	const open = invoice({ DueDate: '2026-05-05', MetaData: meta('2026-04-01T10:00:00-07:00') });

	it('reach each milestone on one day', () => {
		const days = Array.from(
			{ length: 31 },
			(_, day) => `2026-05-${String(day + 1).padStart(2, '0')}`,
		);
		const reached = days
			.slice(1)
			.flatMap((day, index) =>
				crossedMilestones(open, [1, 7, 14], days[index] as string, day, context, 0).map(
					({ eventId, oldStatus, newStatus }) => [day, eventId, oldStatus, newStatus],
				),
			);
		expect(reached).toEqual([
			['2026-05-06', '77:invoice:5:overdue:2026-05-05:1', 'waiting_to_be_sent', 'overdue'],
			['2026-05-12', '77:invoice:5:overdue:2026-05-05:7', 'overdue', 'overdue'],
			['2026-05-19', '77:invoice:5:overdue:2026-05-05:14', 'overdue', 'overdue'],
		]);
		expect(dueDatesReaching(7, '2026-05-11', '2026-05-12')).toEqual({
			from: '2026-05-05',
			to: '2026-05-05',
		});
		expect(dueDatesReaching(7, '2026-05-12', '2026-05-12')).toBeUndefined();
	});

	it('mean nothing once paid, and the last milestone is told of what was late from the start', () => {
		expect(
			crossedMilestones({ ...open, Balance: 0 }, [1], '2026-05-05', '2026-05-06', context, 0),
		).toEqual([]);
		expect(
			latestMilestone(open, [1, 7, 14], '2026-05-15', context, 0).map(
				({ daysOverdue }) => daysOverdue,
			),
		).toEqual([7]);
		expect(latestMilestone(open, [1, 7, 14], '2026-05-05', context, 0)).toEqual([]);
	});
});

describe('the memory', () => {
	const event = (id: number, at: number, dating: InvoiceEvent['dating'] = 'record') =>
		({
			event: 'created',
			eventId: `77:invoice:${id}:created`,
			at,
			dating,
			invoiceId: String(id),
			oldStatus: null,
			newStatus: 'waiting_to_be_sent',
			payment: null,
			daysOverdue: 0,
		}) as InvoiceEvent;

	it('lets each event through once while readings overlap, and forgets it when they no longer do', () => {
		const OVERLAP = 120_000;
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(400_000), fc.nat(90_000)), { maxLength: 60 }),
				fc.array(fc.nat(200_000), { minLength: 1, maxLength: 12 }),
				(made, gaps) => {
					let memory: EventMemory = emptyMemory;
					let cursor = 1_000_000;
					const all = made.map(([at], index) => event(index, cursor + at));
					const seen: string[] = [];
					for (const gap of [...gaps, 600_000]) {
						const since = cursor - OVERLAP;
						cursor += gap;
						const found = unknownEvents(
							all.filter(({ at }) => at <= cursor),
							since,
							memory,
						);
						seen.push(...found.map(({ eventId }) => eventId));
						memory = remember(found, cursor, cursor - OVERLAP, memory);
					}
					expect([...seen].sort()).toEqual(all.map(({ eventId }) => eventId).sort());
					memory = remember([], cursor + 600_000, cursor + 480_000, memory);
					expect(memory.recent).toEqual([]);
				},
			),
		);
	});

	it('keeps what has no time of its own for long, but not for ever', () => {
		const first = remember([event(1, 1000, 'update')], 1000, 900_000, emptyMemory);
		expect(unknownEvents([event(1, 900_000, 'update')], 0, first)).toEqual([]);
		const later = remember(
			Array.from({ length: 200 }, (_, index) => event(index + 2, 1000, 'update')),
			1000,
			900_000,
			first,
		);
		expect(later.undated).toHaveLength(200);
		expect(unknownEvents([event(1, 900_000, 'update')], 0, later)).toHaveLength(1);
	});

	it('tells a hundred thousand ids apart', () => {
		const marks = new Set(
			Array.from({ length: 100_000 }, (_, id) => markOf(`9341450000000001:invoice:${id}:created`)),
		);
		expect(marks.size).toBe(100_000);
	});
});

describe('notifications', () => {
	it('are read in both forms, whatever else a body holds', () => {
		const entity = {
			name: 'Invoice',
			id: '145',
			operation: 'Void',
			lastUpdated: '2026-05-05T10:00:00.000Z',
		};
		expect(
			readNotifications({
				eventNotifications: [
					{ realmId: '77', dataChangeEvent: { entities: [entity, null, { name: 'Item' }] } },
					'x',
				],
			}),
		).toEqual([
			{
				realmId: '77',
				entity: 'invoice',
				id: '145',
				operation: 'void',
				at: Date.parse('2026-05-05T10:00:00Z'),
			},
		]);
		const cloudEvent = {
			specversion: '1.0',
			type: 'qbo.payment.created.v1',
			time: '2026-05-01T12:00:00.123456789Z',
			intuitentityid: '1234',
			intuitaccountid: '77',
			data: {},
		};
		const read = [
			{
				realmId: '77',
				entity: 'payment',
				id: '1234',
				operation: 'created',
				at: Date.parse('2026-05-01T12:00:00.123Z'),
			},
		];
		expect(
			readNotifications([cloudEvent, 7, {}, { ...cloudEvent, intuitentityid: '../1' }]),
		).toEqual(read);
		expect(readNotifications(cloudEvent)).toEqual(read);
		for (const nothing of [undefined, null, 'x', 7, [], {}, { eventNotifications: {} }])
			expect(readNotifications(nothing)).toEqual([]);
	});
});
