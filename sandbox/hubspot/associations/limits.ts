import type { ObjectRecords } from '../records';
import { validation } from '../refusal';
import { upperName, type ObjectType } from '../types';
import type { AssociationKind } from './kinds';

export interface LinkLimit {
	from: ObjectType;
	to: ObjectType;
	category: string;
	typeId: number;
	max: number;
}

interface Row {
	from_type: ObjectType;
	to_type: ObjectType;
	category: string;
	type_id: number;
	max: number;
}

/** Limits that the account sets for the number of links of one kind that a record may have. */
export class LinkLimits {
	private readonly limits = new Map<string, LinkLimit>();

	constructor(private readonly records: ObjectRecords) {
		for (const row of records.store.all<Row>('SELECT * FROM association_limits'))
			this.keep({
				from: row.from_type,
				to: row.to_type,
				category: row.category,
				typeId: row.type_id,
				max: row.max,
			});
	}

	list(from?: ObjectType, to?: ObjectType): LinkLimit[] {
		return [...this.limits.values()].filter(
			(limit) => (!from || limit.from === from) && (!to || limit.to === to),
		);
	}

	find({ from, to, category, typeId }: AssociationKind): LinkLimit | undefined {
		return this.limits.get(keyOf(from, to, category, typeId));
	}

	set(kind: AssociationKind, max: number): LinkLimit {
		const limit = {
			from: kind.from,
			to: kind.to,
			category: kind.category,
			typeId: kind.typeId,
			max,
		};
		this.keep(limit);
		this.records.store.run(
			'INSERT OR REPLACE INTO association_limits (from_type, to_type, category, type_id, max) VALUES (?,?,?,?,?)',
			kind.from,
			kind.to,
			kind.category,
			kind.typeId,
			max,
		);
		return limit;
	}

	remove({ from, to, category, typeId }: AssociationKind): void {
		this.limits.delete(keyOf(from, to, category, typeId));
		this.records.store.run(
			'DELETE FROM association_limits WHERE from_type = ? AND to_type = ? AND category = ? AND type_id = ?',
			from,
			to,
			category,
			typeId,
		);
	}

	/** Checks both records of a link. @throws Refusal if one more link would exceed a limit */
	check(kind: AssociationKind, fromId: string, toId: string): void {
		if (this.limits.size === 0) return;
		this.checkEnd(kind, fromId, toId);
		const { from, to, typeId, inverse } = kind;
		this.checkEnd({ ...kind, from: to, to: from, typeId: inverse, inverse: typeId }, toId, fromId);
	}

	private checkEnd(kind: AssociationKind, fromId: string, toId: string): void {
		const { from, to, category, typeId } = kind;
		const limit = this.limits.get(keyOf(from, to, category, typeId));
		if (!limit) return;
		const sql =
			'SELECT count(*) AS linked FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id <> ? AND category = ? AND type_id = ?';
		const { linked } = this.records.store.get<{ linked: number }>(
			sql,
			from,
			Number(fromId),
			to,
			Number(toId),
			category,
			typeId,
		) ?? { linked: 0 };
		if (linked < limit.max) return;
		throw validation(
			`${upperName(from)}=${fromId} cannot have more than ${limit.max} associations of type ${typeId} to ${upperName(to)}`,
			{
				subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED',
				context: {
					fromObjectId: [fromId],
					associationTypeId: [String(typeId)],
					limit: [String(limit.max)],
				},
			},
		);
	}

	private keep(limit: LinkLimit): void {
		this.limits.set(keyOf(limit.from, limit.to, limit.category, limit.typeId), limit);
	}
}

function keyOf(from: ObjectType, to: ObjectType, category: string, typeId: number): string {
	return `${from} ${to} ${category} ${typeId}`;
}
