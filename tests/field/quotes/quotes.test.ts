import type { IDataObject } from 'n8n-workflow';
import { listSearch } from '../../../src/n8n/pickers/pickers';
import { picked, TYPE } from '../../support/billingAccounts';
import { act, bill, billing, choices, deal, inDays, line, quote } from './quotedDeals';

const billed = ({ invoice }: { invoice: { lines: Array<{ amount: string }> } }) =>
	invoice.lines.map(({ amount }) => amount);

async function offered(dealId: string): Promise<string[]> {
	const { results } = await (
		listSearch.searchQuotes as (
			this: unknown,
		) => Promise<{ results: Array<{ value: string; name: string }> }>
	).call({
		getNode: () => ({ name: 'Node' }),
		getCurrentNodeParameter: (name: string) => (name === 'deal' ? dealId : 'serviceKey'),
		getCredentials: async () => ({
			accessToken: billing.accounts.sandbox.hubspot.describe()['serviceKey'],
			baseUrl: billing.accounts.sandbox.hubspot.url,
		}),
	});
	return results.map(({ value }) => value);
}

describe('a quote that the buyer accepted', () => {
	it.each([true, false])(
		'is billed, offered in the picker and in forms (chosen: %s)',
		async (chosen) => {
			const { id } = await deal();
			const accepted = await quote(id, 'ACCEPTED', [line('100')]);
			const result = await bill(id, chosen ? { quote: picked(accepted) } : {});
			expect([billed(result), result.warnings]).toEqual([['100.00'], []]);
			expect(await offered(id)).toEqual([accepted]);
			expect((await choices(id)).quotes).toMatchObject([
				{ id: accepted, obstacle: null, accepted: true },
			]);
		},
	);

	it('comes before a later one that is only published', async () => {
		const { id } = await deal();
		await quote(id, 'ACCEPTED', [line('100')]);
		await quote(id, 'APPROVED', [line('200')]);
		expect(billed(await bill(id))).toEqual(['100.00']);
	});

	it('stays billable after its expiration date', async () => {
		const { id } = await deal();
		const accepted = await quote(id, 'ACCEPTED', [line('100')], { hs_expiration_date: inDays(1) });
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${accepted}`,
			{ properties: { hs_status: 'DRAFT' } },
			'PATCH',
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${accepted}`,
			{ properties: { hs_expiration_date: inDays(-20), hs_status: 'APPROVED' } },
			'PATCH',
		);
		await act(accepted, 'accept');
		expect(billed(await bill(id))).toEqual(['100.00']);
	});

	it('is sold beside one that is billed: it is billed whole on request, with a reference', async () => {
		const { id } = await deal();
		const [first, second] = [
			await quote(id, 'ACCEPTED', [line('20')]),
			await quote(id, 'ACCEPTED', [line('30')]),
		];
		const one = await bill(id, { quote: picked(first) });
		const refused = await billing.accounts.run(TYPE, {
			deal: picked(id),
			source: 'quote',
			ifNoItem: 'fail',
			quote: picked(second),
		});
		expect([refused.error?.message, refused.error?.description].join(' ')).toMatch(
			/only 10\.00 is left.*"Create Another"/s,
		);
		const two = await bill(id, {
			quote: picked(second),
			ifInvoiced: 'another',
			reference: 'second',
		});
		const again = await bill(id, {
			quote: picked(second),
			ifInvoiced: 'another',
			reference: 'second',
		});
		expect([billed(one), billed(two), again['action'], again.hubspot.id]).toEqual([
			['20.00'],
			['30.00'],
			'existing',
			two.hubspot.id,
		]);
		expect(two.warnings.join(' ')).toMatch(/Another quote of the deal was invoiced before/);
	});

	it('is one of two accepted ones: the one accepted last is billed, and the other is named', async () => {
		const { id } = await deal();
		const first = await quote(id, 'ACCEPTED', [line('100')], { hs_title: 'Phase one' });
		await new Promise((resolve) => setTimeout(resolve, 20));
		await quote(id, 'ACCEPTED', [line('200')], { hs_title: 'Phase two' });
		const result = await bill(id);
		expect(billed(result)).toEqual(['200.00']);
		expect(result.warnings.join()).toMatch(
			new RegExp(`other accepted quote.*"Phase one" \\(${first}\\)`),
		);
	});
});

describe('a quote that cannot be billed', () => {
	const reasons = {
		VOID: [/was voided/, /another quote/i],
		REJECTED: [/was rejected/, /another quote/i],
		PENDING_APPROVAL: [/waits for approval/, /approved/i],
		DRAFT: [/not published/, /Publish/],
	} as const;

	it('says why and what to do, where it is chosen, in forms, and is not offered', async () => {
		const { id } = await deal();
		const ids = new Map<string, string>();
		for (const status of Object.keys(reasons))
			ids.set(await quote(id, status, [line('100')]), status);
		const shown = (await choices(id)).quotes;
		for (const { id: quoteId, obstacle } of shown) {
			const [why, remedy] = reasons[ids.get(quoteId) as keyof typeof reasons];
			expect([obstacle?.message, obstacle?.remedy]).toEqual([
				expect.stringMatching(why),
				expect.stringMatching(remedy),
			]);
			expect(
				(
					await billing.accounts.run(TYPE, {
						deal: picked(id),
						source: 'quote',
						quote: picked(quoteId),
						ifNoItem: 'fail',
					})
				).error?.message,
			).toMatch(why);
		}
		expect([shown.length, await offered(id)]).toEqual([4, []]);
	});
});

describe('the amount that HubSpot shows on a quote', () => {
	it.each(['TOTAL_FIRST_PAYMENT', 'TOTAL_CONTRACT_VALUE'])(
		'is no reason to refuse where lines recur or start later (%s)',
		async (quoteTotal) => {
			billing.accounts.sandbox.hubspot.setSwitches({ quoteTotal });
			const { id } = await deal();
			const recurring = line('25', {
				name: 'Fertilizer',
				hs_sku: 'FERT-KG',
				recurringbillingfrequency: 'monthly',
				hs_recurring_billing_period: 'P12M',
				hs_billing_start_delay_type: 'hs_billing_start_delay_days',
				hs_billing_start_delay_days: '30',
			});
			const accepted = await quote(id, 'ACCEPTED', [line('100'), recurring]);
			const { properties } = await billing.accounts.hubSpot<{ properties: IDataObject }>(
				`/crm/objects/2026-03/quotes/${accepted}?properties=hs_quote_amount,hs_quote_total_preference`,
			);
			expect(properties).toMatchObject({
				hs_quote_amount: quoteTotal === 'TOTAL_FIRST_PAYMENT' ? '100' : '400',
				hs_quote_total_preference: quoteTotal,
			});
			const result = await bill(id);
			expect(billed(result)[0]).toBe('100.00');
			expect(result.warnings.join('\n')).toMatch(/HubSpot shows .* as the amount of quote/);
		},
	);
});
