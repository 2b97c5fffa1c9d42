import {
	invoiceKey,
	isMadeFor,
	readOrigin,
	type Billing,
} from '../../../../core/invoice/billing/billing';
import { underMarkOf } from '../../../../core/invoice/lines/build';
import {
	givenId,
	NEW_CUSTOMER,
	withIds,
	type IdsGiven,
} from '../../../../core/invoice/plan/newIds';
import { isVoided } from '../../../../core/invoice/voided';
import type { QuickBooksInvoice, QuickBooksPayload } from '../../../../core/records/quickbooks';
import { GatewayError } from '../../../../gateways/errors';
import type { FlowContext } from '../../../accounts/context';
import { findInvoicesSince } from '../../read/invoices';
import { checkUnmarked } from '../../read/unmarked';
import type { CreateJob } from '../job';
import { about, textsOfLength } from './nameRefusal';

/** Rounds beyond this mean that something else is wrong. */
const LAST_ROUND = 50;
/** Times of records are cut to the second. */
const SECOND_MS = 1000;
/**
 * QuickBooks has many servers; their clocks do not differ by more. What was made this long ago is
 * read before it is believed.
 */
const CLOCKS_MS = 60_000;
/** When an invoice is looked for whose key was used by somebody else. */
const LOOKS_MS = [0, 500, 1500];

/** One try to create the invoice, under a mark and a key of its own. */
interface Round {
	billing: Billing;
	payload: QuickBooksPayload;
	customerId: string;
}

/**
 * Creates the invoice once, however often this is called for the same billing. A key whose invoice
 * was deleted or voided meanwhile is spent, so the next round is used.
 *
 * @param ids of the customer and the items that were created for it
 * @returns the invoice, and whether this run may have made it
 */
export async function createPlannedInvoice(
	job: CreateJob,
	ids: IdsGiven,
): Promise<{ invoice: QuickBooksInvoice; isNew: boolean }> {
	const { plan, invoice: planned, context } = job;
	const payload = withIds(planned.payload, ids);
	const customerId = customerIdOf(job, ids);
	for (let number = planned.billing.round; number <= LAST_ROUND; number += 1) {
		const billing = { ...planned.billing, round: number };
		const round = {
			billing,
			payload: underMarkOf(billing, payload, planned.details.memo),
			customerId,
		};
		const invoice = await createNamed(job, round);
		if (!invoice) continue;
		// By QuickBooks' own clock: no other tells a new invoice from the answer to an earlier request.
		const createdAt = Date.parse(invoice.MetaData.CreateTime);
		if (createdAt > plan.readAt - SECOND_MS) return { invoice, isNew: true };
		const now = await readLive(invoice.Id, context);
		if (now) return { invoice: now, isNew: createdAt > plan.readAt - CLOCKS_MS };
	}
	throw new GatewayError({
		system: 'QuickBooks',
		kind: 'unexpected',
		message: `The deal's invoice was made and removed ${LAST_ROUND} times`,
	});
}

function customerIdOf({ invoice: { customer } }: CreateJob, ids: IdsGiven): string {
	return customer.chosen.kind === 'create'
		? givenId(NEW_CUSTOMER, ids)
		: customer.chosen.customer.Id;
}

/** A refusal names the deal, and the text that is too long. */
async function createNamed(job: CreateJob, round: Round): Promise<QuickBooksInvoice | undefined> {
	const { plan, invoice, context } = job;
	const { deal } = plan.source;
	return await about(
		`Invoice for the deal "${deal.properties['dealname'] ?? deal.id}"`,
		async () => await createKeyed(job, round),
		(error) => textsOfLength(error, invoice.details),
		{ payload: round.payload, quickbooks: context.quickbooks },
	);
}

/** The invoice as it is now; undefined when it was deleted or voided. */
async function readLive(
	id: string,
	{ quickbooks }: FlowContext,
): Promise<QuickBooksInvoice | undefined> {
	const invoice = await readInvoiceNow(id, quickbooks);
	return invoice && !isVoided(invoice) ? invoice : undefined;
}

/** Undefined when the invoice was deleted. */
export async function readInvoiceNow(
	id: string,
	quickbooks: FlowContext['quickbooks'],
): Promise<QuickBooksInvoice | undefined> {
	try {
		return await quickbooks.read('Invoice', id);
	} catch (error) {
		if (error instanceof GatewayError && error.kind === 'notFound') return undefined;
		throw error;
	}
}

/**
 * After an answer that does not say whether the invoice was made, it is looked for by its mark
 * before it is asked for again, among the invoices of all customers.
 *
 * @returns undefined when the key was used with other values for an invoice that is gone
 * @throws Declined when an invoice that nothing tells apart from this one has come up meanwhile
 */
async function createKeyed(
	job: CreateJob,
	{ billing, payload, customerId }: Round,
): Promise<QuickBooksInvoice | undefined> {
	const { plan, context } = job;
	const { quickbooks } = context;
	const findMade = async () => {
		const recent = await findInvoicesSince(quickbooks, plan.readAt - CLOCKS_MS);
		const made = recent.find((invoice) => isMadeFor(readOrigin(invoice), billing));
		if (!made) await checkUnmarked(recent, customerId, job, billing);
		return made;
	};
	try {
		return await quickbooks.create('Invoice', payload, invoiceKey(billing, payload), {
			allowDuplicateNumber: plan.input.details.allowDuplicateNumber === true,
			findMade,
		});
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'duplicateRequest') throw error;
		return await findLagging(findMade, context);
	}
}

/** Another run may have made it just now; QuickBooks' queries lag behind. */
async function findLagging(
	findMade: () => Promise<QuickBooksInvoice | undefined>,
	{ wait }: FlowContext,
): Promise<QuickBooksInvoice | undefined> {
	for (const ms of LOOKS_MS) {
		if (ms > 0) await wait(ms);
		const made = await findMade();
		if (made) return made;
	}
	return undefined;
}
