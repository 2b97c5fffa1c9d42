import type { QuickBooksInvoice, QuickBooksPayment } from '../../../../src/core/records/quickbooks';

export const context = { realmId: '77', timeZone: 'America/Los_Angeles' };
export const T = (minute: number) => `2026-05-05T10:${String(minute).padStart(2, '0')}:00-07:00`;
export const meta = (created: string, updated = created) => ({
	CreateTime: created,
	LastUpdatedTime: updated,
});

export function invoice(more: Partial<QuickBooksInvoice> = {}): QuickBooksInvoice {
	return {
		Id: '5',
		SyncToken: '0',
		MetaData: meta(T(0)),
		CustomerRef: { value: '1' },
		Line: [{ Amount: 100, DetailType: 'SalesItemLineDetail' }],
		TotalAmt: 100,
		Balance: 100,
		...more,
	};
}

export function payment(
	id: string,
	amount: number,
	at: string,
	more: Partial<QuickBooksPayment> = {},
): QuickBooksPayment {
	return {
		Id: id,
		SyncToken: '0',
		MetaData: meta(at),
		TotalAmt: amount,
		CustomerRef: { value: '1' },
		TxnDate: '2026-05-05',
		Line: [{ Amount: amount, LinkedTxn: [{ TxnId: '5', TxnType: 'Invoice' }] }],
		...more,
	};
}
