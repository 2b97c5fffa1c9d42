import { Declined, declineIfAny } from '../../core/decline';
import type { HubSpotSchema } from '../../core/hubspot/schema';
import type { MissingSchema } from '../../core/hubspot/missingSchemas';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../../core/records/hubspot';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort, Outcome, OutcomeError } from '../../gateways/ports';
import type { PropertyRoom } from '../../core/records/hubspotQueries';

const FIELD = 'HubSpot properties';

/**
 * Declines before anything is written where HubSpot says that it has no room for all that is
 * missing.
 */
export async function checkRoom(
	hubspot: HubSpotPort,
	missing: ReadonlyArray<Pick<HubSpotSchema, 'objectType' | 'properties'>>,
): Promise<void> {
	const wanted = missing.filter(({ properties }) => properties.length > 0);
	if (wanted.length === 0) return;
	const room = await readRoom(hubspot);
	const lacking = wanted.flatMap(({ objectType, properties }) => {
		const known = room.get(objectType);
		const free = known && Math.max(0, known.limit - known.used);
		return known && free !== undefined && free < properties.length
			? [{ objectType, needed: properties.length, free, limit: known.limit }]
			: [];
	});
	if (lacking.length === 0) return;
	const needs = lacking.map(
		({ objectType, needed, free, limit }) =>
			`${objectType} need ${needed} free custom ${needed === 1 ? 'property' : 'properties'}, and ${free} of ${limit} are free`,
	);
	const more = lacking.map(({ objectType, needed, free }) => `${needed - free} of ${objectType}`);
	declineIfAny([
		{
			field: FIELD,
			message: `HubSpot has no room for the properties that the nodes need: ${needs.join('; ')}.`,
			remedy: `${makeRoom(more.join(', '))} Then run the node again. Nothing was written.`,
		},
	]);
}

/** Not every account or token is told; then HubSpot's refusal has to do. */
async function readRoom(
	hubspot: HubSpotPort,
): Promise<ReadonlyMap<HubSpotObjectType, PropertyRoom>> {
	try {
		return await hubspot.readPropertyRoom();
	} catch (error) {
		if (error instanceof GatewayError) return new Map();
		throw error;
	}
}

function makeRoom(what: string): string {
	return `Archive custom properties that nobody uses (${what}) in HubSpot's settings under Properties, or raise the account's limit.`;
}

/**
 * Creates what HubSpot lacks of one object. Not every object takes unique properties in every
 * account; the link then works without HubSpot's guard.
 *
 * @throws Declined where HubSpot has no room for the properties or finds them invalid
 */
export async function createSchema(
	hubspot: HubSpotPort,
	{ objectType, group, properties, extended }: MissingSchema,
): Promise<HubSpotPropertyDefinition[]> {
	let created = [...properties];
	if (properties.length > 0) {
		await hubspot.createPropertyGroup(objectType, group);
		const outcomes = await hubspot.createProperties(objectType, created);
		const plain = planWithoutUniqueness(properties, outcomes);
		const retried = plain.length > 0 ? await hubspot.createProperties(objectType, plain) : [];
		const refusals = refusalsIn(plain.length > 0 ? retried : outcomes);
		const part = { objectType, wanted: properties.length, made: newIn([...outcomes, ...retried]) };
		if (refusals.length > 0) return await giveUp(hubspot, part, refusals);
		const names = new Set(plain.map(({ name }) => name));
		created = [...properties.filter(({ name }) => !names.has(name)), ...plain];
	}
	for (const { name, options = [] } of extended)
		await hubspot.setPropertyOptions(objectType, name, options);
	return created;
}

/** The unique properties to create as plain ones: none where something else was refused as well. */
function planWithoutUniqueness(
	properties: readonly HubSpotPropertyDefinition[],
	outcomes: ReadonlyArray<Outcome<unknown>>,
): HubSpotPropertyDefinition[] {
	const failed = properties.filter((_property, index) => outcomes[index]?.ok === false);
	const isUniquenessRefused =
		failed.every(({ hasUniqueValue }) => hasUniqueValue) &&
		refusalsIn(outcomes).every(({ kind }) => kind === 'invalid');
	return isUniquenessRefused
		? failed.map(({ hasUniqueValue: _unique, ...definition }) => definition)
		: [];
}

function refusalsIn(outcomes: ReadonlyArray<Outcome<unknown>>): OutcomeError[] {
	return outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
}

function newIn(outcomes: ReadonlyArray<Outcome<{ name: string; isNew: boolean }>>): string[] {
	return outcomes.flatMap((outcome) =>
		outcome.ok && outcome.value.isNew ? [outcome.value.name] : [],
	);
}

/** Properties of one object that were to be made. */
interface CreatedPart {
	objectType: HubSpotObjectType;
	wanted: number;
	/** Those that were not there before. */
	made: readonly string[];
}

/**
 * Ends a part of which HubSpot refused a part. What was made of it is archived again, so that
 * the account is as before; what
 * was there before stays. After a failure that passes, such as a broken connection, it stays for
 * the next run.
 *
 * @throws Declined where HubSpot finds the properties invalid: in most accounts that is one
 * property too many
 */
async function giveUp(
	hubspot: HubSpotPort,
	{ objectType, wanted, made }: CreatedPart,
	errors: readonly OutcomeError[],
): Promise<never> {
	const reasons = [...new Set(errors.map(({ message }) => message.replace(/\.$/, '')))].join('; ');
	if (errors.some(({ kind }) => kind !== 'invalid')) throw passing(objectType, errors, reasons);
	const left = await takeBack(hubspot, objectType, made);
	const which =
		wanted === 1
			? 'the property'
			: `${errors.length === wanted ? 'any' : errors.length} of the ${wanted} properties`;
	const message = `HubSpot did not create ${which} that ${objectType} need here: ${reasons}.${left}`;
	throw new Declined([
		{
			field: FIELD,
			message,
			remedy: `${makeRoom(`${objectType} need room for ${wanted}`)} Then run the node again.`,
		},
	]);
}

async function takeBack(
	hubspot: HubSpotPort,
	objectType: HubSpotObjectType,
	made: readonly string[],
): Promise<string> {
	if (made.length === 0) return '';
	try {
		await hubspot.archiveProperties(objectType, made);
		return ` The ${made.length === 1 ? 'other one was' : `other ${made.length} were`} archived again.`;
	} catch (error) {
		if (error instanceof GatewayError)
			return ` The others, ${made.join(', ')}, were made and could not be archived again.`;
		throw error;
	}
}

function passing(
	objectType: HubSpotObjectType,
	errors: readonly OutcomeError[],
	reasons: string,
): GatewayError {
	const first = errors.find(({ kind }) => kind !== 'invalid');
	return new GatewayError({
		system: 'HubSpot',
		kind: first?.kind ?? 'unexpected',
		message: `HubSpot did not create properties of ${objectType}: ${reasons}`,
		code: first?.code,
		details: errors.flatMap(({ details }) => details),
		context: first?.context,
	});
}
