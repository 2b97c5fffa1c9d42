import { requiredSchemas } from '../../core/hubspot/schema';
import {
	companyDay,
	readCompanyRules,
	type CompanyRules,
} from '../../core/invoice/billing/settings';
import type { PlannedRequest } from '../../core/plan';
import { GatewayError } from '../../gateways/errors';
import type { FlowContext } from '../createInvoice/types';
import {
	ensureSchemas,
	findMissing,
	plannedSchemas,
	readSchemas,
	schemaKey,
	type KnownSchemas,
} from '../accounts/schemas';
import { readTarget, type Target } from './target';
import type { TargetRef } from './types';

/** The HubSpot record and the company whose invoices it has. */
export interface Scene {
	target: Target;
	rules: CompanyRules;
}

/** @throws GatewayError `notFound` when HubSpot has no such record */
export async function readScene(
	ref: TargetRef,
	{ hubspot, quickbooks, now }: FlowContext,
): Promise<Scene> {
	const [target, { preferences, company }] = await Promise.all([
		readTarget(hubspot, quickbooks.realmId, ref),
		quickbooks.readSettings(),
	]);
	const today = companyDay(now(), company.DefaultTimeZone, target.account.timeZone);
	return { target: { ...target, today }, rules: readCompanyRules(preferences, company) };
}

/**
 * Does the work once HubSpot has the properties for it. Somebody may have removed one since; then
 * they are made again, once.
 */
export async function withSchemas<T>(
	{ target, rules }: Scene,
	{ hubspot, quickbooks, schemas }: FlowContext,
	work: (known: KnownSchemas) => Promise<T>,
): Promise<T> {
	const required = requiredSchemas(hubspot.names, quickbooks.realmId, rules.companyName);
	const key = schemaKey(target.account, { hubspot, quickbooks });
	try {
		return await work(await ensureSchemas(hubspot, required, schemas, key));
	} catch (error) {
		if (
			!(error instanceof GatewayError) ||
			!error.details.some(({ code }) => code === 'PROPERTY_DOESNT_EXIST')
		)
			throw error;
		schemas.delete(key);
		return await work(await ensureSchemas(hubspot, required, schemas, key));
	}
}

export interface SchemaForecast {
	/** HubSpot's properties as they would be. */
	known: KnownSchemas;
	/** As they are. */
	present: KnownSchemas;
	requests: PlannedRequest[];
}

/** For a dry run: the properties as they would be, and what would be created for it. */
export async function forecastSchemas(
	{ rules }: Scene,
	{ hubspot, quickbooks }: FlowContext,
): Promise<SchemaForecast> {
	const required = requiredSchemas(hubspot.names, quickbooks.realmId, rules.companyName);
	const present = await readSchemas(hubspot, required);
	const missing = await findMissing(hubspot, required, present);
	const properties = new Map(
		[...present.properties].map(([type, definitions]) => [type, new Map(definitions)]),
	);
	for (const { objectType, properties: definitions } of missing)
		for (const definition of definitions)
			properties.get(objectType)?.set(definition.name, definition);
	return { known: { properties }, present, requests: plannedSchemas(missing) };
}
