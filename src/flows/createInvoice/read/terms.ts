import type { InvoiceDetails } from '../../../core/invoice/billing/details';
import type { QuickBooksCustomer } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';
import { findByIds } from '../../accounts/quickBooksRecords';

/** By which terms an invoice is due when the node does not say. */
interface CustomerTerms {
	termId?: string;
	warnings: string[];
}

const NONE: CustomerTerms = { warnings: [] };

/**
 * The customer's payment terms, which QuickBooks' own form would fill in and its API may not.
 * Nothing is asked where the node
 * names terms or a due date, or the customer has none.
 */
export async function readCustomerTerms(
	{ termId, dueOn }: InvoiceDetails,
	customer: QuickBooksCustomer | undefined,
	quickbooks: QuickBooksPort,
): Promise<CustomerTerms> {
	const id = customer?.SalesTermRef?.value;
	if (!customer || id === undefined || termId !== undefined || dueOn !== undefined) return NONE;
	const [term] = await findByIds(quickbooks, 'Term', [id]);
	if (!term) return NONE;
	if (term.Active) return { termId: id, warnings: [] };
	return {
		warnings: [
			`The payment terms "${term.Name}" of the customer "${customer.DisplayName}" are inactive in QuickBooks, so the invoice uses the company's terms. Choose other terms for the customer in QuickBooks, or terms in the node.`,
		],
	};
}
