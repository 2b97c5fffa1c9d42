import type { SyncPolicy } from '../../src/core/sync/types';
import type { SyncInput } from '../../src/flows/sync/engine/types';
import type { SyncAccounts, Synced } from '../support/syncAccounts';
import type { Play } from './history';
import { somePolicy } from './policies';
import type { SeededRandom } from '../support/seededRandom';
import { afterCreation, created, outcomes, takesPart } from './rules';
import {
	RecordsByHand,
	type Facts,
	type RecordKind,
	type Seen,
	type Side,
	type Snapshot,
} from './recordsByHand';

/** One person or thing, on one side or both. */
interface One {
	hubSpot?: string | undefined;
	quickBooks?: string | undefined;
	linked: boolean;
	/** What both held of each fact when they were last synced. */
	agreed: Facts;
	edited: boolean;
	/** Left to people: a conflict, or a value that does not fit. */
	unsettled?: boolean;
	/** Where it was deleted. */
	removed?: Side;
}

type Complain = (what: string) => void;
const sides = ['hubSpot', 'quickBooks'] as const;
const other = (side: Side): Side => (side === 'hubSpot' ? 'quickBooks' : 'hubSpot');

/**
 * Contacts and customers, or products and items: random edits of both, and what the rules say must
 * come of them.
 */
export class RecordHistory implements Play {
	private readonly recordsByHand: RecordsByHand;
	private readonly policy: SyncPolicy;
	private readonly later: SyncPolicy['createAndUpdate'];
	private isLaterDue = false;
	private all_: One[] = [];
	private serial = 0;
	private was!: Snapshot;

	constructor(
		private readonly accounts: SyncAccounts,
		private readonly chance: SeededRandom,
		private readonly what: RecordKind,
	) {
		this.recordsByHand = new RecordsByHand(accounts, what);
		this.policy = somePolicy(chance, what);
		this.later = this.policy.createAndUpdate;
		// Records that were synced once show best what a stricter policy leaves alone.
		if (chance.is(0.5)) this.policy.createAndUpdate = 'both';
	}

	title(): string {
		const { direction, createAndUpdate, onDelete, conflict, filter, mapping } = this.policy;
		return [
			direction,
			createAndUpdate,
			onDelete,
			conflict,
			...filter.map(({ side, field, operator, value }) => `${side} ${field} ${operator} ${value}`),
			mapping
				.map(
					({ property, direction: way, ifEmpty }) =>
						`${property}${way === 'both' ? '' : ` ${way}`}${ifEmpty === 'clear' ? ' clear' : ''}`,
				)
				.join(' '),
		].join(', ');
	}

	async start(): Promise<void> {
		await this.recordsByHand.prepare();
	}

	all(): boolean {
		return this.all_.every(({ removed }) => removed !== 'hubSpot');
	}

	/**
	 * What was written before a break changes what a filter says, and a note on a deleted record is a
	 * change of its own.
	 */
	mayFail(): boolean {
		return (
			this.policy.filter.length === 0 &&
			this.all_.every(({ removed }) => removed === undefined || this.policy.onDelete === 'archive')
		);
	}

	async sync(input: Partial<SyncInput> = {}): Promise<Synced> {
		return await this.accounts.sync(this.what.kind, this.policy, {
			incomeAccountId: '5',
			...input,
		});
	}

	/**
	 * One way, only the side that decides is edited: what is done to the other one is not looked at.
	 */
	private get watched(): Side[] {
		return {
			quickBooksToHubSpot: ['quickBooks' as const],
			hubSpotToQuickBooks: ['hubSpot' as const],
			twoWay: [...sides],
		}[this.policy.direction];
	}

	async edit(): Promise<void> {
		const { chance } = this;
		const alive = this.all_.filter(({ removed }) => removed === undefined);
		const one = alive.length > 0 && chance.is(0.65) ? chance.pick(alive) : undefined;
		const side = one && chance.pick(this.watched.filter((each) => one[each] !== undefined));
		if (!one || !side) return await this.appear();
		if (one.linked && !one.edited && chance.is(0.15)) return await this.remove(one, side);
		one.edited = true;
		await this.recordsByHand.edit(side, one[side] ?? '', this.someChanges(one, side));
	}

	/** After the next sync the other side is as the policy says. */
	private async remove(one: One, side: Side): Promise<void> {
		await this.recordsByHand.remove(side, one[side] ?? '');
		one.removed = side;
	}

	private someChanges({ linked }: One, side: Side): Facts {
		const { chance, what } = this;
		const open = what.facts.filter(
			({ name, filled }) => linked || (name !== what.key && !(what.key === 'sku' && filled)),
		);
		const chosen = open.filter(() => chance.is(0.25));
		const changed = chosen.length > 0 ? chosen : [chance.pick(open)];
		return Object.fromEntries(
			changed.map(({ name, some, filled, poison }) => {
				if (poison?.side === side && chance.is(0.1)) return [name, poison.value];
				if (!filled && chance.is(0.2)) return [name, ''];
				return [name, some(chance, (this.serial += 1))];
			}),
		);
	}

	/** Something new, on one side, or on both by hand. */
	private async appear(): Promise<void> {
		const { chance, what } = this;
		this.serial += 1;
		const made = () =>
			Object.fromEntries(
				what.facts.map(({ name, some, filled }) => [
					name,
					filled || chance.is(0.5) ? some(chance, this.serial) : '',
				]),
			);
		const facts = made();
		const both = chance.is(0.25);
		const [first] = both ? ['hubSpot' as const] : [chance.pick(this.watched)];
		const one: One = { linked: false, agreed: {}, edited: true };
		one[first] = await this.recordsByHand.create(first, facts, this.serial);
		// The other system has the same key and spells the rest in its own way.
		if (both)
			one[other(first)] = await this.recordsByHand.create(
				other(first),
				{ ...(chance.is(0.5) ? made() : facts), [what.key]: facts[what.key] ?? '' },
				this.serial,
			);
		this.all_.push(one);
	}

	async before(): Promise<void> {
		if (this.isLaterDue) this.policy.createAndUpdate = this.later;
		this.was = await this.recordsByHand.look();
	}

	async after(runs: readonly Synced[], complain: Complain): Promise<void> {
		const is = await this.recordsByHand.look();
		for (const one of this.all_) this.check(one, is, runs.at(-1), complain);
		this.all_ = this.all_.filter(
			(one) => one.hubSpot !== undefined || one.quickBooks !== undefined,
		);
		for (const side of sides) {
			const due = this.all_.filter((one) => one[side] !== undefined && one.removed !== side).length;
			if (is[side].size !== due)
				complain(`${is[side].size} records in ${side}, and ${due} are due`);
		}
		for (const one of this.all_) one.edited = false;
		// It waits for the next round: the first run under another policy may have work of its own. It
		// links a pair whose update failed before, if it no longer has to update.
		if (this.chance.is(0.5)) this.isLaterDue = true;
	}

	private check(one: One, is: Snapshot, run: Synced | undefined, complain: Complain): void {
		if (one.removed) return this.checkRemoved(one, one.removed, is, complain);
		const [ours, theirs] = [
			this.was.hubSpot.get(one.hubSpot ?? ''),
			this.was.quickBooks.get(one.quickBooks ?? ''),
		];
		if (ours && theirs) this.checkPair(one, ours, theirs, is, run, complain);
		else this.checkSingle(one, is, run, complain);
	}

	private checkRemoved(one: One, side: Side, is: Snapshot, complain: Complain): void {
		const left = is[other(side)].get(one[other(side)] ?? '');
		const before = this.was[other(side)].get(one[other(side)] ?? '');
		const takes = takesPart(
			this.what,
			this.policy,
			this.was.hubSpot.get(one.hubSpot ?? '')?.facts ?? before?.facts ?? {},
			this.was.quickBooks.get(one.quickBooks ?? '')?.facts ?? before?.facts ?? {},
		);
		if (!takes && this.policy.filter.length > 0) return this.forget(one, left !== undefined);
		const tell = (what: string) =>
			complain(`${JSON.stringify(one)} was deleted in ${side}: ${what}`);
		const { onDelete } = this.policy;
		if ((left === undefined) !== (onDelete === 'archive') && before !== undefined)
			tell(onDelete === 'archive' ? 'the other side is still there' : 'the other side is gone');
		if (left && onDelete === 'unlink' && side === 'quickBooks' && left.link)
			tell('the link is still there');
		if (left && onDelete === 'mark' && !this.isMarked(left, side, one))
			tell('the other side says nothing of it');
		this.forget(one, left !== undefined);
	}

	/** It counts among what is there, and is edited no more. */
	private forget(one: One, isLeft: boolean): void {
		if (!isLeft) Object.assign(one, { hubSpot: undefined, quickBooks: undefined });
	}

	private isMarked({ record }: Seen, side: Side, { hubSpot = '' }: One): boolean {
		return 'properties' in record
			? record.properties['quickbooks_record_state'] === 'inactive'
			: side === 'hubSpot' && this.what.isMarked(record, hubSpot);
	}

	/** A record that only one side had. */
	private checkSingle(one: One, is: Snapshot, run: Synced | undefined, complain: Complain): void {
		const side: Side = one.hubSpot ? 'hubSpot' : 'quickBooks';
		const source = this.was[side].get(one[side] ?? '');
		if (!source) return complain(`${JSON.stringify(one)} is gone from ${side}`);
		const target = other(side);
		const made = created(this.what, this.policy, target, { ...source.facts, title: source.title });
		const [ours, theirs] = side === 'hubSpot' ? [source.facts, made] : [made, source.facts];
		const isDue =
			['both', 'createOnly'].includes(this.policy.createAndUpdate) &&
			this.watched.includes(side) &&
			takesPart(this.what, this.policy, ours, theirs);
		const fails = this.what.facts.some(
			({ name, poison }) => poison && poison.side === side && made[name] === poison.value,
		);
		if (isDue && fails) this.expectFailure(one, run, complain);
		const found =
			side === 'hubSpot'
				? is.quickBooks.get(is.hubSpot.get(source.id)?.link ?? '')
				: [...is.hubSpot.values()].find(({ link }) => link === source.id);
		if (!found !== !(isDue && !fails))
			return complain(
				`${JSON.stringify(one)} ${found ? 'was created in' : 'is missing from'} ${target}`,
			);
		if (!found) return;
		one[target] = found.id;
		one.linked = true;
		const due = afterCreation(this.what, this.policy, target, source.facts, made);
		for (const { name, property } of this.what.facts) {
			const [origin, copy] = [is[side].get(source.id)?.facts[name], found.facts[name]];
			if (copy !== due.made[name] || origin !== due.source[name])
				complain(
					`${name} of the new ${target} record ${found.id} is "${copy}", of its origin "${origin}"; due was ${JSON.stringify([due.made[name], due.source[name]])}`,
				);
			if (this.policy.mapping.some((mapping) => mapping.property === property))
				one.agreed[name] = due.source[name] ?? '';
		}
	}

	private checkPair(
		one: One,
		ours: Seen,
		theirs: Seen,
		is: Snapshot,
		run: Synced | undefined,
		complain: Complain,
	): void {
		const now = { ours: is.hubSpot.get(ours.id), theirs: is.quickBooks.get(theirs.id) };
		if (!now.ours || !now.theirs) return complain(`${JSON.stringify(one)} is gone from one side`);
		const takes =
			this.policy.createAndUpdate !== 'none' &&
			takesPart(this.what, this.policy, ours.facts, theirs.facts);
		const updates = takes && this.policy.createAndUpdate !== 'createOnly';
		const results = this.what.facts.map((fact) => {
			const { name, property } = fact;
			const mapping = updates
				? this.policy.mapping.find((each) => each.property === property)
				: undefined;
			const pair = {
				ours: ours.facts[name] ?? '',
				theirs: theirs.facts[name] ?? '',
				agreed: one.agreed[name],
				whenEmpty: fact.whenEmpty,
			};
			return {
				fact,
				pair,
				...(mapping
					? outcomes(this.policy, mapping, pair)
					: { allowed: [[pair.ours, pair.theirs] as const], conflict: false }),
				now: [now.ours?.facts[name] ?? '', now.theirs?.facts[name] ?? ''] as const,
				mapping,
			};
		});
		const refused = results.filter(
			({ fact: { poison }, allowed, pair }) =>
				poison &&
				allowed.some(([o, t]) =>
					poison.side === 'quickBooks'
						? o === poison.value && pair.ours !== o
						: t === poison.value && pair.theirs !== t,
				),
		);
		const isUntouched = results.every(
			({ pair, now: [o, t] }) => o === pair.ours && t === pair.theirs,
		);
		one.unsettled = refused.length > 0 || results.some(({ conflict }) => conflict);
		if (refused.length > 0 && isUntouched) return this.expectFailure(one, run, complain);
		one.linked ||= takes;
		if (takes && now.ours.link !== theirs.id) complain(`${JSON.stringify(one)} is not linked`);
		for (const {
			fact: { name },
			allowed,
			now: [o, t],
			pair,
			conflict,
			mapping,
		} of results) {
			if (!allowed.some(([a, b]) => a === o && b === t))
				complain(
					`${name} of HubSpot ${one.hubSpot}, QuickBooks ${one.quickBooks}: "${o}" | "${t}" after ${JSON.stringify(pair)}; due was ${JSON.stringify(allowed)}`,
				);
			if (
				conflict &&
				!run?.results.some(
					({ action, changes }) =>
						action === 'conflict' &&
						changes.some(({ from, to }) => from === pair.ours && to === pair.theirs),
				)
			)
				complain(`the conflict about ${name} of HubSpot ${one.hubSpot} was not reported`);
			if (mapping && (o === t || (o === '' && t === pair.whenEmpty))) one.agreed[name] = o;
		}
	}

	private expectFailure(one: One, run: Synced | undefined, complain: Complain): void {
		const told = run?.results.some(
			({ action, source, quickbooks, hubspot }) =>
				action === 'failed' &&
				[source.id, quickbooks?.id, hubspot?.id].some(
					(id) => id !== undefined && (id === one.hubSpot || id === one.quickBooks),
				),
		);
		if (!told) complain(`${JSON.stringify(one)} cannot be synced, and nobody says so`);
	}
}
