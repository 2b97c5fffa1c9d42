/**
 * Shapes of QuickBooks Online's accounting API, as far as this package uses them. Ids and sync
 * tokens are text.
 */

interface QuickBooksRef {
	value: string;
	name?: string;
}

export interface QuickBooksMetaData {
	CreateTime: string;
	LastUpdatedTime: string;
}

interface QuickBooksEntityBase {
	Id: string;
	SyncToken: string;
	MetaData: QuickBooksMetaData;
	sparse?: boolean;
	domain?: string;
}

export interface QuickBooksAddress {
	Id?: string;
	Line1?: string;
	Line2?: string;
	Line3?: string;
	Line4?: string;
	Line5?: string;
	City?: string;
	Country?: string;
	CountrySubDivisionCode?: string;
	PostalCode?: string;
}

export interface QuickBooksCustomer extends QuickBooksEntityBase {
	DisplayName: string;
	FullyQualifiedName?: string;
	GivenName?: string;
	MiddleName?: string;
	FamilyName?: string;
	Title?: string;
	Suffix?: string;
	CompanyName?: string;
	PrintOnCheckName?: string;
	Active: boolean;
	Taxable?: boolean;
	Job?: boolean;
	BillWithParent?: boolean;
	ParentRef?: QuickBooksRef;
	PrimaryEmailAddr?: { Address: string };
	PrimaryPhone?: { FreeFormNumber: string };
	Mobile?: { FreeFormNumber: string };
	WebAddr?: { URI: string };
	BillAddr?: QuickBooksAddress;
	ShipAddr?: QuickBooksAddress;
	CurrencyRef?: QuickBooksRef;
	SalesTermRef?: QuickBooksRef;
	DefaultTaxCodeRef?: QuickBooksRef;
	Notes?: string;
	Balance?: number;
}

export interface QuickBooksItem extends QuickBooksEntityBase {
	Name: string;
	FullyQualifiedName?: string;
	Sku?: string;
	Description?: string;
	Type: string;
	Active: boolean;
	Taxable?: boolean;
	UnitPrice?: number;
	/** Whether the sales price includes tax; companies outside the US only. */
	SalesTaxIncluded?: boolean;
	PurchaseCost?: number;
	PurchaseTaxIncluded?: boolean;
	QtyOnHand?: number;
	TrackQtyOnHand?: boolean;
	/** YYYY-MM-DD; of an item that is counted. */
	InvStartDate?: string;
	IncomeAccountRef?: QuickBooksRef;
	ExpenseAccountRef?: QuickBooksRef;
	AssetAccountRef?: QuickBooksRef;
	SalesTaxCodeRef?: QuickBooksRef;
	ClassRef?: QuickBooksRef;
	ParentRef?: QuickBooksRef;
	SubItem?: boolean;
	/** Of a bundle. */
	ItemGroupDetail?: { ItemGroupLine?: ReadonlyArray<{ ItemRef: QuickBooksRef; Qty?: number }> };
}

interface QuickBooksSalesItemLineDetail {
	ItemRef?: QuickBooksRef;
	Qty?: number;
	UnitPrice?: number;
	TaxCodeRef?: QuickBooksRef;
	ClassRef?: QuickBooksRef;
	ServiceDate?: string;
	ItemAccountRef?: QuickBooksRef;
	TaxInclusiveAmt?: number;
}

interface QuickBooksDiscountLineDetail {
	PercentBased?: boolean;
	DiscountPercent?: number;
	DiscountAccountRef?: QuickBooksRef;
	TaxCodeRef?: QuickBooksRef;
}

export interface QuickBooksLine {
	Id?: string;
	LineNum?: number;
	Amount?: number;
	Description?: string;
	DetailType:
		| 'SalesItemLineDetail'
		| 'SubTotalLineDetail'
		| 'DiscountLineDetail'
		| 'DescriptionOnly'
		| 'GroupLineDetail'
		| (string & {});
	SalesItemLineDetail?: QuickBooksSalesItemLineDetail;
	SubTotalLineDetail?: Record<string, unknown>;
	DiscountLineDetail?: QuickBooksDiscountLineDetail;
	DescriptionLineDetail?: Record<string, unknown>;
	GroupLineDetail?: {
		GroupItemRef?: QuickBooksRef;
		Quantity?: number;
		Line?: readonly QuickBooksLine[];
	};
}

interface QuickBooksTaxLine {
	Amount?: number;
	DetailType: 'TaxLineDetail';
	TaxLineDetail?: {
		TaxRateRef?: QuickBooksRef;
		PercentBased?: boolean;
		TaxPercent?: number;
		NetAmountTaxable?: number;
	};
}

export interface QuickBooksInvoice extends QuickBooksEntityBase {
	DocNumber?: string;
	TxnDate?: string;
	DueDate?: string;
	CustomerRef: QuickBooksRef;
	CurrencyRef?: QuickBooksRef;
	/** Home currency units for one unit of the invoice's currency. */
	ExchangeRate?: number;
	Line: readonly QuickBooksLine[];
	TxnTaxDetail?: {
		TotalTax?: number;
		TxnTaxCodeRef?: QuickBooksRef;
		TaxLine?: readonly QuickBooksTaxLine[];
	};
	GlobalTaxCalculation?: 'TaxExcluded' | 'TaxInclusive' | 'NotApplicable';
	TotalAmt: number;
	HomeTotalAmt?: number;
	Balance: number;
	Deposit?: number;
	PrivateNote?: string;
	CustomerMemo?: { value: string };
	BillEmail?: { Address: string };
	BillEmailCc?: { Address: string };
	BillEmailBcc?: { Address: string };
	BillAddr?: QuickBooksAddress;
	ShipAddr?: QuickBooksAddress;
	SalesTermRef?: QuickBooksRef;
	ClassRef?: QuickBooksRef;
	DepartmentRef?: QuickBooksRef;
	EmailStatus?: string;
	PrintStatus?: string;
	DeliveryInfo?: { DeliveryType?: string; DeliveryTime?: string; DeliveryErrorType?: string };
	EInvoiceStatus?: string;
	ECloudStatusTimeStamp?: string;
	InvoiceLink?: string;
	LinkedTxn?: ReadonlyArray<{ TxnId: string; TxnType: string }>;
	CustomField?: ReadonlyArray<{
		DefinitionId: string;
		Name?: string;
		Type?: string;
		StringValue?: string;
	}>;
	AllowOnlineCreditCardPayment?: boolean;
	AllowOnlineACHPayment?: boolean;
}

export interface QuickBooksPayment extends QuickBooksEntityBase {
	TxnDate?: string;
	TotalAmt: number;
	UnappliedAmt?: number;
	CustomerRef: QuickBooksRef;
	CurrencyRef?: QuickBooksRef;
	/** Home currency units for one unit of the payment's currency. */
	ExchangeRate?: number;
	PaymentRefNum?: string;
	PrivateNote?: string;
	/** The deposit that brought the money to the bank. */
	LinkedTxn?: ReadonlyArray<{ TxnId: string; TxnType: string }>;
	/** `LineEx` says what of the linked transaction was open, as `txnOpenBalance`. */
	Line?: ReadonlyArray<{
		Amount?: number;
		LinkedTxn?: ReadonlyArray<{ TxnId: string; TxnType: string }>;
		LineEx?: { any?: ReadonlyArray<{ value?: { Name?: string; Value?: string } }> };
	}>;
}

export interface QuickBooksCreditMemo extends QuickBooksEntityBase {
	DocNumber?: string;
	TxnDate?: string;
	CustomerRef: QuickBooksRef;
	CurrencyRef?: QuickBooksRef;
	/** Home currency units for one unit of the memo's currency. */
	ExchangeRate?: number;
	TotalAmt: number;
	/** What no invoice has used up. */
	Balance?: number;
	RemainingCredit?: number;
	PrivateNote?: string;
}

export interface QuickBooksTerm extends QuickBooksEntityBase {
	Name: string;
	Type?: string;
	DueDays?: number;
	DayOfMonthDue?: number;
	Active: boolean;
}

export interface QuickBooksAccount extends QuickBooksEntityBase {
	Name: string;
	FullyQualifiedName?: string;
	AccountType: string;
	AccountSubType?: string;
	Classification?: string;
	Active: boolean;
}

export interface QuickBooksTaxCode extends QuickBooksEntityBase {
	Name: string;
	Description?: string;
	Active?: boolean;
	Taxable?: boolean;
	SalesTaxRateList?: { TaxRateDetail?: ReadonlyArray<{ TaxRateRef: QuickBooksRef }> };
}

export interface QuickBooksTaxRate extends QuickBooksEntityBase {
	Name: string;
	RateValue?: number;
	/** Of a rate that was changed: its values by date. */
	EffectiveTaxRate?: ReadonlyArray<{
		RateValue?: number;
		EffectiveDate?: string;
		EndDate?: string;
	}>;
	Active?: boolean;
}

export interface QuickBooksNamed extends QuickBooksEntityBase {
	Name?: string;
	DisplayName?: string;
	FullyQualifiedName?: string;
	Active?: boolean;
}

export interface QuickBooksCompanyCurrency extends QuickBooksEntityBase {
	Code: string;
	Name?: string;
	Active?: boolean;
}

/** Which shape belongs to which entity name. */
export interface QuickBooksEntities {
	Invoice: QuickBooksInvoice;
	Customer: QuickBooksCustomer;
	Item: QuickBooksItem;
	Payment: QuickBooksPayment;
	Term: QuickBooksTerm;
	Account: QuickBooksAccount;
	TaxCode: QuickBooksTaxCode;
	TaxRate: QuickBooksTaxRate;
	Class: QuickBooksNamed;
	Department: QuickBooksNamed;
	Vendor: QuickBooksNamed;
	Employee: QuickBooksNamed;
	Estimate: QuickBooksEntityBase;
	CreditMemo: QuickBooksCreditMemo;
	SalesReceipt: QuickBooksEntityBase;
	CompanyCurrency: QuickBooksCompanyCurrency;
}
export type QuickBooksEntityName = keyof QuickBooksEntities;

/** What the company has switched on; both parts as the API gives them. */
export interface QuickBooksPreferences {
	SalesFormsPrefs?: {
		CustomTxnNumbers?: boolean;
		DefaultTerms?: QuickBooksRef;
		ETransactionPaymentEnabled?: boolean;
		AllowDeposit?: boolean;
		AllowDiscount?: boolean;
		AllowShipping?: boolean;
		CustomField?: ReadonlyArray<{
			CustomField?: ReadonlyArray<{
				Name: string;
				Type: string;
				BooleanValue?: boolean;
				StringValue?: string;
			}>;
		}>;
	};
	CurrencyPrefs?: { MultiCurrencyEnabled?: boolean; HomeCurrency?: QuickBooksRef };
	TaxPrefs?: {
		UsingSalesTax?: boolean;
		PartnerTaxEnabled?: boolean;
		TaxGroupCodeRef?: QuickBooksRef;
	};
	AccountingInfoPrefs?: {
		TrackDepartments?: boolean;
		ClassTrackingPerTxn?: boolean;
		ClassTrackingPerTxnLine?: boolean;
		BookCloseDate?: string;
	};
}

export interface QuickBooksCompanyInfo {
	CompanyName: string;
	LegalName?: string;
	Country?: string;
	CompanyAddr?: QuickBooksAddress;
	/** IANA name; not every company has it. */
	DefaultTimeZone?: string;
	NameValue?: ReadonlyArray<{ Name: string; Value: string }>;
}

/** A record to write, in QuickBooks' own shape. */
export type QuickBooksPayload = Record<string, unknown>;
