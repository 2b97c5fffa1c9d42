import type { Condition, FieldMapping, SyncPolicy } from '../../src/core/sync/types';
import type { Facts, RecordKind, Side } from './recordsByHand';

/**
 * What both sides may hold of one fact after a sync; more than one where the rules leave a choice.
 */
export type Outcome = readonly [ours: string, theirs: string];

export interface FactPair {
	ours: string;
	theirs: string;
	/** What both agreed on when they were last synced. */
	agreed: string | undefined;
	/** What QuickBooks holds instead of nothing. */
	whenEmpty: string | undefined;
}

/** The ways that a mapped value may go. */
export function ways(
	{ direction }: SyncPolicy,
	mapping: FieldMapping,
): { toHubSpot: boolean; toQuickBooks: boolean } {
	return {
		toHubSpot: direction !== 'hubSpotToQuickBooks' && mapping.direction !== 'toQuickBooks',
		toQuickBooks: direction !== 'quickBooksToHubSpot' && mapping.direction !== 'toHubSpot',
	};
}

/** The rules of the product for one mapped field of two records that belong together. */
export function outcomes(
	policy: SyncPolicy,
	mapping: FieldMapping,
	{ ours, theirs, agreed, whenEmpty }: FactPair,
): { allowed: Outcome[]; conflict: boolean } {
	const { toHubSpot, toQuickBooks } = ways(policy, mapping);
	const settled = (value: string) => ({
		allowed: [[value, value || (whenEmpty ?? '')] as const],
		conflict: false,
	});
	const asTheyAre = { allowed: [[ours, theirs] as const], conflict: false };
	if (ours === theirs || (ours === '' && theirs === whenEmpty) || (!toHubSpot && !toQuickBooks))
		return asTheyAre;
	const keeps = mapping.ifEmpty === 'keep';
	if (!(toHubSpot && toQuickBooks)) {
		const source = toHubSpot ? theirs : ours;
		return source === '' && keeps ? asTheyAre : settled(source);
	}
	if ((keeps || agreed === undefined) && (ours === '' || theirs === ''))
		return settled(ours || theirs);
	if (agreed === ours) return settled(theirs);
	if (agreed === theirs || (agreed === '' && theirs === whenEmpty)) return settled(ours);
	if (policy.conflict === 'skip') return { ...asTheyAre, conflict: true };
	if (policy.conflict === 'newest')
		return { allowed: [...settled(ours).allowed, ...settled(theirs).allowed], conflict: false };
	return settled(policy.conflict === 'hubSpot' ? ours : theirs);
}

/** What a record that one side lacks is created with there; QuickBooks makes some values up. */
export function created(
	what: RecordKind,
	policy: SyncPolicy,
	on: Side,
	source: Facts & { title: string },
): Facts {
	const values = what.facts.map(({ name, property }) => {
		const mapping = policy.mapping.find((one) => one.property === property);
		const goes = mapping && ways(policy, mapping)[on === 'hubSpot' ? 'toHubSpot' : 'toQuickBooks'];
		return [name, goes ? (source[name] ?? '') : ''] as const;
	});
	const made = Object.fromEntries(values);
	return {
		...made,
		...(on === 'hubSpot'
			? what.always.hubSpot(made, source)
			: what.always.quickBooks(made, source)),
	};
}

/** Both sides once a record was created on one of them. */
export function afterCreation(
	what: RecordKind,
	policy: SyncPolicy,
	on: Side,
	source: Facts,
	made: Facts,
): { source: Facts; made: Facts } {
	if (on === 'hubSpot') return { source, made };
	const whole = Object.fromEntries(
		what.facts.map(({ name, whenEmpty = '' }) => [name, made[name] || whenEmpty]),
	);
	const back = what.facts.filter(({ name, property, whenEmpty }) => {
		const mapping = policy.mapping.find((one) => one.property === property);
		const way = mapping && ways(policy, mapping);
		return (
			way?.toHubSpot &&
			whole[name] !== '' &&
			!way.toQuickBooks &&
			!(source[name] === '' && whole[name] === whenEmpty)
		);
	});
	return {
		source: { ...source, ...Object.fromEntries(back.map(({ name }) => [name, whole[name] ?? ''])) },
		made: whole,
	};
}

/** Whether both records meet every condition. */
export function takesPart(
	what: RecordKind,
	{ filter }: SyncPolicy,
	ours: Facts,
	theirs: Facts,
): boolean {
	return filter.every((condition) => {
		const fact = what.facts.find(
			({ property, field }) =>
				condition.field === (condition.side === 'hubSpot' ? property : field),
		);
		return (
			fact === undefined ||
			meets(condition, (condition.side === 'hubSpot' ? ours : theirs)[fact.name] ?? '')
		);
	});
}

function meets({ operator, value }: Condition, actual: string): boolean {
	const [is, wanted] = [actual.trim().toLowerCase(), value.toLowerCase()];
	switch (operator) {
		case 'contains':
			return is.includes(wanted);
		case 'notContains':
			return !is.includes(wanted);
		case 'startsWith':
			return is.startsWith(wanted);
		case 'empty':
			return is === '';
		case 'notEmpty':
			return is !== '';
		case 'greater':
			return Number(is) > Number(wanted);
		case 'less':
			return is !== '' && Number(is) < Number(wanted);
		default:
			throw new Error(`The histories know no condition "${operator}"`);
	}
}
