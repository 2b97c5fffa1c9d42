import { Company } from '../company';
import { createContext, wholeSecond, type RequestContext } from '../context';
import { CompanyRecords } from '../records';
import { entity } from '../schema/entities';
import type { Store } from '../../store';
import type { QuickBooksSwitches } from '../switches';
import { dayIn } from '../times';
import { writeRecord } from '../operations/write';
import { defaultPreferences } from './preferences';
import { openings, type Opening } from './profiles';
import { seedTaxes } from './taxes';

const DAY = 86_400_000;
/** The age of the companies at the start of the sandbox. */
export const AGE = 400 * DAY;

const accounts: [name: string, type: string, subType: string][] = [
	['Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'],
	['Billable Expense Income', 'Income', 'SalesOfProductIncome'],
	['Checking', 'Bank', 'Checking'],
	['Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'],
	['Services', 'Income', 'ServiceFeeIncome'],
	['Sales of Product Income', 'Income', 'SalesOfProductIncome'],
	['Discounts given', 'Income', 'DiscountsRefundsGiven'],
	['Cost of Goods Sold', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'],
	['Inventory Asset', 'Other Current Asset', 'Inventory'],
	['Office Expenses', 'Expense', 'OfficeGeneralAdministrativeExpenses'],
	['Sales tax payable', 'Other Current Liability', 'SalesTaxPayable'],
	['Accounts Payable (A/P)', 'Accounts Payable', 'AccountsPayable'],
];
const terms: [name: string, days: number][] = [
	['Due on receipt', 0],
	['Net 15', 15],
	['Net 30', 30],
	['Net 60', 60],
];

/** The companies of a store. In a new store they are created first. */
export function openCompanies(
	store: Store,
	now: number,
	switches: QuickBooksSwitches,
): { companies: Company[]; fresh: boolean } {
	CompanyRecords.prepare(store);
	const stored = store.all<{ profile: string; realm: string }>(
		'SELECT profile, realm FROM companies ORDER BY realm',
	);
	if (stored.length > 0)
		return {
			companies: stored.map(
				(row) =>
					new Company(JSON.parse(row.profile) as Opening, new CompanyRecords(store, row.realm)),
			),
			fresh: false,
		};
	return {
		companies: store.transaction(() =>
			openings.map((opening) => openCompany(store, opening, now, switches)),
		),
		fresh: true,
	};
}

function openCompany(
	store: Store,
	opening: Opening,
	now: number,
	switches: QuickBooksSwitches,
): Company {
	const { key, realmId, name, country, currency, zone, user } = opening;
	const profile = { key, realmId, name, country, currency, zone, user };
	store.run(
		'INSERT INTO companies (realm, key, profile) VALUES (?,?,?)',
		realmId,
		key,
		JSON.stringify(profile),
	);
	const company = new Company(profile, new CompanyRecords(store, realmId));
	const context = createContext(company, switches, now - AGE);
	single(context, 'Preferences', defaultPreferences(opening));
	single(context, 'CompanyInfo', companyInfo(context, opening, now));
	seedLists(context);
	seedTaxes(context);
	if (opening.multiCurrency)
		for (const Code of ['USD', 'EUR']) writeRecord(context, entity('CompanyCurrency'), { Code });
	return company;
}

function companyInfo(
	context: RequestContext,
	opening: Opening,
	now: number,
): Record<string, unknown> {
	const address = { Id: context.records.nextOf('addresses'), ...opening.address };
	return {
		CompanyName: opening.name,
		LegalName: opening.name,
		CompanyAddr: address,
		CustomerCommunicationAddr: address,
		LegalAddr: address,
		CompanyStartDate: dayIn(opening.zone, now - AGE),
		FiscalYearStartMonth: 'January',
		Country: opening.country,
		Email: { Address: opening.email },
		WebAddr: {},
		SupportedLanguages: 'en',
		NameValue: [
			{ Name: 'NeoEnabled', Value: 'true' },
			{ Name: 'IndustryType', Value: 'Landscaping' },
		],
	};
}

function seedLists(context: RequestContext): void {
	for (const [accountName, AccountType, AccountSubType] of accounts)
		writeRecord(context, entity('Account'), { Name: accountName, AccountType, AccountSubType });
	for (const [termName, DueDays] of terms)
		writeRecord(context, entity('Term'), { Name: termName, DueDays });
	for (const method of ['Cash', 'Check', 'Credit Card'])
		writeRecord(context, entity('PaymentMethod'), {
			Name: method,
			Type: method === 'Credit Card' ? 'CREDIT_CARD' : 'NON_CREDIT_CARD',
		});
}

function single(context: RequestContext, name: string, fields: Record<string, unknown>): void {
	const at = wholeSecond(context.now);
	context.records.put(entity(name), {
		id: '1',
		created: at,
		updated: at,
		fields: { ...fields, Id: '1', SyncToken: '0' },
	});
}
