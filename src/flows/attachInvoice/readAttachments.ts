import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { linkValue, readLink } from '../../core/hubspot/link';
import {
	recordsOfInvoices,
	type AttachReading,
} from '../../core/invoice/attach/planAttachInvoices';
import type { TargetAndCompany } from '../../core/invoice/attach/target';
import type { Adoption } from '../../core/invoice/record/foreign';
import { asAttached, recordProperties } from '../../core/invoice/record/linkedRecords';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import type { FlowContext } from '../accounts/context';
import { findByLink, linkPropertyOf } from '../accounts/links';
import { findForeign } from '../invoiceRecord/foreign';
import { readTotalledInvoices } from './dealTotals';
import { readMissingSchemas } from './schemas';
import type { Selected } from './selectInvoices';

/**
 * Reads what HubSpot knows about invoices that are to be attached, and the deal's other invoices:
 * one round trip, two or three when a record has to be looked at.
 *
 * @param schemas HubSpot's properties as they are
 * @throws Declined when it is not certain whether a record is of an invoice, or HubSpot has no room
 * for the properties that it lacks
 */
export async function readAttachments(
	to: TargetAndCompany,
	{ invoices, warnings }: Selected,
	schemas: KnownSchemas,
	context: FlowContext,
): Promise<AttachReading> {
	const { hubspot } = context;
	const attachedIds = to.target.attached.map(({ invoiceId }) => invoiceId);
	const [missing, linked, productIds, otherInvoices] = await Promise.all([
		readMissingSchemas(to, schemas, context),
		readLinkedRecords(to, invoices, schemas, context),
		readProductIds(invoices, schemas, context),
		readTotalledInvoices(to, attachedIds, invoices, context),
	]);
	const unlinked = invoices.filter(({ Id }) => !linked.has(Id));
	const adoptions = await readAdoptions(to, unlinked, schemas, context);
	const records = recordsOfInvoices(linked, adoptions);
	const recordIds = invoices.flatMap(({ Id }) => records.get(Id)?.id ?? []);
	const lineIds = await hubspot.readAssociations('invoices', 'line_items', recordIds);
	return {
		...to,
		names: hubspot.names,
		schemas,
		missing,
		invoices,
		records,
		lineIds,
		productIds,
		otherInvoices,
		warnings,
	};
}

/** HubSpot's records that are linked with invoices, by QuickBooks id. */
async function readLinkedRecords(
	{ target: { attached }, company: { realmId } }: TargetAndCompany,
	invoices: readonly QuickBooksInvoice[],
	schemas: KnownSchemas,
	{ hubspot }: FlowContext,
): Promise<Map<string, HubSpotRecord>> {
	const { names } = hubspot;
	const attachedIds = new Set(attached.map(({ invoiceId }) => invoiceId));
	const elsewhere = invoices.filter(({ Id }) => !attachedIds.has(Id));
	const found = await findByLink(
		hubspot,
		'invoices',
		linkPropertyOf(schemas, 'invoices', names.link(realmId)),
		elsewhere.map(({ Id }) => linkValue(realmId, Id)),
		recordProperties(names, realmId),
	);
	return new Map(
		[...attached, ...asAttached(names, found, realmId)].map(({ invoiceId, record }) => [
			invoiceId,
			record,
		]),
	);
}

/** Records that others made of invoices. Those of the target itself show before a search does. */
async function readAdoptions(
	{ target, company: { realmId, homeCurrency } }: TargetAndCompany,
	invoices: readonly QuickBooksInvoice[],
	{ properties }: KnownSchemas,
	{ hubspot }: FlowContext,
): Promise<Map<string, Adoption>> {
	const payerIds = target.objectType === 'deals' ? [] : [target.id];
	return await findForeign(
		hubspot,
		invoices.map((invoice) => ({ invoice, payerIds })),
		{
			realmId,
			homeCurrency,
			definitions: [...(properties.get('invoices')?.keys() ?? [])],
			properties: recordProperties(hubspot.names, realmId),
			beside: target.unlinked,
		},
	);
}

/** HubSpot product by QuickBooks item id, of the items on the invoices. */
async function readProductIds(
	invoices: readonly QuickBooksInvoice[],
	schemas: KnownSchemas,
	{ hubspot, quickbooks: { realmId } }: FlowContext,
): Promise<Map<string, string>> {
	const name = hubspot.names.link(realmId);
	const products = await findByLink(
		hubspot,
		'products',
		linkPropertyOf(schemas, 'products', name),
		itemIdsOf(invoices).map((id) => linkValue(realmId, id)),
		[],
	);
	return new Map(
		products.flatMap(({ id, properties }) => {
			const itemId = readLink(properties[name], realmId);
			return itemId === undefined ? [] : [[itemId, id] as const];
		}),
	);
}

function itemIdsOf(invoices: readonly QuickBooksInvoice[]): string[] {
	const lines = invoices
		.flatMap(({ Line }) => Line)
		.flatMap((line) => line.GroupLineDetail?.Line ?? [line]);
	const ids = lines.flatMap(({ SalesItemLineDetail: detail }) => detail?.ItemRef?.value ?? []);
	return [...new Set(ids)].filter((id) => /^\d+$/.test(id));
}
