import { dayIn } from '../../../core/calendar';
import { recordFigures } from '../../../core/invoice/record/record';
import { readCompanyRules } from '../../../core/invoice/billing/settings';
import type { InvoicesContext } from '../../../core/invoice/record/plan/planInvoices';
import { invoiceFields } from '../../../core/invoice/record/syncFields';
import type { PlannedRequest } from '../../../core/plan';
import type { HubSpotAccount } from '../../../core/records/hubspot';
import { resolveFields } from '../../../core/sync/fields/fieldsOf';
import { checkFilter } from '../../../core/sync/filter';
import type { Definitions } from '../../../core/sync/types';
import { linkPropertyOf, type LinkProperty } from '../../accounts/links';
import { prepareSchemas } from '../records/prepare';
import type { SyncContext, SyncInput } from '../engine/types';

/** What a run over invoices knows of both accounts. */
export interface InvoiceSetup {
	account: HubSpotAccount;
	plan: InvoicesContext;
	/** The time zone in which the plan's `today` is today. */
	timeZone: string;
	/** Undefined in a dry run before the first real one. */
	link: LinkProperty | undefined;
	/** Whether HubSpot had no links before this run. */
	linkIsNew: boolean;
	/** HubSpot properties to read of each record. */
	properties: string[];
	/** What a dry run says about properties that are missing. */
	plannedSchemas: PlannedRequest[];
}

const RECORD_PROPERTIES = [
	'hs_currency',
	'hs_invoice_billable',
	'hs_invoice_source',
	'hs_invoice_status',
	'hs_title',
	'hs_number',
	...recordFigures,
	'hs_invoice_date',
	'hs_due_date',
	'hs_lastmodifieddate',
];

/**
 * Reads what both accounts say about themselves, and creates the properties that are missing.
 *
 * @throws Declined when the mapping or the filter names what does not exist
 */
export async function setUpInvoiceSync(
	input: SyncInput,
	context: SyncContext,
): Promise<InvoiceSetup> {
	const { hubspot, quickbooks, now } = context;
	const [account, schemas, settings] = await Promise.all([
		hubspot.readAccount(),
		prepareSchemas('invoices', input, context),
		quickbooks.readSettings(),
	]);
	const { definitions } = schemas;
	checkFilter(input.policy.filter, definitions);
	const timeZone = settings.company.DefaultTimeZone ?? account.timeZone;
	return {
		account,
		plan: {
			names: hubspot.names,
			realmId: quickbooks.realmId,
			environment: quickbooks.environment,
			homeCurrency: readCompanyRules(settings.preferences, settings.company).homeCurrency,
			today: dayIn(now(), timeZone),
			accountTimeZone: account.timeZone,
			policy: input.policy,
			fields: fieldsOf(input, definitions, account),
			definitions,
			isOverAll: input.scope.kind === 'all',
		},
		timeZone,
		link: linkPropertyOf(schemas.known, 'invoices', hubspot.names.link(quickbooks.realmId)),
		linkIsNew: schemas.linkIsNew,
		properties: propertiesToRead(input, context).filter((name) => definitions.has(name)),
		plannedSchemas: schemas.planned,
	};
}

function fieldsOf(
	{ policy, mappingChosen }: SyncInput,
	definitions: Definitions,
	{ timeZone }: HubSpotAccount,
) {
	const direction = 'quickBooksToHubSpot';
	return resolveFields(
		policy.mapping,
		invoiceFields,
		definitions,
		direction,
		mappingChosen,
		timeZone,
	);
}

function propertiesToRead(
	{ policy }: SyncInput,
	{ hubspot: { names }, quickbooks: { realmId } }: SyncContext,
): string[] {
	const filtered = policy.filter.flatMap(({ side, field }) => (side === 'hubSpot' ? [field] : []));
	return [
		...new Set([
			names.link(realmId),
			...RECORD_PROPERTIES,
			...names.invoice,
			...policy.mapping.map(({ property }) => property),
			...filtered,
		]),
	];
}
