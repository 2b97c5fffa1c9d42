import { declineIfAny } from '../../core/decline';
import { linkValue, readLink } from '../../core/hubspot/link';
import { planAttachment, type AttachmentPlan } from '../../core/invoice/attach/attachPlan';
import { buildInvoiceRecord, buildRecordLines } from '../../core/invoice/record/record';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import type { FlowContext } from '../accounts/context';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { findByLink, linkPropertyOf, type LinkProperty } from '../accounts/links';
import { findForeign, type ForeignContext } from '../invoiceRecord/foreign';
import { writable } from '../invoiceRecord/writable';
import type { Scene } from './scene';
import { asAttached, recordProperties } from '../../core/invoice/record/linkedRecords';
import type { Target } from './target';

/**
 * Reads what HubSpot knows about the invoices and decides what is missing; one round trip, two when
 * a record has to be looked at.
 * @param schemas HubSpot's properties when the records are written
 * @param present those that it has now, which are fewer in a dry run
 */
export async function prepareAttachments(
	{ target, rules: { homeCurrency } }: Scene,
	invoices: readonly QuickBooksInvoice[],
	schemas: KnownSchemas,
	present: KnownSchemas,
	{ hubspot, quickbooks }: FlowContext,
): Promise<AttachmentPlan[]> {
	const { realmId, environment } = quickbooks;
	const attached = new Map(target.attached.map((one) => [one.invoiceId, one]));
	const elsewhere = invoices
		.filter(({ Id }) => !attached.has(Id))
		.map(({ Id }) => linkValue(realmId, Id));
	const link = linkPropertyOf(present, 'invoices', hubspot.names.link(realmId));
	const [found, productIds] = await Promise.all([
		findByLink(hubspot, 'invoices', link, elsewhere, recordProperties(hubspot.names, realmId)),
		findProducts(invoices, present, { hubspot, quickbooks }),
	]);
	const records = new Map(
		[...target.attached, ...asAttached(hubspot.names, found, realmId)].map(
			({ invoiceId, record }) => [invoiceId, record],
		),
	);
	const foreign = await foreignOf(
		invoices.filter(({ Id }) => !records.has(Id)),
		target,
		present,
		{ realmId, homeCurrency },
		hubspot,
	);
	for (const [invoiceId, record] of foreign) records.set(invoiceId, record);
	const existing = invoices.flatMap(({ Id }) => records.get(Id)?.id ?? []);
	const lines =
		existing.length > 0
			? await hubspot.readAssociations('invoices', 'line_items', existing)
			: new Map<string, string[]>();
	return invoices.map((invoice) => {
		const record = records.get(invoice.Id);
		const values = buildInvoiceRecord(invoice, {
			names: hubspot.names,
			realmId,
			homeCurrency,
			today: target.today,
			accountTimeZone: target.account.timeZone,
			url: quickBooksUrl(environment, 'Invoice', invoice.Id),
		});
		const known = {
			invoice,
			record,
			hasLines: record !== undefined && (lines.get(record.id) ?? []).length > 0,
			attached: attached.has(invoice.Id),
		};
		return planAttachment(
			hubspot.names,
			known,
			target,
			writable(values, schemas, 'invoices'),
			buildRecordLines(invoice, invoice.CurrencyRef?.value ?? homeCurrency, productIds),
		);
	});
}

/**
 * Records that others made of invoices. Those of the target itself show before a search does.
 * @throws Declined when it is not certain whether a record is of an invoice
 */
async function foreignOf(
	invoices: readonly QuickBooksInvoice[],
	target: Target,
	{ properties }: KnownSchemas,
	company: Pick<ForeignContext, 'realmId' | 'homeCurrency'>,
	hubspot: FlowContext['hubspot'],
): Promise<Map<string, HubSpotRecord>> {
	const wanted = invoices.map((invoice) => ({
		invoice,
		payerIds: target.objectType === 'deals' ? [] : [target.id],
	}));
	const found = await findForeign(hubspot, wanted, {
		...company,
		definitions: [...(properties.get('invoices')?.keys() ?? [])],
		properties: recordProperties(hubspot.names, company.realmId),
		beside: target.unlinked,
	});
	declineIfAny(
		[...found.values()].flatMap((one) =>
			one.kind === 'conflict'
				? [
						{
							field: 'Invoices',
							message: one.reason,
							remedy: 'Decide in HubSpot which record is right, then run this node again.',
						},
					]
				: [],
		),
	);
	return new Map(
		[...found].flatMap(([id, one]) => (one.kind === 'adopt' ? [[id, one.record] as const] : [])),
	);
}

/** HubSpot product by QuickBooks item id, of the items on the invoices. */
async function findProducts(
	invoices: readonly QuickBooksInvoice[],
	schemas: KnownSchemas,
	{ hubspot, quickbooks: { realmId } }: Pick<FlowContext, 'hubspot' | 'quickbooks'>,
): Promise<Map<string, string>> {
	const name = hubspot.names.link(realmId);
	const sold = invoices.flatMap(({ Line }) =>
		Line.flatMap((line) => line.GroupLineDetail?.Line ?? [line]),
	);
	const itemIds = [
		...new Set(sold.flatMap(({ SalesItemLineDetail: detail }) => detail?.ItemRef?.value ?? [])),
	].filter((id) => /^\d+$/.test(id));
	const products = await findByLink(
		hubspot,
		'products',
		linkPropertyOf(schemas, 'products', name),
		itemIds.map((id) => linkValue(realmId, id)),
		[],
	);
	return new Map(
		products.flatMap(({ id, properties }) => {
			const itemId = readLink(properties[name], realmId);
			return itemId === undefined ? [] : [[itemId, id] as const];
		}),
	);
}

/** The property by which records are tied to the company's invoices; there once the schemas are. */
export function invoiceLink(
	schemas: KnownSchemas,
	{ hubspot, quickbooks }: Pick<FlowContext, 'hubspot' | 'quickbooks'>,
): LinkProperty {
	const name = hubspot.names.link(quickbooks.realmId);
	return linkPropertyOf(schemas, 'invoices', name) ?? { name, unique: false };
}
