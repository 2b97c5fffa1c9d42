import {
	invoiceKey,
	isMadeFor,
	readOrigin,
	type Billing,
} from '../../../core/invoice/billing/billing';
import { billEmailOf } from '../../../core/invoice/billing/billEmail';
import { buildInvoice } from '../../../core/invoice/lines/build';
import { discountAmount } from '../../../core/invoice/billing/details';
import { readInvoiceFacts } from '../../../core/invoice/status';
import { sum } from '../../../core/money';
import type { PlannedRequest } from '../../../core/plan';
import type { QuickBooksInvoice, QuickBooksPayload } from '../../../core/records/quickbooks';
import { GatewayError } from '../../../gateways/errors';
import type { KnownSchemas } from '../../../core/hubspot/missingSchemas';
import { about, textsOfLength } from '../nameRefusal';
import { customerPayload, reactivation } from './customer';
import { findInvoicesSince } from '../read/ledger';
import type { Prepared } from '../prepare';
import type { CreateInvoiceInput } from '../../../core/invoice/request/request';
import type { FlowContext } from '../../accounts/context';
import { checkUnmarked } from '../read/unmarked';

/** The invoice that was made, or found instead. */
export interface Applied {
	invoice: QuickBooksInvoice;
	/** Whether it may have been made by this run; several runs at one moment get the same answer. */
	isNew: boolean;
	/** Ids of new items by line key. */
	newItems: Map<string, string>;
}

/** What making an invoice takes. */
export interface Job {
	prepared: Prepared;
	input: CreateInvoiceInput;
	known: KnownSchemas;
	context: FlowContext;
}

/** Ids that a dry run cannot know yet. */
const NEW_CUSTOMER = '(id of the new customer)';
const NEW_PARENT = '(id of the new company customer)';
const newItem = (payload: QuickBooksPayload) => `(id of the new item "${String(payload['Name'])}")`;

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

/** The invoice as it will be sent. */
function invoicePayload(
	prepared: Prepared,
	billing: Billing,
	customerId: string,
	newItems: ReadonlyMap<string, string>,
): QuickBooksPayload {
	const { lines, taxes, rules, source, exchangeRate, itemByLine, bundles, details } = prepared;
	const itemIds = new Map([
		...[...itemByLine].map(([key, item]) => [key, item.Id] as const),
		...newItems,
	]);
	const billEmail = details.billEmail ?? billEmailOf(prepared);
	return buildInvoice({
		customerId,
		lines,
		itemIds,
		bundles,
		taxes,
		details,
		rules,
		billing,
		currency: source.currency,
		...(exchangeRate !== undefined && { exchangeRate }),
		...(billEmail && { billEmail }),
	});
}

export function billingOf(prepared: Prepared, realmId: string): Billing | undefined {
	const { decision, source, total, reference } = prepared;
	if (decision.kind !== 'bill') return undefined;
	const less = discountAmount(prepared.details.discount, sum(prepared.lines.map(({ net }) => net)));
	return {
		realmId,
		portalId: source.account.portalId,
		dealId: source.deal.id,
		source: source.name,
		span: decision.span,
		total,
		round: decision.round,
		currency: source.currency,
		less,
		...(reference !== undefined && { reference }),
	};
}

/** Every write to QuickBooks, in order, as a dry run shows it. */
export function planWrites(prepared: Prepared, billing: Billing): PlannedRequest[] {
	const { customer, parent, party, items } = prepared;
	const plan: PlannedRequest[] = [];
	const add = (operation: string, target: string, payload: unknown) =>
		plan.push({ system: 'QuickBooks', operation, target, payload });
	if (parent?.customer.kind === 'create')
		add('create', 'Customer', customerPayload(parent.party, parent.customer, prepared, undefined));
	const parentId =
		parent && (parent.customer.kind === 'create' ? NEW_PARENT : parent.customer.customer.Id);
	if (customer.kind === 'create' && party)
		add('create', 'Customer', customerPayload(party, customer, prepared, parentId));
	if (customer.kind === 'reactivate') add('update', 'Customer', reactivation(customer));
	for (const { payload } of items.create) add('create', 'Item', payload);
	const customerId = customer.kind === 'create' ? NEW_CUSTOMER : customer.customer.Id;
	const newItems = new Map(
		items.create.flatMap(({ payload, lineKeys }) =>
			lineKeys.map((key) => [key, newItem(payload)] as const),
		),
	);
	add('create', 'Invoice', invoicePayload(prepared, billing, customerId, newItems));
	return plan;
}

/**
 * Creates the invoice once, however often this is called for the same billing. A key whose invoice
 * was deleted or voided
 * meanwhile is spent, so the next round is used.
 */
export async function applyInvoice(
	job: Job,
	billing: Billing,
	customerId: string,
	newItems: ReadonlyMap<string, string>,
): Promise<{ invoice: QuickBooksInvoice; isNew: boolean }> {
	const { prepared, context } = job;
	const { readAt } = prepared;
	const { deal } = prepared.source;
	const subject = `Invoice for the deal "${deal.properties['dealname'] ?? deal.id}"`;
	for (let round = billing.round; round <= LAST_ROUND; round += 1) {
		const own = { ...billing, round };
		const payload = invoicePayload(prepared, own, customerId, newItems);
		const invoice = await about(
			subject,
			async () => await createKeyed(own, payload, customerId, job),
			(error) => textsOfLength(error, prepared.details),
			{ payload, quickbooks: context.quickbooks },
		);
		if (!invoice) continue;
		// By QuickBooks' own clock: no other tells a new invoice from the answer to an earlier request.
		const createdAt = Date.parse(invoice.MetaData.CreateTime);
		if (createdAt > readAt - SECOND_MS) return { invoice, isNew: true };
		const now = await readLive(invoice.Id, prepared, context);
		if (now) return { invoice: now, isNew: createdAt > readAt - CLOCKS_MS };
	}
	throw new GatewayError({
		system: 'QuickBooks',
		kind: 'unexpected',
		message: `The deal's invoice was made and removed ${LAST_ROUND} times`,
	});
}

/** The invoice as it is now; undefined when it was deleted or voided. */
async function readLive(
	id: string,
	{ source }: Prepared,
	{ quickbooks }: FlowContext,
): Promise<QuickBooksInvoice | undefined> {
	const invoice = await readNow(id, quickbooks);
	return invoice && !readInvoiceFacts(invoice, source.today).voided ? invoice : undefined;
}

/** Undefined when the invoice was deleted. */
export async function readNow(
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
 * After an answer that does not tell whether the invoice was made, it is looked for by its mark
 * before it is asked for again, among
 * the invoices of all customers.
 *
 * @returns undefined when the key was used with other values for an invoice that is gone
 * @throws Declined when an invoice that nothing tells apart from this one has come up meanwhile
 */
async function createKeyed(
	billing: Billing,
	payload: QuickBooksPayload,
	customerId: string,
	job: Job,
): Promise<QuickBooksInvoice | undefined> {
	const { prepared, input, context } = job;
	const { quickbooks, wait } = context;
	const { details } = input;
	const findMade = async () => {
		const recent = await findInvoicesSince(quickbooks, prepared.readAt - CLOCKS_MS);
		const made = recent.find((invoice) => isMadeFor(readOrigin(invoice), billing));
		if (!made) await checkUnmarked(recent, customerId, job, billing);
		return made;
	};
	try {
		return await quickbooks.create('Invoice', payload, invoiceKey(billing, payload), {
			allowDuplicateNumber: details.allowDuplicateNumber === true,
			findMade,
		});
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'duplicateRequest') throw error;
		// Another run may have made it just now; QuickBooks' queries lag behind.
		for (const ms of LOOKS_MS) {
			if (ms > 0) await wait(ms);
			const made = await findMade();
			if (made) return made;
		}
		return undefined;
	}
}
