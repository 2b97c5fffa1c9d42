import type { Day } from '../../calendar';
import type { InvoiceProperty, PropertyNames } from '../../records/names';
import { decimal, decimalOrNone, moneyText, type Decimal } from '../../money';
import type { HubSpotRecord } from '../../records/hubspot';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { hasTakenBackNote } from '../concurrent/concurrentRuns';
import { deriveStatus, invoiceStatuses, readInvoiceFacts, type InvoiceStatus } from '../status';

/** What a deal's properties need to know of one of its invoices. */
export interface DealInvoice {
	/** For people. */
	name: string;
	number: string;
	recipient: string;
	dueDate: string;
	currency: string;
	/**
	 * Units of the company's home currency for one of the invoice's; undefined where it is not known.
	 */
	rate: Decimal | undefined;
	total: Decimal;
	balance: Decimal;
	status: InvoiceStatus;
	isVoided: boolean;
	/** A run took it back at once, so nobody knows it. */
	isTakenBack: boolean;
	/** In milliseconds. */
	updatedAt: number;
	/** Among those that were updated at one moment, the latest has the highest. */
	order: number;
}

/** @param today in the company's time zone */
export function fromQuickBooks(
	invoice: QuickBooksInvoice,
	homeCurrency: string,
	today: Day,
): DealInvoice {
	const facts = readInvoiceFacts(invoice, today);
	return {
		name: invoice.DocNumber ?? invoice.Id,
		number: invoice.DocNumber ?? '',
		recipient: invoice.CustomerRef.name ?? '',
		dueDate: invoice.DueDate ?? '',
		currency: invoice.CurrencyRef?.value ?? homeCurrency,
		rate: invoice.ExchangeRate === undefined ? undefined : decimal(invoice.ExchangeRate),
		total: facts.total,
		balance: facts.balance,
		status: deriveStatus(facts),
		isVoided: facts.voided,
		isTakenBack: facts.voided && hasTakenBackNote(invoice),
		updatedAt: Date.parse(invoice.MetaData.LastUpdatedTime),
		order: Number(invoice.Id),
	};
}

/**
 * An invoice of another QuickBooks company, which only its HubSpot record tells of. One that was
 * deleted there is none.
 * @returns undefined when the record does not say what the invoice comes to
 */
export function fromRecord(
	names: PropertyNames,
	{ id, properties }: Pick<HubSpotRecord, 'id' | 'properties'>,
): DealInvoice | undefined {
	const of = (property: InvoiceProperty) => properties[names.of(property)] ?? '';
	const total = decimalOrNone(of('invoice_total'));
	const balance = decimalOrNone(of('invoice_balance'));
	const status = invoiceStatuses.find((one) => one === of('invoice_status'));
	if (!total || !balance || !status || status === 'deleted') return undefined;
	return {
		name: of('invoice_number') || `of the HubSpot record ${id}`,
		number: of('invoice_number'),
		recipient: of('invoice_recipient'),
		dueDate: of('invoice_due_date'),
		currency: of('invoice_currency'),
		rate: undefined,
		total,
		balance,
		status,
		isVoided: status === 'voided',
		isTakenBack: false,
		updatedAt: Date.parse(of('invoice_updated_at')) || 0,
		order: Number(id),
	};
}

/**
 * The deal was billed in other QuickBooks companies, too: nobody else tells, since none of it
 * counts as billed here.
 */
export function otherCompanyWarnings(invoices: readonly DealInvoice[]): string[] {
	return invoices
		.filter(({ isVoided }) => !isVoided)
		.map(({ name, total, currency, recipient }) => {
			const what = `invoice ${name} over ${moneyText(total)} ${currency}${recipient && ` for "${recipient}"`}`;
			return `The deal was also invoiced in another QuickBooks company (${what}), which does not count as billed in this one. If it bills the same, void one of the two.`;
		});
}
