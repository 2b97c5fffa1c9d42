import { dayIn } from '../../core/calendar';
import type { Found } from '../../core/invoice/changes';
import type { InvoiceEventName, PaymentApplied } from '../../core/invoice/events';
import { statusLabels, type InvoiceStatus } from '../../core/invoice/status';
import { summarizeInvoice, type InvoiceSummary } from '../../core/invoice/summary';
import type { QuickBooksCustomer } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import { GatewayError } from '../../gateways/errors';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { readHubSpotSides, type HubSpotSide } from './links';

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
	customer: { id: string; name: string; email: string | null } | null;
	payment: PaymentApplied | null;
	daysOverdue: number;
	/** Null without a HubSpot credential, and for invoices that nothing in HubSpot is linked with. */
	hubspot: HubSpotSide | null;
	quickbooks: { entity: 'Invoice'; id: string; docNumber: string | null; realmId: string; url: string };
	environment: QuickBooksPort['environment'];
	warnings: string[];
}

export interface DescribeContext {
	quickbooks: QuickBooksPort;
	hubspot?: HubSpotPort;
	timeZone: string;
	homeCurrency: string;
	now: Date;
}

/**
 * Adds to each event the invoice, its customer and the HubSpot records linked with it.
 * HubSpot being out of reach leaves out its part, with a warning, rather than the event.
 *
 * @throws GatewayError of QuickBooks, or when HubSpot refuses the credential
 */
export async function describeEvents(found: readonly Found[], context: DescribeContext): Promise<DescribedEvent[]> {
	if (found.length === 0) return [];
	const invoices = [...new Map(found.map(({ event, invoice }) => [event.invoiceId, { id: event.invoiceId, customerId: invoice?.CustomerRef.value, record: invoice }])).values()];
	const [customers, { sides, warnings }] = await Promise.all([readCustomers(context.quickbooks, invoices.flatMap(({ customerId }) => customerId ?? [])), readSides(context, invoices)]);
	return found.map((one) => describe(one, customers, sides, warnings, context));
}

async function readCustomers(quickbooks: QuickBooksPort, ids: readonly string[]): Promise<Map<string, QuickBooksCustomer>> {
	if (ids.length === 0) return new Map();
	const customers = await quickbooks.find('Customer', { where: [{ field: 'Id', operator: 'IN', value: [...new Set(ids)] }, { field: 'Active', operator: 'IN', value: [true, false] }] });
	return new Map(customers.map((customer) => [customer.Id, customer]));
}

async function readSides({ hubspot, quickbooks }: DescribeContext, invoices: Parameters<typeof readHubSpotSides>[2]): Promise<{ sides: Map<string, HubSpotSide>; warnings: string[] }> {
	if (!hubspot) return { sides: new Map(), warnings: [] };
	try {
		return { sides: await readHubSpotSides(hubspot, quickbooks.realmId, invoices), warnings: [] };
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind === 'unauthorized' || error.kind === 'forbidden') throw error;
		return { sides: new Map(), warnings: [`HubSpot could not be asked for the deal, contact and company: ${error.message}`] };
	}
}

function describe({ event, invoice }: Found, customers: ReadonlyMap<string, QuickBooksCustomer>, sides: ReadonlyMap<string, HubSpotSide>, warnings: string[], context: DescribeContext): DescribedEvent {
	const { quickbooks, timeZone, homeCurrency, now } = context;
	const side = sides.get(event.invoiceId) ?? null;
	const summary = invoice ? summarizeInvoice(invoice, dayIn(now, timeZone), homeCurrency) : { id: event.invoiceId, number: side?.invoice?.number ?? null, status: event.newStatus, statusLabel: statusLabels[event.newStatus] };
	const customer = invoice && customers.get(invoice.CustomerRef.value);
	return {
		event: event.event,
		eventId: event.eventId,
		at: new Date(event.at).toISOString(),
		oldStatus: event.oldStatus,
		newStatus: event.newStatus,
		invoice: summary,
		customer: invoice ? { id: invoice.CustomerRef.value, name: customer?.DisplayName ?? invoice.CustomerRef.name ?? '', email: customer?.PrimaryEmailAddr?.Address ?? invoice.BillEmail?.Address ?? null } : null,
		payment: event.payment,
		daysOverdue: event.daysOverdue,
		hubspot: side,
		quickbooks: { entity: 'Invoice', id: event.invoiceId, docNumber: summary.number, realmId: quickbooks.realmId, url: quickBooksUrl(quickbooks.environment, 'Invoice', event.invoiceId) },
		environment: quickbooks.environment,
		warnings,
	};
}
