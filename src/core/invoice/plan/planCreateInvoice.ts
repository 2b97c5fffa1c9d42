import type { CustomerChosen } from '../../contact/choose';
import { withLabels } from '../../contact/party';
import { Declined, declineIfAny } from '../../decline';
import { missingSchemas } from '../../hubspot/missingSchemas';
import { requiredSchemas } from '../../hubspot/schema';
import { knownItems } from '../../product/choose';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import type { BillingDecision } from '../alreadyBilled/decideBilling';
import { addressProblems, billEmailOf, type Payer } from '../billing/billEmail';
import { creditedWarnings, settlingPayments } from '../credited';
import { isPaidSince, isSent } from '../mail';
import { recordAssociations } from '../record/record';
import type { InvoiceFacts } from '../request/facts';
import { amountWarnings, partiesOf, type BilledParties } from '../request/ledgerQuestions';
import { toCustomerWrite } from './customerWrite';
import { decideContent, type ToBill } from './decisions/invoiceContent';
import { decideShare, type ShareDecided } from './decisions/whatIsBilled';
import { decidePayer, type OrDeclined, type PayerAsked } from './decisions/whoIsBilled';
import {
	isForPayer,
	keepsLink,
	itemsById,
	newItemsById,
	payerLinks,
	productIdsOf,
	productLinks,
	type ItemsSold,
} from './links';
import { NEW_CUSTOMER, NEW_PARENT } from './newIds';
import { toNewInvoice, type NewCustomers } from './newInvoice';
import type { CreateInvoicePlan, MailPlan } from './plan';
import { textWarnings } from './textWarnings';

/**
 * Decides everything that billing a deal writes, to both sides; of an invoice that exists, what is
 * missing about it.
 *
 * @throws Declined with everything that stands in the way
 */
export function planCreateInvoice(facts: InvoiceFacts): CreateInvoicePlan {
	const payer = decidePayer(facts);
	const share = decideShare(facts, payer);
	return share.decision.kind === 'bill'
		? planNew(facts, payer, { ...share, decision: share.decision })
		: planFound(facts, payer, { ...share, decision: share.decision });
}

function planNew(facts: InvoiceFacts, payer: PayerAsked, share: ToBill): CreateInvoicePlan {
	const { source, ledger, realmId } = facts;
	const customers = customersOf(facts, payer);
	const { customer } = customers;
	const content = decideContent(facts, payer, share, customer.chosen);
	const texts = textWarnings(facts, customers, content);
	const mail = planMail(facts, { customer: customer.chosen, party: customer.party });
	const { items } = content;
	const itemIds = new Map([...itemsById(items.existing), ...newItemsById(items.create)]);
	return {
		...commonOf(facts, share),
		invoice: toNewInvoice(facts, share, content, customers),
		payer: { party: customer.party, chosen: customer.chosen },
		mail,
		...productsOf(facts, { lines: source.lines, itemIds, products: ledger.items.products }, [
			...(keepsLink(customer.chosen)
				? []
				: payerLinks(customer.party, idOf(customer.chosen), realmId)),
		]),
		warnings: [
			...source.warnings,
			...amountWarnings(source, facts.input),
			...(customer.chosen.warnings ?? []),
			...warningsOf(payer.parent),
			...share.decision.warnings,
			...content.warnings,
			...texts,
		],
	};
}

type Found = ShareDecided & { decision: Extract<BillingDecision, { kind: 'existing' }> };

function planFound(facts: InvoiceFacts, payer: PayerAsked, share: Found): CreateInvoicePlan {
	const { source, ledger, names, realmId } = facts;
	const { invoice } = share.decision;
	const chosen = customerOfFound(payer, facts);
	const { party } = labelledParties(facts);
	const { items, products } = ledger.items;
	const known = knownItems(source.lines, items, products, realmId, names.link(realmId));
	const customerId = invoice.CustomerRef.value;
	const isTheirs = isForPayer(chosen, customerId);
	return {
		...commonOf(facts, share),
		invoice: { kind: 'found', invoice },
		payer: { party, chosen },
		mail: planMail(facts, { customer: chosen, party }, invoice),
		...productsOf(
			facts,
			{ lines: source.lines, itemIds: new Map(itemsById(known)), products },
			isTheirs ? payerLinks(party, customerId, realmId) : [],
		),
		warnings: [
			...source.warnings,
			...amountWarnings(source, facts.input),
			...(chosen.warnings ?? []),
			...warningsOf(payer.parent),
			...share.decision.warnings,
			...creditWarnings(invoice, facts),
		],
	};
}

/** What the deal is decided by, whatever is billed. */
function commonOf(facts: InvoiceFacts, { total, beside, own, dealInvoices }: ShareDecided) {
	const { input, source, rules, names, realmId, known, ledger, readAt } = facts;
	return {
		input,
		source,
		rules,
		total,
		beside,
		own,
		dealInvoices,
		made: ledger.made,
		readAt,
		schemas: missingSchemas(requiredSchemas(names, realmId, rules.companyName), known),
		associations: recordAssociations({
			dealIds: [source.deal.id],
			contactIds: source.contactIds,
			companyIds: source.companyIds,
			quoteIds: source.quoteId ? [source.quoteId] : [],
		}),
	};
}

/** Products that the record's lines name, and the links that HubSpot does not have yet. */
function productsOf(facts: InvoiceFacts, sold: ItemsSold, links: CreateInvoicePlan['links']) {
	return {
		productIds: productIdsOf(sold),
		links: [...links, ...productLinks(sold, facts)],
	};
}

/** The parties under the names that HubSpot's lists show. */
function labelledParties({ input, source, known }: InvoiceFacts): BilledParties {
	const { party, company } = partiesOf(input, source);
	return {
		party: party && withLabels(party, known.properties.get(party.objectType)),
		company: company && withLabels(company, known.properties.get('companies')),
	};
}

/** @throws Declined when nobody can be billed */
function customersOf(facts: InvoiceFacts, payer: PayerAsked): NewCustomers {
	const { rules, source } = facts;
	const terms = { rules, currency: source.currency };
	const { party, company } = labelledParties(facts);
	const chosen = unlessDeclined(payer.customer);
	const above = payer.parent && unlessDeclined(payer.parent);
	// A customer that exists stays where it is, so nothing is written above it.
	if (chosen.kind !== 'create' || !above)
		return { customer: toCustomerWrite(party, chosen, terms), parent: undefined };
	return {
		customer: toCustomerWrite(party, chosen, terms, idOf(above, NEW_PARENT)),
		parent: toCustomerWrite(company, above, terms),
	};
}

function unlessDeclined<T>(decided: OrDeclined<T>): T {
	if (decided instanceof Declined) throw decided;
	return decided;
}

function idOf(chosen: CustomerChosen, ifNew: string = NEW_CUSTOMER): string {
	return chosen.kind === 'create' ? ifNew : chosen.customer.Id;
}

/** Who is billed matters for a new invoice only: one that exists has its customer. */
function customerOfFound({ customer }: PayerAsked, { rest }: InvoiceFacts): CustomerChosen {
	if (!(customer instanceof Declined)) return customer;
	if (!rest.customer) throw customer;
	return { kind: 'existing', customer: rest.customer, by: 'given', keepsLink: true };
}

function warningsOf(chosen: OrDeclined<CustomerChosen> | undefined): readonly string[] {
	return chosen instanceof Declined ? [] : (chosen?.warnings ?? []);
}

function creditWarnings(invoice: QuickBooksInvoice, { rest }: InvoiceFacts): string[] {
	return settlingPayments(invoice).length > 0 ? creditedWarnings(invoice, rest.payments) : [];
}

/** @throws Declined when the invoice is to be mailed and nobody has an address */
function planMail(
	{ input: { send, details } }: InvoiceFacts,
	payer: Payer,
	found?: QuickBooksInvoice,
): MailPlan | undefined {
	if (send === 'no') return undefined;
	const isReachable =
		details.billEmail !== undefined ||
		found?.BillEmail !== undefined ||
		(found && (isSent(found) || isPaidSince(found)));
	if (!isReachable) declineIfAny(addressProblems(payer));
	return {
		entered: details.billEmail,
		known: found?.BillEmail?.Address ?? billEmailOf(payer),
	};
}
