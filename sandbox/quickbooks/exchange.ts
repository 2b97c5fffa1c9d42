import Big from 'big.js';
import type { Company } from './company';
import type { RequestContext } from './context';
import { wholeSecond } from './context';
import { faults } from './faults/fault';
import { entity } from './schema/entities';
import { pacific, toDay } from './times';

/** The value of one unit of each currency in US dollars. The rate of a day differs a little. */
const dollars: Record<string, string> = {
	USD: '1',
	CAD: '0.7312',
	GBP: '1.3147',
	EUR: '1.1608',
	AUD: '0.6539',
	JPY: '0.006482',
	KRW: '0.000681',
	KWD: '3.2574',
	CHF: '1.2417',
	DKK: '0.1554',
	SEK: '0.1061',
	NOK: '0.0989',
	MXN: '0.0543',
	INR: '0.01128',
};
const DAY = 86_400_000;

/**
 * The rate of a day: the last rate that was set for that day or earlier, or the sandbox's own rate,
 * which is always the same for the same day.
 */
export function rateOf(
	company: Company,
	code: string,
	day: string,
): { rate: number; setAt?: number } {
	const set = company.records.select(
		'ExchangeRate',
		'AND doc_number = ? AND txn_date <= ? ORDER BY txn_date DESC LIMIT 1',
		[code, day],
	)[0];
	if (set) return { rate: Number(set.fields['Rate']), setAt: set.updated };
	const home = company.profile.currency;
	if (code === home) return { rate: 1 };
	const days = Math.floor(Date.parse(day) / DAY);
	const wave = new Big(Math.round(Math.sin(days / 9 + code.charCodeAt(0)) * 100))
		.div(20_000)
		.plus(1);
	return {
		rate: Number(
			new Big(dollars[code] ?? '1')
				.div(dollars[home] ?? '1')
				.times(wave)
				.round(6),
		),
	};
}

/**
 * `GET /exchangerate?sourcecurrencycode=&asofdate=`
 * @throws Fault 2020 without a currency, 2060 for an invalid date, 2500 for an unknown currency
 */
export function readExchangeRate(context: RequestContext, query: URLSearchParams): object {
	const lower = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
	const code = lower.get('sourcecurrencycode')?.toUpperCase();
	if (!code) throw faults.required('sourcecurrencycode');
	const asked = lower.get('asofdate');
	const day = asked === undefined || asked === '' ? context.today : toDay(asked);
	if (day === undefined)
		throw faults.of('2060', `Date format is invalid. Supplied value:${asked}`, 'asofdate');
	if (!(code in dollars)) throw faults.reference('Currencies', code);
	const { rate, setAt } = rateOf(context.company, code, day);
	return {
		SourceCurrencyCode: code,
		TargetCurrencyCode: context.company.profile.currency,
		Rate: rate,
		AsOfDate: day,
		MetaData: { LastUpdatedTime: pacific(setAt ?? Date.parse(`${day}T08:10:34Z`)) },
	};
}

/** `POST /exchangerate` sets the rate of a currency, valid from a day on. */
export function writeExchangeRate(context: RequestContext, raw: Record<string, unknown>): object {
	const code =
		typeof raw['SourceCurrencyCode'] === 'string' ? raw['SourceCurrencyCode'].toUpperCase() : '';
	const rate = Number(raw['Rate']);
	const day = toDay(String(raw['AsOfDate'] ?? context.today));
	if (code === '' || raw['Rate'] === undefined)
		throw faults.required(code === '' ? 'SourceCurrencyCode' : 'Rate');
	if (!(code in dollars)) throw faults.reference('Currencies', code);
	if (!(rate > 0) || day === undefined)
		throw faults.of(
			day === undefined ? '2060' : '2080',
			`Supplied value:${String(day === undefined ? raw['AsOfDate'] : raw['Rate'])}`,
			day === undefined ? 'AsOfDate' : 'Rate',
		);
	const at = wholeSecond(context.now);
	const id = `${code}:${day}`;
	const fields = {
		Id: id,
		SyncToken: '0',
		DocNumber: code,
		TxnDate: day,
		SourceCurrencyCode: code,
		TargetCurrencyCode: context.company.profile.currency,
		Rate: rate,
		AsOfDate: day,
	};
	context.records.put(entity('ExchangeRate'), { id, created: at, updated: at, fields });
	return readExchangeRate(
		context,
		new URLSearchParams({ sourcecurrencycode: code, asofdate: day }),
	);
}
