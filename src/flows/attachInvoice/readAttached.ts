import {
	toAttachedInvoices,
	type AttachedInvoice,
} from '../../core/invoice/attach/attachedInvoices';
import type { InvoiceSelection } from '../../core/invoice/attach/chooseInvoices';
import { refsNotAttached, type DetachReading } from '../../core/invoice/attach/planDetachInvoices';
import type { TargetAndCompany, TargetRecord } from '../../core/invoice/attach/target';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import type { FlowContext } from '../accounts/context';
import { findByIds } from '../accounts/quickBooksRecords';
import { readMissingSchemas } from './schemas';
import { findNamed } from './selectInvoices';

/** The attached invoices with what QuickBooks says now, the latest first. */
export async function readAttachedInvoices(
	{ attached }: TargetRecord,
	{ quickbooks }: FlowContext,
): Promise<AttachedInvoice[]> {
	const ids = attached.map(({ invoiceId }) => invoiceId);
	return toAttachedInvoices(attached, await findByIds(quickbooks, 'Invoice', ids));
}

/**
 * Reads what QuickBooks has of invoices that are named without being attached.
 *
 * @param schemas HubSpot's properties as they are; undefined when nothing is attached
 * @throws Declined when HubSpot has no room for the properties that it lacks
 */
export async function readDetaching(
	from: TargetAndCompany,
	attached: readonly AttachedInvoice[],
	selection: InvoiceSelection,
	schemas: KnownSchemas | undefined,
	context: FlowContext,
): Promise<DetachReading> {
	const { hubspot, quickbooks } = context;
	const others =
		selection.kind === 'chosen' ? refsNotAttached(selection.refs, attached, hubspot.names) : [];
	const [missing, named] = await Promise.all([
		schemas ? readMissingSchemas(from, schemas, context) : [],
		others.length > 0 ? findNamed(quickbooks, others) : [],
	]);
	return { ...from, names: hubspot.names, missing, attached, selection, named };
}
