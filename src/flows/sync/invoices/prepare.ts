import { dayIn, type Day } from '../../../core/calendar';
import { recordFigures } from '../../../core/invoice/record/record';
import { readCompanyRules } from '../../../core/invoice/billing/settings';
import { invoiceFields } from '../../../core/invoice/record/syncFields';
import type { PlannedRequest } from '../../../core/plan';
import type { HubSpotAccount } from '../../../core/records/hubspot';
import { resolveFields, type SyncField } from '../../../core/sync/fields/fieldsOf';
import { checkFilter } from '../../../core/sync/filter';
import type { Definitions } from '../../../core/sync/types';
import { linkPropertyOf, type LinkProperty } from '../../accounts/links';
import { prepareSchemas } from '../records/prepare';
import type { SyncContext, SyncInput } from '../engine/types';

/** What a run over invoices knows of both accounts. */
export interface InvoicePrepared {
	account: HubSpotAccount;
	homeCurrency: string;
	today: Day;
	/** In which `today` is today. */
	timeZone: string;
	fields: readonly SyncField[];
	definitions: Definitions;
	/** Undefined in a dry run before the first real one. */
	link: LinkProperty | undefined;
	/** Whether HubSpot had no links before this run. */
	linkIsNew: boolean;
	properties: string[];
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

/** @throws Declined when the mapping or the filter names what does not exist */
export async function prepareInvoiceSync(
	input: SyncInput,
	context: SyncContext,
): Promise<InvoicePrepared> {
	const { hubspot, quickbooks, now } = context;
	const [account, schemas, settings] = await Promise.all([
		hubspot.readAccount(),
		prepareSchemas('invoices', input, context),
		quickbooks.readSettings(),
	]);
	const timeZone = settings.company.DefaultTimeZone ?? account.timeZone;
	const { definitions } = schemas;
	checkFilter(input.policy.filter, definitions);
	const name = hubspot.names.link(quickbooks.realmId);
	const filtered = input.policy.filter.flatMap(({ side, field }) =>
		side === 'hubSpot' ? [field] : [],
	);
	return {
		account,
		homeCurrency: readCompanyRules(settings.preferences, settings.company).homeCurrency,
		today: dayIn(now(), timeZone),
		timeZone,
		fields: resolveFields(
			input.policy.mapping,
			invoiceFields,
			definitions,
			'quickBooksToHubSpot',
			input.mappingChosen,
			account.timeZone,
		),
		definitions,
		link: linkPropertyOf(schemas.known, 'invoices', name),
		linkIsNew: schemas.linkIsNew,
		properties: [
			...new Set([
				name,
				...RECORD_PROPERTIES,
				...hubspot.names.invoice,
				...input.policy.mapping.map(({ property }) => property),
				...filtered,
			]),
		].filter((one) => definitions.has(one)),
		plannedSchemas: schemas.planned,
	};
}
