import type { HubSpotAccount } from '../../core/records/hubspot';
import { filledText, readJson, type Json } from './transport/answers';
import { loadPaths } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/**
 * https://developers.hubspot.com/docs/api-reference/latest/account/account-information
 *
 * @throws GatewayError
 */
export function readAccount(session: HubSpotSession): Promise<HubSpotAccount> {
	const url = `${session.baseUrl}/account-info/v3/details`;
	return session.call({
		load: loadPaths,
		repeatable: 'read',
		send: (attempt) => attempt.send({ method: 'GET', url }, readJson),
		read: (answer) => toAccount(answer ?? {}),
	});
}

function toAccount(answer: Json): HubSpotAccount {
	const { portalId, accountType, timeZone, companyCurrency, additionalCurrencies, uiDomain } =
		answer;
	if (typeof portalId !== 'number' && typeof portalId !== 'string')
		throw new Error('the account has no id');
	return {
		portalId: String(portalId),
		accountType: filledText(accountType) ?? 'STANDARD',
		timeZone: required(timeZone, 'time zone'),
		companyCurrency: required(companyCurrency, 'currency'),
		additionalCurrencies: Array.isArray(additionalCurrencies)
			? additionalCurrencies.filter((code) => typeof code === 'string')
			: [],
		uiDomain: filledText(uiDomain) ?? 'app.hubspot.com',
	};
}

/** @throws Error where a guess would put dates or amounts wrong */
function required(value: unknown, name: string): string {
	const text = filledText(value);
	if (text === undefined) throw new Error(`the account has no ${name}`);
	return text;
}

/** HubSpot serves each data centre under a host of its own, and all of them under the first. */
export function environmentOf(baseUrl: string): 'production' | 'custom' {
	return URL.canParse(baseUrl) && /^api(-[a-z0-9]+)?\.hubapi\.com$/.test(new URL(baseUrl).hostname)
		? 'production'
		: 'custom';
}
