import { changeRecord, type RequestContext } from '../context';
import { cents, decimal } from '../money';
import type { Entry, Fields } from '../records';
import { linksOf } from '../sale/open/balances';

/** How much a kind of expense adds to the balance of its vendor. */
interface Owing {
	owed: (fields: Fields) => number;
}

/** Updates the balances of the vendor and of the paid bills. */
export function updateVendorBalances(
	context: RequestContext,
	{ owed }: Owing,
	before: Fields | undefined,
	after: Fields | undefined,
	id: string,
): void {
	payBills(context, before, -1, id);
	payBills(context, after, 1, id);
	const change = (after ? owed(after) : 0) - (before ? owed(before) : 0);
	moveVendor(context, (after ?? before) as Fields, change);
}

function moveVendor(context: RequestContext, fields: Fields, change: number): void {
	const vendor = context.records.find(
		'Vendor',
		(fields['VendorRef'] as { value: string } | undefined)?.value ?? '',
	);
	if (vendor && change !== 0)
		changeRecord(
			context,
			'Vendor',
			vendor,
			{ Balance: cents(decimal(vendor.fields['Balance'] ?? 0).plus(decimal(change))) },
			'kept',
		);
}

const paidBy: Record<string, string> = {
	Check: 'BillPaymentCheck',
	CreditCard: 'BillPaymentCreditCard',
};

function payBills(
	context: RequestContext,
	fields: Fields | undefined,
	sign: 1 | -1,
	id: string,
): void {
	const TxnType = paidBy[String(fields?.['PayType'])];
	if (!fields || TxnType === undefined) return;
	for (const line of fields['Line'] as Fields[]) {
		for (const link of linksOf(line).filter((other) => other.TxnType === 'Bill')) {
			const bill: Entry | undefined = context.records.find('Bill', link.TxnId);
			if (!bill) continue;
			const Balance = cents(
				decimal(bill.fields['Balance'] ?? 0).minus(decimal(line['Amount']).times(sign)),
			);
			const others = linksOf(bill.fields).filter((other) => other.TxnId !== id);
			changeRecord(
				context,
				'Bill',
				bill,
				{ Balance, LinkedTxn: sign === 1 ? [{ TxnId: id, TxnType }, ...others] : others },
				'raised',
			);
			moveVendor(context, bill.fields, -Number(line['Amount']) * sign);
		}
	}
}
