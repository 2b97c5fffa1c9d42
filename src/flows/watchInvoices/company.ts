import { readCompanyRules } from '../../core/invoice/billing/settings';
import type { WatchedCompany } from '../../core/invoice/watch/state';
import type { QuickBooksPort } from '../../gateways/ports';
import type { WatchSettings } from './settings';

/**
 * Where the company's days begin, and its currency. The time zone that QuickBooks says comes before
 * the one of the form.
 *
 * @throws GatewayError
 */
export async function readCompany(
	quickbooks: QuickBooksPort,
	settings: Pick<WatchSettings, 'timeZone' | 'accountTimeZone' | 'fallbackTimeZone'>,
): Promise<WatchedCompany> {
	const { preferences, company } = await quickbooks.readSettings();
	const { homeCurrency } = readCompanyRules(preferences, company);
	const timeZone =
		company.DefaultTimeZone ??
		settings.timeZone ??
		(await settings.accountTimeZone?.()) ??
		settings.fallbackTimeZone;
	return { timeZone, homeCurrency };
}
