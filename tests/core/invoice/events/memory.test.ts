import fc from 'fast-check';
import {
	emptyMemory,
	remember,
	unknownEvents,
	type EventMemory,
} from '../../../../src/core/invoice/events/memory';
import type { InvoiceEvent } from '../../../../src/core/invoice/events/event';
import { markOf } from '../../../../src/core/mark';
import './sampleInvoices';

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
