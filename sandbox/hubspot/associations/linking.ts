import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Answer } from '../../server';
import type { associationTypeSchema } from '../body';
import { param, typeNamed } from '../routing';
import type { Writer } from '../objects/write';
import type { Version } from '../paths';
import { validation } from '../refusal';
import { upperName, type ObjectType } from '../types';
import type { AssociationKind } from './kinds';
import type { Spec } from './kindRegistry';
import type { Linked } from './links';

/** The types of the two records that an endpoint links. */
export interface Ends {
	from: ObjectType;
	to: ObjectType;
}

/** Links two records and updates the values that depend on the link. */
export function link(
	writer: Writer,
	{ from, to }: Ends,
	fromId: string,
	toId: string,
	kinds: AssociationKind[],
): void {
	writer.parts.links.add(from, fromId, toId, kinds);
	writer.updateComputed(from, fromId);
	writer.updateComputed(to, toId);
}

export function unlink(
	writer: Writer,
	{ from, to }: Ends,
	fromId: string,
	toId: string,
	kinds?: AssociationKind[],
): void {
	writer.parts.links.remove(from, fromId, to, toId, kinds);
	writer.updateComputed(from, fromId);
	writer.updateComputed(to, toId);
}

/** @throws Refusal if HubSpot does not link these two objects */
export function plainKind({ from, to }: Ends, { parts }: Writer): AssociationKind {
	const kind = parts.links.kinds.findPlain(from, to);
	if (!kind)
		throw validation(`${upperName(from)} cannot be associated with ${upperName(to)}`, {
			subCategory: 'crm.associations.INVALID_OBJECT_TYPE_PAIR',
		});
	return kind;
}

/** @throws Refusal if no kind is named, or one that these two objects do not have */
export function someKinds(
	{ parts }: Writer,
	{ from, to }: Ends,
	types: ReadonlyArray<z.output<typeof associationTypeSchema>>,
): AssociationKind[] {
	if (types.length === 0) throw validation('At least one association type is required');
	return parts.links.kinds.require(from, to, types.map(toSpec));
}

export function toSpec({
	associationCategory,
	associationTypeId,
}: z.output<typeof associationTypeSchema>): Spec {
	return { category: associationCategory, typeId: associationTypeId };
}

export function labelsOf(kinds: AssociationKind[]): string[] {
	return kinds.flatMap(({ label }) => label ?? []);
}

export function toLinkReply(linked: Linked, id: (text: string) => string | number): object {
	return { toObjectId: id(linked.id), associationTypes: linked.kinds.map(toLabel) };
}

export function toLabel({ category, typeId, label }: AssociationKind): object {
	return { category, typeId, label };
}

export function endsOf(request: FastifyRequest): Ends {
	return { from: typeNamed(param(request, 'type')), to: typeNamed(param(request, 'to')) };
}

/**
 * The answer of a batch without results: no body in the classic version, an empty list in the dated
 * versions.
 */
export function emptyAnswer({ parts: { clock } }: Writer, version: Version): Answer {
	const at = clock.now().toISOString();
	return version === 'classic'
		? { status: 204 }
		: { status: 200, body: { status: 'COMPLETE', results: [], startedAt: at, completedAt: at } };
}
