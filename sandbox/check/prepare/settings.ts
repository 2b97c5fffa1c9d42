import type { Company } from '../../quickbooks/company';
import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { fieldsOf, listOf, type Act } from '../acts';
import type { Exchange } from '../recordings';

/** Replies of 2022 still had the form of 2020; the form of 2026 is assumed from this time on. */
export const NEW_FORM = Date.parse('2024-01-01T00:00:00Z');

/** Which of the sandbox's companies matches the company of a recording, by its country's texts. */
export function companyKey(exchanges: Exchange[]): string {
	const text = JSON.stringify(exchanges.map(({ body, reply }) => [body, reply]));
	const home =
		/"HomeCurrency":\{"value":"(\w+)"/.exec(text)?.[1] ??
		/"Country":"(?:GB|CA)[RN]?"/.exec(text)?.[0];
	const british = home === 'GBP' || home?.includes('GB') || / a VAT rate /.test(text);
	const canadian = home === 'CAD' || home?.includes('CA') || / a GST\/HST rate /.test(text);
	if (british) return 'uk';
	if (canadian) return 'ca';
	if (!/"GlobalTaxCalculation":/.test(text)) return 'us';
	return /"CurrencyRef":\{[^}]*"GBP"/.test(text) ? 'uk' : 'ca';
}

/** Sets the company's preferences so that it replies like the company of the recording. */
export function prepareSettings(company: Company, acts: Act[]): void {
	const stored = company.records.find('Preferences', '1');
	if (!stored) return;
	const parts: Record<string, Fields> = {
		SalesFormsPrefs: salesFormSettings(acts),
		CurrencyPrefs: { MultiCurrencyEnabled: usesCurrencies(company, acts) },
		AccountingInfoPrefs: accountingSettings(acts),
	};
	const fields = { ...stored.fields };
	for (const [name, part] of Object.entries(parts))
		fields[name] = { ...fieldsOf(fields[name]), ...part };
	company.records.put(entity('Preferences'), { ...stored, fields });
}

function salesFormSettings(acts: Act[]): Fields {
	const rows = acts.flatMap(({ rows: shown }) => shown);
	return {
		CustomTxnNumbers: acts.some(
			({ kind, entity: { name }, rows: [row] }) =>
				kind === 'create' &&
				name === 'Invoice' &&
				row !== undefined &&
				row['DocNumber'] === undefined,
		),
		CustomField: customFields(rows),
		ETransactionPaymentEnabled: rows.some(
			(row) =>
				row['InvoiceLink'] !== undefined ||
				row['AllowOnlineCreditCardPayment'] === true ||
				row['AllowOnlineACHPayment'] === true,
		),
	};
}

function usesCurrencies(company: Company, acts: Act[]): boolean {
	const rows = acts.flatMap(({ rows: shown }) => shown);
	return (
		rows.some((row) => row['ExchangeRate'] !== undefined || row['HomeTotalAmt'] !== undefined) ||
		company.settings.multiCurrency ||
		acts.some(({ faults }) => faults.some(({ detail }) => detail.includes('foreign currency')))
	);
}

function accountingSettings(acts: Act[]): Fields {
	const rows = acts.flatMap(({ rows: shown }) => shown);
	const hasClass = (row: Fields) =>
		listOf(row['Line']).some(
			(line) => fieldsOf(line['SalesItemLineDetail'])['ClassRef'] !== undefined,
		);
	const booksAreClosed = acts.some(({ faults }) =>
		faults.some(({ code, detail }) => code === '6200' || code === '6210' || isClosed(detail)),
	);
	return {
		TrackDepartments: rows.some((row) => row['DepartmentRef'] !== undefined),
		ClassTrackingPerTxn: rows.some((row) => row['ClassRef'] !== undefined),
		ClassTrackingPerTxnLine: rows.some(hasClass),
		...(booksAreClosed && { BookCloseDate: '9999-12-31' }),
	};
}

/** The preferences that switch on the custom fields that sales forms show. */
function customFields(rows: Fields[]): Fields[] {
	const names = new Map(
		rows
			.flatMap((row) => listOf(row['CustomField']))
			.filter((field) => field['Type'] === 'StringType')
			.map((field) => [String(field['DefinitionId']), String(field['Name'])]),
	);
	const uses = [...names.keys()].map((number) => ({
		Name: `SalesFormsPrefs.UseSalesCustom${number}`,
		Type: 'BooleanType',
		BooleanValue: true,
	}));
	const called = [...names].map(([number, name]) => ({
		Name: `SalesFormsPrefs.SalesCustomName${number}`,
		Type: 'StringType',
		StringValue: name,
	}));
	return names.size === 0 ? [] : [{ CustomField: uses }, { CustomField: called }];
}

export function isClosed(detail: string | undefined): boolean {
	return /account period has closed/.test(detail ?? '');
}
