import { linkValue, readLink } from '../../core/hubspot/link';
import { buildInvoiceRecord, buildRecordLines, recordAssociations } from '../../core/invoice/record';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import type { KnownSchemas } from '../ensureSchemas';
import { valueOf, writeInvoiceRecords, type RecordWritten } from '../invoiceRecord';
import { findByLink, linkPropertyOf } from '../invoiceRecord/link';
import { writable } from '../invoiceRecord/writable';
import type { BillingSource } from './source';

/** What HubSpot is to learn about an invoice that exists in QuickBooks. */
export interface WriteBack {
	source: BillingSource;
	invoice: QuickBooksInvoice;
	/** HubSpot product by QuickBooks item id. */
	productIds: ReadonlyMap<string, string>;
	homeCurrency: string;
	/** The mark of what it bills. */
	origin?: string;
	/** Links to be set on contact, company and products. */
	links: Link[];
	/** Told of the record as soon as it stands, before its lines do. */
	onRecord?: (recordId: string) => void;
}

export interface Link {
	objectType: 'contacts' | 'companies' | 'products';
	id: string;
	quickBooksId: string;
}

export interface WrittenBack {
	recordId: string;
	/** Whether HubSpot lacked the record or a link before. */
	completed: boolean;
	warnings: string[];
}

/** The record with its lines, and links, are written side by side. Each may be repeated without harm. */
export async function writeBack(hubspot: HubSpotPort, quickbooks: QuickBooksPort, schemas: KnownSchemas, write: WriteBack): Promise<WrittenBack> {
	const [record, linkWarnings] = await Promise.all([writeRecord(hubspot, quickbooks, schemas, write), writeLinks(hubspot, quickbooks.realmId, write.links)]);
	return { recordId: record.id, completed: record.isNew || write.links.length > 0, warnings: [...linkWarnings, ...record.warnings] };
}

/** The record is known from the deal, found by its link where HubSpot cannot keep links unique, or made. */
async function writeRecord(hubspot: HubSpotPort, quickbooks: QuickBooksPort, schemas: KnownSchemas, { source, invoice, homeCurrency, productIds, origin, onRecord }: WriteBack): Promise<RecordWritten> {
	const { realmId, environment } = quickbooks;
	const name = hubspot.names.link(realmId);
	const link = linkPropertyOf(schemas, 'invoices', name) ?? { name, unique: false };
	const wanted = buildInvoiceRecord(invoice, { names: hubspot.names, realmId, homeCurrency, today: source.today, accountTimeZone: source.account.timeZone, url: quickBooksUrl(environment, 'Invoice', invoice.Id), ...(origin && { origin }) });
	const known = source.records.find((record) => readLink(record.properties[name], realmId) === invoice.Id);
	const [found] = known || link.unique ? [known] : await findByLink(hubspot, 'invoices', link, [linkValue(realmId, invoice.Id)], []);
	const parties = { dealIds: [source.deal.id], contactIds: source.contactIds, companyIds: source.companyIds, quoteIds: source.quoteId ? [source.quoteId] : [] };
	const [outcome] = await writeInvoiceRecords(hubspot, link, [
		{
			...(found && { id: found.id }),
			properties: writable(wanted, schemas, 'invoices'),
			associations: known ? [] : recordAssociations(parties),
			lines: buildRecordLines(invoice, invoice.CurrencyRef?.value ?? homeCurrency, productIds),
		},
	], ([id]) => id && onRecord?.(id));
	return valueOf(outcome);
}

async function writeLinks(hubspot: HubSpotPort, realmId: string, links: readonly Link[]): Promise<string[]> {
	const name = hubspot.names.link(realmId);
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
