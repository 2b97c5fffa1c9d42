import { isInPlace, type AttachmentPlan } from '../../core/invoice/attach/attachment';
import type { DealTotals } from '../../core/invoice/attach/dealTotals';
import type {
	AttachInvoicesPlan,
	AttachReading,
} from '../../core/invoice/attach/planAttachInvoices';
import type { AttachTarget } from '../../core/invoice/attach/target';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { GatewayError } from '../../gateways/errors';
import type { Outcome } from '../../gateways/ports';
import type { FlowContext } from '../accounts/context';
import { linkPropertyOf } from '../accounts/links';
import { writeInvoiceRecords } from '../invoiceRecord/invoiceRecord';
import type { RecordToWrite } from '../../core/invoice/record/write/recordToWrite';
import type { RecordWritten } from '../invoiceRecord/types';
import { applyDealTotals } from './dealTotals';
import { createPlannedSchemas } from './schemas';

/** What became of an attachment; nothing where everything was in place. */
export type AttachmentOutcome = Outcome<RecordWritten> | undefined;

/** What applying a plan has come to. */
interface AttachApplied {
	/** In the order of the plan's attachments. */
	outcomes: AttachmentOutcome[];
	/** What the deal says in the end. */
	totals: DealTotals;
}

/**
 * Writes what a plan says: properties, then the records of all invoices together, then the deal.
 *
 * @throws GatewayError naming the invoices that HubSpot refused; the others are attached
 */
export async function applyAttachInvoices(
	plan: AttachInvoicesPlan,
	reading: AttachReading,
	context: FlowContext,
): Promise<AttachApplied> {
	const schemas = await createPlannedSchemas(reading, reading.schemas, context);
	const outcomes = await writeAttachments(plan, schemas, context);
	const links = { added: newlyAttached(plan, outcomes), removed: [] };
	const known = [...reading.invoices, ...reading.otherInvoices];
	const totals = await applyDealTotals(reading, plan.totals, links, known, context);
	failWhenRefused(plan, outcomes, reading.target);
	return { outcomes, totals };
}

async function writeAttachments(
	{ attachments }: AttachInvoicesPlan,
	schemas: KnownSchemas,
	{ hubspot, quickbooks }: FlowContext,
): Promise<AttachmentOutcome[]> {
	const name = hubspot.names.link(quickbooks.realmId);
	const link = linkPropertyOf(schemas, 'invoices', name) ?? { name, unique: false };
	const incomplete = attachments.filter((plan) => !isInPlace(plan));
	const written = await writeInvoiceRecords(hubspot, link, incomplete.map(toRecord));
	const outcomes = new Map(incomplete.map((plan, index) => [plan, written[index]]));
	return attachments.map((plan) => outcomes.get(plan));
}

function toRecord({
	recordId,
	hasLines,
	properties,
	associations,
	lines,
}: AttachmentPlan): RecordToWrite {
	return {
		...(recordId !== undefined && { id: recordId, hasLines }),
		properties,
		associations,
		lines,
	};
}

/** QuickBooks ids by those of the HubSpot records. */
function newlyAttached(
	{ attachments }: AttachInvoicesPlan,
	outcomes: readonly AttachmentOutcome[],
): Map<string, string> {
	return new Map(
		attachments.flatMap(({ isAttached, invoiceId }, index) => {
			const outcome = outcomes[index];
			return outcome?.ok && !isAttached ? [[outcome.value.id, invoiceId] as const] : [];
		}),
	);
}

/** @throws GatewayError naming the invoices that HubSpot refused */
function failWhenRefused(
	{ attachments }: AttachInvoicesPlan,
	outcomes: readonly AttachmentOutcome[],
	{ label }: AttachTarget,
): void {
	const refused = attachments.flatMap(({ name }, index) => {
		const outcome = outcomes[index];
		return outcome?.ok === false ? [{ name, error: outcome.error }] : [];
	});
	const [first] = refused;
	if (!first) return;
	const { kind, code, context } = first.error;
	const message = `${refused.length} of ${attachments.length} invoices could not be attached to ${label}`;
	const details = refused.map(({ name, error }) => ({
		message: `${name}: ${error.message}`,
		...(error.details[0]?.code && { code: error.details[0].code }),
	}));
	throw new GatewayError({
		system: 'HubSpot',
		kind,
		code,
		context,
		message: `${message}: ${details.map((detail) => detail.message).join('; ')}`,
		details: [{ message }, ...details],
	});
}
