import fc from 'fast-check';

export const SECOND = 1000;
const DAY = 86_400_000;

/** What happens to the invoices, to the watch or to n8n. */
export type Step =
	| { act: 'create'; due: number }
	| {
			act:
				| 'send'
				| 'view'
				| 'void'
				| 'delete'
				| 'edit'
				| 'deposit'
				| 'payRest'
				| 'lower'
				| 'zero'
				| 'takeBack';
			which: number;
	  }
	| { act: 'payPart'; which: number; amount: number }
	| { act: 'pass'; ms: number }
	| { act: 'poll' }
	| { act: 'crash'; ms: number }
	| { act: 'restart' };

const which = fc.nat(30);
export const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			act: fc.constant('create' as const),
			due: fc.integer({ min: -20, max: 20 }),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			act: fc.constantFrom(
				'send' as const,
				'view' as const,
				'void' as const,
				'delete' as const,
				'edit' as const,
				'deposit' as const,
				'payRest' as const,
				'lower' as const,
				'zero' as const,
				'takeBack' as const,
			),
			which,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			act: fc.constant('payPart' as const),
			which,
			amount: fc.integer({ min: 1, max: 60 }),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			act: fc.constant('pass' as const),
			ms: fc.oneof(fc.integer({ min: 0, max: 90 * SECOND }), fc.integer({ min: 0, max: 3 * DAY })),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.constantFrom<Step>(
			{ act: 'poll' },
			{ act: 'poll' },
			{ act: 'poll' },
			{ act: 'restart' },
		),
	},
);

export const crash: fc.Arbitrary<Step> = fc.record({
	act: fc.constant('crash' as const),
	ms: fc.integer({ min: 0, max: 5 * SECOND }),
});
