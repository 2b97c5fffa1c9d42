import { changeRecord, type RequestContext } from '../desk';
import { cents, decimal } from '../money';
import type { Entry, Fields } from '../records';
import { applied, type Link } from './balances';

/** Amounts in home currency, shown once a company has several. */
export function home(desk: RequestContext, fields: Fields, open: Fields): Fields {
	if (!desk.company.settings.multiCurrency) return open;
	const inHome = (value: unknown) =>
		cents(decimal(value).times(decimal(fields['ExchangeRate'] ?? 1)));
	return {
		...open,
		HomeTotalAmt: inHome(fields['TotalAmt']),
		...(open['Balance'] !== undefined && { HomeBalance: inHome(open['Balance']) }),
	};
}

export function undepositedFunds(desk: RequestContext): { value: string } | undefined {
	const account = desk.records.select(
		'Account',
		"AND json_extract(json, '$.AccountSubType') = 'UndepositedFunds' LIMIT 1",
	)[0];
	return account && { value: account.id };
}

/** An invoice after its payments have changed: balance, links and time; its SyncToken rises. */
export function reopen(desk: RequestContext, invoice: Entry, links: Link[]): Entry {
	const paid = applied(desk, { TxnId: invoice.id, TxnType: 'Invoice' }, { LinkedTxn: links });
	const Balance = cents(
		decimal(invoice.fields['TotalAmt'])
			.minus(decimal(invoice.fields['Deposit'] ?? 0))
			.minus(paid),
	);
	return changeRecord(
		desk,
		'Invoice',
		invoice,
		{ LinkedTxn: links, ...home(desk, invoice.fields, { Balance }) },
		'raised',
	);
}
