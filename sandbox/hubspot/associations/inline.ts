import type { InlineAssociations } from '../body';
import type { ObjectRecords } from '../records';
import { validation, type Refusal } from '../refusal';
import { upperName, typeFacts, type ObjectType } from '../types';
import type { AssociationKind } from './kinds';
import type { Links } from './links';

type InlineType = InlineAssociations[number]['types'][number];

interface LinkParts {
	links: Links;
	records: ObjectRecords;
}

/** Checks the associations of a new record; the type id shows the other object. @throws Refusal */
export function checkAssociations(
	parts: LinkParts,
	from: ObjectType,
	associations: InlineAssociations,
): Array<{ toId: string; kinds: AssociationKind[] }> {
	return associations.map(({ to, types }) => {
		if (types.length === 0)
			throw invalidAssociations('At least one association type is required', 'types');
		const found = types.map((type) => checkType(parts, from, to.id, type));
		return { toId: found[0]?.id ?? to.id, kinds: found.map(({ kind }) => kind) };
	});
}

function checkType(
	{ links, records }: LinkParts,
	from: ObjectType,
	toId: string,
	{ associationCategory, associationTypeId }: InlineType,
): { kind: AssociationKind; id: string } {
	const kind = links.kinds.find({ category: associationCategory, typeId: associationTypeId }, from);
	if (!kind)
		throw invalidAssociations(
			`association type ${associationCategory} ${associationTypeId} does not exist`,
			'associationTypeId',
		);
	if (kind.from !== from)
		throw invalidAssociations(
			`invalid from object type ${typeFacts[from].typeId} for associations to be created. expected: ${typeFacts[kind.from].typeId}`,
			'fromObjectTypeId',
		);
	const found = records.find(kind.to, toId);
	if (!found) throw invalidAssociations(`${upperName(kind.to)}=${toId} is not valid`, 'toObjectId');
	return { kind, id: found.id };
}

function invalidAssociations(message: string, where: string): Refusal {
	return validation('One or more associations are invalid', { errors: [{ message, in: where }] });
}
