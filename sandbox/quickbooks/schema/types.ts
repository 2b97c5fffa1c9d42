/**
 * Nested types of the API. A field is written as in a small language:
 * `text 21` (longest length), `number`, `boolean`, `date`, `enum A|B`, `ref Item named` (replies carry the name),
 * `Type` (an object of this table), `list Type`, `any` (kept as it is); a final `!` marks what only the server writes,
 * which is accepted and dropped. Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export type Fields = Record<string, string>;

const address: Fields = {
	Id: 'text', Line1: 'text 500', Line2: 'text 500', Line3: 'text 500', Line4: 'text 500', Line5: 'text 500', City: 'text 255', Country: 'text 255',
	CountryCode: 'text 20', CountrySubDivisionCode: 'text 255', PostalCode: 'text 30', PostalCodeSuffix: 'text 30', Lat: 'text', Long: 'text', Tag: 'text', Note: 'text',
};

const itemDetail: Fields = {
	ItemRef: 'ref Item named', ClassRef: 'ref Class named', UnitPrice: 'number', Qty: 'number', ItemAccountRef: 'any !', TaxCodeRef: 'ref TaxCode', ServiceDate: 'date',
	TaxInclusiveAmt: 'number', DiscountRate: 'number', DiscountAmt: 'number', MarkupInfo: 'any', RatePercent: 'number', UOMRef: 'any', InventorySiteRef: 'any',
	PriceLevelRef: 'any', TaxClassificationRef: 'any', DeferredRevenue: 'boolean',
};

export const types: Record<string, Fields> = {
	Address: address,
	Email: { Address: 'email 100', Default: 'boolean', Tag: 'text', Id: 'text' },
	Phone: { FreeFormNumber: 'text 30', Id: 'text', DeviceType: 'text', CountryCode: 'text', AreaCode: 'text', ExchangeCode: 'text', Extension: 'text', Default: 'boolean', Tag: 'text' },
	Web: { URI: 'text 1000', Id: 'text', Default: 'boolean', Tag: 'text' },
	Memo: { value: 'text 1000', id: 'text' },
	CustomField: { DefinitionId: 'text', Name: 'text', Type: 'text', StringValue: 'text 31', BooleanValue: 'boolean', DateValue: 'date', NumberValue: 'number' },
	LinkedTxn: { TxnId: 'text', TxnType: 'text', TxnLineId: 'text' },
	AttachableRef: { EntityRef: 'any', IncludeOnSend: 'boolean', Inactive: 'boolean', NoRefOnly: 'boolean', LineInfo: 'text', CustomField: 'any', AttachableRefEx: 'any' },
	Line: {
		Id: 'text', LineNum: 'number', Description: 'text 4000', Amount: 'number', Received: 'number', LinkedTxn: 'list LinkedTxn', DetailType: 'text',
		SalesItemLineDetail: 'SalesItemLineDetail', DescriptionLineDetail: 'any', SubTotalLineDetail: 'any', DiscountLineDetail: 'DiscountLineDetail',
		GroupLineDetail: 'GroupLineDetail', TaxLineDetail: 'any', PaymentLineDetail: 'any', CustomField: 'any', CustomExtensions: 'any !', LineEx: 'any !',
		AccountBasedExpenseLineDetail: 'any', ItemBasedExpenseLineDetail: 'any', JournalEntryLineDetail: 'any', DepositLineDetail: 'any', ProjectRef: 'any',
	},
	SalesItemLineDetail: itemDetail,
	DiscountLineDetail: { PercentBased: 'boolean', DiscountPercent: 'number', DiscountAccountRef: 'ref Account named', ClassRef: 'ref Class named', TaxCodeRef: 'ref TaxCode', ServiceDate: 'date', DiscountRef: 'any' },
	GroupLineDetail: { GroupItemRef: 'ref Item named', Quantity: 'number', Line: 'list Line', ServiceDate: 'date', UOMRef: 'any' },
	TxnTaxDetail: { DefaultTaxCodeRef: 'any', TxnTaxCodeRef: 'ref TaxCode', TotalTax: 'number', TaxLine: 'any', TaxReviewStatus: 'text' },
	DeliveryInfo: { DeliveryType: 'text', DeliveryTime: 'any !', DeliveryErrorType: 'any !' },
};
