import type { TargetAndCompany } from '../../core/invoice/attach/target';
import type { KnownSchemas, MissingSchema } from '../../core/hubspot/missingSchemas';
import { requiredSchemas, type HubSpotSchema } from '../../core/hubspot/schema';
import type { FlowContext } from '../accounts/context';
import {
	ensureSchemas,
	findMissing,
	readSchemas,
	schemaKey,
	type SchemaOwner,
} from '../accounts/schemas';

/** The portal and the company that HubSpot's properties of ours are made for. */
export function schemaOwner({ target, company }: TargetAndCompany): SchemaOwner {
	return { account: target.account, companyName: company.name };
}

/**
 * HubSpot's properties as they are. A dry run always reads them, since its plan shows what is
 * missing; any other run takes those that this process remembers.
 */
export async function readPresentSchemas(
	to: TargetAndCompany,
	isDryRun: boolean,
	context: FlowContext,
): Promise<KnownSchemas> {
	const remembered = isDryRun
		? undefined
		: context.schemas.get(schemaKey(to.target.account, context));
	return await (remembered ?? readSchemas(context.hubspot, required(to, context)));
}

/** @throws Declined when a property of another type is in the way, or there is no room */
export async function readMissingSchemas(
	to: TargetAndCompany,
	present: KnownSchemas,
	context: FlowContext,
): Promise<MissingSchema[]> {
	return await findMissing(context.hubspot, required(to, context), present);
}

/**
 * Creates the properties of a plan, and remembers for later runs that they exist.
 *
 * @returns HubSpot's properties afterwards
 */
export async function createPlannedSchemas(
	to: TargetAndCompany,
	present: KnownSchemas,
	context: FlowContext,
): Promise<KnownSchemas> {
	const key = schemaKey(to.target.account, context);
	return await ensureSchemas(context.hubspot, required(to, context), context.schemas, key, present);
}

function required({ company }: TargetAndCompany, { hubspot }: FlowContext): HubSpotSchema[] {
	return requiredSchemas(hubspot.names, company.realmId, company.name);
}
