import { linkValue } from '../../core/hubspot/link';
import { attachedAs, isInPlace, type AttachmentPlan } from '../../core/invoice/attach/attachPlan';
import { invoiceNameAtStart } from '../../core/invoice/name';
import type { PlannedRequest } from '../../core/plan';
import { GatewayError } from '../../gateways/errors';
import type { Outcome } from '../../gateways/ports';
import type { FlowContext } from '../accounts/context';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import {
	writeInvoiceRecords,
	type RecordToWrite,
	type RecordWritten,
} from '../invoiceRecord/invoiceRecord';
import { invoiceLink } from './prepare';
import { toAttachResult } from './result';
import type { Target } from './target';
import type { AttachInvoiceResult } from './types';

type Written = Map<AttachmentPlan, Outcome<RecordWritten>>;

/** Writes what is missing, for all invoices together. */
export async function applyAttachments(
	plans: readonly AttachmentPlan[],
	schemas: KnownSchemas,
	context: FlowContext,
): Promise<Written> {
	const missing = plans.filter((plan) => !isInPlace(plan));
	const outcomes = await writeInvoiceRecords(
		context.hubspot,
		invoiceLink(schemas, context),
		missing.map(toRecord),
	);
	return new Map(
		missing.flatMap((plan, index) => (outcomes[index] ? [[plan, outcomes[index]] as const] : [])),
	);
}

function toRecord({
	record,
	properties,
	associations,
	lines,
	hasLines,
}: AttachmentPlan): RecordToWrite {
	return { ...(record && { id: record.id, hasLines }), properties, associations, lines };
}

/** QuickBooks ids by those of the HubSpot records. */
export function newlyAttached(written: Written): Map<string, string> {
	return new Map(
		[...written].flatMap(([{ attached, invoice }, outcome]) =>
			outcome.ok && !attached ? [[outcome.value.id, invoice.Id] as const] : [],
		),
	);
}

/** @throws GatewayError naming the invoices that HubSpot refused; the others are attached */
export function failWhenRefused(written: Written, all: number, { label }: Target): void {
	const refused = [...written].flatMap(([{ invoice }, outcome]) =>
		outcome.ok ? [] : [{ name: invoiceNameAtStart(invoice), error: outcome.error }],
	);
	const [first] = refused;
	if (!first) return;
	const { kind, code, context } = first.error;
	const message = `${refused.length} of ${all} invoices could not be attached to ${label}`;
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

export function attachedResults(
	plans: readonly AttachmentPlan[],
	written: Written,
	target: Target,
	homeCurrency: string,
	{ quickbooks }: FlowContext,
): AttachInvoiceResult[] {
	return plans.map((plan) => {
		const outcome = written.get(plan);
		const recordId = outcome?.ok ? outcome.value.id : plan.record?.id;
		const warnings = outcome?.ok ? outcome.value.warnings : [];
		return toAttachResult(
			{
				invoiceId: plan.invoice.Id,
				invoice: plan.invoice,
				recordId,
				...attachedAs(plan, target),
				changes: plan.changes,
				warnings,
			},
			target,
			homeCurrency,
			quickbooks,
		);
	});
}

/** What a dry run shows for each invoice: the very values that would be written. */
export function plannedAttachment(
	plan: AttachmentPlan,
	schemas: KnownSchemas,
	context: FlowContext,
): PlannedRequest[] {
	const { invoice, record, properties, associations, lines } = plan;
	const link = invoiceLink(schemas, context);
	const requests: PlannedRequest[] = [];
	const add = (operation: string, target: string, payload: unknown) =>
		requests.push({ system: 'HubSpot', operation, target, payload });
	if (!record)
		add('create', 'invoices', {
			idProperty: link.name,
			id: linkValue(context.quickbooks.realmId, invoice.Id),
			properties,
		});
	else if (Object.keys(properties).length > 0)
		add('update', `invoices/${record.id}`, { properties });
	for (const { to, typeId } of associations)
		add('associate', record ? `invoices/${record.id}` : 'invoices', {
			to: `${to.objectType}/${to.id}`,
			typeId,
		});
	if (lines.length > 0) add('create', 'line_items', lines);
	return requests;
}
