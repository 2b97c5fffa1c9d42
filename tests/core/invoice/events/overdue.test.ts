import {
	crossedMilestones,
	dueDatesReaching,
	latestMilestone,
} from '../../../../src/core/invoice/events/overdue';
import { context, invoice, meta } from './sampleInvoices';

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
				crossedMilestones(
					open,
					[1, 7, 14],
					{ after: days[index] as string, upTo: day, at: 0 },
					context,
				).map(({ eventId, oldStatus, newStatus }) => [day, eventId, oldStatus, newStatus]),
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
			crossedMilestones(
				{ ...open, Balance: 0 },
				[1],
				{ after: '2026-05-05', upTo: '2026-05-06', at: 0 },
				context,
			),
		).toEqual([]);
		expect(
			latestMilestone(open, [1, 7, 14], '2026-05-15', context, 0).map(
				({ daysOverdue }) => daysOverdue,
			),
		).toEqual([7]);
		expect(latestMilestone(open, [1, 7, 14], '2026-05-05', context, 0)).toEqual([]);
	});
});
