import { buildCustomer } from '../../contact/build';
import type { CustomerChosen } from '../../contact/choose';
import type { Party } from '../../contact/party';
import type { QuickBooksPayload } from '../../records/quickbooks';
import type { CompanyRules } from '../billing/settings';
import type { CustomerWrite } from './plan';

/** What a new customer takes from the company and the deal. */
interface CustomerTerms {
	rules: Pick<CompanyRules, 'multiCurrency'>;
	/** The deal's; it cannot be changed later. */
	currency: string;
}

/**
 * What is written for the customer of an invoice: nothing for one that exists.
 *
 * @param parentId of the company's customer, or what stands for it
 */
export function toCustomerWrite(
	party: Party | undefined,
	chosen: CustomerChosen,
	terms: CustomerTerms,
	parentId?: string,
): CustomerWrite {
	return { party, chosen, payload: payloadOf(party, chosen, terms, parentId) };
}

function payloadOf(
	party: Party | undefined,
	chosen: CustomerChosen,
	terms: CustomerTerms,
	parentId: string | undefined,
): QuickBooksPayload | undefined {
	if (chosen.kind === 'existing') return undefined;
	if (chosen.kind === 'reactivate') {
		const { Id, SyncToken } = chosen.customer;
		return { Id, SyncToken, sparse: true, Active: true };
	}
	if (!party) throw new RangeError('a customer is created for a contact or a company only');
	return newCustomerPayload(party, chosen, terms, parentId);
}

/** The customer to create, below the company's customer or below the one that has its name. */
function newCustomerPayload(
	party: Party,
	chosen: Extract<CustomerChosen, { kind: 'create' }>,
	{ rules, currency }: CustomerTerms,
	parentId: string | undefined,
): QuickBooksPayload {
	const parent = parentId ?? chosen.parentId;
	return buildCustomer(party, {
		displayName: chosen.displayName,
		...(rules.multiCurrency && { currency }),
		...(parent && { parentId: parent, billWithParent: false }),
	});
}
