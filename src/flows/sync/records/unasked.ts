import type { Match } from '../../../core/sync/plan/match';
import type { KeyKind, SyncKind } from '../../../core/sync/types';
import type { GatewayError, SystemName } from '../../../gateways/errors';
import type { FoundApart } from '../../accounts/batches';

/**
 * Keys that a system could not be asked for: whoever has one of them is neither taken for new nor
 * for a record that fits less well.
 */
export class Unasked {
	private readonly refused = new Map<string, GatewayError>();

	constructor(
		private readonly kind: SyncKind,
		private readonly system: SystemName,
	) {}

	/** @returns what was found */
	note<T>(key: KeyKind, { records, refused }: FoundApart<T>): T[] {
		for (const [value, error] of refused) this.refused.set(`${key.name} ${value}`, error);
		return records;
	}

	/** @param keysOf by the id of each record, the values that were asked for */
	judge<T>(
		matches: Map<string, Match<T>>,
		keysOf: ReadonlyArray<readonly [id: string, values: (key: KeyKind) => string[]]>,
	): Map<string, Match<T>> {
		if (this.refused.size === 0) return matches;
		for (const [id, values] of keysOf) {
			const match = matches.get(id) ?? { kind: 'none' };
			const reason = this.isOpen(match) ? this.reasonOf(match, values) : undefined;
			if (reason !== undefined) matches.set(id, { kind: 'conflict', reason });
		}
		return matches;
	}

	private isOpen<T>(match: Match<T>): boolean {
		return match.kind === 'none'
			? match.leftOut === undefined
			: match.kind === 'pair' && match.by !== 'link';
	}

	/** Of a record that was recognised, only keys of more weight matter. */
	private reasonOf<T>(match: Match<T>, values: (key: KeyKind) => string[]): string | undefined {
		const { keys, words } = this.kind;
		const weight =
			match.kind === 'pair' ? keys.findIndex(({ name }) => name === match.by) : keys.length;
		for (const key of keys.slice(0, weight)) {
			for (const value of values(key)) {
				const error = this.refused.get(`${key.name} ${value}`);
				if (error)
					return `Whether ${this.system} has a ${this.system === 'HubSpot' ? words.hubSpot : words.quickBooks} with the ${key.name} "${value}" is unknown: ${error.message}.`;
			}
		}
		return undefined;
	}
}
