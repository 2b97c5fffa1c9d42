import type { ObjectRecords } from '../records';
import { validation } from '../refusal';
import { upperName, type ObjectType } from '../types';
import { ownKinds, type AssociationKind } from './kinds';

/** The id of a link's kind, which is unique within its category. */
export interface Spec {
	category: string;
	typeId: number;
}

interface LabelRow {
	from_type: ObjectType;
	to_type: ObjectType;
	type_id: number;
	inverse: number;
	name: string;
	label: string | null;
}

/** A label that the account adds; without an inverse label both sides use the same one. */
interface NewLabel {
	name: string;
	label: string;
	inverseLabel: string | undefined;
}

/** All kinds of links: those that HubSpot defines, and the labels that the account adds. */
export class AssociationKinds {
	private kinds: AssociationKind[];

	constructor(private readonly records: ObjectRecords) {
		const rows = records.store.all<LabelRow>('SELECT * FROM association_labels');
		this.kinds = [...ownKinds, ...rows.map(toKind)];
	}

	between(from: ObjectType, to: ObjectType): AssociationKind[] {
		return this.kinds.filter((kind) => kind.from === from && kind.to === to);
	}

	/** The unlabelled kind of a pair; undefined if the two objects cannot be linked. */
	findPlain(from: ObjectType, to: ObjectType): AssociationKind | undefined {
		return this.kinds.find((kind) => kind.from === from && kind.to === to && kind.plain);
	}

	/** The kind with a type id, whatever its objects; undefined if there is no such kind. */
	find(spec: Spec, from?: ObjectType): AssociationKind | undefined {
		const found = this.kinds.filter(
			(kind) => kind.typeId === spec.typeId && kind.category === spec.category,
		);
		return found.find((kind) => kind.from === from) ?? found[0];
	}

	/** The same link seen from the other side. */
	findInverse(kind: AssociationKind): AssociationKind | undefined {
		return this.kinds.find((one) => one.typeId === kind.inverse && one.from === kind.to);
	}

	/** @throws Refusal if a type id does not belong to these two objects */
	require(from: ObjectType, to: ObjectType, specs: Spec[]): AssociationKind[] {
		return specs.map((spec) => {
			const kind = this.between(from, to).find(
				(one) => one.typeId === spec.typeId && one.category === spec.category,
			);
			if (kind) return kind;
			throw validation(
				`association type ${spec.category} ${spec.typeId} doesn't exist for ${upperName(from)} to ${upperName(to)}`,
				{
					subCategory: 'crm.associations.INVALID_ASSOCIATION_TYPE',
					context: { fromObjectType: [upperName(from)], toObjectType: [upperName(to)] },
				},
			);
		});
	}

	/** Adds a label of the account in both directions. @returns the new kinds */
	addLabel(
		from: ObjectType,
		to: ObjectType,
		{ name, label, inverseLabel }: NewLabel,
	): AssociationKind[] {
		const typeId = this.records.nextOf('association types', 21);
		const sameBothWays = inverseLabel === undefined && from === to;
		const inverse = sameBothWays ? typeId : this.records.nextOf('association types', 21);
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
		const back = {
			...there,
			from: to,
			to: from,
			typeId: inverse,
			inverse: typeId,
			label: inverseLabel ?? label,
		};
		const added = sameBothWays ? [there] : [there, back];
		this.kinds.push(...added);
		for (const kind of added) this.saveLabel(kind);
		return added;
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
}

function toKind(row: LabelRow): AssociationKind {
	return {
		from: row.from_type,
		to: row.to_type,
		category: 'USER_DEFINED',
		typeId: row.type_id,
		inverse: row.inverse,
		label: row.label,
		name: row.name,
		plain: false,
	};
}
