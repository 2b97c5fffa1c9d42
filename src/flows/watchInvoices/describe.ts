import { dayIn } from '../../core/calendar';
import type { Found, InvoiceEventName, PaymentApplied } from '../../core/invoice/events/event';
import type { LinkedHubSpotRecords } from '../../core/invoice/watch/linked';
import { statusLabels, type InvoiceStatus } from '../../core/invoice/status';
import { summarizeInvoice, type InvoiceSummary } from '../../core/invoice/record/summary';
import type { OwedInvoice } from '../../core/invoice/openCredits';
import { decimal, moneyText } from '../../core/money';
import { byId, uniqueById } from '../../core/records/byId';
import type { QuickBooksCustomer, QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { readOpenItems } from '../accounts/openCredits';
import { findByIds } from '../accounts/quickBooksRecords';
import { readHubSpotSides } from './links';

/** What a workflow gets for one event. */
export interface DescribedEvent {
	event: InvoiceEventName;
	/** The same for the same event, so that repeats can be dropped. */
	eventId: string;
	/** ISO. */
	at: string;
	oldStatus: InvoiceStatus | null;
	newStatus: InvoiceStatus;
	/** As it is now; of a deleted invoice only what is still known. */
	invoice: InvoiceSummary | DeletedInvoiceSummary;
	customer: EventCustomer | null;
	/**
	 * Of overdue events: what remains to be paid of the invoice once the customer's open credits are
	 * used up. Credits go to the invoice that is due first. Null for other events.
	 */
	owed: string | null;
	payment: PaymentApplied | null;
	daysOverdue: number;
	/** Null without a HubSpot credential, and for invoices without a link to HubSpot. */
	hubspot: LinkedHubSpotRecords | null;
	quickbooks: {
		entity: 'Invoice';
		id: string;
		docNumber: string | null;
		realmId: string;
		url: string;
	};
	environment: QuickBooksPort['environment'];
	warnings: string[];
}

type DeletedInvoiceSummary = Pick<InvoiceSummary, 'id' | 'number' | 'status' | 'statusLabel'>;

/** Amounts are text with two decimals. */
interface EventCustomer {
	id: string;
	name: string;
	email: string | null;
	/**
	 * What the customer owes in all, as QuickBooks has it. Negative when there is more credit than
	 * open invoices.
	 */
	balance: string | null;
	/**
	 * Of overdue events: payments that are not applied and credits that are not used up, in the
	 * invoice's currency. Null for other events.
	 */
	openCredit: string | null;
}

interface DescribeContext {
	quickbooks: QuickBooksPort;
	hubspot?: HubSpotPort;
	timeZone: string;
	homeCurrency: string;
	now: Date;
}

/** What events are described with. */
interface RelatedRecords {
	customers: ReadonlyMap<string, QuickBooksCustomer>;
	owed: ReadonlyMap<string, OwedInvoice>;
	linked: ReadonlyMap<string, LinkedHubSpotRecords>;
}

/**
 * Adds to each event the invoice, its customer and the HubSpot records linked with it. When the
 * HubSpot records cannot be read, no event is reported without them; all wait.
 *
 * @throws GatewayError of either system; the events then come again with the next poll
 */
export async function describeEvents(
	found: readonly Found[],
	context: DescribeContext,
): Promise<DescribedEvent[]> {
	if (found.length === 0) return [];
	const related = await readRelated(found, context);
	return found.map((one) => describeEvent(one, related, context));
}

async function readRelated(
	found: readonly Found[],
	context: DescribeContext,
): Promise<RelatedRecords> {
	const { quickbooks, hubspot } = context;
	const invoices = uniqueById(
		found.map(({ event, invoice }) => ({
			id: event.invoiceId,
			customerId: invoice?.CustomerRef.value,
			record: invoice,
		})),
	);
	const customerIds = invoices.flatMap(({ customerId }) => customerId ?? []);
	const [customers, owed, linked] = await Promise.all([
		findByIds(quickbooks, 'Customer', customerIds),
		readOwed(found, context),
		hubspot
			? readHubSpotSides(hubspot, quickbooks.realmId, invoices)
			: new Map<string, LinkedHubSpotRecords>(),
	]);
	return { customers: byId(customers), owed, linked };
}

/** What credits leave of an invoice is read for overdue events only. */
async function readOwed(
	found: readonly Found[],
	{ quickbooks, homeCurrency }: DescribeContext,
): Promise<Map<string, OwedInvoice>> {
	const late = found
		.filter(({ event }) => event.event === 'overdue')
		.flatMap(({ invoice }) => invoice?.CustomerRef.value ?? []);
	return late.length === 0 ? new Map() : (await readOpenItems(quickbooks, homeCurrency, late)).owed;
}

function describeEvent(
	one: Found,
	{ customers, owed, linked }: RelatedRecords,
	context: DescribeContext,
): DescribedEvent {
	const { event, invoice } = one;
	const { quickbooks } = context;
	const hubspot = linked.get(event.invoiceId) ?? null;
	const summary = summarize(one, hubspot, context);
	const left = event.event === 'overdue' ? owed.get(event.invoiceId) : undefined;
	return {
		event: event.event,
		eventId: event.eventId,
		at: new Date(event.at).toISOString(),
		oldStatus: event.oldStatus,
		newStatus: event.newStatus,
		invoice: summary,
		customer: invoice
			? describeCustomer(invoice, customers.get(invoice.CustomerRef.value), left)
			: null,
		owed: left ? moneyText(left.owed) : null,
		payment: event.payment,
		daysOverdue: event.daysOverdue,
		hubspot,
		quickbooks: {
			entity: 'Invoice',
			id: event.invoiceId,
			docNumber: summary.number,
			realmId: quickbooks.realmId,
			url: quickBooksUrl(quickbooks.environment, 'Invoice', event.invoiceId),
		},
		environment: quickbooks.environment,
		warnings: [],
	};
}

/** Of a deleted invoice, HubSpot may still know the number. */
function summarize(
	{ event, invoice }: Found,
	hubspot: LinkedHubSpotRecords | null,
	{ timeZone, homeCurrency, now }: DescribeContext,
): InvoiceSummary | DeletedInvoiceSummary {
	if (invoice) return summarizeInvoice(invoice, dayIn(now, timeZone), homeCurrency);
	return {
		id: event.invoiceId,
		number: hubspot?.invoice?.number ?? null,
		status: event.newStatus,
		statusLabel: statusLabels[event.newStatus],
	};
}

function describeCustomer(
	{ CustomerRef, BillEmail }: QuickBooksInvoice,
	customer: QuickBooksCustomer | undefined,
	left: OwedInvoice | undefined,
): EventCustomer {
	return {
		id: CustomerRef.value,
		name: customer?.DisplayName ?? CustomerRef.name ?? '',
		email: customer?.PrimaryEmailAddr?.Address ?? BillEmail?.Address ?? null,
		balance: customer?.Balance === undefined ? null : moneyText(decimal(customer.Balance)),
		openCredit: left ? moneyText(left.openCredit) : null,
	};
}
