import { decline } from '../decline';
import { present } from '../contact/party';
import { moneyText, plainText, sum, toCents, toJsonNumber, zero, type Decimal } from '../money';
import type { QuickBooksPayload } from '../records/quickbooks';
import { memoWithOrigin, type Billing } from './billing';
import { buildBundleLine, type Bundle } from './bundle';
import { customFieldId, discountAmount, type InvoiceDetails } from './details';
import { amountsOf, withDiscountInPrices } from './inclusive';
import type { BilledLine } from './lines';
import type { CompanyRules } from './settings';
import type { InvoiceTaxes } from './taxes';

/** All that an invoice is made of. */
export interface InvoiceParts {
	customerId: string;
	lines: readonly BilledLine[];
	/** QuickBooks item id by line key. */
	itemIds: ReadonlyMap<string, string>;
	/** By line key, of lines that sell a bundle. */
	bundles?: ReadonlyMap<string, Bundle>;
	taxes: InvoiceTaxes;
	details: InvoiceDetails;
	rules: CompanyRules;
	billing: Billing;
	/** ISO 4217; sent where the company has several currencies. */
	currency: string;
	/** Home currency units for one unit of `currency`; absent for the home currency. */
	exchangeRate?: number;
	billEmail?: string;
}

/** QuickBooks' own item for shipping; source: accounting API, invoice, SalesItemLineDetail. */
const SHIPPING_ITEM = 'SHIPPING_ITEM_ID';
/** Prices keep this many decimals; a price that needs more is left out, and the amount alone is sent. */
const PRICE_PLACES = 5;
const LONGEST_DESCRIPTION = 4000;

/**
 * The invoice to create.
 * Source: developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 * @throws Declined when discount or deposit exceed what is billed
 */
export function buildInvoice(parts: InvoiceParts): QuickBooksPayload {
	const { details, rules, taxes, billing } = parts;
	return present({
		CustomerRef: { value: parts.customerId },
		CurrencyRef: rules.multiCurrency ? { value: parts.currency } : undefined,
		ExchangeRate: rules.multiCurrency ? parts.exchangeRate : undefined,
		DocNumber: documentNumber(details, rules),
		TxnDate: details.issuedOn,
		DueDate: details.dueOn,
		SalesTermRef: ref(details.termId),
		GlobalTaxCalculation: taxes.calculation,
		TxnTaxDetail: taxes.totalTax && { TotalTax: toJsonNumber(taxes.totalTax) },
		Line: buildLines(parts),
		CustomerMemo: details.customerMessage ? { value: details.customerMessage } : undefined,
		PrivateNote: memoWithOrigin(details.memo, billing),
		ClassRef: ref(details.classId),
		DepartmentRef: ref(details.locationId),
		ApplyTaxAfterDiscount: details.taxAfterDiscount,
		Deposit: details.deposit?.gt(0) ? toJsonNumber(checkedDeposit(details.deposit, parts)) : undefined,
		DepositToAccountRef: details.deposit?.gt(0) ? ref(details.depositAccountId) : undefined,
		BillEmail: address(parts.billEmail),
		BillEmailCc: address(details.cc),
		BillEmailBcc: address(details.bcc),
		EmailStatus: parts.billEmail ? 'NeedToSend' : undefined,
		CustomField: details.customFields.length > 0 ? details.customFields.map(({ definitionId, value }) => ({ DefinitionId: customFieldId(definitionId, rules) ?? definitionId, Type: 'StringType', StringValue: value })) : undefined,
		AllowOnlineCreditCardPayment: details.cardPayment,
		AllowOnlineACHPayment: details.bankPayment,
	});
}

const ref = (value: string | undefined) => (value ? { value } : undefined);
const address = (value: string | undefined) => (value ? { Address: value } : undefined);

/** QuickBooks numbers by itself unless the company chose otherwise; then it is asked for the next free number. */
function documentNumber({ number }: InvoiceDetails, rules: CompanyRules): string | undefined {
	if (number.kind === 'given') return number.value;
	return rules.customNumbers ? 'AUTO_GENERATE' : undefined;
}

function buildLines(parts: InvoiceParts): QuickBooksPayload[] {
	const { details, taxes } = parts;
	const off = discountTotal(parts);
	const inPrices = taxes.calculation === 'TaxInclusive';
	const own = inPrices ? { ...parts, ...withDiscountInPrices(parts) } : parts;
	const built = own.lines.map((line) => buildLine(line, own));
	if (details.shipping?.gt(0)) {
		const { amount, inclusive } = amountsOf(toCents(details.shipping), taxes.defaultCode, taxes);
		built.push({ Amount: toJsonNumber(amount), DetailType: 'SalesItemLineDetail', SalesItemLineDetail: present({ ItemRef: { value: SHIPPING_ITEM }, TaxCodeRef: ref(taxes.defaultCode), TaxInclusiveAmt: inclusive }) });
	}
	if (off.gt(0) && !inPrices) built.push(discountLine(off, parts));
	return built;
}

function buildLine(line: BilledLine, { itemIds, bundles, taxes, details, rules }: InvoiceParts): QuickBooksPayload {
	if (line.kind !== 'item') return { DetailType: 'DescriptionOnly', Description: line.kind === 'subtotal' ? 'Subtotal:' : line.description, DescriptionLineDetail: {} };
	const billed = details.lineDiscounts === 'line' ? line.gross : line.net;
	const code = taxes.codeByLine.get(line.key);
	const bundle = bundles?.get(line.key);
	if (bundle) return buildBundleLine(line, bundle, billed, describe(line, details.lineDiscounts), (part) => (code === 'NON' && part.taxable ? 'TAX' : code), (amount) => amountsOf(amount, code, taxes));
	const { amount, inclusive } = amountsOf(billed, code, taxes);
	const price = priceOf(line, amount);
	return present({
		Amount: toJsonNumber(amount),
		Description: describe(line, details.lineDiscounts) || undefined,
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: present({
			ItemRef: ref(itemIds.get(line.key)),
			Qty: price && toJsonNumber(line.quantity),
			UnitPrice: price && toJsonNumber(price),
			TaxCodeRef: ref(code),
			TaxInclusiveAmt: inclusive,
			ClassRef: rules.classPerLine ? ref(line.classId) : undefined,
			ServiceDate: line.servedOn,
		}),
	});
}

/** The price of one unit that gives the amount to the cent; undefined when there is none that QuickBooks would keep. */
function priceOf(line: BilledLine, amount: Decimal): Decimal | undefined {
	if (line.quantity.eq(0)) return undefined;
	if (amount.eq(line.gross)) return fits(line.unitPrice, line, amount);
	return fits(amount.div(line.quantity).round(PRICE_PLACES), line, amount);
}

function fits(price: Decimal, { quantity }: BilledLine, amount: Decimal): Decimal | undefined {
	return price.eq(price.round(PRICE_PLACES)) && toCents(price.times(quantity)).eq(amount) ? price : undefined;
}

/** HubSpot's text; below it what a discount took off, so that the customer can follow the price. */
function describe(line: BilledLine, lineDiscounts: InvoiceDetails['lineDiscounts']): string {
	const note = line.discountLabel && lineDiscounts === 'price' ? `${plainText(line.quantity)} × ${plainText(line.unitPrice)} less ${line.discountLabel}` : '';
	return [line.description || line.name, note].filter(Boolean).join('\n').slice(0, LONGEST_DESCRIPTION);
}

function discountTotal({ lines, details }: InvoiceParts): Decimal {
	const net = sum(lines.map((line) => line.net));
	const fromLines = details.lineDiscounts === 'line' ? sum(lines.map(({ discount }) => discount)) : zero;
	const off = discountAmount(details.discount, net);
	if (off.gt(net)) decline('Discount', `The discount is ${moneyText(off)}, but only ${moneyText(net)} is billed.`, 'Lower the discount.');
	return fromLines.plus(off);
}

function discountLine(off: Decimal, { details, lines, taxes }: InvoiceParts): QuickBooksPayload {
	const asPercent = details.discount?.kind === 'percent' && off.eq(discountAmount(details.discount, sum(lines.map(({ net }) => net))));
	const codes = new Set(taxes.codeByLine.values());
	return {
		Amount: toJsonNumber(off),
		DetailType: 'DiscountLineDetail',
		DiscountLineDetail: present({
			PercentBased: asPercent,
			DiscountPercent: asPercent && details.discount ? toJsonNumber(details.discount.value) : undefined,
			TaxCodeRef: taxes.calculation && codes.size === 1 ? ref([...codes][0]) : undefined,
		}),
	};
}

function checkedDeposit(deposit: Decimal, parts: InvoiceParts): Decimal {
	const billed = invoiceSubtotal(parts);
	if (deposit.gt(billed.plus(parts.taxes.totalTax ?? zero)) && parts.taxes.codeByLine.size === 0) decline('Deposit', `The deposit is ${moneyText(deposit)}, but the invoice comes to ${moneyText(billed)}.`, 'Lower the deposit.');
	return toCents(deposit);
}

/** What the invoice comes to before tax, in cents. */
export function invoiceSubtotal(parts: InvoiceParts): Decimal {
	const { details, lines } = parts;
	const amounts = lines.map((line) => (details.lineDiscounts === 'line' ? line.gross : line.net));
	return sum(amounts).plus(toCents(details.shipping ?? zero)).minus(discountTotal(parts));
}
