import { linkValue, readLink } from '../../../core/hubspot/link';
import {
	foreignProperties,
	isKeptByHubSpot,
	writableTo,
} from '../../../core/invoice/record/foreign';
import {
	buildInvoiceRecord,
	buildRecordLines,
	recordAssociations,
} from '../../../core/invoice/record/record';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { quickBooksUrl } from '../../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../../gateways/ports';
import type { KnownSchemas } from '../../../core/hubspot/missingSchemas';
import { writeInvoiceRecords, type RecordWritten } from '../../invoiceRecord/invoiceRecord';
import { valueOf } from '../../accounts/outcomes';
import { findForeign, judgeAll } from '../../invoiceRecord/foreign';
import { findByLink, linkPropertyOf, type LinkProperty } from '../../accounts/links';
import { writable } from '../../invoiceRecord/writable';
import { waitForAll } from '../../accounts/waitForAll';
import type { BillingSource } from '../../../core/invoice/request/source';

/** What HubSpot is to learn about an invoice that exists in QuickBooks. */
export interface WriteBack {
	source: BillingSource;
	invoice: QuickBooksInvoice;
	/**
	 * Whether it may have been made by this run: then only the deal itself may have another record of
	 * it.
	 */
	isNew: boolean;
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
	/** Undefined where another record may be of the invoice. */
	recordId: string | undefined;
	/** Whether HubSpot lacked the record or a link before. */
	completed: boolean;
	warnings: string[];
}

/**
 * The record with its lines, and links, are written side by side. Each may be repeated without
 * harm.
 */
export async function writeBack(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	schemas: KnownSchemas,
	write: WriteBack,
): Promise<WrittenBack> {
	const [record, linkWarnings] = await waitForAll([
		writeRecord(hubspot, quickbooks, schemas, write),
		writeLinks(hubspot, quickbooks.realmId, write.links),
	]);
	return {
		recordId: record.id,
		completed: record.isNew || write.links.length > 0,
		warnings: [...linkWarnings, ...record.warnings],
	};
}

type RecordTold = Omit<RecordWritten, 'id'> & { id: string | undefined };

/**
 * The record is known from the deal, found by its link where HubSpot cannot keep links unique,
 * taken over from whoever made it, or
 * made. The money has moved by now, so what HubSpot keeps to itself is a warning.
 */
async function writeRecord(
	hubspot: HubSpotPort,
	quickbooks: QuickBooksPort,
	schemas: KnownSchemas,
	write: WriteBack,
): Promise<RecordTold> {
	const { source, invoice, homeCurrency, productIds, origin, onRecord } = write;
	const { realmId, environment } = quickbooks;
	const name = hubspot.names.link(realmId);
	const link = linkPropertyOf(schemas, 'invoices', name) ?? { name, unique: false };
	const wanted = buildInvoiceRecord(invoice, {
		names: hubspot.names,
		realmId,
		homeCurrency,
		today: source.today,
		accountTimeZone: source.account.timeZone,
		url: quickBooksUrl(environment, 'Invoice', invoice.Id),
		...(origin && { origin }),
	});
	const known = source.records.find(
		(record) => readLink(record.properties[name], realmId) === invoice.Id,
	);
	const { found, unclear } = known
		? { found: known, unclear: undefined }
		: await findRecord(hubspot, realmId, schemas, link, write);
	if (unclear !== undefined)
		return {
			id: undefined,
			isNew: false,
			warnings: [`The invoice has no record in HubSpot: ${unclear} Then run this node again.`],
		};
	const isKept = found !== undefined && isKeptByHubSpot(found.properties);
	const parties = {
		dealIds: [source.deal.id],
		contactIds: source.contactIds,
		companyIds: source.companyIds,
		quoteIds: source.quoteId ? [source.quoteId] : [],
	};
	const [outcome] = await writeInvoiceRecords(
		hubspot,
		link,
		[
			{
				...(found && { id: found.id }),
				properties: writableTo(found, writable(wanted, schemas, 'invoices')),
				associations: known ? [] : recordAssociations(parties),
				lines: isKept
					? []
					: buildRecordLines(invoice, invoice.CurrencyRef?.value ?? homeCurrency, productIds),
			},
		],
		([id]) => id && onRecord?.(id),
	);
	if (isKept && outcome?.ok === false && outcome.error.kind === 'invalid') {
		return {
			id: found.id,
			isNew: false,
			warnings: [
				`HubSpot keeps its own record ${found.id} of the invoice as it is: ${outcome.error.message}`,
			],
		};
	}
	return valueOf('HubSpot', outcome);
}

interface Found {
	found?: HubSpotRecord | undefined;
	/** Why it is not certain that a record is of the invoice. */
	unclear?: string | undefined;
}

/**
 * A record that the deal does not show as the invoice's. Of an invoice that was made a moment ago
 * nobody else has one, except on the deal itself.
 */
async function findRecord(
	hubspot: HubSpotPort,
	realmId: string,
	schemas: KnownSchemas,
	link: LinkProperty,
	{ source, invoice, isNew, homeCurrency }: WriteBack,
): Promise<Found> {
	const wanted = [{ invoice, payerIds: [...source.contactIds, ...source.companyIds] }];
	const company = { realmId, homeCurrency };
	const byLink =
		link.unique && isNew
			? []
			: findByLink(hubspot, 'invoices', link, [linkValue(realmId, invoice.Id)], foreignProperties);
	const judging = isNew
		? judgeAll(hubspot, wanted, source.unlinkedRecords, company)
		: findForeign(hubspot, wanted, {
				...company,
				definitions: [...(schemas.properties.get('invoices')?.keys() ?? [])],
				properties: [],
				beside: source.unlinkedRecords,
			});
	const [[linked], judged] = await Promise.all([byLink, judging]);
	const foreign = judged.get(invoice.Id);
	if (linked || !foreign) return { found: linked };
	return foreign.kind === 'adopt' ? { found: foreign.record } : { unclear: foreign.reason };
}

async function writeLinks(
	hubspot: HubSpotPort,
	realmId: string,
	links: readonly Link[],
): Promise<string[]> {
	const name = hubspot.names.link(realmId);
	const types = [...new Set(links.map(({ objectType }) => objectType))];
	const outcomes = await waitForAll(
		types.map(async (objectType) => {
			const own = links.filter((link) => link.objectType === objectType);
			const written = await hubspot.updateObjects(
				objectType,
				own.map(({ id, quickBooksId }) => ({
					id,
					properties: { [name]: linkValue(realmId, quickBooksId) },
				})),
			);
			return written.flatMap((outcome, index) =>
				outcome.ok
					? []
					: [
							`The link to QuickBooks was not stored on ${objectType} ${own[index]?.id}: ${outcome.error.message}`,
						],
			);
		}),
	);
	return outcomes.flat();
}
