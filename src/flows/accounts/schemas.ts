import { Declined, declineIfAny } from '../../core/decline';
import {
	missingSchemas,
	withDefinitions,
	type KnownSchemas,
	type MissingSchema,
} from '../../core/hubspot/missingSchemas';
import { requiredSchemas, type HubSpotSchema } from '../../core/hubspot/schema';
import type { HubSpotAccount, HubSpotPropertyDefinition } from '../../core/records/hubspot';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';
import type { FlowContext, SchemaMemory } from './context';
import { checkRoom, createSchema } from './createProperties';

/**
 * What `SchemaMemory` remembers them by: the portal, the company, and what the properties begin
 * with.
 */
export function schemaKey(
	{ portalId }: Pick<HubSpotAccount, 'portalId'>,
	{ hubspot, quickbooks }: Pick<FlowContext, 'hubspot' | 'quickbooks'>,
): string {
	return `${portalId}|${quickbooks.realmId}|${hubspot.names.prefix}`;
}

/**
 * Makes sure that HubSpot has the properties this package writes: reads each object's properties
 * once, creates what is missing in one batch for each object, and remembers it.
 *
 * @param key as `schemaKey` makes it
 * @param present what HubSpot had a moment ago, where it was read
 * @throws GatewayError `forbidden` naming the scope that is missing
 */
export function ensureSchemas(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
	memory: SchemaMemory,
	key: string,
	present?: KnownSchemas,
): Promise<KnownSchemas> {
	const known = memory.get(key);
	if (known) return known;
	const created = createMissing(hubspot, schemas, present, () => memory.delete(key));
	memory.set(key, created);
	return created;
}

/** Which portal and company the properties are made for. */
export interface SchemaOwner {
	account: Pick<HubSpotAccount, 'portalId'>;
	companyName: string;
}

/**
 * Does the work once HubSpot has the properties for it. If somebody has removed one since it was
 * made, the properties are created again and the work is repeated, once.
 *
 * @param work may be repeated from its beginning
 * @param present the properties, where they were ensured a moment ago
 * @throws GatewayError of any kind, and what `ensureSchemas` throws
 */
export async function withSchemas<T>(
	context: Pick<FlowContext, 'hubspot' | 'quickbooks' | 'schemas'>,
	{ account, companyName }: SchemaOwner,
	work: (known: KnownSchemas) => Promise<T>,
	present?: KnownSchemas,
): Promise<T> {
	const { hubspot, quickbooks, schemas } = context;
	const key = schemaKey(account, context);
	const ensure = () =>
		ensureSchemas(
			hubspot,
			requiredSchemas(hubspot.names, quickbooks.realmId, companyName),
			schemas,
			key,
		);
	try {
		return await work(present ?? (await ensure()));
	} catch (error) {
		if (!isPropertyGone(error)) throw error;
		schemas.delete(key);
		return await work(await ensure());
	}
}

function isPropertyGone(error: unknown): boolean {
	return (
		error instanceof GatewayError &&
		error.details.some(({ code }) => code === 'PROPERTY_DOESNT_EXIST')
	);
}

/** @param forget called after a failure, once the caller has the promise */
async function createMissing(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
	present: KnownSchemas | undefined,
	forget: () => void,
): Promise<KnownSchemas> {
	try {
		// Waits also for what is present, so that no failure comes before the promise is remembered.
		const before = await (present ?? readSchemas(hubspot, schemas));
		const missing = await findMissing(hubspot, schemas, before);
		if (missing.length === 0) return before;
		// All of them, so that nothing goes on behind a refusal.
		const settled = await Promise.allSettled(
			missing.map((schema) => createSchema(hubspot, schema)),
		);
		const created = valuesOrProblems(settled);
		return withDefinitions(before, [
			...missing.map(({ objectType, extended }) => [objectType, extended] as const),
			...missing.map(({ objectType }, index) => [objectType, created[index] ?? []] as const),
		]);
	} catch (error) {
		forget();
		throw error;
	}
}

export async function readSchemas(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
): Promise<KnownSchemas> {
	const read = await Promise.all(
		schemas.map(({ objectType }) => hubspot.readProperties(objectType)),
	);
	const byName = (definitions: HubSpotPropertyDefinition[] = []) =>
		new Map(definitions.map((definition) => [definition.name, definition]));
	const properties = schemas.map(
		({ objectType }, index) => [objectType, byName(read[index])] as const,
	);
	return { properties: new Map(properties) };
}

/** @throws the first failure that is no refusal of ours; what is declined is told together */
function valuesOrProblems<T>(settled: ReadonlyArray<PromiseSettledResult<T>>): T[] {
	const reasons = settled.flatMap((one) =>
		one.status === 'rejected' ? [one.reason as unknown] : [],
	);
	for (const reason of reasons) if (!(reason instanceof Declined)) throw reason;
	declineIfAny(reasons.flatMap((reason) => [...(reason as Declined).problems]));
	return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/**
 * What HubSpot lacks. It is asked for room only where a property is missing, so a run on an account
 * that is set up costs nothing.
 * @throws Declined when a property of another type is in the way, or there is no room
 */
export async function findMissing(
	hubspot: HubSpotPort,
	schemas: readonly HubSpotSchema[],
	known: KnownSchemas,
): Promise<MissingSchema[]> {
	const missing = missingSchemas(schemas, known);
	await checkRoom(hubspot, missing);
	return missing;
}
