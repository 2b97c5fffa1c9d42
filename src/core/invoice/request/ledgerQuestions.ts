import type { Day } from '../../calendar';
import { chooseParty } from '../../contact/choose';
import type { Party } from '../../contact/party';
import { decline, declineIfAny } from '../../decline';
import { compareWithDeal } from '../billing/agreement';
import { companyProblems, formProblems } from '../billing/details';
import { foreignCurrency, wantedNumber } from '../billing/refusals';
import type { CompanyRules } from '../billing/settings';
import type { BilledLine } from '../lines/lines';
import { referencesOf, type Reference } from './namedRecords';
import type { CreateInvoiceInput } from './request';
import { billedSince, customerCurrency, type BillingSource } from './source';

/** Whom the deal is about, where the customer is not chosen by hand. */
export interface BilledParties {
	party: Party | undefined;
	/** The company above a contact that is billed. */
	company: Party | undefined;
}

/** What QuickBooks is asked about a deal, all at once. */
export interface LedgerQuestions extends BilledParties {
	/** The customer that was chosen by hand. */
	customerId: string | undefined;
	/** Of customers; undefined where the company has one currency. */
	currency: string | undefined;
	lines: readonly BilledLine[];
	defaultItemId: string | undefined;
	recordedInvoiceIds: readonly string[];
	/** Of the invoices to look at, in milliseconds. */
	since: number;
	/** The day whose tax rates count; undefined where the company's codes do not. */
	taxedOn: Day | undefined;
	/** A number that must not be taken. */
	number: string | undefined;
	/** A currency that has to be on the company's list. */
	listedCurrency: string | undefined;
	references: readonly Reference[];
}

/** QuickBooks' limit for taxed invoices. Source: accounting API, invoice. */
const MOST_LINES = 750;

/**
 * Decides what QuickBooks is asked about a deal.
 *
 * @throws Declined when the request is wrong whatever QuickBooks says
 */
export function askOfLedger(
	source: BillingSource,
	rules: CompanyRules,
	input: CreateInvoiceInput,
): LedgerQuestions {
	const { details, customer, items } = input;
	checkForm(source, rules, input);
	return {
		...partiesOf(input, source),
		customerId: customer.kind === 'specific' ? customer.id : undefined,
		currency: customerCurrency(source, rules),
		lines: source.lines,
		defaultItemId: items.ifNone === 'default' ? items.itemId : undefined,
		recordedInvoiceIds: source.recordedInvoiceIds,
		since: billedSince(source),
		taxedOn: hasTaxCodes(rules) ? (details.issuedOn ?? source.today) : undefined,
		number: wantedNumber(details),
		listedCurrency: foreignCurrency(source.currency, rules),
		references: referencesOf(input, source.lines, rules),
	};
}

/** Where tax is automated, or off, no code of the company counts. */
const hasTaxCodes = ({ taxRegime }: CompanyRules) =>
	taxRegime === 'codes' || taxRegime === 'usManual';

function checkForm(source: BillingSource, rules: CompanyRules, input: CreateInvoiceInput): void {
	const wrong = formProblems(input.details);
	if (wrong.length > 0)
		declineIfAny([...wrong, ...companyProblems(input.details, rules, source.today)]);
	if (rules.taxRegime !== 'none' && source.lines.length > MOST_LINES)
		decline(
			'Lines',
			`There are ${source.lines.length} lines. QuickBooks accepts ${MOST_LINES} on one invoice.`,
			'Bill the deal in parts, or combine lines.',
		);
	amountWarnings(source, input);
}

/**
 * Where the lines of the deal do not come to its amount.
 *
 * @throws Declined when the request says that they have to
 */
export function amountWarnings(source: BillingSource, input: CreateInvoiceInput): string[] {
	return input.source.kind === 'deal'
		? compareWithDeal(source.deal, source.dealLines, source.currency, input.ifTotalsDiffer)
		: [];
}

/**
 * Whom the customer stands for in HubSpot; nobody where the customer was chosen by hand.
 *
 * @throws Declined when the deal has nobody to bill
 */
export function partiesOf(
	{ customer }: Pick<CreateInvoiceInput, 'customer'>,
	{ contact, company }: Pick<BillingSource, 'contact' | 'company'>,
): BilledParties {
	if (customer.kind !== 'auto') return { party: undefined, company: undefined };
	const party = chooseParty(customer.party, contact, company);
	const isAbove = customer.underCompany && party.objectType === 'contacts';
	return { party, company: isAbove ? company : undefined };
}
