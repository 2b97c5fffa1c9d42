import type { Day } from '../../calendar';
import { moneyText, decimal } from '../../money';
import type { QuickBooksInvoice } from '../../records/quickbooks';
import { deriveStatus, readInvoiceFacts, statusLabels, type InvoiceStatus } from '../status';

/**
 * An invoice in our own words, the same for every node. Amounts are text with two decimals in the
 * invoice's currency.
 */
export interface InvoiceSummary {
	id: string;
	number: string | null;
	status: InvoiceStatus;
	statusLabel: string;
	currency: string;
	/**
	 * Home currency units for one unit of the invoice's currency; absent in companies with one
	 * currency.
	 */
	exchangeRate?: string;
	total: string;
	tax: string;
	balance: string;
	paid: string;
	deposit: string;
	issuedOn: Day | null;
	dueOn: Day | null;
	daysOverdue: number;
	customer: { id: string; name: string };
	billEmail: string | null;
	memo: string | null;
	customerMessage: string | null;
	sentAt: string | null;
	/**
	 * As QuickBooks has it: `NotSet`, `NeedToSend`, which is waiting to be mailed, or `EmailSent`.
	 */
	emailStatus: string | null;
	viewed: boolean;
	bounced: boolean;
	/** Where the customer pays, if online payments are on. */
	paymentUrl: string | null;
	createdAt: string;
	updatedAt: string;
	lines: InvoiceLineSummary[];
}

interface InvoiceLineSummary {
	id: string | null;
	kind: 'item' | 'discount' | 'text' | 'bundle' | 'subtotal' | 'other';
	item: { id: string; name: string } | null;
	description: string | null;
	quantity: string | null;
	unitPrice: string | null;
	amount: string;
	taxCode: string | null;
	servedOn: Day | null;
}

const lineKinds: Record<string, InvoiceLineSummary['kind']> = {
	SalesItemLineDetail: 'item',
	DiscountLineDetail: 'discount',
	DescriptionOnly: 'text',
	GroupLineDetail: 'bundle',
	SubTotalLineDetail: 'subtotal',
};

/** @param today in the company's time zone */
export function summarizeInvoice(
	invoice: QuickBooksInvoice,
	today: Day,
	homeCurrency: string,
): InvoiceSummary {
	const facts = readInvoiceFacts(invoice, today);
	const status = deriveStatus(facts);
	return {
		id: invoice.Id,
		number: invoice.DocNumber ?? null,
		status,
		statusLabel: statusLabels[status],
		currency: invoice.CurrencyRef?.value ?? homeCurrency,
		...(invoice.ExchangeRate !== undefined && { exchangeRate: String(invoice.ExchangeRate) }),
		total: moneyText(facts.total),
		tax: moneyText(decimal(invoice.TxnTaxDetail?.TotalTax ?? 0)),
		balance: moneyText(facts.balance),
		paid: moneyText(facts.total.minus(facts.balance)),
		deposit: moneyText(decimal(invoice.Deposit ?? 0)),
		issuedOn: invoice.TxnDate ?? null,
		dueOn: invoice.DueDate ?? null,
		daysOverdue: facts.daysOverdue,
		customer: { id: invoice.CustomerRef.value, name: invoice.CustomerRef.name ?? '' },
		billEmail: invoice.BillEmail?.Address ?? null,
		memo: invoice.PrivateNote ?? null,
		customerMessage: invoice.CustomerMemo?.value ?? null,
		sentAt: invoice.DeliveryInfo?.DeliveryTime ?? null,
		emailStatus: invoice.EmailStatus ?? null,
		viewed: facts.viewed,
		bounced: facts.bounced,
		paymentUrl: invoice.InvoiceLink ?? null,
		createdAt: invoice.MetaData.CreateTime,
		updatedAt: invoice.MetaData.LastUpdatedTime,
		lines: invoice.Line.filter((line) => line.DetailType !== 'SubTotalLineDetail').map(
			summarizeLine,
		),
	};
}

function summarizeLine(line: QuickBooksInvoice['Line'][number]): InvoiceLineSummary {
	const detail = line.SalesItemLineDetail;
	const itemRef = detail?.ItemRef ?? line.GroupLineDetail?.GroupItemRef;
	return {
		id: line.Id ?? null,
		kind: lineKinds[line.DetailType] ?? 'other',
		item: itemRef ? { id: itemRef.value, name: itemRef.name ?? '' } : null,
		description: line.Description ?? null,
		quantity: detail?.Qty === undefined ? null : String(detail.Qty),
		unitPrice: detail?.UnitPrice === undefined ? null : String(detail.UnitPrice),
		amount: moneyText(decimal(line.Amount ?? 0)),
		taxCode: detail?.TaxCodeRef?.value ?? null,
		servedOn: detail?.ServiceDate ?? null,
	};
}
