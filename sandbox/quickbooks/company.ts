import type { CompanyRecords } from './records';

/** The details of a company that never change. */
export interface Profile {
	key: string;
	realmId: string;
	name: string;
	country: 'US' | 'GB' | 'CA';
	currency: string;
	zone: string;
	/** The user whose name a stale write reports, and whose id is in `LastModifiedByRef`. */
	user: { id: string; name: string };
}

export const currencyNames: Record<string, string> = {
	USD: 'United States Dollar',
	CAD: 'Canadian Dollar',
	GBP: 'British Pound Sterling',
	EUR: 'Euro',
	AUD: 'Australian Dollar',
	JPY: 'Japanese Yen',
	KRW: 'South Korean Won',
	KWD: 'Kuwaiti Dinar',
	CHF: 'Swiss Franc',
	DKK: 'Danish Krone',
	SEK: 'Swedish Krona',
	NOK: 'Norwegian Krone',
	MXN: 'Mexican Peso',
	INR: 'Indian Rupee',
};

/** The settings of a company that its rules need, from its Preferences record. */
interface Settings {
	customTxnNumbers: boolean;
	defaultTermId: string | undefined;
	onlinePayment: boolean;
	multiCurrency: boolean;
	usingSalesTax: boolean;
	/** US automated sales tax, which is on if the preference exists with any value. */
	automatedTax: boolean;
	classPerTransaction: boolean;
	classPerLine: boolean;
	departments: boolean;
	bookCloseDate: string | undefined;
	/** The active custom fields of sales forms. */
	customFields: { DefinitionId: string; Name: string; Type: 'StringType' }[];
}

export class Company {
	private cached: { version: number; settings: Settings } | undefined;

	constructor(
		readonly profile: Profile,
		readonly records: CompanyRecords,
	) {}

	get settings(): Settings {
		const version = this.records.settingsVersion;
		if (this.cached?.version !== version)
			this.cached = {
				version,
				settings: toSettings(this.records.find('Preferences', '1')?.fields ?? {}),
			};
		return this.cached.settings;
	}
}

function toSettings(preferences: Record<string, unknown>): Settings {
	const part = (name: string) => (preferences[name] ?? {}) as Record<string, unknown>;
	const sales = part('SalesFormsPrefs');
	const books = part('AccountingInfoPrefs');
	const tax = part('TaxPrefs');
	return {
		customTxnNumbers: sales['CustomTxnNumbers'] === true,
		defaultTermId: (sales['DefaultTerms'] as { value?: string } | undefined)?.value,
		onlinePayment: sales['ETransactionPaymentEnabled'] === true,
		multiCurrency: part('CurrencyPrefs')['MultiCurrencyEnabled'] === true,
		usingSalesTax: tax['UsingSalesTax'] === true,
		automatedTax: 'PartnerTaxEnabled' in tax,
		classPerTransaction: books['ClassTrackingPerTxn'] === true,
		classPerLine: books['ClassTrackingPerTxnLine'] === true,
		departments: books['TrackDepartments'] === true,
		bookCloseDate: books['BookCloseDate'] as string | undefined,
		customFields: customFields(sales['CustomField']),
	};
}

interface Setting {
	Name?: string;
	BooleanValue?: boolean;
	StringValue?: string;
}

/**
 * `UseSalesCustom1: true` together with `SalesCustomName1: "Crew #"` switches on the first custom
 * field.
 */
function customFields(groups: unknown): Settings['customFields'] {
	const settings = (Array.isArray(groups) ? groups : []).flatMap(
		(group: { CustomField?: Setting[] }) => group.CustomField ?? [],
	);
	return ['1', '2', '3'].flatMap((number) => {
		const on = settings.some(
			(setting) =>
				setting.Name === `SalesFormsPrefs.UseSalesCustom${number}` && setting.BooleanValue === true,
		);
		const name = settings.find(
			(setting) => setting.Name === `SalesFormsPrefs.SalesCustomName${number}`,
		)?.StringValue;
		return on
			? [{ DefinitionId: number, Name: name ?? `Custom ${number}`, Type: 'StringType' as const }]
			: [];
	});
}
