import type { HubSpotAccount } from '../../core/records/hubspot';
import { readJson, textOf } from './transport/answers';
import type { HubSpotSession } from './transport/session';

/** https://developers.hubspot.com/docs/api-reference/latest/account/account-information */
export async function readAccount(session: HubSpotSession): Promise<HubSpotAccount> {
	return await session.send('read', async (send) => {
		const { text } = await send({
			method: 'GET',
			url: `${session.baseUrl}/account-info/v3/details`,
		});
		const { portalId, accountType, timeZone, companyCurrency, additionalCurrencies, uiDomain } =
			readJson(text) ?? {};
		if (typeof portalId !== 'number' && typeof portalId !== 'string')
			throw new Error('the account has no id');
		return {
			portalId: String(portalId),
			accountType: textOf(accountType) ?? 'STANDARD',
			timeZone: required(timeZone, 'time zone'),
			companyCurrency: required(companyCurrency, 'currency'),
			additionalCurrencies: Array.isArray(additionalCurrencies)
				? additionalCurrencies.filter((code) => typeof code === 'string')
				: [],
			uiDomain: textOf(uiDomain) ?? 'app.hubspot.com',
		};
	});
}

/** @throws Error where a guess would put dates or amounts wrong */
function required(value: unknown, name: string): string {
	const text = textOf(value);
	if (text === undefined) throw new Error(`the account has no ${name}`);
	return text;
}

/** HubSpot serves each data centre under a host of its own, and all of them under the first. */
export function environmentOf(baseUrl: string): 'production' | 'custom' {
	return URL.canParse(baseUrl) && /^api(-[a-z0-9]+)?\.hubapi\.com$/.test(new URL(baseUrl).hostname)
		? 'production'
		: 'custom';
}
