import { dayOf } from '../../calendar';
import type { NamePolicy } from '../../contact/build';
import type { Problem } from '../../decline';
import type { CountAttached } from '../alreadyBilled/wish';
import type { IfInvoiced } from '../alreadyBilled/wish';
import { referenceProblems } from '../alreadyBilled/reference';
import type { InvoiceDetails } from '../billing/details';
import { shareProblems, type Share } from '../billing/share';
import type { TaxSettings } from '../lines/amounts/taxes';
import type { GivenLine } from '../lines/givenLines';
import type { LaterLines } from '../lines/laterLines';

/**
 * What is billed: the deal's line items, lines typed in, or one of the deal's quotes (the latest
 * when none is named).
 */
export type InvoiceSource =
	{ kind: 'deal' } | { kind: 'lines'; lines: GivenLine[] } | { kind: 'quote'; quoteId?: string };

type BillingParty = 'auto' | 'contact' | 'company';

export type CustomerChoice =
	| {
			kind: 'auto';
			party: BillingParty;
			ifNone: 'create' | 'fail';
			nameTaken: NamePolicy;
			underCompany: boolean;
			reactivate: boolean;
	  }
	| { kind: 'specific'; id: string };

export type ItemChoice =
	| { ifNone: 'create'; incomeAccountId?: string }
	| { ifNone: 'default'; itemId: string }
	| { ifNone: 'fail' };

/** How HubSpot's line items are read. */
interface LinesAsked {
	/** The property of line items that names a QuickBooks class. */
	classProperty?: string;
	/** Lines whose billing starts later are billed unless said otherwise. */
	laterLines?: LaterLines;
}

/** One invoice to create, as a person asked for it. */
export interface CreateInvoiceInput extends LinesAsked {
	dealId: string;
	source: InvoiceSource;
	customer: CustomerChoice;
	items: ItemChoice;
	taxes: TaxSettings;
	details: InvoiceDetails;
	share: Share;
	ifInvoiced: IfInvoiced;
	/** Names a deliberate repeat; needed where `ifInvoiced` is `another`. */
	reference?: string;
	/** Whether invoices that were attached to the deal by hand count as billed. */
	countAttached: CountAttached;
	/** What happens when the lines do not add up to the deal's amount. */
	ifTotalsDiffer: 'fail' | 'warn';
	send: 'no' | 'now';
	pdf: boolean;
	dryRun: boolean;
}

/** What is wrong with the request itself, before anything is read. */
export function requestProblems({
	share,
	ifInvoiced,
	reference,
	details,
}: CreateInvoiceInput): Problem[] {
	return [
		...shareProblems(share),
		...(ifInvoiced === 'another' ? referenceProblems(reference, details.memo) : []),
	];
}

/**
 * What was asked for, with days for the times that expressions gave.
 *
 * @param timeZone the HubSpot account's, an IANA name
 */
export function inDays(input: CreateInvoiceInput, timeZone: string): CreateInvoiceInput {
	const { issuedOn, dueOn, servedOn } = input.details;
	const details = {
		...input.details,
		...(issuedOn && { issuedOn: dayOf(issuedOn, timeZone) }),
		...(dueOn && { dueOn: dayOf(dueOn, timeZone) }),
		...(servedOn && { servedOn: dayOf(servedOn, timeZone) }),
	};
	return { ...input, details, source: sourceInDays(input.source, timeZone) };
}

function sourceInDays(source: InvoiceSource, timeZone: string): InvoiceSource {
	if (source.kind !== 'lines') return source;
	return {
		...source,
		lines: source.lines.map((line) => ({
			...line,
			...(line.servedOn && { servedOn: dayOf(line.servedOn, timeZone) }),
		})),
	};
}
