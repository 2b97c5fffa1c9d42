import type { CustomerChosen } from '../../../contact/choose';
import type { Decimal } from '../../../money';
import type { ItemsChosen } from '../../../product/choose';
import { lostLinkWarnings } from '../../../product/lostLinks';
import { untaxedItemWarnings, withTaxability } from '../../../product/taxable';
import type { QuickBooksItem } from '../../../records/quickbooks';
import type { BillingDecision } from '../../alreadyBilled/decideBilling';
import { overdueWarnings, type InvoiceDetails } from '../../billing/details';
import { linesOfShare } from '../../billing/share';
import { customerTaxOf } from '../../lines/amounts/customerTax';
import {
	decidedWarnings,
	decideTaxes,
	includedTaxWarnings,
	type InvoiceTaxes,
	type TaxFacts,
} from '../../lines/amounts/taxes';
import type { BilledLine } from '../../lines/lines';
import { carriedTax, checkQuoteTax } from '../../lines/quotes/quote';
import { linesOfRest } from '../../lines/restLines';
import { isBundle, takeApart, type Bundle } from '../../lines/sold/bundle';
import { itemClassUses, withItemClasses, withUsableClasses } from '../../lines/sold/itemClasses';
import { detailsInUnits } from '../../lines/units';
import type { InvoiceFacts } from '../../request/facts';
import { emptiedWarnings } from '../../voided';
import { carriedDetails, customerTerms } from './furtherQuestions';
import type { ShareDecided } from './whatIsBilled';
import { decideSale, type Sale } from './whatIsSold';
import { existingCustomer, type PayerAsked } from './whoIsBilled';

/** A share that is to be billed. */
export type ToBill = ShareDecided & { decision: Extract<BillingDecision, { kind: 'bill' }> };

/** What a new invoice consists of. */
export interface InvoiceContent {
	items: ItemsChosen;
	itemByLine: ReadonlyMap<string, QuickBooksItem>;
	bundles: ReadonlyMap<string, Bundle>;
	lines: BilledLine[];
	/** As entered, with what the customer and the quote add to it. */
	details: InvoiceDetails;
	taxes: InvoiceTaxes;
	/** HubSpot's tax on the quote, for what is billed. */
	quoteTax: Decimal | undefined;
	warnings: string[];
}

/**
 * Decides lines, items, taxes and details of a new invoice.
 *
 * @throws Declined with everything that stands in the way
 */
export function decideContent(
	facts: InvoiceFacts,
	payer: PayerAsked,
	share: ToBill,
	customer: CustomerChosen,
): InvoiceContent {
	const { source, rules } = facts;
	const sale = decideSale(facts, payer);
	const billed = decideLines(facts, share, sale);
	const details = detailsInUnits(billed.details, billed.lines, source.currency);
	const taxed = decideTaxesOf({ facts, share, sale, customer }, billed.lines, details);
	return {
		items: withTaxability(sale.items, taxed.taxes, rules.taxRegime),
		itemByLine: sale.itemByLine,
		bundles: bundlesOf(billed.lines, sale.itemByLine, billed.components),
		lines: billed.lines,
		details,
		taxes: taxed.taxes,
		quoteTax: taxed.quoteTax,
		warnings: [
			...billed.restWarnings,
			...taxed.warnings,
			...billed.classWarnings,
			...linkWarnings(facts, sale),
			...customerTerms(facts.terms.term, existingCustomer(payer)).warnings,
			...overdueWarnings(details.dueOn, source.today),
			...emptiedWarnings(share.own.voided),
		],
	};
}

interface LinesDecided {
	lines: BilledLine[];
	details: InvoiceDetails;
	/** With the items that bundles are made of. */
	components: readonly QuickBooksItem[];
	restWarnings: string[];
	classWarnings: string[];
}

/** The lines of the share, under the classes of what they sell. */
function decideLines(facts: InvoiceFacts, share: ToBill, sale: Sale): LinesDecided {
	const { rules, ledger, rest: read } = facts;
	const { components } = ledger.items;
	const { span } = share.decision;
	const details = carriedDetails(facts, share, span);
	const sold = withUsableClasses(
		{ itemByLine: sale.itemByLine, components },
		itemClassUses(sale.lines, sale.itemByLine, components, details, rules),
		read.classes,
	);
	const rest = linesOfRest(sale.lines, sale.itemByLine, share.own.live, span, share.total);
	const lines = withItemClasses(
		rest.lines ?? linesOfShare(sale.lines, span, share.total),
		sold.itemByLine,
		details,
		rules,
	);
	return {
		lines,
		details,
		components: sold.components,
		restWarnings: rest.warnings,
		classWarnings: sold.warnings,
	};
}

interface TaxBasis {
	facts: InvoiceFacts;
	share: ToBill;
	sale: Sale;
	customer: CustomerChosen;
}

/** @throws Declined when QuickBooks would come to another tax than the quote offered */
function decideTaxesOf(
	{ facts, share, sale, customer }: TaxBasis,
	lines: readonly BilledLine[],
	details: InvoiceDetails,
): { taxes: InvoiceTaxes; quoteTax: Decimal | undefined; warnings: string[] } {
	const { source, rules, input, ledger } = facts;
	const quoteTax = carriedTax(source.quote, share.decision.span, share.total, lines);
	const taxFacts: TaxFacts = {
		quoteTax,
		isTaxedByLine: source.quote?.isTaxedByLine,
		table: ledger.taxTable,
		hasShipping: input.details.shipping?.gt(0) === true,
		customer: customerTaxOf(customer),
		salesTaxCodeId: rules.salesTaxCodeId,
	};
	const { taxRegime } = rules;
	const taxes = decideTaxes(lines, sale.itemByLine, taxRegime, input.taxes, taxFacts);
	// After a write the invoice itself says what its tax came to.
	const quoteWarnings = checkQuoteTax(quoteTax, lines, taxes, details);
	return {
		taxes,
		quoteTax,
		warnings: [
			...(input.dryRun ? quoteWarnings : []),
			...includedTaxWarnings(lines, sale.itemByLine, taxes),
			...decidedWarnings(lines, sale.itemByLine, taxRegime, input.taxes, taxFacts, taxes),
			...untaxedItemWarnings(sale.items, lines, taxes, taxRegime, input.taxes),
		],
	};
}

/** @throws Declined when a bundle cannot be sold */
function bundlesOf(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	items: readonly QuickBooksItem[],
): Map<string, Bundle> {
	return new Map(
		lines.flatMap((line) => {
			const item = itemByLine.get(line.key);
			return item && isBundle(item) ? [[line.key, takeApart(line, item, items)] as const] : [];
		}),
	);
}

function linkWarnings({ source, ledger, names, realmId }: InvoiceFacts, sale: Sale): string[] {
	const { items, products } = ledger.items;
	const link = names.link(realmId);
	return lostLinkWarnings(source.lines, items, products, sale.items, realmId, link);
}
