import type { Fields } from '../../quickbooks/records';

const form: Fields = {
	TxnDate: '2020-01-01',
	CurrencyRef: { value: 'USD' },
	Line: [],
	TotalAmt: 0,
};
const salesForm: Fields = {
	...form,
	DocNumber: '1',
	TxnTaxDetail: { TotalTax: 0 },
	PrintStatus: 'NeedToPrint',
	EmailStatus: 'NotSet',
};
const other = { value: '1', name: 'Someone' };
const online = {
	AllowIPNPayment: false,
	AllowOnlinePayment: false,
	AllowOnlineCreditCardPayment: false,
	AllowOnlineACHPayment: false,
};
const person: Fields = { DisplayName: 'Someone', PrintOnCheckName: 'Someone', Active: true };
const listed: Fields = { Name: 'Something', Active: true };
const home = { value: 'USD' };

/**
 * What every record of an entity has. A stored record gets each of these fields even if the
 * recording lacks it, so the comparison reports a recording without the field. Fields that only some
 * records have are stored as recorded.
 * Source: the recordings of 2020 and 2026, and
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice and its
 * neighbours
 */
export const always: Record<string, Fields> = {
	Invoice: {
		...online,
		...salesForm,
		CustomerRef: other,
		DueDate: '2020-01-01',
		ApplyTaxAfterDiscount: false,
		Balance: 0,
	},
	Estimate: {
		...salesForm,
		CustomerRef: other,
		TxnStatus: 'Pending',
		ApplyTaxAfterDiscount: false,
	},
	CreditMemo: {
		...salesForm,
		CustomerRef: other,
		ApplyTaxAfterDiscount: false,
		Balance: 0,
		RemainingCredit: 0,
	},
	SalesReceipt: {
		...salesForm,
		ApplyTaxAfterDiscount: false,
		Balance: 0,
		DepositToAccountRef: other,
	},
	RefundReceipt: { ...salesForm, DepositToAccountRef: other },
	Payment: {
		CustomerRef: other,
		TotalAmt: 0,
		UnappliedAmt: 0,
		ProcessPayment: false,
		TxnDate: '2020-01-01',
		CurrencyRef: home,
	},
	Customer: {
		...person,
		Taxable: true,
		Job: false,
		BillWithParent: false,
		Balance: 0,
		BalanceWithJobs: 0,
		CurrencyRef: home,
		PreferredDeliveryMethod: 'Print',
		IsProject: false,
		FullyQualifiedName: 'Someone',
	},
	Vendor: { ...person, Balance: 0, Vendor1099: false, CurrencyRef: home },
	Employee: { ...person, BillableTime: false },
	Item: { ...listed, FullyQualifiedName: 'Something', Type: 'Service' },
	Account: {
		...listed,
		SubAccount: false,
		FullyQualifiedName: 'Something',
		Classification: 'Asset',
		AccountType: 'Bank',
		AccountSubType: 'Checking',
		CurrentBalance: 0,
		CurrentBalanceWithSubAccounts: 0,
		CurrencyRef: home,
	},
	Term: { ...listed, Type: 'STANDARD' },
	Class: { ...listed, SubClass: false, FullyQualifiedName: 'Something' },
	Department: { ...listed, SubDepartment: false, FullyQualifiedName: 'Something' },
	PaymentMethod: listed,
	TaxCode: { ...listed, Taxable: true, TaxGroup: false },
	TaxRate: { ...listed, RateValue: 0 },
	TaxAgency: { DisplayName: 'Something' },
	CompanyCurrency: { ...listed, Code: 'USD' },
	CompanyInfo: {
		CompanyName: 'Something',
		LegalName: 'Something',
		CompanyAddr: {},
		Country: 'US',
		FiscalYearStartMonth: 'January',
		SupportedLanguages: 'en',
		NameValue: [],
	},
	Preferences: {
		AccountingInfoPrefs: {
			TrackDepartments: false,
			ClassTrackingPerTxn: false,
			ClassTrackingPerTxnLine: false,
			CustomerTerminology: 'Customers',
		},
		ProductAndServicesPrefs: {
			ForSales: true,
			ForPurchase: true,
			QuantityWithPriceAndRate: true,
			QuantityOnHand: true,
		},
		SalesFormsPrefs: {
			CustomField: [],
			CustomTxnNumbers: false,
			AllowDeposit: false,
			AllowDiscount: false,
			AllowEstimates: false,
			ETransactionPaymentEnabled: false,
			AllowServiceDate: false,
			AllowShipping: false,
		},
		EmailMessagesPrefs: { InvoiceMessage: {} },
		VendorAndPurchasesPrefs: { TrackingByCustomer: true, BillableExpenseTracking: false },
		TimeTrackingPrefs: { UseServices: true, BillCustomers: true },
		TaxPrefs: { UsingSalesTax: false },
		CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'USD' } },
		ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
		OtherPrefs: { NameValue: [] },
	},
	Bill: { ...form, VendorRef: other, APAccountRef: other, DueDate: '2020-01-01', Balance: 0 },
	BillPayment: { ...form, VendorRef: other, PayType: 'Check' },
	VendorCredit: { ...form, VendorRef: other },
	Purchase: { ...form, AccountRef: other, PaymentType: 'Cash' },
	PurchaseOrder: {
		...form,
		VendorRef: other,
		APAccountRef: other,
		POStatus: 'Open',
		EmailStatus: 'NotSet',
	},
	Deposit: { ...form, DepositToAccountRef: other },
	JournalEntry: { Adjustment: false, TxnDate: '2020-01-01', CurrencyRef: home, Line: [] },
	Transfer: {
		TxnDate: '2020-01-01',
		CurrencyRef: home,
		FromAccountRef: other,
		ToAccountRef: other,
		Amount: 0,
	},
};

/** The same for lines, by `DetailType`. */
export const alwaysInLine: Record<string, Fields> = {
	SalesItemLineDetail: {
		Id: '1',
		LineNum: 1,
		Amount: 0,
		SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } },
	},
	SubTotalLineDetail: { Amount: 0, SubTotalLineDetail: {} },
	DiscountLineDetail: { Amount: 0, DiscountLineDetail: { PercentBased: false } },
	GroupLineDetail: { Id: '1', LineNum: 1, Amount: 0, GroupLineDetail: {} },
	AccountBasedExpenseLineDetail: {
		Id: '1',
		Amount: 0,
		AccountBasedExpenseLineDetail: {
			AccountRef: other,
			BillableStatus: 'NotBillable',
			TaxCodeRef: { value: 'NON' },
		},
	},
	ItemBasedExpenseLineDetail: {
		Id: '1',
		Amount: 0,
		ItemBasedExpenseLineDetail: {
			ItemRef: other,
			BillableStatus: 'NotBillable',
			TaxCodeRef: { value: 'NON' },
		},
	},
	JournalEntryLineDetail: {
		Id: '0',
		Amount: 0,
		JournalEntryLineDetail: { PostingType: 'Debit', AccountRef: other },
	},
	DepositLineDetail: { Id: '1', Amount: 0, DepositLineDetail: {} },
	TaxLineDetail: {
		Amount: 0,
		DetailType: 'TaxLineDetail',
		TaxLineDetail: { TaxRateRef: { value: '1' }, PercentBased: true },
	},
};

/** The same for nested types of the schema. */
export const alwaysInType: Record<string, Fields> = {
	CustomField: { DefinitionId: '1', Name: 'Something', Type: 'StringType' },
	LinkedTxn: { TxnId: '1', TxnType: 'Invoice' },
	Address: { Id: '1' },
	Email: { Address: 'someone@example.com' },
	Phone: { FreeFormNumber: '1' },
	Memo: { value: 'Something' },
	FieldSetting: { Name: 'Something', Type: 'BooleanType' },
	TaxRateList: { TaxRateDetail: [] },
	TaxRateDetail: {
		TaxRateRef: { value: '1', name: 'Something' },
		TaxTypeApplicable: 'TaxOnAmount',
		TaxOrder: 0,
	},
	MailText: { Subject: 'Something', Message: 'Something' },
	NameValue: { Name: 'Something', Value: '1' },
	Reference: { value: '1' },
	DeliveryInfo: { DeliveryType: 'Email' },
	AttachableRef: { EntityRef: { value: '1', type: 'Invoice' }, IncludeOnSend: false },
	TaxLine: alwaysInLine['TaxLineDetail'] as Fields,
	ExtensionPart: {
		name: 'Something',
		declaredType: 'Something',
		scope: 'Something',
		value: { Name: 'Something', Value: '1' },
		nil: false,
		globalScope: true,
		typeSubstituted: false,
	},
};

/** Fields that a record must have because of another of its fields. */
export const implied: Record<string, (fields: Fields) => Fields> = {
	Customer: (fields) => (isBelow(fields) ? { ParentRef: { value: '1' }, Level: 1 } : {}),
	Item: (fields) => ({
		...(isBelow(fields) && { SubItem: true, ParentRef: other, Level: 1 }),
		...(fields['Type'] !== 'Category' &&
			fields['Type'] !== 'Group' && {
				Taxable: false,
				UnitPrice: 0,
				PurchaseCost: 0,
				TrackQtyOnHand: false,
			}),
	}),
	Account: (fields) => (isBelow(fields) ? { ParentRef: { value: '1' } } : {}),
	Attachable: (fields) =>
		fields['FileName'] === undefined && fields['Size'] === undefined
			? {}
			: {
					FileName: 'Something',
					FileAccessUri: '/',
					TempDownloadUri: 'https://',
					Size: 1,
					ContentType: 'text/plain',
				},
	BillPayment: (fields) =>
		fields['PayType'] === 'CreditCard'
			? { CreditCardPayment: { CCAccountRef: other } }
			: { CheckPayment: { BankAccountRef: other, PrintStatus: 'NotSet' } },
	Term: (fields) => (fields['Type'] === 'DATE_DRIVEN' ? { DayOfMonthDue: 1 } : { DueDays: 0 }),
};

function isBelow(fields: Fields): boolean {
	return String(fields['FullyQualifiedName'] ?? '').includes(':');
}
