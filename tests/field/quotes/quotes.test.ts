import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { listSearch } from '../../../src/n8n/pickers/pickers';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';
import { control } from '../../support/testSandbox';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [READ]: new ReadInvoicingData() });
});
afterAll(async () => await billing.accounts.stop());

const line = (price: string, more: IDataObject = {}): IDataObject => ({
	name: 'Design hours',
	hs_sku: 'GD-HOUR',
	quantity: '1',
	price,
	hs_line_item_currency_code: 'USD',
	...more,
});

async function deal(): Promise<{ id: string; contact: string }> {
	const contact = await billing.contact();
	const id = await billing.create(
		'deals',
		{ dealname: 'Terrace', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, contact]],
	);
	return { id, contact };
}

/** A quote made by HubSpot's quoting tool, with the status it comes to. */
async function quote(
	dealId: string,
	status: string,
	lines: IDataObject[],
	{ links = [], ...properties }: IDataObject & { links?: Array<[number, string]> } = {},
): Promise<string> {
	const id = await billing.create(
		'quotes',
		{
			hs_title: `Offer ${status}`,
			hs_template_type: 'CPQ_QUOTE',
			hs_currency: 'USD',
			hs_status: 'DRAFT',
			hs_expiration_date: inDays(30),
			...properties,
		},
		[[64, dealId], ...links],
	);
	for (const one of lines) await billing.create('line_items', one, [[68, id]]);
	if (status !== 'DRAFT')
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${id}`,
			{
				properties: {
					hs_status: ['ACCEPTED', 'VOID'].includes(status) ? 'APPROVAL_NOT_NEEDED' : status,
				},
			},
			'PATCH',
		);
	if (status === 'ACCEPTED') await act(id, 'accept');
	if (status === 'VOID') await act(id, 'void');
	return id;
}

async function act(id: string, what: 'accept' | 'void'): Promise<void> {
	await control(billing.accounts.sandbox, 'POST', `hubspot/quotes/${id}/${what}`, {});
}

const bill = async (dealId: string, more: IDataObject = {}) =>
	(await billing.accounts.one(TYPE, {
		deal: picked(dealId),
		source: 'quote',
		ifNoItem: 'fail',
		...(more as INodeParameters),
	})) as IDataObject & {
		hubspot: { id: string };
		invoice: { total: string; customer: { name: string }; lines: Array<{ amount: string }> };
		warnings: string[];
	};
const choices = async (dealId: string) =>
	(await billing.accounts.one(READ, { operation: 'choices', deal: picked(dealId) })) as {
		quotes: Array<{
			id: string;
			obstacle: { message: string; remedy: string } | null;
			accepted: boolean;
			customer: unknown;
		}>;
	};
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

describe('whom a quote bills', () => {
	it('its own contact, not the first one of the deal', async () => {
		const { id } = await deal();
		const buyer = await billing.contact({ firstname: 'Bea', lastname: 'Buyer' });
		await quote(id, 'ACCEPTED', [line('100')], {
			links: [
				[69, buyer],
				[702, buyer],
			],
		});
		const { invoice, warnings, hubspot } = await bill(id);
		expect([invoice.customer.name, warnings]).toEqual(['Bea Buyer', []]);
		const record = await billing.accounts.hubSpot<{
			associations: Record<string, { results: IDataObject[] }>;
		}>(`/crm/objects/2026-03/invoices/${hubspot.id}?associations=contacts`);
		expect([...new Set(record.associations['contacts']?.results.map((one) => one['id']))]).toEqual([
			buyer,
		]);
	});

	it.each([
		[true, 'Pia'],
		[false, 'Pat'],
	])(
		'the contact that is labelled for billing, whoever signs and whoever comes first (chosen: %s)',
		async (chosen, firstname) => {
			const { id } = await deal();
			const [signer, reader, payer] = [
				await billing.contact({ firstname: 'Sam', lastname: 'Signer' }),
				await billing.contact(),
				await billing.contact({ firstname, lastname: 'Payer' }),
			];
			const accepted = await quote(id, 'ACCEPTED', [line('100')], {
				links: [
					[69, signer],
					[702, signer],
					[69, reader],
					[69, payer],
					[1226, payer],
				],
			});
			const asked = chosen ? { quote: picked(accepted) } : {};
			expect(
				(await choices(id)).quotes.map(({ customer }) => (customer as IDataObject)['newName']),
			).toEqual([`${firstname} Payer`]);
			const { invoice, warnings } = await bill(id, asked);
			expect([invoice.customer.name, warnings]).toEqual([`${firstname} Payer`, []]);
		},
	);

	it('the company that is labelled for billing', async () => {
		const { id } = await deal();
		const [builder, owner] = [
			await billing.create('companies', { name: 'Builder & Sons' }),
			await billing.create('companies', { name: 'Owner & Daughters' }),
		];
		await quote(id, 'ACCEPTED', [line('100')], {
			links: [
				[71, builder],
				[71, owner],
				[1334, owner],
			],
		});
		const { invoice, warnings } = await bill(id, { billingParty: 'company' });
		expect([invoice.customer.name, warnings]).toEqual(['Owner & Daughters', []]);
	});

	it('the first of several without that label, with a warning', async () => {
		const { id } = await deal();
		const [first, second] = [
			await billing.contact({ firstname: 'Fay', lastname: 'First' }),
			await billing.contact(),
		];
		await quote(id, 'ACCEPTED', [line('100')], {
			links: [
				[69, first],
				[69, second],
				[702, second],
			],
		});
		const { invoice, warnings } = await bill(id);
		expect([invoice.customer.name, warnings]).toEqual([
			'Fay First',
			[
				expect.stringMatching(
					/^The quote has more than one contact; "Fay First" counts\. Label the one to bill as billing contact of the quote in HubSpot, or choose the customer/,
				),
			],
		]);
	});

	it('and a form suggests the same one', async () => {
		const { id } = await deal();
		const buyer = await billing.contact({ firstname: 'Cleo', lastname: 'Client' });
		await quote(id, 'ACCEPTED', [line('100')], { links: [[69, buyer]] });
		await quote(id, 'APPROVED', [line('100')]);
		expect(
			(await choices(id)).quotes.map(
				({ customer }) => customer && (customer as IDataObject)['newName'],
			),
		).toEqual(['Cleo Client', null]);
	});

	it('its own company, and the deal’s contact where it has none', async () => {
		const { id, contact } = await deal();
		const company = await billing.create('companies', { name: 'Buyer & Sons' });
		await quote(id, 'ACCEPTED', [line('100')], { links: [[71, company]] });
		const plain = await bill(id, { dryRun: true });
		expect(JSON.stringify(plain['plan'])).toContain('"DisplayName":"Case No.');
		expect((await bill(id, { billingParty: 'company' })).invoice.customer.name).toBe(
			'Buyer & Sons',
		);
		expect(contact).toBeTruthy();
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
