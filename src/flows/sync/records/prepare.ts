import { readCompanyRules } from '../../../core/invoice/billing/settings';
import { resolveFields, type SyncField } from '../../../core/sync/fields/fieldsOf';
import { hasPrices, inOneCurrency } from '../../../core/sync/fields/prices';
import { checkFilter } from '../../../core/sync/filter';
import type { PlanContext } from '../../../core/sync/plan/plan';
import { syncSchema } from '../../../core/sync/fields/schema';
import type { Definitions, SyncKind } from '../../../core/sync/types';
import type { PlannedRequest } from '../../../core/plan';
import type { HubSpotAccount, HubSpotObjectType } from '../../../core/records/hubspot';
import { ensureSchemas, findMissing, readSchemas } from '../../accounts/schemas';
import {
	missingSchemas,
	plannedSchemas,
	type KnownSchemas,
} from '../../../core/hubspot/missingSchemas';
import type { SyncContext, SyncInput } from '../engine/types';

/** What a run knows of both accounts once it has something to do. */
export interface SyncSetup {
	account: HubSpotAccount;
	plan: PlanContext;
	/** Whether HubSpot finds records by their link in batches. */
	linkIsUnique: boolean;
	/** False in a dry run before the first real one. */
	linkExists: boolean;
	/** Whether HubSpot had no links before this run. */
	linkIsNew: boolean;
	/** HubSpot properties to read of each record. */
	properties: string[];
	/** Whether these are more than were known when changes were read. */
	readsMore: boolean;
	/** What a dry run says about properties that are missing. */
	plannedSchemas: PlannedRequest[];
}

/** The HubSpot properties that a run reads; known before HubSpot was asked anything. */
export function propertiesToRead(
	kind: SyncKind,
	{ policy }: SyncInput,
	{ hubspot: { names }, quickbooks: { realmId } }: Pick<SyncContext, 'hubspot' | 'quickbooks'>,
): string[] {
	const filtered = policy.filter.flatMap(({ side, field }) => (side === 'hubSpot' ? [field] : []));
	const own = [
		names.link(realmId),
		...(policy.direction === 'twoWay' ? [names.base(realmId)] : []),
		...(policy.onDelete === 'mark' ? [names.of('record_state')] : []),
	];
	return [
		...new Set([
			...kind.properties,
			...policy.mapping.map(({ property }) => property),
			...filtered,
			...own,
		]),
	];
}

/**
 * Reads what HubSpot has, and creates the properties that are missing. @throws Declined when the
 * mapping or the filter names what does not exist
 */
export async function prepareSync(
	kind: SyncKind,
	input: SyncInput,
	context: SyncContext,
): Promise<SyncSetup> {
	const { hubspot, quickbooks } = context;
	const { realmId } = quickbooks;
	const [account, schemas] = await Promise.all([
		hubspot.readAccount(),
		prepareSchemas(kind.hubSpotType, input, context),
	]);
	const { definitions } = schemas;
	const link = schemas.known.properties.get(kind.hubSpotType)?.get(hubspot.names.link(realmId));
	checkFilter(input.policy.filter, definitions);
	const resolved = resolveFields(
		input.policy.mapping,
		kind.fields,
		definitions,
		input.policy.direction,
		input.mappingChosen,
		account.timeZone,
	);
	const { fields, leftOut } = await withoutForeignPrices(
		kind,
		resolved,
		definitions,
		account,
		context,
	);
	const read = propertiesToRead(kind, input, context).filter((name) => definitions.has(name));
	const properties = [...new Set([...read, ...fields.map(({ property }) => property)])];
	return {
		account,
		plan: {
			kind,
			policy: input.policy,
			fields,
			definitions,
			names: hubspot.names,
			realmId,
			extras: { incomeAccountId: input.incomeAccountId },
			leftOut,
		},
		linkIsUnique: link?.hasUniqueValue === true,
		linkExists: link !== undefined,
		linkIsNew: schemas.linkIsNew,
		properties,
		readsMore: properties.length > read.length,
		plannedSchemas: schemas.planned,
	};
}

/** QuickBooks is asked for its currency only where amounts are synced. */
async function withoutForeignPrices(
	{ entity }: SyncKind,
	fields: SyncField[],
	definitions: Definitions,
	{ companyCurrency }: HubSpotAccount,
	{ quickbooks }: SyncContext,
) {
	if (entity !== 'Item' || !hasPrices(fields.map(({ field }) => ({ field: field.path }))))
		return { fields, leftOut: [] };
	const { preferences, company } = await quickbooks.readSettings();
	return inOneCurrency(fields, definitions, {
		account: companyCurrency,
		home: readCompanyRules(preferences, company).homeCurrency,
	});
}

/**
 * `definitions` are those after this run, `known` those that HubSpot has now; they differ in a dry
 * run. The company's name is asked for only when a property has to be made.
 */
export async function prepareSchemas(
	objectType: HubSpotObjectType,
	{ policy, dryRun }: Pick<SyncInput, 'policy' | 'dryRun'>,
	{ hubspot, quickbooks }: SyncContext,
) {
	const { realmId } = quickbooks;
	const wanted = syncSchema(hubspot.names, objectType, realmId, realmId, policy);
	const known = await readSchemas(hubspot, wanted);
	const linkIsNew = !known.properties.get(objectType)?.has(hubspot.names.link(realmId));
	if (missingSchemas(wanted, known).length === 0)
		return { known, definitions: definitionsOf(known, objectType), planned: [], linkIsNew };
	const { company } = await quickbooks.readSettings();
	const named = syncSchema(hubspot.names, objectType, realmId, company.CompanyName, policy);
	if (!dryRun) {
		const made = await ensureSchemas(hubspot, named, new Map(), objectType);
		return { known: made, definitions: definitionsOf(made, objectType), planned: [], linkIsNew };
	}
	const missing = await findMissing(hubspot, named, known);
	const planned = missing.flatMap(({ properties }) =>
		properties.map((property) => [property.name, property] as const),
	);
	return {
		known,
		definitions: new Map([...definitionsOf(known, objectType), ...planned]),
		planned: plannedSchemas(missing),
		linkIsNew,
	};
}

function definitionsOf(known: KnownSchemas, objectType: HubSpotObjectType): Definitions {
	return known.properties.get(objectType) ?? new Map<string, never>();
}
