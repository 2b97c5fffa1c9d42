import { currencyNames } from '../company';
import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Fields } from '../records';
import { refuseTaken, suffixed } from './names';
import type { Draft, Rules } from './rule';

/**
 * The classification of each account type. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/account
 */
const classifications: Record<string, string> = {
	Bank: 'Asset',
	'Other Current Asset': 'Asset',
	'Fixed Asset': 'Asset',
	'Other Asset': 'Asset',
	'Accounts Receivable': 'Asset',
	Equity: 'Equity',
	Expense: 'Expense',
	'Other Expense': 'Expense',
	'Cost of Goods Sold': 'Expense',
	'Accounts Payable': 'Liability',
	'Credit Card': 'Liability',
	'Long Term Liability': 'Liability',
	'Other Current Liability': 'Liability',
	Income: 'Revenue',
	'Other Income': 'Revenue',
};

/**
 * The default subtype of each account type. Only the one of banks was seen. Source: as above.
 */
const usualSubTypes: Record<string, string> = {
	Bank: 'CashOnHand',
	'Accounts Receivable': 'AccountsReceivable',
	'Other Current Asset': 'EmployeeCashAdvances',
	'Fixed Asset': 'FurnitureAndFixtures',
	'Other Asset': 'Licenses',
	Equity: 'OpeningBalanceEquity',
	Expense: 'Travel',
	'Other Expense': 'Depreciation',
	'Cost of Goods Sold': 'SuppliesMaterialsCogs',
	'Accounts Payable': 'AccountsPayable',
	'Credit Card': 'CreditCard',
	'Long Term Liability': 'NotesPayable',
	'Other Current Liability': 'OtherCurrentLiabilities',
	Income: 'SalesOfProductIncome',
	'Other Income': 'OtherInvestmentIncome',
};

/** Completes the name of a list entry: ` (deleted)` if inactive, and unique. */
function listed(context: RequestContext, draft: Draft, defaults: Fields = {}): Fields {
	const { fields } = draft;
	if (fields['Name'] === undefined) throw faults.required('Name');
	const active = fields['Active'] !== false;
	const result: Fields = {
		...defaults,
		...fields,
		Active: active,
		Name: suffixed(String(fields['Name']), active),
	};
	if (!fields['ParentRef'])
		refuseTaken(context, draft, { ...result, FullyQualifiedName: undefined });
	return result;
}

export const accountRules: Rules = {
	kept: ['Active', 'AccountType', 'AccountSubType', 'CurrencyRef'],
	complete(context, draft) {
		const type = draft.fields['AccountType'];
		if (type === undefined && draft.fields['AccountSubType'] === undefined)
			throw faults.required('AccountType');
		if (type !== undefined && !(String(type) in classifications))
			throw faults.of(
				'2170',
				`Value ${String(type)} is not one of [${Object.keys(classifications).join(', ')}]`,
				'AccountType',
			);
		const result = listed(context, draft, {
			SubAccount: false,
			CurrentBalance: 0,
			CurrentBalanceWithSubAccounts: 0,
			CurrencyRef: { value: context.company.profile.currency },
		});
		const parent = parentOf(context, 'Account', draft.fields);
		return {
			...result,
			Classification: classifications[String(type)],
			AccountSubType: result['AccountSubType'] ?? usualSubTypes[String(type)],
			SubAccount: parent !== undefined,
			FullyQualifiedName:
				parent === undefined ? result['Name'] : `${parent}:${String(result['Name'])}`,
		};
	},
};

export const termRules: Rules = {
	kept: ['Active'],
	complete(context, draft) {
		const byDay = draft.fields['DayOfMonthDue'] !== undefined;
		if (!byDay && draft.fields['DueDays'] === undefined) throw faults.required('DueDays');
		const { FullyQualifiedName: _none, ...result } = listed(context, draft, {
			DiscountPercent: 0,
			...(!byDay && { DiscountDays: 0 }),
		});
		return { ...result, Type: byDay ? 'DATE_DRIVEN' : 'STANDARD' };
	},
};

export const paymentMethodRules: Rules = {
	kept: ['Active'],
	complete: (context, draft) => listed(context, draft, { Type: 'NON_CREDIT_CARD' }),
};

/** Classes and departments form trees. `flag` is the field that marks an entry below another. */
export function treeRules(flag: 'SubClass' | 'SubDepartment'): Rules {
	return {
		kept: ['Active'],
		complete(context, draft) {
			const result = listed(context, draft);
			const parent = parentOf(context, draft.entity.name, draft.fields);
			return {
				...result,
				[flag]: parent !== undefined,
				FullyQualifiedName:
					parent === undefined ? result['Name'] : `${parent}:${String(result['Name'])}`,
			};
		},
	};
}

function parentOf(context: RequestContext, entityName: string, fields: Fields): string | undefined {
	const id = (fields['ParentRef'] as { value?: string } | undefined)?.value;
	return id === undefined
		? undefined
		: String(context.records.find(entityName, id)?.fields['FullyQualifiedName'] ?? '');
}

export const currencyRules: Rules = {
	kept: ['Active', 'Name'],
	complete(context, { fields, before }) {
		const code = String(fields['Code'] ?? '').toUpperCase();
		if (code === '') throw faults.required('Code');
		if (!context.company.settings.multiCurrency)
			throw faults.business(
				'Multicurrency has to be turned on before another currency can be used.',
			);
		if (!(code in currencyNames))
			throw faults.of('2170', `Value ${code} is not a currency`, 'Code');
		const taken = context.records
			.select('CompanyCurrency', '')
			.some((other) => other.fields['Code'] === code && other.id !== before?.Id);
		if (taken) throw faults.of('6240', 'The name supplied already exists. : null');
		return { ...fields, Code: code, Name: currencyNames[code], Active: fields['Active'] !== false };
	},
};

/** Notes and descriptions of files. An upload brings the file itself. */
export const attachableRules: Rules = {
	kept: ['FileName', 'ContentType'],
	complete(context, { fields }) {
		if (fields['FileName'] === undefined && fields['Note'] === undefined)
			throw faults.required('Note');
		const links = ((fields['AttachableRef'] as Fields[] | undefined) ?? []).map((link) =>
			linked(context, link),
		);
		return { ...fields, ...(links.length > 0 && { AttachableRef: links }) };
	},
};

/** @throws Fault 6000 if the linked record does not exist */
function linked(context: RequestContext, link: Fields): Fields {
	const { value, type } = (link['EntityRef'] ?? {}) as { value?: string; type?: string };
	if (value === undefined || type === undefined) return link;
	const name = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
	if (!context.records.find(name, value))
		throw faults.business(
			`The entity ${name} ${value} that you are trying to link does not exist. ${name} ${value}`,
		);
	return { EntityRef: { value, type: name }, IncludeOnSend: link['IncludeOnSend'] === true };
}

/** Preferences and company details always exist. Sent parts are merged into the stored parts. */
export const singletonRules: Rules = {
	complete: (_context, { fields, before }) => deepMerge(before ?? {}, fields) as Fields,
};

function deepMerge(before: unknown, after: unknown): unknown {
	if (
		typeof before !== 'object' ||
		typeof after !== 'object' ||
		before === null ||
		after === null ||
		Array.isArray(after)
	)
		return after ?? before;
	const result: Fields = { ...(before as Fields) };
	for (const [key, value] of Object.entries(after)) result[key] = deepMerge(result[key], value);
	return result;
}
