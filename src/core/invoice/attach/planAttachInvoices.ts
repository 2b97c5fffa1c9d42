import { declineIfAny, type Problem } from '../../decline';
import {
	withDefinitions,
	type KnownSchemas,
	type MissingSchema,
} from '../../hubspot/missingSchemas';
import { writable } from '../../hubspot/writable';
import type { Immutable } from '../../plan';
import type { HubSpotRecord } from '../../records/hubspot';
import type { PropertyNames } from '../../records/names';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { quickBooksUrl } from '../../urls';
import type { Adoption } from '../record/foreign';
import { buildInvoiceRecord, buildRecordLines } from '../record/record';
import { planAttachment, type AttachmentPlan } from './attachment';
import { planDealTotals, type DealTotals } from './dealTotals';
import type { TargetAndCompany } from './target';

/** Everything that attaching invoices depends on. */
export interface AttachReading extends TargetAndCompany {
	names: PropertyNames;
	/** HubSpot's properties as they are. */
	schemas: KnownSchemas;
	/** Properties of ours that HubSpot lacks. */
	missing: readonly MissingSchema[];
	/** Those to be attached. */
	invoices: readonly QuickBooksInvoice[];
	/** HubSpot's records of them, by QuickBooks id. */
	records: ReadonlyMap<string, HubSpotRecord>;
	/** Line items by record. */
	lineIds: ReadonlyMap<string, readonly string[]>;
	/** HubSpot product by QuickBooks item id. */
	productIds: ReadonlyMap<string, string>;
	/** The deal's other invoices, as QuickBooks has them now. */
	otherInvoices: readonly QuickBooksInvoice[];
	/** About the selection of invoices. */
	warnings: readonly string[];
}

/** Everything that is written to attach invoices, in the order in which it is written. */
export type AttachInvoicesPlan = Immutable<{
	/** Properties that are created first. */
	schemas: MissingSchema[];
	/** One for each invoice, in the order named. */
	attachments: AttachmentPlan[];
	/** The deal's own properties come last. */
	totals: DealTotals;
	warnings: string[];
}>;

/**
 * Decides what has to be written so that invoices are attached to a deal, contact or company: the
 * properties that HubSpot lacks, the record of each invoice with its lines and links, and the
 * deal's totals.
 */
export function planAttachInvoices(reading: AttachReading): AttachInvoicesPlan {
	const { names, target, invoices, otherInvoices, missing, warnings } = reading;
	return {
		schemas: missing,
		attachments: invoices.map((invoice) => attachmentOf(invoice, reading)),
		totals: planDealTotals(
			names,
			reading,
			[...target.attached.map(({ invoiceId }) => invoiceId), ...invoices.map(({ Id }) => Id)],
			[...invoices, ...otherInvoices],
		),
		warnings,
	};
}

function attachmentOf(invoice: QuickBooksInvoice, reading: AttachReading): AttachmentPlan {
	const { names, target, company, records, lineIds, productIds } = reading;
	const { realmId, homeCurrency, environment, today } = company;
	const record = records.get(invoice.Id);
	const values = buildInvoiceRecord(invoice, {
		names,
		realmId,
		homeCurrency,
		today,
		accountTimeZone: target.account.timeZone,
		url: quickBooksUrl(environment, 'Invoice', invoice.Id),
	});
	const known = {
		invoice,
		record,
		hasLines: record !== undefined && (lineIds.get(record.id) ?? []).length > 0,
		isAttached: target.attached.some(({ invoiceId }) => invoiceId === invoice.Id),
	};
	return planAttachment(
		names,
		known,
		target,
		writable(values, schemasAfter(reading), 'invoices'),
		buildRecordLines(invoice, invoice.CurrencyRef?.value ?? homeCurrency, productIds),
	);
}

/** HubSpot's properties once the missing ones exist. */
function schemasAfter({ schemas, missing }: AttachReading): KnownSchemas {
	return withDefinitions(
		schemas,
		missing.map(({ objectType, properties }) => [objectType, properties] as const),
	);
}

/**
 * HubSpot's record of each invoice, by QuickBooks id: the one that is linked with it, else one that
 * another integration made of it.
 *
 * @param linked by QuickBooks id
 * @param adoptions of invoices without a linked record
 * @throws Declined when it is not certain whether a record is of an invoice
 */
export function recordsOfInvoices(
	linked: ReadonlyMap<string, HubSpotRecord>,
	adoptions: ReadonlyMap<string, Adoption>,
): Map<string, HubSpotRecord> {
	declineIfAny([...adoptions.values()].flatMap(adoptionProblems));
	const adopted = [...adoptions].flatMap(([id, one]) =>
		one.kind === 'adopt' ? [[id, one.record] as const] : [],
	);
	return new Map([...linked, ...adopted]);
}

function adoptionProblems(adoption: Adoption): Problem[] {
	if (adoption.kind === 'adopt') return [];
	return [
		{
			field: 'Invoices',
			message: adoption.reason,
			remedy: 'Decide in HubSpot which record is right, then run this node again.',
		},
	];
}
