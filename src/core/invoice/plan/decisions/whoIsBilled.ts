import { chooseAmong, type CandidatesRead } from '../../../contact/candidates';
import type { CustomerChosen } from '../../../contact/choose';
import { decline, Declined } from '../../../decline';
import type { QuickBooksCustomer } from '../../../records/quickbooks';
import type { InvoiceFacts } from '../../request/facts';
import type { CreateInvoiceInput } from '../../request/request';

/** A decision, or why there is none; an invoice that exists needs none. */
export type OrDeclined<T> = T | Declined;

/** Who would be billed by a new invoice. */
export interface PayerAsked {
	customer: OrDeclined<CustomerChosen>;
	/** The company's customer, above the contact's. */
	parent: OrDeclined<CustomerChosen> | undefined;
}

/** Decides which customer a new invoice is for, or why none can be found. */
export function decidePayer({
	input,
	ledger: { payer, parent },
	realmId,
}: Pick<InvoiceFacts, 'input' | 'ledger' | 'realmId'>): PayerAsked {
	return {
		customer: orDeclined(() =>
			payer.kind === 'auto'
				? amongCandidates(payer.read, input, realmId)
				: { kind: 'existing', customer: usable(payer.customer, payer.id), by: 'given' },
		),
		parent: parent && orDeclined(() => amongCandidates(parent, input, realmId)),
	};
}

/** The customer that exists already; undefined where it is still to be created, or unclear. */
export function existingCustomer({ customer }: PayerAsked): QuickBooksCustomer | undefined {
	return customer instanceof Declined || customer.kind === 'create' ? undefined : customer.customer;
}

function amongCandidates(
	read: CandidatesRead,
	{ customer }: Pick<CreateInvoiceInput, 'customer'>,
	realmId: string,
): CustomerChosen {
	if (customer.kind !== 'auto')
		throw new RangeError('only a customer that is looked for has candidates');
	return chooseAmong(read, customer, realmId);
}

function orDeclined<T>(decide: () => T): OrDeclined<T> {
	try {
		return decide();
	} catch (error) {
		if (error instanceof Declined) return error;
		throw error;
	}
}

function usable(customer: QuickBooksCustomer | undefined, id: string): QuickBooksCustomer {
	if (!customer)
		return decline(
			'Customer',
			`QuickBooks has no customer with id ${id}.`,
			'Choose another customer. If this one was merged, choose the customer that has its invoices now.',
		);
	if (!customer.Active)
		return decline(
			'Customer',
			`The QuickBooks customer "${customer.DisplayName}" is inactive.`,
			'Make the customer active in QuickBooks, or choose another one. It may have been merged.',
		);
	return customer;
}

/** How messages name the customer; without an id where it is still to be created. */
export function payerName(
	customer: OrDeclined<CustomerChosen>,
): { id?: string; name: string } | undefined {
	if (customer instanceof Declined) return undefined;
	return customer.kind === 'create'
		? { name: customer.displayName }
		: { id: customer.customer.Id, name: customer.customer.DisplayName };
}
