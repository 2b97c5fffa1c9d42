import { decline } from '../../core/decline';
import type { InvoiceDetails } from '../../core/invoice/billing/details';
import type { Decimal } from '../../core/money';
import type { FormReader } from './form';
import { asDateText, withoutUndefined } from './values';

/** The options of the form that are details of the invoice. */
export interface DetailOptions {
	cc?: unknown;
	bcc?: unknown;
	customFields?: { field?: Array<{ definitionId: unknown; value: unknown }> };
	deposit?: number | string;
	depositAccount?: unknown;
	discountAmount?: number | string;
	discountPercent?: number | string;
	taxAfterDiscount?: boolean;
	number?: unknown;
	lineDiscounts?: InvoiceDetails['lineDiscounts'];
	bankPayment?: boolean;
	cardPayment?: boolean;
	shipping?: number | string;
	allowDuplicateNumber?: boolean;
	serviceDate?: unknown;
}

type AsRead<K extends keyof InvoiceDetails> = { [P in K]: InvoiceDetails[P] | undefined };

/**
 * Terms, dates, texts, discounts and payment switches of the invoice; what is empty is left out.
 * @throws Declined when a value does not fit its field
 */
export function readDetails(form: FormReader, options: DetailOptions): InvoiceDetails {
	const optional = {
		termId: form.id('terms'),
		issuedOn: form.date('invoiceDate'),
		dueOn: form.date('dueDate'),
		servedOn: asDateText(options.serviceDate),
		customerMessage: form.text('customerMessage'),
		memo: form.text('memo'),
		billEmail: form.text('billEmail'),
		cc: form.textIn(options.cc, 'options.cc'),
		bcc: form.textIn(options.bcc, 'options.bcc'),
		classId: form.id('class'),
		locationId: form.id('location'),
		...readAmounts(form, options),
		cardPayment: form.flagIn(options.cardPayment, 'options.cardPayment'),
		bankPayment: form.flagIn(options.bankPayment, 'options.bankPayment'),
	};
	const number = form.textIn(options.number, 'options.number');
	return {
		...withoutUndefined(optional),
		lineDiscounts: form.choiceIn(options.lineDiscounts, ['price', 'line'], 'options.lineDiscounts'),
		number: number ? { kind: 'given', value: number } : { kind: 'auto' },
		allowDuplicateNumber:
			form.flagIn(options.allowDuplicateNumber, 'options.allowDuplicateNumber') ?? false,
		customFields: readCustomFields(form, options),
	};
}

function readAmounts(
	form: FormReader,
	options: DetailOptions,
): AsRead<'deposit' | 'depositAccountId' | 'shipping' | 'discount' | 'taxAfterDiscount'> {
	return {
		deposit: readAmount(form, options.deposit, 'options.deposit'),
		depositAccountId: form.idIn(options.depositAccount, 'options.depositAccount'),
		shipping: readAmount(form, options.shipping, 'options.shipping'),
		discount: readDiscount(form, options),
		taxAfterDiscount: form.flagIn(options.taxAfterDiscount, 'options.taxAfterDiscount'),
	};
}

/** Rows without a field or without a value are left out. */
function readCustomFields(
	form: FormReader,
	{ customFields }: DetailOptions,
): InvoiceDetails['customFields'] {
	return (customFields?.field ?? []).flatMap((field) => {
		const definitionId = form.textIn(field.definitionId, 'options.customFields.field.definitionId');
		const value = form.textIn(field.value, 'options.customFields.field.value');
		return definitionId && value ? [{ definitionId, value }] : [];
	});
}

function readDiscount(
	form: FormReader,
	{ discountAmount, discountPercent }: DetailOptions,
): InvoiceDetails['discount'] {
	const percent = readAmount(form, discountPercent, 'options.discountPercent');
	const fixed = readAmount(form, discountAmount, 'options.discountAmount');
	if (percent && fixed)
		decline(
			'Discount',
			'The form has both a discount percentage and a discount amount.',
			'Keep only one of them.',
		);
	return percent ? { kind: 'percent', value: percent } : fixed && { kind: 'amount', value: fixed };
}

/** Zero counts as empty. */
function readAmount(
	form: FormReader,
	value: string | number | undefined,
	path: string,
): Decimal | undefined {
	const number = form.numberIn(value, path);
	return number?.eq(0) ? undefined : number;
}
