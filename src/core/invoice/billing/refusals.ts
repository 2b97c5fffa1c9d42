import type { Day } from '../../calendar';
import type { Problem } from '../../decline';
import type {
	QuickBooksCompanyCurrency,
	QuickBooksCustomer,
	QuickBooksItem,
} from '../../records/quickbooks';
import type { InvoiceDetails } from './details';
import type { BilledLine } from '../lines/lines';
import type { CompanyRules } from './settings';

/** A sale that has the number asked for. */
export interface NumberHolder {
	noun: 'invoice' | 'credit memo' | 'sales receipt';
	id: string;
}

/** The number that a person gave and that must not be taken. */
export function wantedNumber({ number, allowDuplicateNumber }: InvoiceDetails): string | undefined {
	return number.kind === 'given' && !allowDuplicateNumber ? number.value : undefined;
}

/** QuickBooks counts invoices, credit memos and sales receipts together. */
export function numberProblems(
	number: string | undefined,
	[holder]: readonly NumberHolder[],
): Problem[] {
	if (number === undefined || !holder) return [];
	const message = `Invoice Number: ${number} is the number of the ${holder.noun} with the id ${holder.id}.`;
	return [
		{
			field: 'Invoice Number',
			message,
			remedy:
				'Choose another number, leave it to QuickBooks, or switch on "Use a Number That Is Taken".',
		},
	];
}

/**
 * The currency that has to be on the company's list; undefined where nothing has to be looked up.
 */
export function foreignCurrency(
	currency: string,
	{ multiCurrency, homeCurrency }: CompanyRules,
): string | undefined {
	return multiCurrency && currency !== homeCurrency ? currency : undefined;
}

/**
 * A customer in the currency shows that the company has it. @param listed the rows of the company's
 * list with this code
 */
export function currencyProblems(
	currency: string,
	rules: CompanyRules,
	customer: QuickBooksCustomer | undefined,
	listed: readonly QuickBooksCompanyCurrency[],
): Problem[] {
	if (
		foreignCurrency(currency, rules) === undefined ||
		customer?.CurrencyRef?.value === currency ||
		listed.some(({ Active }) => Active !== false)
	)
		return [];
	const state = listed.length > 0 ? 'is inactive in' : 'is not among the currencies of';
	return [
		{
			field: 'Currency',
			message: `Currency: ${currency} ${state} ${rules.companyName}.`,
			remedy: `Make ${currency} one of the currencies in the settings of QuickBooks, or give the deal another currency in HubSpot.`,
		},
	];
}

/**
 * An item that is counted cannot be sold before its stock began. @param day the day of the invoice
 */
export function stockProblems(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	components: readonly QuickBooksItem[],
	day: Day,
): Problem[] {
	return lines.flatMap((line) => {
		const item = itemByLine.get(line.key);
		const late =
			item &&
			[item, ...partsOf(item, components)].find(
				({ InvStartDate }) => InvStartDate !== undefined && day < InvStartDate,
			);
		if (!late) return [];
		const message = `${line.label} sells "${late.Name}", which QuickBooks keeps in stock from ${late.InvStartDate} on, but the invoice is dated ${day}.`;
		return [
			{
				field: line.label,
				message,
				remedy: `Choose an invoice date on or after ${late.InvStartDate}.`,
			},
		];
	});
}

function partsOf(
	{ ItemGroupDetail }: QuickBooksItem,
	components: readonly QuickBooksItem[],
): QuickBooksItem[] {
	const ids = new Set((ItemGroupDetail?.ItemGroupLine ?? []).map(({ ItemRef }) => ItemRef.value));
	return components.filter(({ Id }) => ids.has(Id));
}
