import { requiredSchemas } from '../../core/hubspot/schema';
import {
	companyDay,
	readCompanyRules,
	type CompanyRules,
} from '../../core/invoice/billing/settings';
import type { PlannedRequest } from '../../core/plan';
import type { FlowContext } from '../accounts/context';
import { findMissing, readSchemas, type SchemaOwner } from '../accounts/schemas';
import {
	plannedSchemas,
	withDefinitions,
	type KnownSchemas,
} from '../../core/hubspot/missingSchemas';
import { readTarget, type Target } from './target';
import type { TargetRef } from './types';

/** The HubSpot record and the company whose invoices it has. */
export interface Scene {
	target: Target;
	rules: CompanyRules;
}

/** Whom HubSpot's properties for this record are made for. */
export function schemaOwner({ target, rules }: Scene): SchemaOwner {
	return { account: target.account, companyName: rules.companyName };
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

interface SchemaForecast {
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
	const known = withDefinitions(
		present,
		missing.map(({ objectType, properties }) => [objectType, properties] as const),
	);
	return { known, present, requests: plannedSchemas(missing) };
}
