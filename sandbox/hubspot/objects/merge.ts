import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { account } from '../account/account';
import { idSchema, readBody } from '../body';
import { param, routesUnder, typeNamed } from '../routing';
import { paths } from '../paths';
import type { StoredObject, Properties } from '../records';
import { validation } from '../refusal';
import { typeFacts, type ObjectType } from '../types';
import { findRecord } from './find';
import { present } from './present';
import { missing, type Writer } from './write';

const mergeSchema = z.object({ primaryObjectId: idSchema, objectIdToMerge: idSchema });
const purgeSchema = z.object({ objectId: idSchema, idProperty: z.string().nullish() });
/**
 * Quotes, products and line items since 2026-09.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/products/guide
 */
const MERGEABLE: readonly ObjectType[] = [
	'contacts',
	'companies',
	'deals',
	'quotes',
	'products',
	'line_items',
];

/**
 * Registers the endpoints that merge two records and that delete a person for data protection.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
export function registerMerges(app: FastifyInstance, writer: Writer): void {
	const route = routesUnder(app, paths.objects);
	route('POST', '/:type/merge', (request) => {
		const type = typeNamed(param(request, 'type'));
		if (!MERGEABLE.includes(type))
			throw validation(`Records of the object type ${typeFacts[type].typeId} cannot be merged.`);
		const { primaryObjectId, objectIdToMerge } = readBody(request, mergeSchema);
		const primary = writer.parts.records.find(type, primaryObjectId);
		const other = writer.parts.records.find(type, objectIdToMerge);
		if (!primary) throw missing(primaryObjectId);
		if (!other) throw missing(objectIdToMerge);
		if (primary.id === other.id)
			throw validation('A record cannot be merged with itself.', { context: { id: [primary.id] } });
		const merged = writer.parts.records.store.transaction(() => merge(writer, primary, other));
		return { status: 200, body: present(merged, 'all', writer.parts.definitions, account.id) };
	});
	route('POST', '/:type/gdpr-delete', (request) => {
		forget(writer, request);
		return { status: 204 };
	});
}

/**
 * Merges two records. The primary record's values count; the other record fills the gaps. Links,
 * addresses and domains of both stay.
 */
function merge(writer: Writer, primary: StoredObject, other: StoredObject): StoredObject {
	const { records, links, clock, switches } = writer.parts;
	const { type } = primary;
	const now = clock.now();
	const id = switches().mergedId === 'new' ? String(records.nextOf('records')) : primary.id;
	const properties: Properties = {
		...other.properties,
		...primary.properties,
		hs_object_id: id,
		[typeFacts[type].modified]: now.toISOString(),
	};
	properties['hs_merged_object_ids'] = joined(
		primary.properties['hs_merged_object_ids'],
		other.properties['hs_merged_object_ids'],
		other.id,
		id === primary.id ? undefined : primary.id,
	);
	keepAddresses(type, properties, primary, other);
	const gone = id === primary.id ? [other] : [other, primary];
	const linked = gone.flatMap((entry) => links.all(type, entry.id));
	for (const entry of gone) links.removeAll(type, entry.id);
	for (const entry of gone)
		records.redirect(type, entry.id, id, switches().absorbedRecords === 'inBin');
	const entry: StoredObject = {
		...primary,
		id,
		createdAt: Math.min(primary.createdAt, other.createdAt),
		updatedAt: now.getTime(),
		properties,
	};
	if (id === primary.id) records.save(entry, writer.unique.keysOf(type, properties));
	else records.insert(entry, writer.unique.keysOf(type, properties));
	for (const { kind, toId } of linked.reverse()) links.add(type, id, toId, [kind]);
	writer.updateComputed(type, id);
	return records.find(type, id) ?? entry;
}

/** The property of the main address or domain, and the property of the others. */
const ADDRESSES: Partial<Record<ObjectType, [main: string, more: string]>> = {
	contacts: ['email', 'hs_additional_emails'],
	companies: ['domain', 'hs_additional_domains'],
};

function keepAddresses(
	type: ObjectType,
	properties: Properties,
	primary: StoredObject,
	other: StoredObject,
): void {
	const names = ADDRESSES[type];
	if (!names) return;
	const [main, more] = names;
	const all = joined(primary.properties[more], other.properties[main], other.properties[more])
		.split(';')
		.filter((text) => text !== '' && text !== properties[main]);
	if (all.length > 0) properties[more] = all.join(';');
}

function joined(...texts: Array<string | undefined>): string {
	return [...new Set(texts.flatMap((text) => text?.split(';') ?? []))]
		.filter((text) => text !== '')
		.join(';');
}

/** Deletes a contact permanently and blocks its email address, even if no contact has it. */
function forget({ parts }: Writer, request: FastifyRequest): void {
	const type = typeNamed(param(request, 'type'));
	if (type !== 'contacts')
		throw validation(
			`Records of the object type ${typeFacts[type].typeId} cannot be deleted for data protection.`,
		);
	const { objectId, idProperty } = readBody(request, purgeSchema);
	const entry = findRecord(type, objectId, idProperty ?? undefined, parts);
	parts.records.store.transaction(() => {
		if (entry) {
			parts.links.removeAll(type, entry.id);
			parts.records.purge(type, entry.id);
		}
		const address =
			entry?.properties['email'] ?? (idProperty === 'email' ? objectId.toLowerCase() : undefined);
		if (address !== undefined) parts.records.block(address);
	});
	if (!entry && idProperty !== 'email') throw missing(objectId);
}
