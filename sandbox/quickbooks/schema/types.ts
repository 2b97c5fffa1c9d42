import { preferenceTypes } from './preferences';

/**
 * Nested types of the API. A field is written as in a small language:
 * `text 21` (longest length), `number`, `boolean`, `date`, `enum A|B`, `ref Item named` (replies carry the name),
 * `Type` (an object of this table), `list Type`, `any` (kept as it is); a final `!` marks what only the server writes,
 * which is accepted and dropped. Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export type Fields = Record<string, string>;

const address: Fields = {
	Id: 'text', Line1: 'text 500', Line2: 'text 500', Line3: 'text 500', Line4: 'text 500', Line5: 'text 500', City: 'text 255', Country: 'text 255',
	CountryCode: 'text 20', County: 'text 255', CountrySubDivisionCode: 'text 255', PostalCode: 'text 30', PostalCodeSuffix: 'text 30', Lat: 'text', Long: 'text', Tag: 'text', Note: 'text',
};

const itemDetail: Fields = {
	ItemRef: 'ref Item named', ClassRef: 'ref Class named', UnitPrice: 'number', Qty: 'number', ItemAccountRef: 'any !', TaxCodeRef: 'ref TaxCode', ServiceDate: 'date',
	TaxInclusiveAmt: 'number', DiscountRate: 'number', DiscountAmt: 'number', MarkupInfo: 'any', RatePercent: 'number', UOMRef: 'any', InventorySiteRef: 'any',
	PriceLevelRef: 'any', TaxClassificationRef: 'any', DeferredRevenue: 'boolean', UnitCostPrice: 'number', RetainageAmount: 'number',
};

const costs: Fields = { TaxCodeRef: 'ref TaxCode', TaxAmount: 'number', TaxInclusiveAmt: 'number', MarkupInfo: 'any' };

export const types: Record<string, Fields> = {
	...preferenceTypes,
	TaxRateList: { TaxRateDetail: 'list TaxRateDetail', originatingGroupId: 'text' },
	TaxRateDetail: { TaxRateRef: 'Reference', TaxTypeApplicable: 'text', TaxOrder: 'number', TaxOnTaxOrder: 'number' },
	EffectiveTaxRate: { RateValue: 'number', EffectiveDate: 'text', EndDate: 'text' },
	ItemGroupDetail: { ItemGroupLine: 'list ItemGroupLine' },
	ItemGroupLine: { ItemRef: 'Reference', Qty: 'number', UOMRef: 'any' },
	Address: address,
	Email: { Address: 'email 100', Default: 'boolean', Tag: 'text', Id: 'text' },
	Phone: { FreeFormNumber: 'text 30', Id: 'text', DeviceType: 'text', CountryCode: 'text', AreaCode: 'text', ExchangeCode: 'text', Extension: 'text', Default: 'boolean', Tag: 'text' },
	Web: { URI: 'text 1000', Id: 'text', Default: 'boolean', Tag: 'text' },
	Memo: { value: 'text 1000', id: 'text' },
	CustomField: { DefinitionId: 'text', Name: 'text', Type: 'text', StringValue: 'text 31', BooleanValue: 'boolean', DateValue: 'date', NumberValue: 'number' },
	LinkedTxn: { TxnId: 'text', TxnType: 'text', TxnLineId: 'text' },
	AttachableRef: { EntityRef: 'Reference', IncludeOnSend: 'boolean', Inactive: 'boolean', NoRefOnly: 'boolean', LineInfo: 'text', CustomField: 'any', AttachableRefEx: 'any' },
	Line: {
		Id: 'text', LineNum: 'number', Description: 'text 4000', Amount: 'number', Received: 'number', LinkedTxn: 'list LinkedTxn', DetailType: 'text',
		SalesItemLineDetail: 'SalesItemLineDetail', DescriptionLineDetail: 'any', SubTotalLineDetail: 'any', DiscountLineDetail: 'DiscountLineDetail',
		GroupLineDetail: 'GroupLineDetail', TaxLineDetail: 'TaxLineDetail', PaymentLineDetail: 'any', CustomField: 'any', CustomExtensions: 'any !', LineEx: 'Extension !',
		AccountBasedExpenseLineDetail: 'AccountBasedExpenseLineDetail', ItemBasedExpenseLineDetail: 'ItemBasedExpenseLineDetail', JournalEntryLineDetail: 'JournalEntryLineDetail', DepositLineDetail: 'DepositLineDetail', ProjectRef: 'any',
		ItemAdjustmentLineDetail: 'ItemAdjustmentLineDetail', ReimburseLineDetail: 'any', TDSLineDetail: 'any', CostAmount: 'number', HomeCostAmount: 'number',
	},
	AccountBasedExpenseLineDetail: { CustomerRef: 'ref Customer named', ClassRef: 'ref Class named', AccountRef: 'ref Account named', BillableStatus: 'enum NotBillable|Billable|HasBeenBilled', ...costs },
	ItemBasedExpenseLineDetail: { BillableStatus: 'enum NotBillable|Billable|HasBeenBilled', ItemRef: 'ref Item named', ClassRef: 'ref Class named', UnitPrice: 'number', Qty: 'number', CustomerRef: 'ref Customer named', PriceLevelRef: 'any', UOMRef: 'any', UnitCostPrice: 'number', RatePercent: 'number', ItemAccountRef: 'any !', InventorySiteRef: 'any', TaxClassificationRef: 'any', ...costs },
	JournalEntryLineDetail: {
		PostingType: 'enum Debit|Credit', Entity: 'JournalParty', AccountRef: 'ref Account named', ClassRef: 'ref Class named', DepartmentRef: 'ref Department named', TaxCodeRef: 'ref TaxCode', TaxApplicableOn: 'text', TaxAmount: 'number', TaxInclusiveAmt: 'number', BillableStatus: 'text',
		JournalCodeRef: 'Reference', TaxRateRef: 'Reference',
	},
	ItemAdjustmentLineDetail: { ItemRef: 'ref Item named', SalesPrice: 'number', QtyDiff: 'number', NewQty: 'number', ClassRef: 'ref Class named' },
	JournalParty: { Type: 'enum Customer|Vendor|Employee', EntityRef: 'Reference' },
	DepositLineDetail: { Entity: 'Reference', AccountRef: 'ref Account named', PaymentMethodRef: 'Reference', CheckNum: 'text', TxnType: 'text', TaxCodeRef: 'ref TaxCode', TaxApplicableOn: 'text', ClassRef: 'ref Class named' },
	CheckPayment: { BankAccountRef: 'ref Account named', PrintStatus: 'enum NotSet|NeedToPrint|PrintComplete', CheckNum: 'text', Status: 'text', NameOnAcct: 'text', AcctNum: 'text', BankName: 'text', CheckDetail: 'any', PayeeAddr: 'Address' },
	CardPayment: { CCAccountRef: 'ref Account named', CCDetail: 'any' },
	CashBack: { AccountRef: 'ref Account named', Amount: 'number', Memo: 'text' },
	Reference: { value: 'text', name: 'text', type: 'text' },
	Extension: { any: 'list ExtensionPart' },
	ExtensionPart: { name: 'text', declaredType: 'text', scope: 'text', value: 'NameValue', nil: 'boolean', globalScope: 'boolean', typeSubstituted: 'boolean' },
	NameValue: { Name: 'text', Value: 'text' },
	TaxLine: { Id: 'text', LineNum: 'number', Amount: 'number', DetailType: 'text', TaxLineDetail: 'TaxLineDetail' },
	TaxLineDetail: { TaxRateRef: 'Reference', PercentBased: 'boolean', TaxPercent: 'number', NetAmountTaxable: 'number', TaxInclusiveAmount: 'number', OverrideDeltaAmount: 'number', ServiceDate: 'date' },
	SalesItemLineDetail: itemDetail,
	DiscountLineDetail: { PercentBased: 'boolean', DiscountPercent: 'number', DiscountAccountRef: 'ref Account named', ClassRef: 'ref Class named', TaxCodeRef: 'ref TaxCode', ServiceDate: 'date', DiscountRef: 'any' },
	GroupLineDetail: { GroupItemRef: 'ref Item named', Quantity: 'number', Line: 'list Line', ServiceDate: 'date', UOMRef: 'any' },
	TxnTaxDetail: { DefaultTaxCodeRef: 'any', TxnTaxCodeRef: 'ref TaxCode', TotalTax: 'number', TaxLine: 'list TaxLine', TaxReviewStatus: 'text', UseAutomatedSalesTax: 'boolean' },
	DeliveryInfo: { DeliveryType: 'text', DeliveryTime: 'text !', DeliveryErrorType: 'text !' },
};
