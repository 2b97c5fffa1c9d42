import { GatewayError } from '../errors';
import type { QuickBooksSession } from './transport/session';

/**
 * Home currency units for one unit of `currency`.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/exchangerate
 *
 * @param asOf YYYY-MM-DD
 * @throws GatewayError `unexpected` when QuickBooks has no rate for that day
 */
export async function readExchangeRate(
	session: QuickBooksSession,
	currency: string,
	asOf: string,
): Promise<number> {
	const rate = await session.ask({
		repeatable: 'read',
		method: 'getExchangeRate',
		args: () => [{ sourcecurrencycode: currency, asofdate: asOf }],
		read: (body: { ExchangeRate?: { Rate?: unknown } }) => body.ExchangeRate?.Rate,
	});
	if (typeof rate !== 'number' || !(rate > 0))
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: `QuickBooks has no exchange rate for ${currency} on ${asOf}`,
		});
	return rate;
}
