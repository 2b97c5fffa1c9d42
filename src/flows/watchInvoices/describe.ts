import { dayIn } from '../../core/calendar';
import type { Found } from '../../core/invoice/events/changes';
import type { InvoiceEventName, PaymentApplied } from '../../core/invoice/events/derive';
import { statusLabels, type InvoiceStatus } from '../../core/invoice/status';
import { summarizeInvoice, type InvoiceSummary } from '../../core/invoice/record/summary';
import type { OwedInvoice } from '../../core/invoice/openCredits';
import { decimal, moneyText } from '../../core/money';
import type { QuickBooksCustomer, QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { readOpenItems } from '../accounts/openCredits';
import { readHubSpotSides, type LinkedHubSpotRecords } from './links';
import { findByIds } from '../accounts/quickBooksRecords';
import { byId } from '../../core/records/byId';

/** What a workflow gets for one event. */
export interface DescribedEvent {
	event: InvoiceEventName;
	/** The same for the same happening, so that repeats can be dropped. */
	eventId: string;
	/** ISO. */
	at: string;
	oldStatus: InvoiceStatus | null;
	newStatus: InvoiceStatus;
	/** As it is now; of a deleted invoice only what is still known. */
	invoice: InvoiceSummary | Pick<InvoiceSummary, 'id' | 'number' | 'status' | 'statusLabel'>;
	customer: EventCustomer | null;
	/**
	 * Of overdue events: what remains to be paid of the invoice once the customer's open credits are
	 * used up, the invoice that is
	 * due first coming first. Null for other events.
	 */
	owed: string | null;
	payment: PaymentApplied | null;
	daysOverdue: number;
	/** Null without a HubSpot credential, and for invoices that nothing in HubSpot is linked with. */
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

/** Amounts are text with two decimals. */
interface EventCustomer {
	id: string;
	name: string;
	email: string | null;
	/**
	 * What the customer owes over all, as QuickBooks has it: less than nothing when there is more
	 * credit than open invoices.
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

/**
 * Adds to each event the invoice, its customer and the HubSpot records linked with it. An event
 * whose HubSpot side cannot be
 * read is no event without one, so it waits.
 *
 * @throws GatewayError of either system; the events then come again with the next poll
 */
export async function describeEvents(
	found: readonly Found[],
	context: DescribeContext,
): Promise<DescribedEvent[]> {
	if (found.length === 0) return [];
	const invoices = [
		...new Map(
			found.map(({ event, invoice }) => [
				event.invoiceId,
				{ id: event.invoiceId, customerId: invoice?.CustomerRef.value, record: invoice },
			]),
		).values(),
	];
	const [customers, owed, sides] = await Promise.all([
		readCustomers(
			context.quickbooks,
			invoices.flatMap(({ customerId }) => customerId ?? []),
		),
		readOwed(found, context),
		context.hubspot
			? readHubSpotSides(context.hubspot, context.quickbooks.realmId, invoices)
			: new Map<string, LinkedHubSpotRecords>(),
	]);
	return found.map((one) => describe(one, { customers, owed, sides }, context));
}

/** Only whoever is reminded of an invoice needs to know what its customer's credits leave of it. */
async function readOwed(
	found: readonly Found[],
	{ quickbooks, homeCurrency }: DescribeContext,
): Promise<Map<string, OwedInvoice>> {
	const late = found
		.filter(({ event }) => event.event === 'overdue')
		.flatMap(({ invoice }) => invoice?.CustomerRef.value ?? []);
	return late.length === 0 ? new Map() : (await readOpenItems(quickbooks, homeCurrency, late)).owed;
}

async function readCustomers(
	quickbooks: QuickBooksPort,
	ids: readonly string[],
): Promise<Map<string, QuickBooksCustomer>> {
	return byId(await findByIds(quickbooks, 'Customer', ids));
}

interface Surroundings {
	customers: ReadonlyMap<string, QuickBooksCustomer>;
	owed: ReadonlyMap<string, OwedInvoice>;
	sides: ReadonlyMap<string, LinkedHubSpotRecords>;
}

function describe(
	{ event, invoice }: Found,
	{ customers, owed, sides }: Surroundings,
	context: DescribeContext,
): DescribedEvent {
	const { quickbooks, timeZone, homeCurrency, now } = context;
	const side = sides.get(event.invoiceId) ?? null;
	const summary = invoice
		? summarizeInvoice(invoice, dayIn(now, timeZone), homeCurrency)
		: {
				id: event.invoiceId,
				number: side?.invoice?.number ?? null,
				status: event.newStatus,
				statusLabel: statusLabels[event.newStatus],
			};
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
		hubspot: side,
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
