import { buildCustomer, customerKey } from '../../core/contact/build';
import { chooseName, type CustomerChosen } from '../../core/contact/choose';
import type { Party } from '../../core/contact/party';
import type { QuickBooksPayload } from '../../core/records/quickbooks';
import { GatewayError } from '../../gateways/errors';
import { about } from './about';
import type { Prepared } from './prepare';
import type { CreateInvoiceInput, FlowContext } from './types';

/** The customer to create; its currency is the deal's, and cannot be changed later. */
export function customerPayload(party: Party, chosen: Extract<CustomerChosen, { kind: 'create' }>, { rules, source }: Prepared, parentId: string | undefined): QuickBooksPayload {
	const parent = parentId ?? chosen.parentId;
	return buildCustomer(party, {
		displayName: chosen.displayName,
		...(rules.multiCurrency && { currency: source.currency }),
		...(parent && { parentId: parent, billWithParent: false }),
	});
}

export function reactivation({ customer: { Id, SyncToken } }: Extract<CustomerChosen, { kind: 'reactivate' }>) {
	return { Id, SyncToken, sparse: true, Active: true };
}

/** @returns the id of the customer to bill */
export async function applyCustomer(prepared: Prepared, input: CreateInvoiceInput, context: FlowContext): Promise<string> {
	const { customer, parent, party } = prepared;
	if (customer.kind === 'existing') return customer.customer.Id;
	if (customer.kind === 'reactivate') return await reactivate(customer, context);
	if (!party) throw new RangeError('a customer is created for a contact or a company only');
	const parentId = parent && (await createCustomer(parent.party, parent.customer, undefined, prepared, input, context));
	return await createCustomer(party, customer, parentId, prepared, input, context);
}

async function reactivate(chosen: Extract<CustomerChosen, { kind: 'reactivate' }>, { quickbooks }: FlowContext): Promise<string> {
	return (await about(`Customer "${chosen.customer.DisplayName}"`, async () => await quickbooks.update('Customer', reactivation(chosen)))).Id;
}

async function createCustomer(party: Party, chosen: CustomerChosen, parentId: string | undefined, prepared: Prepared, input: CreateInvoiceInput, context: FlowContext): Promise<string> {
	if (chosen.kind === 'existing') return chosen.customer.Id;
	if (chosen.kind === 'reactivate') return await reactivate(chosen, context);
	const { quickbooks } = context;
	const payload = customerPayload(party, chosen, prepared, parentId);
	const key = customerKey(quickbooks.realmId, prepared.source.account.portalId, party, payload);
	try {
		return (await about(`New customer "${chosen.displayName}"`, async () => await quickbooks.create('Customer', payload, key))).Id;
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'duplicateName' || input.customer.kind !== 'auto' || chosen.displayName !== party.displayName) throw error;
		const renamed = chooseName(party, input.customer.nameTaken, undefined);
		return await createCustomer(party, renamed, parentId, prepared, input, context);
	}
}
