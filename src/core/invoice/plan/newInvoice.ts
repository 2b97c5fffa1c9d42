import { sum, zero } from '../../money';
import { billEmailOf } from '../billing/billEmail';
import type { Billing } from '../billing/billing';
import { discountAmount } from '../billing/details';
import { expectedTax } from '../lines/amounts/taxes';
import { buildInvoice } from '../lines/build';
import { invoiceSubtotal } from '../lines/buildLines';
import type { InvoiceParts } from '../lines/parts';
import type { InvoiceFacts } from '../request/facts';
import type { InvoiceContent, ToBill } from './decisions/invoiceContent';
import { itemsById, newItemsById } from './links';
import { newItemId, NEW_CUSTOMER } from './newIds';
import type { CustomerWrite, NewInvoice } from './plan';

/** Who a new invoice is for. */
export interface NewCustomers {
	customer: CustomerWrite;
	/** The company's customer, above the contact's. */
	parent: CustomerWrite | undefined;
}

/**
 * The new invoice as it is sent, with the customer and items that it takes.
 *
 * @throws Declined when discount or deposit exceed what is billed
 */
export function toNewInvoice(
	facts: InvoiceFacts,
	share: ToBill,
	content: InvoiceContent,
	customers: NewCustomers,
): NewInvoice {
	const { source, terms } = facts;
	const billing = billingOf(facts, share, content);
	const parts = partsOf(facts, billing, content, customers.customer);
	const billed = invoiceSubtotal(parts);
	const { lines, taxes, details, bundles } = content;
	return {
		kind: 'create',
		billing,
		...customers,
		items: content.items.create.map(({ payload }) => ({ id: newItemId(payload), payload })),
		payload: buildInvoice(parts),
		look: { amount: billed, day: details.issuedOn ?? source.today },
		linesTotal: sum(lines.map(({ net }) => net)),
		details,
		expected: {
			billed,
			calculation: taxes.calculation,
			tax: source.quote ? undefined : expectedTax(lines, taxes, details, bundles.size > 0),
			exchangeRate: terms.exchangeRate,
		},
		quoteTax: source.quote && (content.quoteTax ?? zero),
	};
}

function billingOf(
	{ source, realmId }: InvoiceFacts,
	{ decision, total, reference }: ToBill,
	{ details, lines }: InvoiceContent,
): Billing {
	return {
		realmId,
		portalId: source.account.portalId,
		dealId: source.deal.id,
		source: source.name,
		span: decision.span,
		total,
		round: decision.round,
		currency: source.currency,
		less: discountAmount(details.discount, sum(lines.map(({ net }) => net))),
		...(reference !== undefined && { reference }),
	};
}

function partsOf(
	{ source, rules, terms: { exchangeRate } }: InvoiceFacts,
	billing: Billing,
	content: InvoiceContent,
	{ chosen, party }: CustomerWrite,
): InvoiceParts {
	const { lines, bundles, taxes, details } = content;
	const billEmail = details.billEmail ?? billEmailOf({ customer: chosen, party });
	return {
		customerId: chosen.kind === 'create' ? NEW_CUSTOMER : chosen.customer.Id,
		lines,
		itemIds: itemIdsOf(content),
		bundles,
		taxes,
		details,
		rules,
		billing,
		currency: source.currency,
		...(exchangeRate !== undefined && { exchangeRate }),
		...(billEmail && { billEmail }),
	};
}

/** By line; what stands for the id of an item that is still to be created. */
function itemIdsOf({ itemByLine, items }: InvoiceContent): Map<string, string> {
	return new Map([...itemsById(itemByLine), ...newItemsById(items.create)]);
}
