import type { Entity } from './entities';
import type { Fields } from './types';

/**
 * What a company buys, moves and corrects: bills and their like are written too, the rest is kept for reading.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/bill and its neighbours
 */
export function expenses(transaction: Fields, sale: Fields): Entity[] {
	const vendor: Fields = { ...transaction, VendorRef: 'ref Vendor named', APAccountRef: 'ref Account named', VendorAddr: 'Address', TotalAmt: 'number !', HomeTotalAmt: 'number !', GlobalTaxCalculation: 'enum TaxExcluded|TaxInclusive|NotApplicable' };
	const due: Fields = { SalesTermRef: 'ref Term', DueDate: 'date', Balance: 'number !', HomeBalance: 'number !' };
	const read = { kind: 'transaction', ids: 'transactions', operations: '' } as const;
	const kind = { ...read, operations: 'create update delete' } as const;
	const dated = ['DocNumber', 'TxnDate', 'TotalAmt'];
	return [
		{ ...kind, name: 'Bill', totalCount: true, queryable: [...dated, 'DueDate', 'VendorRef', 'APAccountRef', 'SalesTermRef', 'Balance'], first: ['SalesTermRef', 'DueDate', 'Balance', 'HomeBalance'], fields: { ...vendor, ...due, RemitToAddr: 'Address', ReplyEmail: 'Email', Memo: 'text 4000', PayerRef: 'Reference', VendorPaymentDetail: 'any', IncludeInAnnualTPAR: 'boolean', LessCIS: 'number', BillEmail: 'Email', ShipAddr: 'Address' } },
		{ ...kind, name: 'VendorCredit', queryable: [...dated, 'VendorRef', 'Balance'], fields: { ...vendor, Balance: 'number !', HomeBalance: 'number !', RemainingCredit: 'number !', IncludeInAnnualTPAR: 'boolean', LessCIS: 'number', BillEmail: 'Email', ReplyEmail: 'Email', Memo: 'text 4000' } },
		{
			...kind, name: 'BillPayment', totalCount: true, queryable: [...dated, 'VendorRef', 'PayType'], first: ['VendorRef', 'PayType', 'CheckPayment', 'CreditCardPayment', 'TotalAmt'],
			fields: { ...vendor, PayType: 'enum Check|CreditCard', TotalAmt: 'number', CheckPayment: 'CheckPayment', CreditCardPayment: 'CardPayment', ProcessBillPayment: 'boolean' },
		},
		{
			...kind, name: 'Purchase', queryable: [...dated, 'PaymentType', 'AccountRef', 'EntityRef'], first: ['AccountRef', 'PaymentMethodRef', 'PaymentType', 'PaymentRefNum', 'EntityRef', 'Credit', 'RemitToAddr', 'TotalAmt', 'PrintStatus', 'PurchaseEx'],
			fields: {
				...transaction, AccountRef: 'ref Account named', PaymentMethodRef: 'ref PaymentMethod', PaymentType: 'enum Cash|Check|CreditCard|CreditCardCredit|Expense', PaymentRefNum: 'text 21', EntityRef: 'Reference', Credit: 'boolean', RemitToAddr: 'Address',
				TotalAmt: 'number !', HomeTotalAmt: 'number !', PrintStatus: 'enum NotSet|NeedToPrint|PrintComplete', PurchaseEx: 'Extension', GlobalTaxCalculation: 'enum TaxExcluded|TaxInclusive|NotApplicable', IncludeInAnnualTPAR: 'boolean', CheckPayment: 'CheckPayment', CreditCardPayment: 'any', Memo: 'text 4000', LessCIS: 'number',
			},
		},
		{
			...kind, name: 'PurchaseOrder', totalCount: true, queryable: [...dated, 'VendorRef', 'DueDate', 'POStatus'],
			fields: { ...vendor, ...due, ShipAddr: 'Address', ShipTo: 'Reference', ShipMethodRef: 'Reference', ClassRef: 'ref Class named', POStatus: 'enum Open|Closed', POEmail: 'Email', Memo: 'text 4000', EmailStatus: 'enum NotSet|NeedToSend|EmailSent', ReplyEmail: 'Email', TemplateRef: 'Reference', BillEmail: 'Email', TaxCodeRef: 'Reference', ReimbursableInfoRef: 'Reference', ExpectedDate: 'date', DropShipToEntity: 'Reference', InventorySiteRef: 'Reference', PrintStatus: 'text', ManuallyClosed: 'boolean' },
		},
		{ ...kind, name: 'Deposit', totalCount: true, queryable: [...dated, 'DepositToAccountRef'], first: ['DepositToAccountRef', 'TotalAmt', 'HomeTotalAmt', 'CashBack'], fields: { ...transaction, DepositToAccountRef: 'ref Account named', TotalAmt: 'number !', HomeTotalAmt: 'number !', CashBack: 'CashBack', GlobalTaxCalculation: 'enum TaxExcluded|TaxInclusive|NotApplicable' } },
		{ ...kind, name: 'JournalEntry', totalCount: true, queryable: [...dated, 'Adjustment'], first: ['Adjustment', 'TotalAmt', 'HomeTotalAmt'], fields: { ...transaction, Adjustment: 'boolean', HomeCurrencyAdjustment: 'boolean', EnteredInHomeCurrency: 'boolean', TotalAmt: 'number !', HomeTotalAmt: 'number !', GlobalTaxCalculation: 'enum TaxExcluded|TaxInclusive|NotApplicable' } },
		{ ...kind, name: 'Transfer', queryable: ['TxnDate', 'Amount', 'FromAccountRef', 'ToAccountRef'], first: ['FromAccountRef', 'ToAccountRef', 'Amount'], fields: { ...transaction, FromAccountRef: 'ref Account named', ToAccountRef: 'ref Account named', Amount: 'number', ClassRef: 'ref Class named' } },
		{ ...read, name: 'RefundReceipt', queryable: [...dated, 'CustomerRef', 'Balance'], fields: { ...sale, RefundFromAccountRef: 'Reference', RemainingCredit: 'number !' } },
		{ ...read, name: 'InventoryAdjustment', queryable: ['DocNumber', 'TxnDate'], fields: { ...transaction, ShippingAdjustment: 'boolean', AdjustAccountRef: 'ref Account named', CustomerRef: 'ref Customer named' } },
		{ ...read, name: 'CreditCardPayment', queryable: ['TxnDate', 'Amount'], fields: { ...transaction, CreditCardAccountRef: 'ref Account named', BankAccountRef: 'ref Account named', Amount: 'number', VendorRef: 'ref Vendor named', CheckNum: 'text', PrintStatus: 'text', Memo: 'text 4000' } },
		{ ...read, name: 'ReimburseCharge', queryable: ['TxnDate', 'CustomerRef', 'HasBeenInvoiced', 'Amount'], fields: { ...transaction, CustomerRef: 'ref Customer named', HasBeenInvoiced: 'boolean', Amount: 'number', HomeTotalAmt: 'number !' } },
		{
			...read, name: 'TimeActivity', queryable: ['TxnDate', 'EmployeeRef', 'VendorRef', 'CustomerRef', 'BillableStatus'], first: ['TxnDate', 'NameOf', 'EmployeeRef', 'VendorRef', 'CustomerRef', 'ItemRef', 'BillableStatus', 'Taxable', 'HourlyRate', 'CostRate', 'Hours', 'Minutes', 'Seconds', 'Description'],
			fields: {
				...transaction, NameOf: 'enum Employee|Vendor|Other', EmployeeRef: 'ref Employee named', VendorRef: 'ref Vendor named', OtherNameRef: 'Reference', CustomerRef: 'ref Customer named', ItemRef: 'ref Item named', ClassRef: 'ref Class named', PayrollItemRef: 'Reference',
				BillableStatus: 'enum Billable|NotBillable|HasBeenBilled', Taxable: 'boolean', HourlyRate: 'number', CostRate: 'number', Hours: 'number', Minutes: 'number', Seconds: 'number', BreakHours: 'number', BreakMinutes: 'number', BreakSeconds: 'number',
				StartTime: 'any', EndTime: 'any', Description: 'text 4000', TimeZone: 'text', TimeChargeId: 'number', HoursInEmployeeTimeZone: 'boolean',
			},
		},
	];
}
