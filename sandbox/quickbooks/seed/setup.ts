import { Company } from '../company';
import { createContext, wholeSecond, type RequestContext } from '../context';
import { CompanyRecords } from '../records';
import { entity } from '../schema/entities';
import type { Store } from '../../store';
import type { QuickBooksSwitches } from '../switches';
import { dayIn } from '../times';
import { writeRecord } from '../operations/write';
import { openings, type Opening } from './profiles';
import { seedTaxes } from './taxes';

const DAY = 86_400_000;
/** How long before the start of the sandbox its companies were opened. */
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

/** The companies of a store; those of a new store are opened first. */
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
	single(context, 'Preferences', preferences(opening));
	const address = { Id: context.records.nextOf('addresses'), ...opening.address };
	single(context, 'CompanyInfo', {
		CompanyName: name,
		LegalName: name,
		CompanyAddr: address,
		CustomerCommunicationAddr: address,
		LegalAddr: address,
		CompanyStartDate: dayIn(zone, now - AGE),
		FiscalYearStartMonth: 'January',
		Country: country === 'GB' ? 'GB' : country,
		Email: { Address: opening.email },
		WebAddr: {},
		SupportedLanguages: 'en',
		NameValue: [
			{ Name: 'NeoEnabled', Value: 'true' },
			{ Name: 'IndustryType', Value: 'Landscaping' },
		],
	});
	for (const [accountName, AccountType, AccountSubType] of accounts)
		writeRecord(context, entity('Account'), { Name: accountName, AccountType, AccountSubType });
	for (const [termName, DueDays] of terms)
		writeRecord(context, entity('Term'), { Name: termName, DueDays });
	for (const method of ['Cash', 'Check', 'Credit Card'])
		writeRecord(context, entity('PaymentMethod'), {
			Name: method,
			Type: method === 'Credit Card' ? 'CREDIT_CARD' : 'NON_CREDIT_CARD',
		});
	seedTaxes(context);
	if (opening.multiCurrency)
		for (const Code of ['USD', 'EUR']) writeRecord(context, entity('CompanyCurrency'), { Code });
	return company;
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

/**
 * Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
 */
function preferences(opening: Opening): Record<string, unknown> {
	const off = (name: string) => ({
		Name: `SalesFormsPrefs.${name}`,
		Type: 'BooleanType',
		BooleanValue: false,
	});
	return {
		AccountingInfoPrefs: {
			TrackDepartments: opening.key === 'us-numbers',
			DepartmentTerminology: 'Location',
			ClassTrackingPerTxn: false,
			ClassTrackingPerTxnLine: opening.key === 'us-numbers',
			CustomerTerminology: 'Customers',
			FirstMonthOfFiscalYear: 'January',
			TaxYearMonth: 'January',
		},
		ProductAndServicesPrefs: {
			ForSales: true,
			ForPurchase: true,
			QuantityWithPriceAndRate: true,
			QuantityOnHand: true,
		},
		SalesFormsPrefs: {
			CustomField: [
				{ CustomField: [off('UseSalesCustom1'), off('UseSalesCustom2'), off('UseSalesCustom3')] },
			],
			CustomTxnNumbers: opening.customTxnNumbers,
			AllowDeposit: true,
			AllowDiscount: true,
			AllowEstimates: true,
			EstimateMessage: '',
			ETransactionEnabledStatus: 'NotApplicable',
			ETransactionAttachPDF: false,
			ETransactionPaymentEnabled: opening.onlinePayment,
			IPNSupportEnabled: false,
			AllowServiceDate: false,
			AllowShipping: false,
			DefaultTerms: { value: '3' },
			DefaultCustomerMessage: 'Thank you for your business.',
		},
		EmailMessagesPrefs: {
			InvoiceMessage: {
				Subject: `Invoice from ${opening.name}`,
				Message: 'Your invoice is attached.',
			},
		},
		VendorAndPurchasesPrefs: { TrackingByCustomer: true, BillableExpenseTracking: false },
		TimeTrackingPrefs: {
			UseServices: true,
			BillCustomers: true,
			ShowBillRateToAll: false,
			WorkWeekStartDate: 'Monday',
			MarkTimeEntriesBillable: true,
		},
		TaxPrefs: {
			UsingSalesTax: true,
			...(opening.country === 'US' && {
				...(!opening.manualTax && { PartnerTaxEnabled: true }),
				TaxGroupCodeRef: { value: '2' },
			}),
		},
		CurrencyPrefs: {
			MultiCurrencyEnabled: opening.multiCurrency,
			HomeCurrency: { value: opening.currency },
		},
		ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
		OtherPrefs: {
			NameValue: [
				{ Name: 'SalesFormsPrefs.DefaultCustomerMessage', Value: 'Thank you for your business.' },
				{ Name: 'TimeTrackingFeatureEnabled', Value: 'true' },
			],
		},
	};
}
