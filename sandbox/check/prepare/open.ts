import { decimal } from '../../quickbooks/money';
import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { fieldsOf, listOf, type Act } from '../acts';
import type { PreparedState } from './state';

const OPEN = new Set(['Invoice', 'CreditMemo']);

/**
 * Invoices and credit memos to which a payment is applied must belong to the payer and have at least
 * that amount open.
 */
export function openAmounts(state: PreparedState, act: Act): void {
	if (act.entity.name !== 'Payment') return;
	for (const line of listOf(act.body['Line'])) {
		const link = listOf(line['LinkedTxn'])[0];
		if (!link || !OPEN.has(String(link['TxnType']))) continue;
		const kind = entity(String(link['TxnType']));
		const stored = state.find(kind.name, String(link['TxnId']));
		if (!stored || state.wrote(kind.name, stored.id)) continue;
		const needed = decimal(line['Amount']);
		const open = decimal(stored.fields['Balance'] ?? 0);
		const enough = open.lt(needed)
			? {
					Balance: needed.toNumber(),
					TotalAmt: needed.toNumber(),
					...(kind.name === 'CreditMemo' && { RemainingCredit: needed.toNumber() }),
				}
			: {};
		state.change(kind, stored.id, {
			...enough,
			CustomerRef: payer(act),
			DocNumber: shownNumber(act.rows[0], stored.id),
		});
	}
}

function payer(act: Act): Fields {
	return {
		value: String(fieldsOf(act.body['CustomerRef'] ?? act.rows[0]?.['CustomerRef'])['value'] ?? ''),
	};
}

/** A payment shows the number of the transaction that it pays, if that transaction has one. */
function shownNumber(row: Fields | undefined, id: string): string | undefined {
	const lines = listOf(row?.['Line']).filter((line) =>
		listOf(line['LinkedTxn']).some((link) => link['TxnId'] === id),
	);
	const values = lines
		.flatMap((line) => listOf(fieldsOf(line['LineEx'])['any']))
		.map((each) => fieldsOf(each['value']));
	const number = values.find((value) => value['Name'] === 'txnReferenceNumber')?.['Value'];
	return typeof number === 'string' ? number : undefined;
}
