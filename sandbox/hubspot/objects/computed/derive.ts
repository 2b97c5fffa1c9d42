import Big from 'big.js';
import { dealPipelines, findStage } from '../../account/pipelines';
import { account } from '../../account/account';
import { exchangeRates } from '../../account/settings';
import type { ObjectType } from '../../types';
import { setProperty, type Deriver, type ObjectDraft, type DerivationContext } from './draft';
import { deriveInvoice } from './invoice';
import { deriveLineItem } from './lineItem';
import { decimalOf, amountText } from './money';
import { deriveQuote } from './quote';

/**
 * Sets the values that HubSpot computes.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/understanding-the-crm
 */
export function derive(draft: ObjectDraft, context: DerivationContext): void {
	derivers[draft.type]?.(draft, context);
}

function deriveContact({ properties }: ObjectDraft): void {
	const { email, firstname, lastname } = properties;
	setProperty(properties, 'hs_email_domain', email?.split('@')[1]);
	setProperty(
		properties,
		'hs_full_name_or_email',
		[firstname, lastname].filter(Boolean).join(' ') || email,
	);
}

/** The domain comes from the website if the request names no domain. */
function deriveCompany({ properties, sent }: ObjectDraft): void {
	if (properties['domain']) properties['domain'] = properties['domain'].toLowerCase();
	else if (sent.has('website') && properties['website'])
		setProperty(
			properties,
			'domain',
			properties['website']
				.replace(/^https?:\/\//i, '')
				.replace(/^www\./i, '')
				.split('/')[0]
				?.toLowerCase(),
		);
}

function deriveDeal({ properties, before }: ObjectDraft, { now }: DerivationContext): void {
	properties['pipeline'] ??= dealPipelines[0]?.id ?? 'default';
	properties['deal_currency_code'] ??= account.companyCurrency;
	const { pipeline, dealstage, amount, deal_currency_code: currency } = properties;
	const stage = dealstage === undefined ? undefined : findStage(pipeline, dealstage);
	const closed = stage?.metadata.isClosed === 'true';
	const won = closed && Number(stage.metadata.probability) === 1;
	Object.assign(properties, {
		hs_is_closed: String(closed),
		hs_is_closed_won: String(won),
		hs_is_closed_lost: String(closed && !won),
	});
	setProperty(properties, 'hs_deal_stage_probability', stage?.metadata.probability);
	if (dealstage !== undefined && before?.['dealstage'] !== dealstage) {
		properties[`hs_v2_date_entered_${dealstage}`] = new Date(now).toISOString();
		if (before?.['dealstage'])
			properties[`hs_v2_date_exited_${before['dealstage']}`] = new Date(now).toISOString();
	}
	const rate = rateOf(currency, now);
	const value = decimalOf(amount);
	const home = value && rate && amountText(value.times(rate), 2);
	setProperty(
		properties,
		'hs_exchange_rate',
		currency === account.companyCurrency ? undefined : rate?.toFixed(),
	);
	setProperty(properties, 'amount_in_home_currency', home);
	setProperty(properties, 'hs_deal_amount_in_home_currency', home);
	setProperty(properties, 'hs_closed_amount', won ? amount : '0');
}

/** The newest rate that is valid at that time; 1 for the account's own currency. */
function rateOf(currency: string, now: number): Big | undefined {
	if (currency === account.companyCurrency) return new Big(1);
	const rates = exchangeRates
		.filter((rate) => rate.fromCurrencyCode === currency && Date.parse(rate.effectiveAt) <= now)
		.sort((a, b) => a.effectiveAt.localeCompare(b.effectiveAt));
	const newest = rates.at(-1);
	return newest && new Big(newest.conversionRate);
}

const derivers: Partial<Record<ObjectType, Deriver>> = {
	contacts: deriveContact,
	companies: deriveCompany,
	deals: deriveDeal,
	line_items: deriveLineItem,
	quotes: deriveQuote,
	invoices: deriveInvoice,
};
