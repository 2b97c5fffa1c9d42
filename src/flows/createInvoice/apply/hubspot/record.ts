import { linkValue, readLink } from '../../../../core/hubspot/link';
import type { KnownSchemas } from '../../../../core/hubspot/missingSchemas';
import { originText } from '../../../../core/invoice/billing/billing';
import {
	foreignProperties,
	isKeptByHubSpot,
	writableTo,
} from '../../../../core/invoice/record/foreign';
import { buildInvoiceRecord, buildRecordLines } from '../../../../core/invoice/record/record';
import type { CreateInvoicePlan } from '../../../../core/invoice/plan/plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../../core/records/quickbooks';
import { quickBooksUrl } from '../../../../core/urls';
import type { HubSpotPort, Outcome, QuickBooksPort } from '../../../../gateways/ports';
import { findByLink, linkPropertyOf, type LinkProperty } from '../../../accounts/links';
import { valueOf } from '../../../accounts/outcomes';
import { findForeign, judgeAll } from '../../../invoiceRecord/foreign';
import { writeInvoiceRecords } from '../../../invoiceRecord/invoiceRecord';
import type { RecordWritten } from '../../../invoiceRecord/types';
import { writable } from '../../../../core/hubspot/writable';

/** What HubSpot is to learn about an invoice that exists in QuickBooks. */
interface RecordJob {
	plan: CreateInvoicePlan;
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	known: KnownSchemas;
	invoice: QuickBooksInvoice;
	/**
	 * Whether it may have been made by this run: then only the deal itself may have another record of
	 * it.
	 */
	isNew: boolean;
	/** HubSpot product by QuickBooks item id. */
	productIds: ReadonlyMap<string, string>;
	/** Called with the record's id as soon as the record exists, before its lines do. */
	onRecord: (recordId: string) => void;
}

/** The record of an invoice; without an id where another record may be of the invoice. */
type RecordOutcome = Omit<RecordWritten, 'id'> & { id: string | undefined };

/**
 * The record is known from the deal, found by its link where HubSpot cannot keep links unique,
 * taken over from whoever made it, or created. The money has moved by now, so what HubSpot keeps to
 * itself is a warning.
 */
export async function writePlannedRecord(job: RecordJob): Promise<RecordOutcome> {
	const { plan, hubspot, quickbooks, known: schemas, invoice } = job;
	const name = hubspot.names.link(quickbooks.realmId);
	const link = linkPropertyOf(schemas, 'invoices', name) ?? { name, unique: false };
	const onDeal = plan.source.records.find(
		(record) => readLink(record.properties[name], quickbooks.realmId) === invoice.Id,
	);
	const { found, unclear } = onDeal ? { found: onDeal } : await findRecord(job, link);
	if (unclear !== undefined)
		return {
			id: undefined,
			isNew: false,
			warnings: [`The invoice has no record in HubSpot: ${unclear} Then run this node again.`],
		};
	const isKept = found !== undefined && isKeptByHubSpot(found.properties);
	const outcome = await writeRecord(job, link, found, {
		associations: onDeal ? [] : [...plan.associations],
		lines: isKept ? [] : linesOf(job),
	});
	return isKept ? unlessKept(found, outcome) : valueOf('HubSpot', outcome);
}

async function writeRecord(
	job: RecordJob,
	link: LinkProperty,
	found: HubSpotRecord | undefined,
	rest: Pick<Parameters<typeof writeInvoiceRecords>[2][number], 'associations' | 'lines'>,
): Promise<Outcome<RecordWritten> | undefined> {
	const properties = writableTo(found, writable(propertiesOf(job), job.known, 'invoices'));
	const [outcome] = await writeInvoiceRecords(
		job.hubspot,
		link,
		[{ ...(found && { id: found.id }), properties, ...rest }],
		([id]) => id && job.onRecord(id),
	);
	return outcome;
}

function propertiesOf({ plan, hubspot, quickbooks, invoice }: RecordJob): HubSpotProperties {
	const { source, rules } = plan;
	const { realmId, environment } = quickbooks;
	const origin = originText(invoice);
	return buildInvoiceRecord(invoice, {
		names: hubspot.names,
		realmId,
		homeCurrency: rules.homeCurrency,
		today: source.today,
		accountTimeZone: source.account.timeZone,
		url: quickBooksUrl(environment, 'Invoice', invoice.Id),
		...(origin && { origin }),
	});
}

function linesOf({ plan, invoice, productIds }: RecordJob): HubSpotProperties[] {
	const currency = invoice.CurrencyRef?.value ?? plan.rules.homeCurrency;
	return buildRecordLines(invoice, currency, productIds);
}

function unlessKept(
	{ id }: HubSpotRecord,
	outcome: Outcome<RecordWritten> | undefined,
): RecordOutcome {
	if (outcome?.ok !== false || outcome.error.kind !== 'invalid') return valueOf('HubSpot', outcome);
	const warning = `HubSpot keeps its own record ${id} of the invoice as it is: ${outcome.error.message}`;
	return { id, isNew: false, warnings: [warning] };
}

interface RecordFound {
	found?: HubSpotRecord | undefined;
	/** Why it is not certain that a record is of the invoice. */
	unclear?: string | undefined;
}

/**
 * A record that the deal does not show as the invoice's. Of an invoice that was made a moment ago
 * nobody else has one, except on the deal itself.
 */
async function findRecord(job: RecordJob, link: LinkProperty): Promise<RecordFound> {
	const { hubspot, quickbooks, invoice, isNew } = job;
	const values = [linkValue(quickbooks.realmId, invoice.Id)];
	const byLink =
		link.unique && isNew ? [] : findByLink(hubspot, 'invoices', link, values, foreignProperties);
	const [[linked], judged] = await Promise.all([byLink, judgeOthers(job)]);
	const foreign = judged.get(invoice.Id);
	if (linked || !foreign) return { found: linked };
	return foreign.kind === 'adopt' ? { found: foreign.record } : { unclear: foreign.reason };
}

/** Which records of other integrations are of the invoice. */
async function judgeOthers({ plan, hubspot, quickbooks, known, invoice, isNew }: RecordJob) {
	const { contactIds, companyIds, unlinkedRecords } = plan.source;
	const wanted = [{ invoice, payerIds: [...contactIds, ...companyIds] }];
	const company = { realmId: quickbooks.realmId, homeCurrency: plan.rules.homeCurrency };
	return isNew
		? await judgeAll(hubspot, wanted, unlinkedRecords, company)
		: await findForeign(hubspot, wanted, {
				...company,
				definitions: [...(known.properties.get('invoices')?.keys() ?? [])],
				properties: [],
				beside: unlinkedRecords,
			});
}
