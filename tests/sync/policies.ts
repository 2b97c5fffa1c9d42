import type { Condition, FieldMapping, SyncPolicy } from '../../src/core/sync/types';
import type { FaultRule } from '../../sandbox/faults';
import type { SeededRandom } from '../support/seededRandom';
import type { RecordKind } from './recordsByHand';

/** How a node might be set up. */
export function somePolicy(chance: SeededRandom, what: RecordKind): SyncPolicy {
	const direction = chance.pick([
		'quickBooksToHubSpot',
		'hubSpotToQuickBooks',
		'twoWay',
		'twoWay',
	] as const);
	return {
		direction,
		createAndUpdate: chance.pick(['both', 'both', 'both', 'createOnly', 'updateOnly', 'none']),
		onDelete: chance.pick(['nothing', 'archive', 'unlink', 'mark']),
		conflict: chance.pick(['newest', 'hubSpot', 'quickBooks', 'skip']),
		filter: chance.is(0.3) ? [someCondition(chance, what)] : [],
		mapping: someMapping(chance, what, direction),
	};
}

/**
 * Some of the facts, each its own way. What may go one way only leaves empty values: the side that
 * a record comes from
 * would else be emptied later on, when the record is looked at again.
 */
function someMapping(
	chance: SeededRandom,
	{ facts }: RecordKind,
	direction: SyncPolicy['direction'],
): FieldMapping[] {
	const all = chance.is(0.4);
	const clears = chance.is(0.4);
	const mapping = facts
		.filter(() => all || chance.is(0.75))
		.map(({ property, field, filled, names }): FieldMapping => {
			const way =
				all || (names && direction === 'twoWay') || chance.is(0.7)
					? 'both'
					: chance.pick(['toHubSpot', 'toQuickBooks'] as const);
			return {
				property,
				field,
				direction: way,
				ifEmpty: clears && !filled && (way === 'both' || direction !== 'twoWay') ? 'clear' : 'keep',
			};
		});
	const [first] = facts;
	return mapping.length > 0 || !first
		? mapping
		: [{ property: first.property, field: first.field, direction: 'both', ifEmpty: 'keep' }];
}

function someCondition(chance: SeededRandom, { facts }: RecordKind): Condition {
	const fact = chance.pick(facts.filter(({ options }) => !options));
	const side = chance.pick(['hubSpot', 'quickBooks'] as const);
	const operator =
		fact.type === 'number'
			? chance.pick(['greater', 'less', 'notEmpty'] as const)
			: chance.pick(['contains', 'notContains', 'startsWith', 'empty', 'notEmpty'] as const);
	return {
		side,
		field: side === 'hubSpot' ? fact.property : fact.field,
		operator,
		value: fact.type === 'number' ? '50' : chance.pick(['e', 'a', '1', 'Z', 'person']),
	};
}

/** What goes wrong for a while: at random, at either system, before or after the work was done. */
export function someFault(chance: SeededRandom): FaultRule {
	return {
		system: chance.pick(['hubspot', 'quickbooks']),
		behaviour: chance.pick([
			'429',
			'500',
			'503',
			'drop-before',
			'drop-after',
			'drop-after',
			'truncate',
		]),
		probability: chance.pick([0.2, 0.5, 1]),
		times: chance.int(1, 12),
		...(chance.is(0.6) && {
			path: chance.pick([
				'batch',
				'upsert|batch/create',
				'batch/update',
				'search',
				'query',
				'cdc',
				'properties',
				'archive',
			]),
		}),
	};
}
