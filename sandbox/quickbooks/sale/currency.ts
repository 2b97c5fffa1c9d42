import type { Company } from '../company';
import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Fields } from '../records';
import { rateOf } from '../exchange';

export function isForeign(company: Company, code: string): boolean {
	return code !== company.profile.currency;
}

/** @throws Fault 6000 if the company uses only one currency */
export function requireMultiCurrency(context: RequestContext, code: string): void {
	if (!context.company.settings.multiCurrency && isForeign(context.company, code)) {
		throw faults.business('Multicurrency has to be turned on before another currency can be used.');
	}
}

/**
 * The currency and exchange rate of a transaction. The currency must be the customer's; if none is
 * sent, the home currency counts (`missingInvoiceCurrency`). Companies with one currency show no rate.
 * @throws Fault 6000 if the currencies differ, 2410 if a rate is required (`missingExchangeRate`)
 */
export function currencyOf(
	context: RequestContext,
	fields: Fields,
	customer: Fields | undefined,
): Fields {
	const { company, switches } = context;
	const home = company.profile.currency;
	const customers = (customer?.['CurrencyRef'] as { value: string } | undefined)?.value ?? home;
	const sent = (fields['CurrencyRef'] as { value: string } | undefined)?.value;
	const code = sent ?? (switches.missingInvoiceCurrency === 'customer' ? customers : home);
	requireMultiCurrency(context, code);
	if (code !== customers)
		throw faults.business('You can only use one foreign currency per transaction.');
	const CurrencyRef = { value: code };
	if (!company.settings.multiCurrency) return { CurrencyRef, ExchangeRate: undefined };
	if (!isForeign(company, code)) return { CurrencyRef, ExchangeRate: 1 };
	if (
		typeof fields['ExchangeRate'] === 'number' &&
		fields['ExchangeRate'] > 0 &&
		switches.sentExchangeRate === 'kept'
	)
		return { CurrencyRef, ExchangeRate: fields['ExchangeRate'] };
	if (switches.missingExchangeRate === 'refuse')
		throw faults.of(
			'2410',
			'The currency and exchange rate are required for transaction in foreign currency.',
			'',
		);
	return {
		CurrencyRef,
		ExchangeRate:
			switches.missingExchangeRate === 'one'
				? 1
				: rateOf(company, code, String(fields['TxnDate'] ?? context.today)).rate,
	};
}
