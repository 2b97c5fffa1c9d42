import { decline } from '../../decline';
import { present } from '../../contact/party';
import { moneyText, toCents, toJsonNumber, zero, type Decimal } from '../../money';
import type { QuickBooksPayload } from '../../records/quickbooks';
import { withWholeTexts } from '../../text';
import { memoWithOrigin, type Billing } from '../billing/billing';
import { buildLines, invoiceSubtotal, ref } from './buildLines';
import { customFieldId, type InvoiceDetails } from '../billing/details';
import type { CompanyRules } from '../billing/settings';
import type { InvoiceTaxes } from './amounts/taxes';
import type { InvoiceParts } from './parts';

/**
 * The invoice to create.
 * Source: developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 * @throws Declined when discount or deposit exceed what is billed
 */
export function buildInvoice(parts: InvoiceParts): QuickBooksPayload {
	const { details, rules, taxes, billing } = parts;
	return withWholeTexts(
		present({
			CustomerRef: { value: parts.customerId },
			CurrencyRef: rules.multiCurrency ? { value: parts.currency } : undefined,
			ExchangeRate: rules.multiCurrency ? parts.exchangeRate : undefined,
			DocNumber: documentNumber(details, rules),
			TxnDate: details.issuedOn,
			DueDate: details.dueOn,
			SalesTermRef: ref(details.termId),
			GlobalTaxCalculation: taxes.calculation,
			TxnTaxDetail: taxDetail(taxes),
			Line: buildLines(parts),
			CustomerMemo: details.customerMessage ? { value: details.customerMessage } : undefined,
			PrivateNote: memoWithOrigin(details.memo, billing),
			ClassRef: rules.classPerInvoice ? ref(details.classId) : undefined,
			DepartmentRef: ref(details.locationId),
			ApplyTaxAfterDiscount: details.taxAfterDiscount,
			Deposit: details.deposit?.gt(0)
				? toJsonNumber(checkedDeposit(details.deposit, parts))
				: undefined,
			DepositToAccountRef: details.deposit?.gt(0) ? ref(details.depositAccountId) : undefined,
			BillEmail: address(parts.billEmail),
			BillEmailCc: address(details.cc),
			BillEmailBcc: address(details.bcc),
			EmailStatus: parts.billEmail ? 'NeedToSend' : undefined,
			CustomField:
				details.customFields.length > 0
					? details.customFields.map(({ definitionId, value }) => ({
							DefinitionId: customFieldId(definitionId, rules) ?? definitionId,
							Type: 'StringType',
							StringValue: value,
						}))
					: undefined,
			AllowOnlineCreditCardPayment: details.cardPayment,
			AllowOnlineACHPayment: details.bankPayment,
		}),
	);
}

/**
 * The same invoice under the mark of another round: it is billed again after a void.
 *
 * @param memo as a person wrote it
 */
export function underMarkOf(
	billing: Billing,
	payload: QuickBooksPayload,
	memo: string | undefined,
): QuickBooksPayload {
	return withWholeTexts({ ...payload, PrivateNote: memoWithOrigin(memo, billing) });
}

function taxDetail({ invoiceCode, totalTax }: InvoiceTaxes): QuickBooksPayload | undefined {
	if (invoiceCode === undefined && totalTax === undefined) return undefined;
	return present({ TxnTaxCodeRef: ref(invoiceCode), TotalTax: totalTax && toJsonNumber(totalTax) });
}

const address = (value: string | undefined) => (value ? { Address: value } : undefined);

/**
 * QuickBooks numbers by itself unless the company chose otherwise; then it is asked for the next
 * free number.
 */
function documentNumber({ number }: InvoiceDetails, rules: CompanyRules): string | undefined {
	if (number.kind === 'given') return number.value;
	return rules.customNumbers ? 'AUTO_GENERATE' : undefined;
}

function checkedDeposit(deposit: Decimal, parts: InvoiceParts): Decimal {
	const billed = invoiceSubtotal(parts);
	if (deposit.gt(billed.plus(parts.taxes.totalTax ?? zero)) && parts.taxes.codeByLine.size === 0)
		decline(
			'Deposit',
			`The deposit is ${moneyText(deposit)}, but the invoice comes to ${moneyText(billed)}.`,
			'Lower the deposit.',
		);
	return toCents(deposit);
}
