import {
	again,
	atOnce,
	billing,
	invoicesOf,
	order,
	percent,
	rest,
	type Share,
	whole,
} from './severalProcesses';

const PROPERTIES = [
	'quickbooks_invoice_count',
	'quickbooks_total_billed',
	'quickbooks_invoice_number',
	'quickbooks_invoice_status',
	'quickbooks_invoice_amount_billed',
];
const amount = (shareAmount: number): Share => ({ share: 'amount', shareAmount });

describe('different shares of a deal in several processes at one moment', () => {
	it.each<[string, Share, Share, boolean]>([
		['the whole and 30 %', whole, percent(30), false],
		['30 % and the whole', percent(30), whole, false],
		['60 % and an amount', percent(60), amount(500), true],
		['an amount and 60 %', amount(500), percent(60), true],
		['the rest and 10 %', rest, percent(10), true],
	])(
		'%s: one stays, the other takes itself back, says so, and is not mailed',
		async (_name, mine, theirs, isMailed) => {
			const parameters = await order();
			const send = { send: isMailed ? 'now' : 'no' };
			const runs = await atOnce(parameters, [mine, theirs], send);
			const { all, live } = await invoicesOf(parameters.deal.value);
			expect([all.length, live.map(({ Id }) => Id)]).toEqual([2, [all[0]?.Id]]);
			const winner = runs.findIndex(({ item }) => item?.quickbooks.id === live[0]?.Id);
			const loser = runs[1 - winner];
			expect(runs[winner]?.message).toBeUndefined();
			expect(loser?.message).toMatch(
				new RegExp(
					`^Share: .+ "Case \\d+" was billed by another run at the same moment, and both invoices come to more than its 1000\\.00\\. Invoice ${live[0]?.DocNumber} stays; Invoice ${all[1]?.DocNumber} of this run was voided and not sent\\.$`,
				),
			);
			expect(loser?.remedy).toMatch(
				/Only \d+\.00 is left: set "Share" to the rest|Nothing is left to bill\. To bill this share instead, void/,
			);
			expect(all[1]).toMatchObject({
				TotalAmt: 0,
				Balance: 0,
				EmailStatus: 'NeedToSend',
				PrivateNote: expect.stringMatching(
					new RegExp(
						`^Voided - Taken back: another run billed the deal at the same moment \\(invoice ${live[0]?.DocNumber}\\)\\.\\n\\[HubSpot `,
					),
				),
			});
			expect(live[0]?.EmailStatus).toBe(isMailed ? 'EmailSent' : 'NeedToSend');
			const { properties } = await billing.accounts.deal(parameters.deal.value, PROPERTIES);
			expect(properties).toMatchObject({
				quickbooks_invoice_count: '1',
				quickbooks_invoice_number: live[0]?.DocNumber,
				quickbooks_invoice_status: isMailed ? 'sent_to_customer' : 'waiting_to_be_sent',
			});
			expect(Number(properties['quickbooks_total_billed'])).toBe(live[0]?.TotalAmt);
			const repeated = await again(parameters, winner === 0 ? theirs : mine, send);
			const after = await invoicesOf(parameters.deal.value);
			expect(after.sum).toBeLessThanOrEqual(100_000);
			expect(after.live[0]?.Id).toBe(live[0]?.Id);
			if (repeated.error)
				expect([repeated.error.message, after.all.length]).toEqual([
					expect.stringMatching(/only \d+\.00 is left to bill/),
					2,
				]);
			else expect([after.sum, after.live.length]).toEqual([100_000, 2]);
		},
		60_000,
	);

	it('HubSpot’s record of the one taken back is void, too', async () => {
		const parameters = await order();
		await atOnce(parameters, [whole, percent(30)]);
		const { all } = await invoicesOf(parameters.deal.value);
		const { associations } = await billing.accounts.deal(parameters.deal.value);
		const records = await Promise.all(
			[...new Set(associations?.['invoices']?.results.map(({ id }) => id))].map(
				async (id) =>
					(
						await billing.accounts.hubSpot<{ properties: Record<string, string> }>(
							`/crm/objects/2026-03/invoices/${id}?properties=quickbooks_invoice_number,quickbooks_invoice_status,hs_invoice_status`,
						)
					).properties,
			),
		);
		expect(
			records
				.map((record) => [
					record['quickbooks_invoice_number'],
					record['quickbooks_invoice_status'],
					record['hs_invoice_status'],
				])
				.sort(),
		).toEqual([
			[all[0]?.DocNumber, 'waiting_to_be_sent', 'draft'],
			[all[1]?.DocNumber, 'voided', 'voided'],
		]);
	}, 60_000);

	it.each<[string, Share[], number]>([
		['60, 61 and 62 %', [percent(60), percent(61), percent(62)], 1],
		['two that fit and one that does not', [percent(45), percent(50), amount(480)], 2],
		['three that fit', [percent(30), percent(40), amount(200)], 3],
	])(
		'three at once, %s: as many stay as fit',
		async (_name, shares, staying) => {
			const parameters = await order();
			const runs = await atOnce(parameters, shares);
			const { all, live, sum } = await invoicesOf(parameters.deal.value);
			expect([
				all.length,
				live.length,
				runs.filter(({ message }) => message === undefined).length,
			]).toEqual([3, staying, staying]);
			expect(sum).toBeLessThanOrEqual(100_000);
			expect(runs.flatMap(({ item }) => item?.quickbooks.id ?? []).sort()).toEqual(
				live.map(({ Id }) => Id).sort(),
			);
			const { properties } = await billing.accounts.deal(parameters.deal.value, PROPERTIES);
			expect([
				properties['quickbooks_invoice_count'],
				Math.round(Number(properties['quickbooks_total_billed']) * 100),
			]).toEqual([
				String(staying),
				live.reduce((total, { TotalAmt }) => total + Math.round(TotalAmt * 100), 0),
			]);
			if (sum < 100_000) await again(parameters, rest);
			expect((await invoicesOf(parameters.deal.value)).sum).toBe(100_000);
		},
		60_000,
	);

	it.each([
		['the look', { method: 'GET', path: 'query.*LastUpdatedTime%20%3E', behaviour: 'drop-before' }],
		['the void: no answer', { method: 'POST', path: 'operation=void', behaviour: 'drop-after' }],
		['the void: broken off', { method: 'POST', path: 'operation=void', behaviour: 'truncate' }],
		[
			'the void: refused as stale',
			{ method: 'POST', path: 'operation=void', behaviour: 'stale-token' },
		],
		[
			'the creation: no answer',
			{ method: 'POST', path: '/invoice\\?[^o]*requestid', behaviour: 'drop-after' },
		],
	] as const)(
		'a fault at %s changes nothing',
		async (_name, fault) => {
			const parameters = await order();
			billing.accounts.fault({ system: 'quickbooks', times: 1, ...fault });
			const runs = await atOnce(parameters, [whole, percent(30)], { send: 'now' });
			expect(billing.accounts.sandbox.runtime.faults.list().map(({ done }) => done)).toEqual([1]);
			const { live, sum } = await invoicesOf(parameters.deal.value);
			expect([
				live.length,
				sum <= 100_000,
				runs.filter(({ message }) => message === undefined).length,
			]).toEqual([1, true, 1]);
		},
		60_000,
	);
});
