/** Small recordings, made up for these tests in the form of the real API's replies of 2026. */
export type Json = Record<string, unknown>;

const TIME = '2026-06-02T09:30:00.120-07:00';
const META = {
	CreateTime: '2026-06-02T09:30:00-07:00',
	LastUpdatedTime: '2026-06-02T09:30:00-07:00',
};
const USD = { value: 'USD', name: 'United States Dollar' };

export function exchange(
	request: { method?: string; path?: string; uri?: string; body?: unknown },
	body: unknown,
	status = 200,
): Json {
	return {
		request: { method: 'GET', body: null, ...request },
		response: { status, headers: {}, body },
	};
}

export const pia: Json = {
	Taxable: true,
	Job: false,
	BillWithParent: false,
	Balance: 0,
	BalanceWithJobs: 0,
	CurrencyRef: USD,
	PreferredDeliveryMethod: 'Print',
	IsProject: false,
	domain: 'QBO',
	sparse: false,
	Id: '312',
	SyncToken: '0',
	MetaData: META,
	FullyQualifiedName: 'Pia Lind',
	DisplayName: 'Pia Lind',
	PrintOnCheckName: 'Pia Lind',
	Active: true,
	DefaultTaxCodeRef: { value: '2' },
};

export const invoice: Json = {
	AllowIPNPayment: false,
	AllowOnlinePayment: false,
	AllowOnlineCreditCardPayment: true,
	AllowOnlineACHPayment: true,
	domain: 'QBO',
	sparse: false,
	Id: '901',
	SyncToken: '0',
	MetaData: { ...META, LastModifiedByRef: { value: '9130000000000001' } },
	CustomField: [],
	DocNumber: '2077',
	TxnDate: '2026-06-02',
	CurrencyRef: USD,
	LinkedTxn: [],
	Line: [
		{
			Id: '1',
			LineNum: 1,
			Description: 'Pruning',
			Amount: 90,
			DetailType: 'SalesItemLineDetail',
			SalesItemLineDetail: {
				ItemRef: { value: '31', name: 'Pruning' },
				UnitPrice: 45,
				Qty: 2,
				ItemAccountRef: { value: '77', name: 'Garden work' },
				TaxCodeRef: { value: 'NON' },
			},
			CustomExtensions: [],
		},
		{ Amount: 90, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
	],
	TxnTaxDetail: { TotalTax: 0 },
	CustomerRef: { value: '312', name: 'Pia Lind' },
	FreeFormAddress: true,
	ShipFromAddr: { Id: '8', Line1: '3 Yard Rd', Line2: 'Reno, NV  89501' },
	DueDate: '2026-07-02',
	TotalAmt: 90,
	ApplyTaxAfterDiscount: false,
	PrintStatus: 'NeedToPrint',
	EmailStatus: 'NotSet',
	Balance: 90,
};

export const bill: Json = {
	domain: 'QBO',
	sparse: false,
	Id: '640',
	SyncToken: '3',
	MetaData: { ...META, LastModifiedByRef: { value: '9130000000000001' } },
	TxnDate: '2026-05-20',
	CurrencyRef: USD,
	DueDate: '2026-06-19',
	Balance: 12.5,
	Line: [
		{
			Id: '1',
			LineNum: 1,
			Amount: 12.5,
			LinkedTxn: [],
			CustomExtensions: [],
			DetailType: 'AccountBasedExpenseLineDetail',
			AccountBasedExpenseLineDetail: {
				AccountRef: { value: '61', name: 'Fuel' },
				BillableStatus: 'NotBillable',
				TaxCodeRef: { value: 'NON' },
			},
		},
	],
	VendorRef: { value: '88', name: 'Depot' },
	APAccountRef: { value: '30', name: 'Payables' },
	TotalAmt: 12.5,
};

/** What a client sends to get the invoice above. */
export const order = {
	CustomerRef: { value: '312' },
	Line: [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 90,
			Description: 'Pruning',
			SalesItemLineDetail: { ItemRef: { value: '31' }, UnitPrice: 45, Qty: 2 },
		},
	],
};

export function reply(name: string, record: unknown): Json {
	return { [name]: record, time: TIME };
}

export function rows(name: string, list: Json[], counted = false): Json {
	return {
		QueryResponse: {
			[name]: list,
			startPosition: 1,
			maxResults: list.length,
			...(counted && { totalCount: list.length }),
		},
		time: TIME,
	};
}

/** Rows of customers show a pseudonym, and no tax code that nobody chose. */
export function row({ DefaultTaxCodeRef: _hidden, ...customer }: Json): Json {
	return { ...customer, ClientEntityId: '0', V4IDPseudonym: '0020aa' };
}

export function fault(
	code: string,
	Message: string,
	Detail: string,
	more: Json = { element: '' },
): Json {
	return {
		Fault: { Error: [{ Message, Detail, code, ...more }], type: 'ValidationFault' },
		time: TIME,
	};
}
