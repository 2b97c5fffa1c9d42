import { account } from './account';

const MADE_AT = '2024-02-12T17:05:00.000Z';

interface Owner {
	id: string;
	email: string;
	type: 'PERSON';
	firstName: string;
	lastName: string;
	/** Absent if the user is deactivated. */
	userId?: number;
	userIdIncludingInactive: number;
	createdAt: string;
	updatedAt: string;
	archived: boolean;
	teams?: Array<{ id: string; name: string; primary: boolean }>;
}

export const owners: readonly Owner[] = [
	owner('81640011', account.user.email, ['Zoë', 'Garden'], account.user.id, [
		{ id: '4410021', name: 'Sales', primary: true },
	]),
	owner('81640012', 'mateo@garden.example', ['Mateo', 'Ruiz-Ortega'], 70114202),
	{
		...owner('81640013', 'former@garden.example', ['Former', 'Colleague'], 70114203),
		archived: true,
	},
].map((one) => (one.archived ? withoutUser(one) : one));

function owner(
	id: string,
	email: string,
	[firstName, lastName]: [firstName: string, lastName: string],
	userId: number,
	teams?: Owner['teams'],
): Owner {
	return {
		id,
		email,
		type: 'PERSON',
		firstName,
		lastName,
		userId,
		userIdIncludingInactive: userId,
		createdAt: MADE_AT,
		updatedAt: MADE_AT,
		archived: false,
		...(teams && { teams }),
	};
}

function withoutUser({ userId: _userId, ...rest }: Owner): Owner {
	return rest;
}

interface TaxRate {
	id: string;
	name: string;
	label: string;
	percentageRate: number;
	active: boolean;
	createdAt: string;
	updatedAt: string;
}

/** The tax library. `hs_tax_rate_group_id` of a line item names one of these rates. */
export const taxRates: readonly TaxRate[] = [
	taxRate('2148420997', 'CA sales tax', 'Sales Tax', 7.25),
	taxRate('2148420998', 'GST', 'GST', 5),
	taxRate('2148420999', 'CA sales tax until 2024', 'Sales Tax', 7.5, false),
];

function taxRate(
	id: string,
	name: string,
	label: string,
	percentageRate: number,
	active = true,
): TaxRate {
	return { id, name, label, percentageRate, active, createdAt: MADE_AT, updatedAt: MADE_AT };
}

/**
 * The currencies of HubSpot. The account uses `account.companyCurrency`,
 * `account.additionalCurrencies` and those of the switch `moreCurrencies`.
 */
export const hubspotCurrencyNames: Readonly<Record<string, string>> = {
	AUD: 'Australian Dollar',
	BRL: 'Brazilian Real',
	CAD: 'Canadian Dollar',
	CHF: 'Swiss Franc',
	CNY: 'Chinese Yuan',
	CZK: 'Czech Koruna',
	DKK: 'Danish Krone',
	EUR: 'Euro',
	GBP: 'British Pound Sterling',
	HKD: 'Hong Kong Dollar',
	INR: 'Indian Rupee',
	JPY: 'Japanese Yen',
	KRW: 'South Korean Won',
	KWD: 'Kuwaiti Dinar',
	MXN: 'Mexican Peso',
	NOK: 'Norwegian Krone',
	NZD: 'New Zealand Dollar',
	PLN: 'Polish Zloty',
	SEK: 'Swedish Krona',
	SGD: 'Singapore Dollar',
	USD: 'US Dollar',
	ZAR: 'South African Rand',
};

interface ExchangeRate {
	id: string;
	fromCurrencyCode: string;
	toCurrencyCode: string;
	conversionRate: number;
	effectiveAt: string;
	visibleInUI: boolean;
	createdAt: string;
	updatedAt: string;
}

/**
 * How much one unit is worth in the company's currency. The newest rate of a currency is the current
 * rate.
 */
export const exchangeRates: readonly ExchangeRate[] = [
	exchangeRate('31400201', 'CAD', 0.74, MADE_AT),
	exchangeRate('31400202', 'EUR', 1.08, MADE_AT),
	exchangeRate('31400203', 'GBP', 1.26, MADE_AT),
	exchangeRate('31400211', 'CAD', 0.72, '2025-01-02T08:00:00.000Z'),
];

function exchangeRate(
	id: string,
	fromCurrencyCode: string,
	conversionRate: number,
	effectiveAt: string,
): ExchangeRate {
	return {
		id,
		fromCurrencyCode,
		toCurrencyCode: account.companyCurrency,
		conversionRate,
		effectiveAt,
		visibleInUI: true,
		createdAt: effectiveAt,
		updatedAt: effectiveAt,
	};
}

/** The currency's code is its id. */
export const companyCurrency = { id: account.companyCurrency, createdAt: MADE_AT } as const;
