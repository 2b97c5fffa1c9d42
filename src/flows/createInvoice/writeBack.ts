import { linkPropertyName, linkValue, readLink } from '../../core/hubspot/link';
import { associationTypeId } from '../../core/hubspot/associations';
import { buildDealProperties } from '../../core/invoice/dealProperties';
import { buildInvoiceRecord, buildRecordLines, recordAssociations } from '../../core/invoice/record';
import type { Change } from '../../core/plan';
import type { HubSpotObjectType, HubSpotProperties, HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import type { KnownSchemas } from '../ensureSchemas';
import type { BillingSource } from './source';

/** What HubSpot is to learn about an invoice that exists in QuickBooks. */
export interface WriteBack {
	source: BillingSource;
	invoice: QuickBooksInvoice;
	/** HubSpot product by QuickBooks item id. */
	productIds: ReadonlyMap<string, string>;
	/** All QuickBooks invoices of the deal. */
	dealInvoices: readonly QuickBooksInvoice[];
	homeCurrency: string;
	/** Links to be set on contact, company and products. */
	links: Link[];
}

export interface Link {
	objectType: 'contacts' | 'companies' | 'products';
	id: string;
	quickBooksId: string;
}

export interface WrittenBack {
	recordId: string;
	/** Whether HubSpot lacked anything before. */
	completed: boolean;
	changes: Change[];
	warnings: string[];
}

/** Deal, record and links are written side by side; then the record's lines. Each may be repeated without harm. */
export async function writeBack(hubspot: HubSpotPort, quickbooks: QuickBooksPort, schemas: KnownSchemas, write: WriteBack): Promise<WrittenBack> {
	const { source, invoice, dealInvoices, homeCurrency } = write;
	const deal = buildDealProperties(dealInvoices, source.currency, homeCurrency, source.today);
	const changes = changesOf(source.deal, deal.properties);
	const [record, linkWarnings] = await Promise.all([
		writeRecord(hubspot, quickbooks, schemas, write),
		writeLinks(hubspot, quickbooks.realmId, write.links),
		changes.length > 0 ? hubspot.updateObject('deals', source.deal.id, Object.fromEntries(changes.map(({ field, to }) => [field, String(to)]))) : undefined,
	]);
	const lineWarnings = await writeLines(hubspot, record, buildRecordLines(invoice, invoice.CurrencyRef?.value ?? homeCurrency, write.productIds));
	const completed = record.isNew || changes.length > 0 || write.links.length > 0;
	return { recordId: record.id, completed, changes, warnings: [...deal.warnings, ...linkWarnings, ...record.warnings, ...lineWarnings] };
}

/** HubSpot writes numbers and dates in its own way, so values are compared by meaning. */
export function changesOf(before: HubSpotRecord, after: HubSpotProperties): Change[] {
	return Object.entries(after).flatMap(([field, to]) => {
		const from = before.properties[field] ?? null;
		return sameValue(from, to) ? [] : [{ field, from, to }];
	});
}

function sameValue(from: string | null, to: string | null): boolean {
	if ((from ?? '') === (to ?? '')) return true;
	return Boolean(from && to && /^-?\d+(\.\d+)?$/.test(from) && /^-?\d+(\.\d+)?$/.test(to) && Number(from) === Number(to));
}

interface RecordWritten {
	id: string;
	isNew: boolean;
	/** The status that HubSpot refused at first. */
	pendingStatus?: string;
	warnings: string[];
}

async function writeRecord(hubspot: HubSpotPort, quickbooks: QuickBooksPort, schemas: KnownSchemas, { source, invoice, homeCurrency }: WriteBack): Promise<RecordWritten> {
	const { realmId, environment } = quickbooks;
	const link = linkPropertyName(realmId);
	const wanted = buildInvoiceRecord(invoice, { realmId, homeCurrency, today: source.today, url: quickBooksUrl(environment, 'Invoice', invoice.Id) });
	const properties = writable(wanted, schemas, 'invoices');
	const known = source.records.find((record) => readLink(record.properties[link], realmId) === invoice.Id);
	if (known) return await updateRecord(hubspot, known.id, properties);
	const associations = recordAssociations({ dealIds: [source.deal.id], contactIds: source.contactIds, companyIds: source.companyIds, quoteIds: source.quoteId ? [source.quoteId] : [] });
	const unique = schemas.properties.get('invoices')?.get(link)?.hasUniqueValue === true;
	const found = unique ? undefined : await findRecord(hubspot, link, linkValue(realmId, invoice.Id));
	if (found) return await adoptRecord(hubspot, found, properties, associations);
	try {
		return await createRecord(hubspot, properties, associations, unique ? link : undefined);
	} catch (error) {
		const existingId = error instanceof GatewayError && error.kind === 'conflict' ? error.context['existingId'] : undefined;
		if (typeof existingId !== 'string') throw error;
		return await adoptRecord(hubspot, existingId, properties, associations);
	}
}

type Associations = ReturnType<typeof recordAssociations>;

/** HubSpot may refuse to open an invoice that has no lines yet; then it starts as a draft. */
async function createRecord(hubspot: HubSpotPort, properties: HubSpotProperties, associations: Associations, uniqueProperty: string | undefined): Promise<RecordWritten> {
	try {
		const { id } = await hubspot.createObject('invoices', { properties, associations }, uniqueProperty);
		return { id, isNew: true, warnings: [] };
	} catch (error) {
		const { hs_invoice_status: status, ...rest } = properties;
		if (!(error instanceof GatewayError) || error.kind !== 'invalid' || !status || status === 'draft') throw error;
		const { id } = await hubspot.createObject('invoices', { properties: { ...rest, hs_invoice_status: 'draft' }, associations }, uniqueProperty);
		return { id, isNew: true, pendingStatus: status, warnings: [] };
	}
}

async function updateRecord(hubspot: HubSpotPort, id: string, properties: HubSpotProperties): Promise<RecordWritten> {
	try {
		await hubspot.updateObject('invoices', id, properties);
		return { id, isNew: false, warnings: [] };
	} catch (error) {
		const { hs_invoice_status: status, ...rest } = properties;
		if (!(error instanceof GatewayError) || error.kind !== 'invalid' || !status) throw error;
		await hubspot.updateObject('invoices', id, rest);
		return { id, isNew: false, pendingStatus: status, warnings: [] };
	}
}

async function adoptRecord(hubspot: HubSpotPort, id: string, properties: HubSpotProperties, associations: Associations): Promise<RecordWritten> {
	const [written] = await Promise.all([
		updateRecord(hubspot, id, properties),
		...associations.map(({ to, typeId }) => hubspot.associate('invoices', to.objectType, [{ fromId: id, toId: to.id, typeIds: [typeId] }])),
	]);
	return written;
}

async function findRecord(hubspot: HubSpotPort, link: string, value: string): Promise<string | undefined> {
	const page = await hubspot.searchObjects('invoices', { filterGroups: [[{ property: link, operator: 'EQ', value }]], properties: [link], limit: 1 });
	return page.records[0]?.id;
}

/** Only what HubSpot has and lets an API write. */
function writable(properties: HubSpotProperties, schemas: KnownSchemas, objectType: HubSpotObjectType): HubSpotProperties {
	const definitions = schemas.properties.get(objectType);
	return Object.fromEntries(Object.entries(properties).filter(([name]) => definitions?.get(name) !== undefined && definitions.get(name)?.readOnlyValue !== true));
}

async function writeLinks(hubspot: HubSpotPort, realmId: string, links: readonly Link[]): Promise<string[]> {
	const name = linkPropertyName(realmId);
	const types = [...new Set(links.map(({ objectType }) => objectType))];
	const outcomes = await Promise.all(
		types.map(async (objectType) => {
			const own = links.filter((link) => link.objectType === objectType);
			const written = await hubspot.updateObjects(objectType, own.map(({ id, quickBooksId }) => ({ id, properties: { [name]: linkValue(realmId, quickBooksId) } })));
			return written.flatMap((outcome, index) => (outcome.ok ? [] : [`The link to QuickBooks was not stored on ${objectType} ${own[index]?.id}: ${outcome.error.message}`]));
		}),
	);
	return outcomes.flat();
}

/** The record's lines are copies. A second run finds them and leaves them. */
async function writeLines(hubspot: HubSpotPort, record: RecordWritten, lines: readonly HubSpotProperties[]): Promise<string[]> {
	const present = record.isNew ? [] : ((await hubspot.readAssociations('invoices', 'line_items', [record.id])).get(record.id) ?? []);
	if (present.length === 0 && lines.length > 0) {
		const associations = [{ to: { objectType: 'invoices' as const, id: record.id }, typeId: associationTypeId('line_items', 'invoices') }];
		const outcomes = await hubspot.createObjects('line_items', lines.map((properties) => ({ properties, associations })));
		const failed = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.message]));
		if (failed.length > 0) record.warnings.push(`HubSpot refused ${failed.length} lines of the invoice record: ${failed[0]}`);
	}
	return record.pendingStatus === undefined ? [] : await setStatus(hubspot, record.id, record.pendingStatus);
}

async function setStatus(hubspot: HubSpotPort, id: string, status: string): Promise<string[]> {
	try {
		await hubspot.updateObject('invoices', id, { hs_invoice_status: status });
		return [];
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'invalid') throw error;
		return [`HubSpot keeps its own invoice record as it is instead of "${status}": ${error.message}`];
	}
}
