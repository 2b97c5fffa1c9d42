import { TYPE } from '../../support/billingAccounts';
import { MAIL_CLAIM_MS } from '../../../src/core/invoice/concurrent/claim';
import { atOnce, billing, invoicesOf, mailsOf, order, settled, WORKERS } from './mailedDeals';

describe('a mail that does not go through', () => {
	it.each([
		['drop-after', 'created', 1],
		['truncate', 'created', 1],
		['500', undefined, 0],
		['drop-before', undefined, 0],
	] as const)(
		'%s: the next run mails what was not mailed, and nothing twice',
		async (behaviour, action, mails) => {
			const parameters = await order('now');
			billing.accounts.fault({
				system: 'quickbooks',
				method: 'POST',
				path: '/send',
				behaviour,
				times: 1,
			});
			const [first] = await atOnce(parameters, 0, [TYPE]);
			expect([
				first?.item?.action,
				mailsOf((await invoicesOf(parameters.deal.value))[0]?.Id ?? ''),
			]).toEqual([action, mails]);
			const again = await billing.bill(parameters);
			expect(again.action).toBe('existing');
			await settled(parameters.deal.value, 2, 1);
		},
		60_000,
	);

	it('a run that was cut off before its mail: the next one waits until that is certain, and mails', async () => {
		const parameters = await order('now');
		// Nothing that follows the note goes through, not even taking it back.
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'POST',
			path: '/send',
			behaviour: '500',
		});
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'POST',
			path: '/invoice\\?(?!.*requestid)',
			behaviour: '500',
			after: 1,
		});
		const [first] = await atOnce(parameters, 0, [TYPE]);
		expect(first?.message).toMatch(/is in QuickBooks, but a later step failed/);
		billing.accounts.clearFaults();
		// The time passes for QuickBooks while this run waits.
		setTimeout(() => billing.accounts.sandbox.runtime.clock.advance(MAIL_CLAIM_MS - 5_000), 2000);
		const again = await billing.bill(parameters);
		expect([again.action, again['reason']]).toEqual([
			'existing',
			expect.stringMatching(/was sent now/),
		]);
		await settled(parameters.deal.value, 2, 1);
	}, 60_000);
});

it('a mail that QuickBooks is at for as long as it allows a request: another run waits, and one mail goes out', async () => {
	const parameters = await order('now');
	billing.accounts.fault({
		system: 'quickbooks',
		method: 'POST',
		path: '/send',
		behaviour: 'slow',
		delayMs: 5000,
		times: 1,
	});
	setTimeout(() => billing.accounts.sandbox.runtime.clock.advance(115_000), 2000);
	const runs = await atOnce(parameters, 500, WORKERS.slice(0, 2));
	expect(runs.map(({ item, message }) => item?.action ?? message).sort()).toEqual([
		'created',
		'existing',
	]);
	await settled(parameters.deal.value, 2, 1);
}, 60_000);

it('the note of a run is no event of the invoice, and no person’s edit', async () => {
	const parameters = await order('no');
	const {
		quickbooks: { id },
	} = (await billing.accounts.one(TYPE, parameters)) as { quickbooks: { id: string } };
	const { PrivateNote } = await billing.invoice(id);
	expect(PrivateNote).toMatch(/^\[made by run \w{10}\]\n\[HubSpot /);
	const { invoice } = (await billing.accounts.one(TYPE, parameters)) as {
		invoice: { status: string };
	};
	expect(invoice.status).toBe('waiting_to_be_sent');
});
