import type { Company } from '../company';
import { decimal, sum } from '../money';
import type { Fields } from '../records';

/** Description, quantity, rate, amount. */
export type PdfRow = [description: string, quantity: string, rate: string, amount: string];

/** The content of a printed sales form, before the layout. */
export interface Content {
	title: string;
	number: string;
	createdOn: string;
	seller: string[];
	buyer: string[];
	facts: [name: string, value: string][];
	rows: PdfRow[];
	/** The last entry is the most important: the balance or the total. */
	totals: [name: string, amount: string][];
	message: string;
}

const titles: Record<string, string> = {
	Invoice: 'Invoice',
	Estimate: 'Estimate',
	CreditMemo: 'Credit memo',
	SalesReceipt: 'Sales receipt',
	Payment: 'Payment receipt',
};

/** The printed content of a stored sales form, with the names of its references. */
export function content(company: Company, fields: Fields, entityName: string): Content {
	const currency = idOf(fields['CurrencyRef']) ?? company.profile.currency;
	const info: Fields = company.records.find('CompanyInfo', '1')?.fields ?? {};
	const memo = (fields['CustomerMemo'] as { value?: string } | undefined)?.value;
	return {
		title: titles[entityName] ?? entityName,
		number: words(fields['DocNumber']),
		createdOn: words(fields['TxnDate']),
		seller: [
			words(info['CompanyName']) || company.profile.name,
			...address(info['CompanyAddr']),
			words((info['Email'] as Fields | undefined)?.['Address']),
		].filter(Boolean),
		buyer: [
			nameOf(company, 'Customer', fields['CustomerRef']),
			...address(fields['BillAddr']),
			words((fields['BillEmail'] as Fields | undefined)?.['Address']),
		].filter(Boolean),
		facts: facts(company, fields),
		rows: ((fields['Line'] as Fields[] | undefined) ?? []).flatMap((line) => rowsOf(company, line)),
		totals: totals(fields, currency),
		message: memo ?? '',
	};
}

function facts(company: Company, fields: Fields): [string, string][] {
	const all: [string, string][] = [
		['No.', words(fields['DocNumber'])],
		['Date', words(fields['TxnDate'])],
		['Terms', nameOf(company, 'Term', fields['SalesTermRef'])],
		['Due', words(fields['DueDate'])],
	];
	return all.filter(([, value]) => value !== '');
}

function rowsOf(company: Company, line: Fields): PdfRow[] {
	const description = words(line['Description']);
	const amount = line['Amount'] === undefined ? '' : money(line['Amount']);
	switch (line['DetailType']) {
		case 'SalesItemLineDetail': {
			const detail = (line['SalesItemLineDetail'] ?? {}) as Fields;
			const name = nameOf(company, 'Item', detail['ItemRef']);
			const text = [name, description].filter(Boolean).join(': ');
			return [
				[
					text,
					words(detail['Qty']),
					detail['UnitPrice'] === undefined ? '' : rate(detail['UnitPrice']),
					amount,
				],
			];
		}
		case 'DescriptionOnly':
			return [[description, '', '', '']];
		case 'GroupLineDetail': {
			const group = (line['GroupLineDetail'] ?? {}) as Fields;
			const inner = ((group['Line'] as Fields[] | undefined) ?? []).flatMap((part) =>
				rowsOf(company, part),
			);
			return [
				[
					nameOf(company, 'Item', group['GroupItemRef']) || description,
					words(group['Quantity']),
					'',
					'',
				],
				...inner,
			];
		}
		default:
			// Subtotals and discounts are part of the totals.
			return [];
	}
}

function totals(fields: Fields, currency: string): [string, string][] {
	const lines = (fields['Line'] ?? []) as Fields[];
	const ofType = (type: string) => lines.filter((line) => line['DetailType'] === type);
	const all: [string, string][] = ofType('SubTotalLineDetail').map((line) => [
		'Subtotal',
		money(line['Amount']),
	]);
	for (const line of ofType('DiscountLineDetail')) {
		const { PercentBased, DiscountPercent } = (line['DiscountLineDetail'] ?? {}) as Fields;
		all.push([
			PercentBased === true ? `Discount ${words(DiscountPercent)}%` : 'Discount',
			`-${money(line['Amount'])}`,
		]);
	}
	const tax = (fields['TxnTaxDetail'] as Fields | undefined)?.['TotalTax'];
	if (decimal(tax).gt(0)) all.push(['Tax', money(tax)]);
	all.push([`Total (${currency})`, money(fields['TotalAmt'])]);
	if (fields['Balance'] === undefined) return all;
	const paid = sum([fields['TotalAmt']]).minus(decimal(fields['Balance']));
	if (!paid.eq(0)) all.push(['Paid', money(paid.toFixed(2))]);
	return [...all, [`Balance due (${currency})`, money(fields['Balance'])]];
}

function address(value: unknown): string[] {
	const part = (value ?? {}) as Fields;
	const street = ['Line1', 'Line2', 'Line3', 'Line4', 'Line5'].map((name) => words(part[name]));
	const town = [
		[words(part['City']), words(part['CountrySubDivisionCode'])].filter(Boolean).join(', '),
		words(part['PostalCode']),
	]
		.filter(Boolean)
		.join(' ');
	return [...street, town, words(part['Country'])].filter(Boolean);
}

function nameOf(company: Company, entity: string, reference: unknown): string {
	const id = idOf(reference);
	return id === undefined ? '' : (company.records.brief(entity, id)?.name ?? '');
}

function idOf(reference: unknown): string | undefined {
	return (reference as { value?: string } | undefined)?.value;
}

function words(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** An amount with two decimals and thousands separators: `1,234.50`. */
function money(value: unknown): string {
	return apart(decimal(value).toFixed(2));
}

/** A rate keeps more than two decimals: `3.196`. */
function rate(value: unknown): string {
	const text = decimal(value).toFixed();
	return apart(/\.\d{2,}$/.test(text) ? text : decimal(value).toFixed(2));
}

function apart(text: string): string {
	const [whole = '', fraction = ''] = text.split('.');
	return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}
