import { buildCustomer, customerKey } from '../../../core/contact/build';
import { chooseName, type CustomerChosen } from '../../../core/contact/choose';
import { fold } from '../../../core/contact/match';
import type { Party } from '../../../core/contact/party';
import type { QuickBooksCustomer, QuickBooksPayload } from '../../../core/records/quickbooks';
import { GatewayError } from '../../../gateways/errors';
import { about } from '../nameRefusal';
import { createOnce } from './keyed';
import { customerCurrency } from '../../../core/invoice/request/source';
import type { Prepared } from '../prepare';
import type { CreateInvoiceInput } from '../../../core/invoice/request/request';
import type { FlowContext } from '../../accounts/context';
import { decideCustomer } from '../whoIsBilled';

type ToCreate = Extract<CustomerChosen, { kind: 'create' }>;

/** The customer to create; its currency is the deal's, and cannot be changed later. */
export function customerPayload(
	party: Party,
	chosen: ToCreate,
	{ rules, source }: Prepared,
	parentId: string | undefined,
): QuickBooksPayload {
	const parent = parentId ?? chosen.parentId;
	return buildCustomer(party, {
		displayName: chosen.displayName,
		...(rules.multiCurrency && { currency: source.currency }),
		...(parent && { parentId: parent, billWithParent: false }),
	});
}

export function reactivation({
	customer: { Id, SyncToken },
}: Extract<CustomerChosen, { kind: 'reactivate' }>) {
	return { Id, SyncToken, sparse: true, Active: true };
}

/** @returns the id of the customer to bill */
export async function applyCustomer(
	prepared: Prepared,
	input: CreateInvoiceInput,
	context: FlowContext,
): Promise<string> {
	const { customer, parent, party } = prepared;
	if (customer.kind === 'existing') return customer.customer.Id;
	if (customer.kind === 'reactivate') return await reactivate(customer, context);
	if (!party) throw new RangeError('a customer is created for a contact or a company only');
	const parentId =
		parent &&
		(await useCustomer(parent.party, parent.customer, undefined, prepared, input, context));
	return await createCustomer(party, customer, parentId, prepared, input, context);
}

async function reactivate(
	chosen: Extract<CustomerChosen, { kind: 'reactivate' }>,
	{ quickbooks }: FlowContext,
): Promise<string> {
	return (
		await about(
			`Customer "${chosen.customer.DisplayName}"`,
			async () => await quickbooks.update('Customer', reactivation(chosen)),
		)
	).Id;
}

async function useCustomer(
	party: Party,
	chosen: CustomerChosen,
	parentId: string | undefined,
	prepared: Prepared,
	input: CreateInvoiceInput,
	context: FlowContext,
): Promise<string> {
	if (chosen.kind === 'existing') return chosen.customer.Id;
	if (chosen.kind === 'reactivate') return await reactivate(chosen, context);
	return await createCustomer(party, chosen, parentId, prepared, input, context);
}

/**
 * The name may be taken by now: another run has just made the same customer, or it is a vendor's or
 * an employee's.
 */
async function createCustomer(
	party: Party,
	chosen: ToCreate,
	parentId: string | undefined,
	prepared: Prepared,
	input: CreateInvoiceInput,
	context: FlowContext,
): Promise<string> {
	try {
		return await make(party, chosen, parentId, prepared, input, context);
	} catch (error) {
		if (
			!(error instanceof GatewayError) ||
			error.kind !== 'duplicateName' ||
			input.customer.kind !== 'auto'
		)
			throw error;
		const now = await decideAnew(party, prepared, input, true);
		if (now.kind !== 'create')
			return await useCustomer(party, now, parentId, prepared, input, context);
		const renamed =
			now.displayName === party.displayName
				? chooseName(party, input.customer.nameTaken, undefined)
				: now;
		if (renamed.kind !== 'create' || renamed.displayName === chosen.displayName) throw error;
		return await make(party, renamed, parentId, prepared, input, context);
	}
}

async function make(
	party: Party,
	chosen: ToCreate,
	parentId: string | undefined,
	prepared: Prepared,
	input: CreateInvoiceInput,
	{ quickbooks }: FlowContext,
): Promise<string> {
	const payload = customerPayload(party, chosen, prepared, parentId);
	const wanted = {
		entity: 'Customer' as const,
		payload,
		key: customerKey(quickbooks.realmId, prepared.source.account.portalId, party, payload),
		isIt: ({ Active, DisplayName }: QuickBooksCustomer) =>
			Active && fold(DisplayName) === fold(chosen.displayName),
		find: async () => {
			const now = await decideAnew(party, prepared, input);
			return now.kind === 'existing' ? now.customer : undefined;
		},
	};
	return (
		await about(
			`New customer "${chosen.displayName}"`,
			async () => await createOnce(wanted, quickbooks),
		)
	).Id;
}

async function decideAnew(
	party: Party,
	{ source, rules, sides }: Prepared,
	{ customer: policy }: CreateInvoiceInput,
	isRefused = false,
): Promise<CustomerChosen> {
	if (policy.kind !== 'auto')
		throw new RangeError('only a customer that is looked for can be looked for again');
	return await decideCustomer(party, policy, customerCurrency(source, rules), sides, isRefused);
}
