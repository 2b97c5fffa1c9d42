import type { ObjectRecords } from '../records';
import { validation } from '../refusal';
import { upperName, type ObjectType } from '../types';
import { AssociationKinds } from './kindRegistry';
import { PRIMARY, type AssociationKind, type Category } from './kinds';
import { LinkLimits } from './limits';

/** A linked record and all kinds of its links. */
export interface Linked {
	id: string;
	kinds: AssociationKind[];
}

interface Row {
	to_id: number;
	category: Category;
	type_id: number;
}

interface LinkRules {
	/** What happens if a line item already belongs to another deal, quote or invoice. */
	secondParent: 'refuse' | 'move' | 'allow';
	/** Whether the first company of a contact or deal becomes its primary company. */
	firstCompanyIsPrimary: boolean;
}

const PARENTS: readonly ObjectType[] = ['deals', 'quotes', 'invoices'];

/** Links between records. Each link is stored for both sides, so either side can be read. */
export class Links {
	readonly kinds: AssociationKinds;
	readonly limits: LinkLimits;

	constructor(
		private readonly records: ObjectRecords,
		private readonly rules: () => LinkRules,
	) {
		this.limits = new LinkLimits(records);
		this.kinds = new AssociationKinds(records);
	}

	/**
	 * Links two existing records; existing links stay. A labelled link adds the plain link, too.
	 * @throws Refusal if a line item already belongs to another record and the rule refuses that
	 */
	add(from: ObjectType, fromId: string, toId: string, kinds: AssociationKind[]): void {
		const [first] = kinds;
		if (!first) return;
		this.keepOneParent(from, fromId, first.to, toId);
		const plain = this.kinds.findPlain(from, first.to);
		const all = plain ? [plain, ...kinds] : kinds;
		for (const kind of all) this.limits.check(kind, fromId, toId);
		for (const kind of all) this.write(kind, fromId, toId);
		this.choosePrimary(from, fromId, first.to, toId);
	}

	/** Removes all links between two records, or only those of the given kinds. */
	remove(
		from: ObjectType,
		fromId: string,
		to: ObjectType,
		toId: string,
		kinds?: AssociationKind[],
	): void {
		if (!kinds) {
			const sql =
				'DELETE FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?';
			this.records.store.run(sql, from, Number(fromId), to, Number(toId));
			this.records.store.run(sql, to, Number(toId), from, Number(fromId));
			return;
		}
		for (const kind of kinds) this.erase(kind, fromId, toId);
	}

	/** The linked records of one object, by ascending id. */
	list(from: ObjectType, id: string, to: ObjectType): Linked[] {
		const rows = this.records.store.all<Row>(
			'SELECT to_id, category, type_id FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? ORDER BY to_id, type_id',
			from,
			Number(id),
			to,
		);
		const linked = new Map<number, Linked>();
		for (const row of rows) {
			const kind = this.kindOf(row, from, to);
			const entry = linked.get(row.to_id) ?? { id: String(row.to_id), kinds: [] };
			if (kind) entry.kinds.push(kind);
			linked.set(row.to_id, entry);
		}
		return [...linked.values()];
	}

	private kindOf(row: Row, from: ObjectType, to: ObjectType): AssociationKind | undefined {
		return this.kinds
			.between(from, to)
			.find((kind) => kind.typeId === row.type_id && kind.category === row.category);
	}

	ids(from: ObjectType, id: string, to: ObjectType): string[] {
		return this.records.store
			.all<{ to_id: number }>(
				'SELECT DISTINCT to_id FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? ORDER BY to_id',
				from,
				Number(id),
				to,
			)
			.map((row) => String(row.to_id));
	}

	/** All links of a record, for example to move them in a merge. */
	all(from: ObjectType, id: string): Array<{ kind: AssociationKind; toId: string }> {
		const rows = this.records.store.all<Row & { to_type: ObjectType }>(
			'SELECT to_type, to_id, category, type_id FROM associations WHERE from_type = ? AND from_id = ?',
			from,
			Number(id),
		);
		return rows.flatMap((row) => {
			const kind = this.kindOf(row, from, row.to_type);
			return kind ? [{ kind, toId: String(row.to_id) }] : [];
		});
	}

	removeAll(type: ObjectType, id: string): void {
		this.records.store.run(
			'DELETE FROM associations WHERE from_type = ? AND from_id = ?',
			type,
			Number(id),
		);
		this.records.store.run(
			'DELETE FROM associations WHERE to_type = ? AND to_id = ?',
			type,
			Number(id),
		);
	}

	private write(kind: AssociationKind, fromId: string, toId: string): void {
		if (PRIMARY.has(kind.typeId) || PRIMARY.has(kind.inverse)) this.endPrimary(kind, fromId, toId);
		this.runBothWays(
			'INSERT OR IGNORE INTO associations (from_type, from_id, to_type, to_id, category, type_id) VALUES (?,?,?,?,?,?)',
			kind,
			fromId,
			toId,
		);
	}

	private erase(kind: AssociationKind, fromId: string, toId: string): void {
		this.runBothWays(
			'DELETE FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ? AND category = ? AND type_id = ?',
			kind,
			fromId,
			toId,
		);
	}

	/** An association is stored once for each direction. */
	private runBothWays(sql: string, kind: AssociationKind, fromId: string, toId: string): void {
		const { from, to, category, typeId, inverse } = kind;
		const [start, end] = [Number(fromId), Number(toId)];
		this.records.store.run(sql, from, start, to, end, category, typeId);
		this.records.store.run(sql, to, end, from, start, category, inverse);
	}

	/** A contact or deal has one primary company: the new one replaces the old one. */
	private endPrimary(kind: AssociationKind, fromId: string, toId: string): void {
		const forward = PRIMARY.has(kind.typeId) ? kind : this.kinds.findInverse(kind);
		if (!forward || forward.category !== 'HUBSPOT_DEFINED') return;
		const owner = forward === kind ? fromId : toId;
		for (const linked of this.list(forward.from, owner, forward.to))
			if (linked.kinds.includes(forward)) this.erase(forward, owner, linked.id);
	}

	private choosePrimary(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
		if (!this.rules().firstCompanyIsPrimary) return;
		const [type, id, companyId] = to === 'companies' ? [from, fromId, toId] : [to, toId, fromId];
		if (to !== 'companies' && from !== 'companies') return;
		const primary = this.kinds
			.between(type, 'companies')
			.find((kind) => PRIMARY.has(kind.typeId) && kind.category === 'HUBSPOT_DEFINED');
		if (
			!primary ||
			this.list(type, id, 'companies').some((linked) => linked.kinds.includes(primary))
		)
			return;
		this.write(primary, id, companyId);
	}

	private keepOneParent(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
		if (to !== 'line_items' && from !== 'line_items') return;
		const [itemId, parentType, parentId] =
			to === 'line_items' ? ([toId, from, fromId] as const) : ([fromId, to, toId] as const);
		if (!PARENTS.includes(parentType)) return;
		const { secondParent } = this.rules();
		if (secondParent === 'allow') return;
		for (const type of PARENTS) {
			for (const other of this.ids('line_items', itemId, type)) {
				if (type === parentType && other === parentId) continue;
				if (secondParent === 'refuse')
					throw validation(
						`LINE_ITEM=${itemId} is already associated with ${upperName(type)}=${other}; a line item belongs to one record only`,
						{
							subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED',
							context: { id: [itemId] },
						},
					);
				this.remove('line_items', itemId, type, other);
			}
		}
	}
}
