import { customerKey } from '../../../../core/contact/build';
import { chooseAmong } from '../../../../core/contact/candidates';
import { chooseName, type CustomerChosen } from '../../../../core/contact/choose';
import { fold } from '../../../../core/contact/match';
import type { Party } from '../../../../core/contact/party';
import { toCustomerWrite } from '../../../../core/invoice/plan/customerWrite';
import { NEW_PARENT, withIds } from '../../../../core/invoice/plan/newIds';
import type { CustomerWrite } from '../../../../core/invoice/plan/plan';
import { customerCurrency } from '../../../../core/invoice/request/source';
import type { Immutable } from '../../../../core/plan';
import type { QuickBooksCustomer, QuickBooksPayload } from '../../../../core/records/quickbooks';
import { GatewayError } from '../../../../gateways/errors';
import { readCandidates } from '../../../accounts/find/customerOwners';
import type { CreateJob } from '../job';
import { createOnce } from './createOnce';
import { about } from './nameRefusal';

/** A customer to create, with the id of the one above it where that is known by now. */
interface CustomerToCreate {
	party: Party;
	chosen: Extract<CustomerChosen, { kind: 'create' }>;
	payload: QuickBooksPayload;
	parentId: string | undefined;
}

/** @returns the id of the customer to bill */
export async function applyCustomer(job: CreateJob): Promise<string> {
	const { customer, parent } = job.invoice;
	const parentId =
		customer.chosen.kind === 'create' && parent ? await useCustomer(job, parent) : undefined;
	return await useCustomer(job, customer, parentId);
}

async function useCustomer(
	job: CreateJob,
	{ party, chosen, payload = {} }: Immutable<CustomerWrite>,
	parentId?: string,
): Promise<string> {
	if (chosen.kind === 'existing') return chosen.customer.Id;
	if (chosen.kind === 'reactivate') return await reactivate(job, chosen.customer, payload);
	if (!party) throw new RangeError('a customer is created for a contact or a company only');
	const ids = new Map(parentId === undefined ? [] : [[NEW_PARENT, parentId]]);
	return await createCustomer(job, { party, chosen, payload: withIds(payload, ids), parentId });
}

async function reactivate(
	{ context }: CreateJob,
	{ Id, SyncToken, DisplayName }: QuickBooksCustomer,
	payload: QuickBooksPayload,
): Promise<string> {
	const active = await about(
		`Customer "${DisplayName}"`,
		async () => await context.quickbooks.update('Customer', { ...payload, Id, SyncToken }),
	);
	return active.Id;
}

/**
 * The name may be taken by now: another run has just made the same customer, or it is a vendor's or
 * an employee's.
 */
async function createCustomer(job: CreateJob, wanted: CustomerToCreate): Promise<string> {
	const { party, chosen, parentId } = wanted;
	const { customer: policy } = job.plan.input;
	try {
		return await createUnderName(job, wanted);
	} catch (error) {
		if (!isNameTaken(error) || policy.kind !== 'auto') throw error;
		const now = await decideAgain(job, party, true);
		if (now.kind !== 'create') return await useCustomer(job, writeFor(job, party, now), parentId);
		const renamed =
			now.displayName === party.displayName ? chooseName(party, policy.nameTaken, undefined) : now;
		if (renamed.kind !== 'create' || renamed.displayName === chosen.displayName) throw error;
		const { payload = {} } = writeFor(job, party, renamed, parentId);
		return await createUnderName(job, { party, chosen: renamed, payload, parentId });
	}
}

function isNameTaken(error: unknown): boolean {
	return error instanceof GatewayError && error.kind === 'duplicateName';
}

function writeFor(
	{ plan: { rules, source } }: CreateJob,
	party: Party,
	chosen: CustomerChosen,
	parentId?: string,
): CustomerWrite {
	return toCustomerWrite(party, chosen, { rules, currency: source.currency }, parentId);
}

async function createUnderName(
	job: CreateJob,
	{ party, chosen, payload }: CustomerToCreate,
): Promise<string> {
	const { quickbooks } = job.context;
	const { portalId } = job.plan.source.account;
	const wanted = {
		entity: 'Customer' as const,
		payload,
		key: customerKey(quickbooks.realmId, portalId, party, payload),
		isIt: ({ Active, DisplayName }: QuickBooksCustomer) =>
			Active && fold(DisplayName) === fold(chosen.displayName),
		find: async () => {
			const now = await decideAgain(job, party);
			return now.kind === 'existing' ? now.customer : undefined;
		},
	};
	const created = await about(
		`New customer "${chosen.displayName}"`,
		async () => await createOnce(wanted, quickbooks),
	);
	return created.Id;
}

/** Whoever has the name by now may be the customer. @throws Declined when nobody can be told */
async function decideAgain(
	{ plan, known, context }: CreateJob,
	party: Party,
	isRefused = false,
): Promise<CustomerChosen> {
	const { input, source, rules } = plan;
	if (input.customer.kind !== 'auto')
		throw new RangeError('only a customer that is looked for can be looked for again');
	const { hubspot, quickbooks } = context;
	const accounts = { hubspot, quickbooks, known: async () => await Promise.resolve(known) };
	const read = await readCandidates(party, customerCurrency(source, rules), accounts, isRefused);
	return chooseAmong(read, input.customer, quickbooks.realmId);
}
