import { bill, billing, dealWith, linesOf, refusal } from './billedLines';

describe('lines whose billing starts later', () => {
	const later = {
		name: 'Later',
		price: '100',
		recurringbillingfrequency: 'monthly',
		hs_recurring_billing_start_date: '2031-06-01',
	};
	const now = { name: 'Now', price: '50' };
	const told =
		'Line "Later" is billed now, but HubSpot starts billing it on 2031-06-01. Set "Lines That Start Later" to leave such lines out.';

	it('are billed with a warning that names the day', async () => {
		const billed = await bill(await dealWith([later, now]));
		expect(billed).toMatchObject({
			invoice: { total: '150.00' },
			warnings: ['Line "Later" recurs (monthly). One period of it is billed.', told],
		});
	});

	it('are left out on request, and billed later as the rest', async () => {
		const deal = await dealWith([later, now], { amount: '150' });
		const options = { laterLines: 'leaveOut' };
		const billed = await bill(deal, { options });
		expect(billed).toMatchObject({
			invoice: { total: '50.00' },
			warnings: expect.arrayContaining([
				'Line "Later" is left out: HubSpot starts billing it on 2031-06-01.',
			]),
		});
		expect((await linesOf(billed)).map(({ Description }) => Description)).toEqual(['Now']);
		expect(await bill(deal, { options, share: 'rest', invoiceDate: '2031-06-01' })).toMatchObject({
			invoice: { total: '100.00' },
		});
	});

	it('are left out of a quote, with their part of its discount', async () => {
		const contact = await billing.contact();
		const deal = await billing.deal([], 'USD', contact);
		const quote = await billing.create(
			'quotes',
			{
				hs_title: 'Two starts',
				hs_expiration_date: '2031-01-01',
				hs_currency: 'USD',
				hs_status: 'DRAFT',
			},
			[
				[64, deal],
				[69, contact],
			],
		);
		for (const line of [later, now])
			await billing.create(
				'line_items',
				{ quantity: '1', hs_line_item_currency_code: 'USD', ...line },
				[[68, quote]],
			);
		await billing.accounts.hubSpot(
			`/crm/v4/objects/quotes/${quote}/associations/default/discounts/${await billing.create('discounts', { hs_type: 'FIXED', hs_value: '30', hs_label: 'Spring' })}`,
			{},
			'PUT',
		);
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${quote}`,
			{ properties: { hs_status: 'APPROVAL_NOT_NEEDED' } },
			'PATCH',
		);
		// A discount of 30 on 150 is one of 10 on 50.
		expect(
			await bill(deal, { source: 'quote', options: { laterLines: 'leaveOut' } }),
		).toMatchObject({ invoice: { total: '40.00' } });
	});

	it.each([
		[
			{
				hs_billing_start_delay_type: 'hs_billing_start_delay_days',
				hs_billing_start_delay_days: '45',
			},
			'2031-02-14',
		],
		[
			{
				hs_billing_start_delay_type: 'hs_billing_start_delay_months',
				hs_billing_start_delay_months: '1',
			},
			'2031-01-31',
		],
	])('also where HubSpot has a delay instead of a day: %j', async (delay, day) => {
		const deal = await dealWith([{ ...now, ...delay }], { closedate: '2030-12-31T18:00:00Z' });
		expect((await bill(deal, { invoiceDate: '2031-01-10' })).warnings).toEqual([
			`Line "Now" is billed now, but HubSpot starts billing it on ${day}. Set "Lines That Start Later" to leave such lines out.`,
		]);
	});

	it('not where the delay is of no kind, or over', async () => {
		const deal = await dealWith(
			[
				{ ...now, hs_billing_start_delay_days: '45' },
				{ ...now, hs_recurring_billing_start_date: '2031-01-10' },
			],
			{ closedate: '2030-12-31T18:00:00Z' },
		);
		expect((await bill(deal, { invoiceDate: '2031-01-10' })).warnings).toEqual([]);
	});

	it('when nothing else is left, nothing is billed', async () => {
		expect(await refusal(await dealWith([later]), { options: { laterLines: 'leaveOut' } })).toMatch(
			/HubSpot starts billing all lines after the date of the invoice, the first on 2031-06-01/,
		);
	});
});
