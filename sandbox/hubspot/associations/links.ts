import type { ObjectRecords } from '../records';
import { validation } from '../refusal';
import { shout, type ObjectType } from '../types';
import { ownKinds, PRIMARY, type Category, type AssociationKind } from './kinds';
import { LinkLimits } from './limits';

export interface Spec {
	category: string;
	typeId: number;
}

/** A linked record and every way in which it is linked. */
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
	/** A line item that already belongs to another deal, quote or invoice. */
	secondParent: 'refuse' | 'move' | 'allow';
	/** Whether the first company of a contact or deal becomes its primary one. */
	firstCompanyIsPrimary: boolean;
}

const PARENTS: readonly ObjectType[] = ['deals', 'quotes', 'invoices'];

/** Links between records. Each is stored from both sides, so that either can be read. */
export class Links {
	private kinds: AssociationKind[];
	readonly limits: LinkLimits;

	constructor(
		private readonly records: ObjectRecords,
		private readonly rules: () => LinkRules,
	) {
		this.limits = new LinkLimits(records);
		const rows = records.store.all<{
			from_type: ObjectType;
			to_type: ObjectType;
			type_id: number;
			inverse: number;
			name: string;
			label: string | null;
		}>('SELECT * FROM association_labels');
		this.kinds = [
			...ownKinds,
			...rows.map((row): AssociationKind => ({
				from: row.from_type,
				to: row.to_type,
				category: 'USER_DEFINED',
				typeId: row.type_id,
				inverse: row.inverse,
				label: row.label,
				name: row.name,
				plain: false,
			})),
		];
	}

	kindsOf(from: ObjectType, to: ObjectType): AssociationKind[] {
		return this.kinds.filter((kind) => kind.from === from && kind.to === to);
	}

	/** The unlabelled kind of a pair; undefined where the two objects cannot be linked. */
	plainKind(from: ObjectType, to: ObjectType): AssociationKind | undefined {
		return this.kinds.find((kind) => kind.from === from && kind.to === to && kind.plain);
	}

	/** What a type id means, whatever the objects; undefined where there is none such. */
	findKind(spec: Spec, from?: ObjectType): AssociationKind | undefined {
		const found = this.kinds.filter(
			(kind) => kind.typeId === spec.typeId && kind.category === spec.category,
		);
		return found.find((kind) => kind.from === from) ?? found[0];
	}

	/** @throws Refusal when the type id is not one for these two objects */
	requireKinds(from: ObjectType, to: ObjectType, specs: Spec[]): AssociationKind[] {
		return specs.map((spec) => {
			const kind = this.kindsOf(from, to).find(
				(one) => one.typeId === spec.typeId && one.category === spec.category,
			);
			if (kind) return kind;
			throw validation(
				`association type ${spec.category} ${spec.typeId} doesn't exist for ${shout(from)} to ${shout(to)}`,
				{
					subCategory: 'crm.associations.INVALID_ASSOCIATION_TYPE',
					context: { fromObjectType: [shout(from)], toObjectType: [shout(to)] },
				},
			);
		});
	}

	/**
	 * Links two records that exist; a link that is there stays. A labelled link brings the plain one
	 * along.
	 * @throws Refusal when a line item already belongs elsewhere and the rule refuses that
	 */
	add(from: ObjectType, fromId: string, toId: string, kinds: AssociationKind[]): void {
		const [first] = kinds;
		if (!first) return;
		this.keepOneParent(from, fromId, first.to, toId);
		const plain = this.plainKind(from, first.to);
		const all = plain ? [plain, ...kinds] : kinds;
		for (const kind of all) this.limits.check(kind, fromId, toId);
		for (const kind of all) this.write(kind, fromId, toId);
		this.choosePrimary(from, fromId, first.to, toId);
	}

	/** Removes every link between two records, or only those of the given kinds. */
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

	/** Linked records of one object, by ascending id. */
	list(from: ObjectType, id: string, to: ObjectType): Linked[] {
		const rows = this.records.store.all<Row>(
			'SELECT to_id, category, type_id FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? ORDER BY to_id, type_id',
			from,
			Number(id),
			to,
		);
		const linked = new Map<number, Linked>();
		for (const row of rows) {
			const kind = this.kinds.find(
				(one) =>
					one.from === from &&
					one.to === to &&
					one.typeId === row.type_id &&
					one.category === row.category,
			);
			const entry = linked.get(row.to_id) ?? { id: String(row.to_id), kinds: [] };
			if (kind) entry.kinds.push(kind);
			linked.set(row.to_id, entry);
		}
		return [...linked.values()];
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

	/** Everything that a record is linked with, e.g. to hand it over in a merge. */
	all(from: ObjectType, id: string): Array<{ kind: AssociationKind; toId: string }> {
		const rows = this.records.store.all<Row & { to_type: ObjectType }>(
			'SELECT to_type, to_id, category, type_id FROM associations WHERE from_type = ? AND from_id = ?',
			from,
			Number(id),
		);
		return rows.flatMap((row) => {
			const kind = this.kinds.find(
				(one) =>
					one.from === from &&
					one.to === row.to_type &&
					one.typeId === row.type_id &&
					one.category === row.category,
			);
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

	/** Makes a label of the account, in both directions. @returns the new kinds */
	addLabel(
		from: ObjectType,
		to: ObjectType,
		name: string,
		label: string,
		inverseLabel: string | undefined,
	): AssociationKind[] {
		const typeId = this.records.nextOf('association types', 21);
		const inverse =
			inverseLabel === undefined && from === to
				? typeId
				: this.records.nextOf('association types', 21);
		const there: AssociationKind = {
			from,
			to,
			category: 'USER_DEFINED',
			typeId,
			inverse,
			label,
			name,
			plain: false,
		};
		const made =
			inverse === typeId
				? [there]
				: [
						there,
						{
							...there,
							from: to,
							to: from,
							typeId: inverse,
							inverse: typeId,
							label: inverseLabel ?? label,
						},
					];
		this.kinds.push(...made);
		for (const kind of made) this.saveLabel(kind);
		return made;
	}

	renameLabel(kind: AssociationKind, label: string): void {
		const renamed = { ...kind, label };
		this.kinds = this.kinds.map((one) => (one === kind ? renamed : one));
		this.saveLabel(renamed);
	}

	removeLabel(kind: AssociationKind): void {
		this.kinds = this.kinds.filter(
			(one) =>
				one.category !== 'USER_DEFINED' ||
				(one.typeId !== kind.typeId && one.typeId !== kind.inverse),
		);
		for (const typeId of [kind.typeId, kind.inverse]) {
			this.records.store.run(`DELETE FROM association_labels WHERE type_id = ?`, typeId);
			this.records.store.run(
				`DELETE FROM associations WHERE category = 'USER_DEFINED' AND type_id = ?`,
				typeId,
			);
		}
	}

	private saveLabel(kind: AssociationKind): void {
		this.records.store.run(
			'INSERT OR REPLACE INTO association_labels (from_type, to_type, type_id, inverse, name, label) VALUES (?,?,?,?,?,?)',
			kind.from,
			kind.to,
			kind.typeId,
			kind.inverse,
			kind.name,
			kind.label,
		);
	}

	private write(kind: AssociationKind, fromId: string, toId: string): void {
		if (PRIMARY.has(kind.typeId) || PRIMARY.has(kind.inverse)) this.endPrimary(kind, fromId, toId);
		const sql =
			'INSERT OR IGNORE INTO associations (from_type, from_id, to_type, to_id, category, type_id) VALUES (?,?,?,?,?,?)';
		this.records.store.run(
			sql,
			kind.from,
			Number(fromId),
			kind.to,
			Number(toId),
			kind.category,
			kind.typeId,
		);
		this.records.store.run(
			sql,
			kind.to,
			Number(toId),
			kind.from,
			Number(fromId),
			kind.category,
			kind.inverse,
		);
	}

	private erase(kind: AssociationKind, fromId: string, toId: string): void {
		const sql =
			'DELETE FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ? AND category = ? AND type_id = ?';
		this.records.store.run(
			sql,
			kind.from,
			Number(fromId),
			kind.to,
			Number(toId),
			kind.category,
			kind.typeId,
		);
		this.records.store.run(
			sql,
			kind.to,
			Number(toId),
			kind.from,
			Number(fromId),
			kind.category,
			kind.inverse,
		);
	}

	/** A contact or deal has one primary company: the new one takes the place of the old. */
	private endPrimary(kind: AssociationKind, fromId: string, toId: string): void {
		const forward = PRIMARY.has(kind.typeId)
			? kind
			: this.kinds.find((one) => one.typeId === kind.inverse && one.from === kind.to);
		if (!forward || forward.category !== 'HUBSPOT_DEFINED') return;
		const owner = forward === kind ? fromId : toId;
		for (const linked of this.list(forward.from, owner, forward.to))
			if (linked.kinds.includes(forward)) this.erase(forward, owner, linked.id);
	}

	private choosePrimary(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
		if (!this.rules().firstCompanyIsPrimary) return;
		const [type, id, companyId] = to === 'companies' ? [from, fromId, toId] : [to, toId, fromId];
		if (to !== 'companies' && from !== 'companies') return;
		const primary = this.kindsOf(type, 'companies').find(
			(kind) => PRIMARY.has(kind.typeId) && kind.category === 'HUBSPOT_DEFINED',
		);
		if (
			!primary ||
			this.list(type, id, 'companies').some((linked) => linked.kinds.includes(primary))
		)
			return;
		this.write(primary, id, companyId);
	}

	private keepOneParent(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
		const [itemId, parentType, parentId] =
			to === 'line_items' ? [toId, from, fromId] : from === 'line_items' ? [fromId, to, toId] : [];
		if (itemId === undefined || !parentType || !PARENTS.includes(parentType)) return;
		const { secondParent } = this.rules();
		if (secondParent === 'allow') return;
		for (const type of PARENTS) {
			for (const other of this.ids('line_items', itemId, type)) {
				if (type === parentType && other === parentId) continue;
				if (secondParent === 'refuse')
					throw validation(
						`LINE_ITEM=${itemId} is already associated with ${shout(type)}=${other}; a line item belongs to one record only`,
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
