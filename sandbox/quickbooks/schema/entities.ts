import { expenses } from './expenses';
import { preferenceParts } from './preferences';
import type { Fields } from './types';

/** What QuickBooks knows of one entity: its fields, its queries, its operations. Adding an entity is adding an entry. */
export interface Entity {
	name: string;
	kind: 'name' | 'transaction' | 'list' | 'singleton';
	fields: Fields;
	/** Properties for WHERE and ORDERBY besides Id, Active (lists) and MetaData. */
	queryable: string[];
	/** Default order of a query; transactions go by the time of their last change, newest first. */
	order?: string;
	/** Lists of these carry `totalCount`. */
	totalCount?: true;
	operations: string;
	/** Which sequence gives its ids. */
	ids: string;
	/** Name of its list in a fault for an unknown reference. */
	list?: string;
	/** Keys that a reply shows before `domain`, in the order of the recordings. */
	first?: string[];
}

const common: Fields = { Id: 'text', SyncToken: 'text', MetaData: 'any !', domain: 'text !', sparse: 'boolean !', status: 'text !', CustomField: 'list CustomField', AttachableRef: 'any !', TxnSource: 'text', ProjectRef: 'any' };
const transaction: Fields = {
	...common, DocNumber: 'text 21', TxnDate: 'date', DepartmentRef: 'ref Department named', CurrencyRef: 'currency', ExchangeRate: 'number', PrivateNote: 'text 4000',
	TxnStatus: 'text', LinkedTxn: 'list LinkedTxn', Line: 'list Line', TxnTaxDetail: 'TxnTaxDetail', RecurDataRef: 'any !', Tag: 'any', TaxFormType: 'text', TaxFormNum: 'text', TransactionLocationType: 'text',
	TxnApprovalInfo: 'any', PONumber: 'text', FOB: 'text', SalesRepRef: 'any',
};
const sale: Fields = {
	...transaction, CustomerRef: 'ref Customer named', CustomerMemo: 'Memo', BillAddr: 'Address', ShipAddr: 'Address', FreeFormAddress: 'boolean', ShipFromAddr: 'Address',
	RemitToRef: 'any', ClassRef: 'ref Class named', SalesTermRef: 'ref Term named', DueDate: 'date', ShipMethodRef: 'any', ShipDate: 'date', TrackingNum: 'text',
	GlobalTaxCalculation: 'enum TaxExcluded|TaxInclusive|NotApplicable', TotalAmt: 'number !', HomeTotalAmt: 'number !', ApplyTaxAfterDiscount: 'boolean', DiscountRate: 'number',
	DiscountAmt: 'number', TemplateRef: 'any', PrintStatus: 'enum NotSet|NeedToPrint|PrintComplete', EmailStatus: 'enum NotSet|NeedToSend|EmailSent', BillEmail: 'Email',
	BillEmailCc: 'Email', BillEmailBcc: 'Email', Balance: 'number !', HomeBalance: 'number !', DeliveryInfo: 'DeliveryInfo !', FinanceCharge: 'boolean', PaymentMethodRef: 'ref PaymentMethod named',
	PaymentRefNum: 'text 21', PaymentType: 'text', CheckPayment: 'any', CreditCardPayment: 'any', DepositToAccountRef: 'ref Account named',
	AutoDocNumber: 'boolean', ShippingTaxIncludedInTotalTax: 'boolean', ARAccountRef: 'any', GovtTxnRefIdentifier: 'text', TaxExemptionRef: 'any',
};
const name: Fields = {
	...common, Title: 'text 16', GivenName: 'text 100', MiddleName: 'text 100', FamilyName: 'text 100', Suffix: 'text 16', FullyQualifiedName: 'text !', CompanyName: 'text 100',
	DisplayName: 'text 500', PrintOnCheckName: 'text 110', UserId: 'text', Active: 'boolean', PrimaryPhone: 'Phone', AlternatePhone: 'Phone', Mobile: 'Phone', Fax: 'Phone',
	OtherContactInfo: 'any', PrimaryEmailAddr: 'Email', WebAddr: 'Web', DefaultTaxCodeRef: 'ref TaxCode', V4IDPseudonym: 'text !', ClientEntityId: 'text !', IntuitId: 'text', Organization: 'boolean',
	AcctNum: 'text 100', Notes: 'text 2000', Balance: 'number', CurrencyRef: 'currency', BillAddr: 'Address', OtherAddr: 'any', Source: 'text', GSTIN: 'text', GSTRegistrationType: 'text',
};
const vendorTax: Fields = {
	AltContactName: 'text', ShipAddr: 'Address', TaxCountry: 'text', TaxIdEffectiveDate: 'date', BusinessNumber: 'text', ParentRef: 'any', VendorTypeRef: 'any', PrefillAccountRef: 'any', CreditLimit: 'number', TDSEnabled: 'boolean', TDSEntityTypeId: 'number', TDSSectionTypeId: 'number',
	TDSOverrideThreshold: 'boolean', TaxReportingBasis: 'text', IsSubContractor: 'boolean', SubcontractorType: 'text', CISRate: 'text', HasTPAR: 'boolean', AgencyVerificationStatus: 'any !', CompanyRegistrationNumber: 'text',
};
const listed: Fields = { ...common, Name: 'text 100', FullyQualifiedName: 'text !', ParentRef: 'any', Active: 'boolean' };
const nameQuery = ['DisplayName', 'GivenName', 'MiddleName', 'FamilyName', 'PrimaryEmailAddr', 'CompanyName', 'PrintOnCheckName', 'FullyQualifiedName', 'Balance'];
const saleQuery = ['DocNumber', 'TxnDate', 'DueDate', 'CustomerRef', 'SalesTermRef', 'TotalAmt', 'Balance'];
const onlinePayment = ['AllowIPNPayment', 'AllowOnlinePayment', 'AllowOnlineCreditCardPayment', 'AllowOnlineACHPayment'];

const list: Entity[] = [
	{
		name: 'Invoice', kind: 'transaction', ids: 'transactions', operations: 'create update delete void send pdf', totalCount: true, first: onlinePayment, queryable: saleQuery,
		fields: {
			...sale, ...Object.fromEntries(onlinePayment.map((field) => [field, 'boolean'])), AllowOnlinePayPalPayment: 'boolean', AllowOnlineAffirmPayment: 'boolean', EInvoiceStatus: 'text !', ECloudStatusTimeStamp: 'any !',
			InvoiceLink: 'text !', invoiceStatus: 'text !', invoiceStatusLog: 'any !', callToAction: 'any !', Deposit: 'number', InvoiceEx: 'any !', LessCIS: 'number',
			ConvenienceFeeDetail: 'any', PaymentDetailsMessage: 'text', CfdiUse: 'number', Exportation: 'text', GlobalInfo: 'any', EnabledSurchargeInfo: 'any', InvoiceLinkSecurityCode: 'text !', InvoiceLinkExpiryDate: 'date', AutoPayEligible: 'boolean', SchedulePayEligible: 'boolean',
			ScheduledPaymentId: 'text', GratuityEnabled: 'boolean', FinancingProductType: 'text', SubscriptionPaymentsSetting: 'text', TxnRetainageDetail: 'any',
		},
	},
	{
		name: 'Estimate', kind: 'transaction', ids: 'transactions', operations: 'create update delete void send pdf', queryable: [...saleQuery, 'TxnStatus', 'ExpirationDate'],
		fields: { ...sale, TxnStatus: 'enum Pending|Accepted|Closed|Rejected|Converted', ExpirationDate: 'date', AcceptedBy: 'text', AcceptedDate: 'date' },
	},
	{ name: 'CreditMemo', kind: 'transaction', ids: 'transactions', operations: 'create update delete void send pdf', queryable: saleQuery, fields: { ...sale, RemainingCredit: 'number !', InvoiceRef: 'any' } },
	{ name: 'SalesReceipt', kind: 'transaction', ids: 'transactions', operations: 'create update delete void send pdf', queryable: saleQuery, fields: { ...sale, CreditCardPayment: 'any', TxnSource: 'text' } },
	{
		name: 'Payment', kind: 'transaction', ids: 'transactions', operations: 'create update delete void pdf', queryable: ['TxnDate', 'CustomerRef', 'TotalAmt', 'PaymentMethodRef', 'DepositToAccountRef', 'PaymentRefNum'],
		first: ['CustomerRef', 'DepositToAccountRef', 'PaymentMethodRef', 'PaymentRefNum', 'TotalAmt', 'UnappliedAmt', 'ProcessPayment'],
		fields: {
			...transaction, CustomerRef: 'ref Customer named', DepositToAccountRef: 'ref Account', PaymentMethodRef: 'ref PaymentMethod', PaymentRefNum: 'text 21', TotalAmt: 'number',
			UnappliedAmt: 'number !', ProcessPayment: 'boolean', ARAccountRef: 'any', CreditCardPayment: 'any', PaymentType: 'text', CheckPayment: 'any', HomeTotalAmt: 'number !', RemitToRef: 'any', PaymentExtendedType: 'text',
		},
	},
	{
		name: 'Customer', kind: 'name', ids: 'names', operations: 'create update', order: 'FullyQualifiedName', list: 'Names', queryable: [...nameQuery, 'Job', 'ParentRef', 'Taxable'],
		first: ['Taxable', 'BillAddr', 'ShipAddr', 'Notes', 'Job', 'BillWithParent', 'ParentRef', 'Level', 'Balance', 'BalanceWithJobs', 'CurrencyRef', 'PreferredDeliveryMethod', 'IsProject', 'ClientEntityId'],
		fields: {
			...name, Taxable: 'boolean', ShipAddr: 'Address', Job: 'boolean', BillWithParent: 'boolean', ParentRef: 'ref Customer', Level: 'number !', BalanceWithJobs: 'number !', IsProject: 'boolean',
			PreferredDeliveryMethod: 'enum Print|Email|None', SalesTermRef: 'ref Term', PaymentMethodRef: 'ref PaymentMethod', CustomerTypeRef: 'any', ARAccountRef: 'any', OpenBalanceDate: 'date', ResaleNum: 'text 16',
			TaxExemptionReasonId: 'number', PrimaryTaxIdentifier: 'text', SecondaryTaxIdentifier: 'text', BusinessNumber: 'text', ContactName: 'text', AltContactName: 'text', SalesRepRef: 'any',
			TaxRegime: 'text', TotalRevenue: 'number !', TotalExpense: 'number !', InvStartDate: 'date', JobInfo: 'any', RootCustomerRef: 'any', OverDueBalance: 'number !', TaxGroupCodeRef: 'any', TaxRateRef: 'any', CCDetail: 'any', PriceLevelRef: 'any', CreditLimit: 'number', TDSEnabled: 'boolean', IsCISContractor: 'boolean', ClientCompanyId: 'text',
		},
	},
	{
		name: 'Vendor', kind: 'name', ids: 'names', operations: 'create update', order: 'DisplayName', list: 'Names', queryable: nameQuery,
		first: ['BillAddr', 'TermRef', 'TaxIdentifier', 'Balance', 'AcctNum', 'Vendor1099', 'CurrencyRef'],
		fields: { ...name, TermRef: 'ref Term', TaxIdentifier: 'text 20', Vendor1099: 'boolean', APAccountRef: 'any', ContactName: 'text', OpenBalanceDate: 'date', BillRate: 'number', CostRate: 'number', VendorPaymentBankDetail: 'any', T4AEligible: 'boolean', T5018Eligible: 'boolean', ...vendorTax },
	},
	{
		name: 'Employee', kind: 'name', ids: 'names', operations: 'create update', order: 'DisplayName', list: 'Names', queryable: nameQuery, first: ['SSN', 'PrimaryAddr', 'BillableTime', 'BirthDate', 'HiredDate', 'ReleasedDate'],
		fields: { ...name, SSN: 'text', PrimaryAddr: 'Address', BillableTime: 'boolean', BillRate: 'number', BirthDate: 'date', Gender: 'text', HiredDate: 'date', ReleasedDate: 'date', EmployeeNumber: 'text', EmployeeType: 'text', CostRate: 'number', UseTimeEntry: 'text' },
	},
	{
		name: 'Item', kind: 'list', ids: 'items', operations: 'create update', order: 'FullyQualifiedName', list: 'Items', queryable: ['Name', 'Sku', 'Type', 'FullyQualifiedName', 'UnitPrice', 'ParentRef', 'IncomeAccountRef', 'QtyOnHand', 'Taxable'],
		first: ['Name', 'Sku', 'Description', 'Active', 'SubItem', 'ParentRef', 'Level', 'FullyQualifiedName', 'Taxable', 'SalesTaxIncluded', 'UnitPrice', 'Type', 'IncomeAccountRef', 'PurchaseDesc', 'PurchaseTaxIncluded', 'PurchaseCost', 'ExpenseAccountRef', 'AssetAccountRef', 'TrackQtyOnHand', 'DeferredRevenue', 'QtyOnHand', 'InvStartDate'],
		fields: {
			...listed, Sku: 'text 100', Description: 'text 4000', SubItem: 'boolean', ParentRef: 'ref Item named', Level: 'number !', Taxable: 'boolean', SalesTaxIncluded: 'boolean', UnitPrice: 'number',
			Type: 'enum Service|NonInventory|Inventory|Group|Category|Bundle', IncomeAccountRef: 'ref Account named', PurchaseDesc: 'text 1000', PurchaseTaxIncluded: 'boolean', PurchaseCost: 'number',
			ExpenseAccountRef: 'ref Account named', AssetAccountRef: 'ref Account named', TrackQtyOnHand: 'boolean', QtyOnHand: 'number', ReorderPoint: 'number', InvStartDate: 'date', SalesTaxCodeRef: 'ref TaxCode',
			PurchaseTaxCodeRef: 'ref TaxCode', ClassRef: 'ref Class named', PrefVendorRef: 'ref Vendor named', ItemGroupDetail: 'ItemGroupDetail', PrintGroupedItems: 'boolean', DeferredRevenue: 'boolean', TaxClassificationRef: 'any',
			PercentBased: 'boolean', RatePercent: 'number', PaymentMethodRef: 'any', UOMSetRef: 'any', COGSAccountRef: 'any', AvgCost: 'number !', QtyOnPurchaseOrder: 'number !', QtyOnSalesOrder: 'number !', ManPartNum: 'text', DepositToAccountRef: 'any', BuildPoint: 'number',
			SpecialItem: 'boolean', SpecialItemType: 'text', ItemAssemblyDetail: 'any', CustomExtensions: 'any !', UQCDisplayText: 'text', UQCId: 'text', AbatementRate: 'number', ReverseChargeRate: 'number', ServiceType: 'text', ItemCategoryType: 'text', Source: 'text',
		},
	},
	{
		name: 'Account', kind: 'list', ids: 'accounts', operations: 'create update', order: 'Name', list: 'Accounts', queryable: ['Name', 'FullyQualifiedName', 'AccountType', 'AccountSubType', 'Classification', 'SubAccount', 'CurrentBalance', 'ParentRef', 'AcctNum', 'Description'],
		first: ['Name', 'SubAccount', 'ParentRef', 'Description', 'FullyQualifiedName', 'Active', 'Classification', 'AccountType', 'AccountSubType', 'AcctNum', 'CurrentBalance', 'CurrentBalanceWithSubAccounts', 'CurrencyRef'],
		fields: {
			...listed, Description: 'text 4000', SubAccount: 'boolean', ParentRef: 'ref Account', Classification: 'text', AccountType: 'text', AccountSubType: 'text', AcctNum: 'text 20', OpeningBalance: 'number',
			CurrentBalance: 'number !', CurrentBalanceWithSubAccounts: 'number !', CurrencyRef: 'currency', TaxCodeRef: 'ref TaxCode', TxnLocationType: 'text', AccountAlias: 'text', AccountPurposes: 'any', AcctNumExtn: 'text', BankNum: 'text', OpeningBalanceDate: 'date', TaxAccount: 'boolean', OnlineBankingEnabled: 'boolean', FIName: 'text', JournalCodeRef: 'any',
		},
	},
	{
		name: 'Term', kind: 'list', ids: 'terms', operations: 'create update', order: 'Id', list: 'Terms', queryable: ['Name', 'Type', 'DueDays'],
		first: ['Name', 'Active', 'Type', 'DiscountPercent', 'DueDays', 'DiscountDays'],
		fields: { ...listed, Name: 'text 31', Type: 'enum STANDARD|DATE_DRIVEN', DiscountPercent: 'number', DueDays: 'number', DiscountDays: 'number', DayOfMonthDue: 'number', DueNextMonthDays: 'number', DiscountDayOfMonth: 'number' },
	},
	{ name: 'Class', kind: 'list', ids: 'long', operations: 'create update', order: 'FullyQualifiedName', list: 'Klasses', queryable: ['Name', 'FullyQualifiedName', 'SubClass', 'ParentRef'], first: ['Name', 'SubClass', 'ParentRef', 'FullyQualifiedName', 'Active'], fields: { ...listed, SubClass: 'boolean', ParentRef: 'ref Class' } },
	{ name: 'Department', kind: 'list', ids: 'departments', operations: 'create update', order: 'FullyQualifiedName', list: 'Depts', queryable: ['Name', 'FullyQualifiedName', 'SubDepartment', 'ParentRef'], first: ['Name', 'SubDepartment', 'ParentRef', 'FullyQualifiedName', 'Active'], fields: { ...listed, SubDepartment: 'boolean', ParentRef: 'ref Department', Address: 'Address' } },
	{ name: 'PaymentMethod', kind: 'list', ids: 'paymentMethods', operations: 'create update', order: 'Name', list: 'PaymentMethods', queryable: ['Name', 'Type'], fields: { ...listed, Name: 'text 31', Type: 'enum CREDIT_CARD|NON_CREDIT_CARD' } },
	{ name: 'TaxCode', kind: 'list', ids: 'taxCodes', operations: '', order: 'Name', list: 'TaxCodes', queryable: ['Name', 'Taxable', 'TaxGroup', 'Description'], first: ['Name', 'Description', 'Active', 'Hidden', 'Taxable', 'TaxGroup', 'SalesTaxRateList', 'PurchaseTaxRateList'], fields: { ...listed, Description: 'text', Hidden: 'boolean', Taxable: 'boolean', TaxGroup: 'boolean', SalesTaxRateList: 'TaxRateList', PurchaseTaxRateList: 'TaxRateList', AdjustmentTaxRateList: 'TaxRateList', TaxCodeConfigType: 'text' } },
	{ name: 'TaxRate', kind: 'list', ids: 'taxRates', operations: '', order: 'Name', list: 'TaxRates', queryable: ['Name', 'RateValue', 'Description'], first: ['Name', 'Description', 'Active', 'RateValue', 'AgencyRef', 'SpecialTaxType', 'DisplayType'], fields: { ...listed, Description: 'text', RateValue: 'number', AgencyRef: 'ref TaxAgency', SpecialTaxType: 'text', DisplayType: 'text', TaxReturnLineRef: 'Reference', EffectiveTaxRate: 'list EffectiveTaxRate', OriginalTaxRate: 'Reference' } },
	{ name: 'TaxAgency', kind: 'list', ids: 'taxAgencies', operations: '', order: 'Id', queryable: ['DisplayName'], fields: { ...common, DisplayName: 'text', TaxTrackedOnSales: 'boolean', TaxTrackedOnPurchases: 'boolean', TaxRegistrationNumber: 'text', LastFileDate: 'date', TaxAgencyConfig: 'text', ReportingPeriod: 'text', SalesTaxReturnRef: 'Reference', TaxOnTax: 'boolean' } },
	{ name: 'CompanyCurrency', kind: 'list', ids: 'currencies', operations: 'create update', order: 'Id', queryable: ['Name', 'Code'], first: ['Name', 'Code', 'Active'], fields: { ...listed, Code: 'text 3' } },
	{
		name: 'Attachable', kind: 'list', ids: 'long', operations: 'create update delete', order: 'Id', queryable: ['FileName', 'ContentType', 'Size', 'Note', 'Category', 'AttachableRef.EntityRef.Type', 'AttachableRef.EntityRef.value'],
		first: ['FileName', 'FileAccessUri', 'TempDownloadUri', 'Size', 'ContentType', 'Category', 'Note'],
		fields: {
			...common, FileName: 'text 1000', FileAccessUri: 'text !', TempDownloadUri: 'text !', Size: 'number !', ContentType: 'text 100', Category: 'text 100', Note: 'text 2000', Lat: 'text', Long: 'text',
			PlaceName: 'text', Tag: 'text', ThumbnailFileAccessUri: 'text !', ThumbnailTempDownloadUri: 'text !', AttachableRef: 'list AttachableRef',
		},
	},
	{
		name: 'Preferences', kind: 'singleton', ids: 'singleton', operations: 'update', order: 'Id', queryable: [], first: ['AccountingInfoPrefs', 'ProductAndServicesPrefs', 'SalesFormsPrefs', 'EmailMessagesPrefs', 'VendorAndPurchasesPrefs', 'TimeTrackingPrefs', 'TaxPrefs', 'CurrencyPrefs', 'ReportPrefs', 'OtherPrefs'],
		fields: { ...common, ...preferenceParts },
	},
	{
		name: 'CompanyInfo', kind: 'singleton', ids: 'singleton', operations: 'update', order: 'Id', queryable: ['CompanyName', 'Country'], first: ['CompanyName', 'LegalName', 'CompanyAddr', 'CustomerCommunicationAddr', 'LegalAddr', 'CustomerCommunicationEmailAddr', 'PrimaryPhone', 'CompanyStartDate', 'FiscalYearStartMonth', 'Country', 'Email', 'WebAddr', 'SupportedLanguages', 'NameValue'],
		fields: {
			...common, CompanyName: 'text 1024', LegalName: 'text 1024', CompanyAddr: 'Address', CustomerCommunicationAddr: 'Address', LegalAddr: 'Address', CustomerCommunicationEmailAddr: 'Email', PrimaryPhone: 'Phone',
			CompanyStartDate: 'date !', FiscalYearStartMonth: 'text', Country: 'text', Email: 'Email', WebAddr: 'Web', SupportedLanguages: 'text', NameValue: 'list NameValue', CompanyEmailAddr: 'Email', CompanyURL: 'Web', OtherContactInfo: 'any', CompanyFileName: 'text', FlavorStratum: 'text', SampleFile: 'boolean', CompanyUserId: 'text', CompanyUserAdminEmail: 'text', TaxYearStartMonth: 'text',
			QBVersion: 'text', ShipAddr: 'Address', OtherAddr: 'any', Mobile: 'Phone', Fax: 'Phone', EmployerId: 'text', DefaultTimeZone: 'text', MultiByteCharsSupported: 'boolean',
		},
	},
	{ name: 'CustomerType', kind: 'list', ids: 'long', operations: '', order: 'Name', queryable: ['Name'], fields: listed },
	{ name: 'JournalCode', kind: 'list', ids: 'journalCodes', operations: '', order: 'Name', queryable: ['Name', 'Type'], fields: { ...listed, Type: 'text', Description: 'text' } },
	{ name: 'ExchangeRate', kind: 'list', ids: 'exchangeRates', operations: '', order: 'Id', queryable: ['SourceCurrencyCode', 'AsOfDate'], fields: { ...common, SourceCurrencyCode: 'text', TargetCurrencyCode: 'text', Rate: 'number', AsOfDate: 'date' } },
	...expenses(transaction, sale),
];

export const entities: ReadonlyMap<string, Entity> = new Map(list.map((entity) => [entity.name, entity]));
const byLowerCase = new Map(list.map((entity) => [entity.name.toLowerCase(), entity]));

/** Paths, queries and CDC write entity names in any case. */
export function findEntity(text: string): Entity | undefined {
	return byLowerCase.get(text.toLowerCase());
}

export function entity(name: string): Entity {
	const found = entities.get(name);
	if (!found) throw new RangeError(`there is no entity ${name}`);
	return found;
}

export function may(entity: Entity, operation: string): boolean {
	return entity.operations.split(' ').includes(operation);
}
