import type { Opening } from './profiles';

/**
 * The preferences of a new company. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
 */
export function defaultPreferences(opening: Opening): Record<string, unknown> {
	return {
		AccountingInfoPrefs: accountingPreferences(opening),
		ProductAndServicesPrefs: {
			ForSales: true,
			ForPurchase: true,
			QuantityWithPriceAndRate: true,
			QuantityOnHand: true,
		},
		SalesFormsPrefs: salesFormPreferences(opening),
		EmailMessagesPrefs: {
			InvoiceMessage: {
				Subject: `Invoice from ${opening.name}`,
				Message: 'Your invoice is attached.',
			},
		},
		VendorAndPurchasesPrefs: { TrackingByCustomer: true, BillableExpenseTracking: false },
		TimeTrackingPrefs: timeTracking,
		TaxPrefs: taxPreferences(opening),
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

const timeTracking = {
	UseServices: true,
	BillCustomers: true,
	ShowBillRateToAll: false,
	WorkWeekStartDate: 'Monday',
	MarkTimeEntriesBillable: true,
};

function taxPreferences(opening: Opening): Record<string, unknown> {
	return {
		UsingSalesTax: true,
		...(opening.country === 'US' && {
			...(!opening.manualTax && { PartnerTaxEnabled: true }),
			TaxGroupCodeRef: { value: '2' },
		}),
	};
}

function salesFormPreferences(opening: Opening): Record<string, unknown> {
	const off = (name: string) => ({
		Name: `SalesFormsPrefs.${name}`,
		Type: 'BooleanType',
		BooleanValue: false,
	});
	return {
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
	};
}

function accountingPreferences(opening: Opening): Record<string, unknown> {
	return {
		TrackDepartments: opening.key === 'us-numbers',
		DepartmentTerminology: 'Location',
		ClassTrackingPerTxn: false,
		ClassTrackingPerTxnLine: opening.key === 'us-numbers',
		CustomerTerminology: 'Customers',
		FirstMonthOfFiscalYear: 'January',
		TaxYearMonth: 'January',
	};
}
