import { changeRecord, type RequestContext } from '../../context';
import { cents, decimal } from '../../money';
import type { Entry, Fields } from '../../records';
import { applied, type Link } from './balances';

/** Adds amounts in home currency if the company uses several currencies. */
export function home(context: RequestContext, fields: Fields, open: Fields): Fields {
	if (!context.company.settings.multiCurrency) return open;
	const inHome = (value: unknown) =>
		cents(decimal(value).times(decimal(fields['ExchangeRate'] ?? 1)));
	return {
		...open,
		HomeTotalAmt: inHome(fields['TotalAmt']),
		...(open['Balance'] !== undefined && { HomeBalance: inHome(open['Balance']) }),
	};
}

export function undepositedFunds(context: RequestContext): { value: string } | undefined {
	const account = context.records.select(
		'Account',
		"AND json_extract(json, '$.AccountSubType') = 'UndepositedFunds' LIMIT 1",
	)[0];
	return account && { value: account.id };
}

/** Updates balance, links and time of an invoice after a change of payments; its SyncToken rises. */
export function reopen(context: RequestContext, invoice: Entry, links: Link[]): Entry {
	const paid = applied(context, { TxnId: invoice.id, TxnType: 'Invoice' }, { LinkedTxn: links });
	const Balance = cents(
		decimal(invoice.fields['TotalAmt'])
			.minus(decimal(invoice.fields['Deposit'] ?? 0))
			.minus(paid),
	);
	return changeRecord(
		context,
		'Invoice',
		invoice,
		{ LinkedTxn: links, ...home(context, invoice.fields, { Balance }) },
		'raised',
	);
}
