import type { Fields } from './types';

/**
 * The parts of a company's preferences, and the types inside them.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
 */
export const preferenceParts: Fields = {
	AccountingInfoPrefs: 'AccountingInfoPrefs', ProductAndServicesPrefs: 'ProductAndServicesPrefs', SalesFormsPrefs: 'SalesFormsPrefs', EmailMessagesPrefs: 'EmailMessagesPrefs', PrintDocumentPrefs: 'NamedValues',
	VendorAndPurchasesPrefs: 'VendorAndPurchasesPrefs', TimeTrackingPrefs: 'TimeTrackingPrefs', TaxPrefs: 'TaxPrefs', FinanceChargesPrefs: 'FinanceChargesPrefs', CurrencyPrefs: 'CurrencyPrefs', ReportPrefs: 'ReportPrefs',
	OtherPrefs: 'NamedValues', AdvancedInventoryPrefs: 'AdvancedInventoryPrefs',
};

export const preferenceTypes: Record<string, Fields> = {
	AccountingInfoPrefs: {
		UseAccountNumbers: 'boolean', DefaultARAccount: 'Reference', DefaultAPAccount: 'Reference', RequiresAccounts: 'boolean', TrackDepartments: 'boolean', DepartmentTerminology: 'text', ClassTrackingPerTxn: 'boolean', ClassTrackingPerTxnLine: 'boolean',
		AutoJournalEntryNumber: 'boolean', FirstMonthOfFiscalYear: 'text', TaxYearMonth: 'text', TaxForm: 'text', BookCloseDate: 'date', OtherContactInfo: 'any', CustomerTerminology: 'text',
	},
	ProductAndServicesPrefs: { ForSales: 'boolean', ForPurchase: 'boolean', InventoryAndPurchaseOrder: 'boolean', QuantityWithPriceAndRate: 'boolean', QuantityOnHand: 'boolean', UOM: 'text', RevenueRecognition: 'boolean', RevenueRecognitionEnabled: 'boolean', RevenueRecognitionFrequency: 'text' },
	SalesFormsPrefs: {
		UsingProgressInvoicing: 'boolean', CustomField: 'list CustomFieldGroup', CustomTxnNumbers: 'boolean', DelayedCharges: 'boolean', SalesEmailCc: 'Email', SalesEmailBcc: 'Email', EmailCopyToCompany: 'boolean', AllowDeposit: 'boolean', AllowDiscount: 'boolean',
		DefaultDiscountAccount: 'any', AllowEstimates: 'boolean', EstimateMessage: 'text', ETransactionEnabledStatus: 'text', ETransactionAttachPDF: 'boolean', ETransactionPaymentEnabled: 'boolean', IPNSupportEnabled: 'boolean', InvoiceMessage: 'text', AllowServiceDate: 'boolean',
		AllowShipping: 'boolean', DefaultShippingAccount: 'any', DefaultItem: 'Reference', DefaultTerms: 'Reference', DefaultDeliveryMethod: 'text', AutoApplyCredit: 'boolean', AutoApplyPayments: 'boolean', PrintItemWithZeroAmount: 'boolean', DefaultShipMethodRef: 'Reference',
		DefaultMarkup: 'number', TrackReimbursableExpensesAsIncome: 'boolean', UsingSalesOrders: 'boolean', UsingPriceLevels: 'boolean', DefaultFOB: 'text', DefaultCustomerMessage: 'text',
	},
	EmailMessagesPrefs: { NameValue: 'list NameValue', InvoiceMessage: 'MailText', EstimateMessage: 'MailText', SalesReceiptMessage: 'MailText', StatementMessage: 'MailText' },
	VendorAndPurchasesPrefs: {
		EnableBills: 'boolean', TrackingByCustomer: 'boolean', BillableExpenseTracking: 'boolean', DefaultTerms: 'Reference', DefaultMarkup: 'number', DefaultMarkupAccount: 'any', AutomaticBillPayment: 'boolean', TPAREnabled: 'boolean', POCustomField: 'list CustomFieldGroup', MsgToVendors: 'text',
		UsingInventory: 'boolean', UsingMultiLocationInventory: 'boolean', DaysBillsAreDue: 'number', DiscountAccountRef: 'Reference',
	},
	TimeTrackingPrefs: { UseServices: 'boolean', DefaultTimeItem: 'Reference', BillCustomers: 'boolean', ShowBillRateToAll: 'boolean', WorkWeekStartDate: 'text', TimeTrackingEnabled: 'boolean', MarkTimeEntriesBillable: 'boolean', MarkExpensesAsBillable: 'boolean' },
	TaxPrefs: { UsingSalesTax: 'boolean', PartnerTaxEnabled: 'boolean', HideTaxManagement: 'boolean', TaxGroupCodeRef: 'Reference', TaxRateRef: 'Reference', PaySalesTax: 'text', NonTaxableSalesTaxCodeRef: 'Reference', TaxableSalesTaxCodeRef: 'Reference' },
	FinanceChargesPrefs: { AnnualInterestRate: 'number', MinFinChrg: 'number', GracePeriod: 'number', CalcFinChrgFromTxnDate: 'boolean', AssessFinChrgForOverdueCharges: 'boolean', FinChrgAccountRef: 'Reference' },
	CurrencyPrefs: { MultiCurrencyEnabled: 'boolean', HomeCurrency: 'Reference' },
	ReportPrefs: { ReportBasis: 'text', CalcAgingReportFromTxnDate: 'boolean' },
	AdvancedInventoryPrefs: {
		MLIAvailable: 'boolean', MLIEnabled: 'boolean', EnhancedInventoryReceivingEnabled: 'boolean', TrackingSerialOrLotNumber: 'boolean', TrackingOnSalesTransactionsEnabled: 'boolean', TrackingOnPurchaseTransactionsEnabled: 'boolean',
		TrackingOnInventoryAdjustmentEnabled: 'boolean', TrackingOnBuildAssemblyEnabled: 'boolean', FIFOEnabled: 'boolean', FIFOEffectiveDate: 'date', RowShelfBinEnabled: 'boolean', BarcodeEnabled: 'boolean',
	},
	NamedValues: { NameValue: 'list NameValue' },
	MailText: { Subject: 'text', Message: 'text' },
	CustomFieldGroup: { CustomField: 'list FieldSetting' },
	FieldSetting: { Name: 'text', Type: 'text', StringValue: 'text', BooleanValue: 'boolean' },
};
