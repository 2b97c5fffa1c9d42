import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DealStageTrigger } from '../../../nodes/DealStageTrigger/DealStageTrigger.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { beforeTax, picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

const TRIGGER = 'n8n-nodes-hubspot-quickbooks.dealStageTrigger';
const SYNC = 'n8n-nodes-hubspot-quickbooks.syncInvoice';
const DEALS = '/crm/objects/2026-03/deals';
const line = (price: number) => [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: price * 1_000 },
];
type Result = IDataObject & {
	action: string;
	quickbooks: { id: string; docNumber: string };
	warnings: string[];
};

let billing: BillingAccounts;
let contact: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[TRIGGER]: new DealStageTrigger(),
		[SYNC]: new SyncInvoice(),
	});
	contact = await billing.contact();
	await billing.bill({
		deal: picked(await billing.deal(line(1), 'USD', contact)),
		source: 'scratch',
		ifNoItem: 'fail',
	});
});
afterAll(async () => await billing.accounts.stop());

const newDeal = async (price: number) => await billing.deal(line(price), 'USD', contact);
/** A deal that somebody has opened a second time, without anything in it. */
const empty = async (dealstage = 'closedwon') =>
	await billing.create(
		'deals',
		{ dealname: 'Again', pipeline: 'default', dealstage, deal_currency_code: 'USD' },
		[[3, contact]],
	);
const bill = async (deal: string, more: INodeParameters = {}) =>
	(await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	})) as unknown as Result;
async function merge(primary: string, other: string): Promise<string> {
	return (
		await billing.accounts.hubSpot<{ id: string }>(`${DEALS}/merge`, {
			primaryObjectId: primary,
			objectIdToMerge: other,
		})
	).id;
}
const amountOf = async (deal: string, amount: number) =>
	await billing.accounts.hubSpot(
		`${DEALS}/${deal}`,
		{ properties: { amount: String(amount) } },
		'PATCH',
	);
const invoicesOf = async (ids: readonly string[]) =>
	(
		await billing.accounts.query<Invoice>('select * from Invoice orderby Id desc maxresults 100')
	).filter(({ PrivateNote }) => ids.some((id) => PrivateNote?.includes(`deal ${id},`)));

/** Checks what the invoices of deals that became one come to. */
async function expectBilled(ids: readonly string[], invoices: number, runs: number): Promise<void> {
	const found = (await invoicesOf(ids)).length;
	count({
		runs,
		invoicesLost: Math.max(0, invoices - found),
		invoicesDoubled: Math.max(0, found - invoices),
	});
	expect(found).toBe(invoices);
}

describe.each(['new', 'kept'] as const)(
	'deals that were merged, the survivor under a %s id',
	(mergedId) => {
		beforeAll(() => billing.accounts.sandbox.hubspot.setSwitches({ mergedId }));
		afterAll(() => billing.accounts.sandbox.hubspot.setSwitches({ mergedId: 'new' }));

		it.each([
			['the other one', 1],
			['the primary one', 0],
		])(
			'of which %s was billed: the survivor is billed already, under each of its ids',
			async (_name, other) => {
				const [a, b] = [await newDeal(1000), await empty()];
				const first = await bill(a);
				const survivor = other ? await merge(b, a) : await merge(a, b);
				for (const id of [survivor, a])
					expect(await bill(id)).toMatchObject({
						quickbooks: { id: first.quickbooks.id },
						warnings: [],
					});
				expect(await bill(survivor, { share: 'rest' })).toMatchObject({
					quickbooks: { id: first.quickbooks.id },
				});
				await expect(bill(survivor, { ifInvoiced: 'fail' })).rejects.toMatchObject({
					message: expect.stringMatching(/was invoiced before/) as string,
				});
				await expectBilled([a, b, survivor], 1, 5);
				const { properties } = await billing.accounts.deal(survivor, [
					'quickbooks_total_billed',
					'quickbooks_invoice_count',
				]);
				expect(properties).toMatchObject({
					quickbooks_total_billed: '1000.00',
					quickbooks_invoice_count: '1',
				});
			},
		);

		it('both billed, and merged with a third that was not: what is left is its rest', async () => {
			const [a, b, c] = [await newDeal(100), await newDeal(100), await newDeal(50)];
			const ids = [(await bill(a)).quickbooks.id, (await bill(b)).quickbooks.id];
			const two = await merge(a, b);
			await amountOf(two, 200);
			expect(ids).toContain((await bill(two)).quickbooks.id);
			const three = await merge(c, two);
			await amountOf(three, 250);
			expect((await bill(three)).warnings).toEqual([
				expect.stringMatching(/now it comes to 250\.00\. 50\.00 of it is not invoiced/),
			]);
			const rest = await bill(three, { share: 'rest' });
			expect([
				beforeTax(await billing.invoice(rest.quickbooks.id)),
				(await bill(three, { share: 'rest' })).quickbooks.id,
			]).toEqual([5_000n, rest.quickbooks.id]);
			await expectBilled([a, b, c, two, three], 3, 6);
		});

		it('that HubSpot has no record of yet, since the run broke off', async () => {
			const [a, b] = [await newDeal(100), await empty()];
			billing.accounts.fault({
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'missing-scope',
			});
			await bill(a).catch(() => undefined);
			billing.accounts.clearFaults();
			const survivor = await merge(b, a);
			expect((await bill(survivor)).action).toBe('existing');
			await expectBilled([a, b, survivor], 1, 2);
		});

		it('a deliberate repeat keeps its reference', async () => {
			const [a, b] = [await newDeal(100), await empty()];
			await bill(a);
			const first = await bill(a, { ifInvoiced: 'another', reference: 'May' });
			const survivor = await merge(b, a);
			expect(
				(await bill(survivor, { ifInvoiced: 'another', reference: 'May' })).quickbooks.id,
			).toBe(first.quickbooks.id);
			await expectBilled([a, b, survivor], 2, 3);
		});

		it('a record that Sync Invoice makes, since the run broke off, is on the survivor, and the deal stays billed', async () => {
			const [a, b] = [await newDeal(100), await empty()];
			billing.accounts.fault({
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'missing-scope',
			});
			await bill(a).catch(() => undefined);
			billing.accounts.clearFaults();
			const survivor = await merge(b, a);
			const made = (
				await billing.accounts.query<{ Id: string; PrivateNote?: string }>(
					'select * from Invoice orderby Id desc maxresults 5',
				)
			).find(({ PrivateNote }) => PrivateNote?.includes(`deal ${a},`));
			const synced = await billing.accounts.run(SYNC, {
				scope: 'records',
				recordId: String(made?.Id),
			});
			expect(synced.error).toBeUndefined();
			expect(
				(await billing.accounts.deal(survivor)).associations?.['invoices']?.results,
			).toHaveLength(1);
			expect((await bill(survivor)).quickbooks.id).toBe(made?.Id);
			await expectBilled([a, b, survivor], 1, 2);
		});
	},
);

describe.each(['new', 'kept'] as const)(
	'the stage trigger, the survivor under a %s id',
	(mergedId) => {
		beforeAll(() => billing.accounts.sandbox.hubspot.setSwitches({ mergedId }));
		let nodes = 0;
		function watch(): WorkflowUnderTest {
			nodes += 1;
			const node = {
				id: `${mergedId}-${nodes}`,
				name: 'Trigger',
				type: TRIGGER,
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: { pipeline: 'default', stages: ['closedwon'] },
				credentials: billing.accounts.nodeCredentials,
			};
			return { nodes: [node], connections: {} };
		}
		const poll = async (workflow: WorkflowUnderTest) =>
			((await billing.accounts.n8n.poll(workflow, 'Trigger'))?.[0] ?? []).map(
				({ json }) => json as { deal: { id: string }; eventId: string },
			);

		it('a merge is no entry, whichever of them was won and told', async () => {
			const workflow = watch();
			await poll(workflow);
			const [won, open, both, second] = [
				await newDeal(10),
				await empty('contractsent'),
				await newDeal(10),
				await newDeal(10),
			];
			const told = (await poll(workflow)).map(({ deal }) => deal.id);
			expect(told).toEqual(expect.arrayContaining([won, both, second]));
			for (const [primary, other] of [
				[won, open],
				[second, both],
			] as const)
				await merge(primary, other);
			expect(await poll(workflow)).toEqual([]);
			const late = await empty('contractsent');
			await merge(late, await merge(won, second));
			expect(await poll(workflow)).toEqual([]);
		});

		it('what was won before the start stays untold, and after a restart a merged deal comes under the event that was told', async () => {
			const before = await newDeal(10);
			const workflow = watch();
			await poll(workflow);
			await merge(await empty('contractsent'), before);
			expect(await poll(workflow)).toEqual([]);
			const won = await newDeal(10);
			const [told] = await poll(workflow);
			const survivor = await merge(won, await empty('contractsent'));
			const [node] = watch().nodes;
			const again = await poll({ ...workflow, nodes: node ? [node] : [] });
			expect(again.map(({ deal, eventId }) => [deal.id, eventId])).toEqual([
				[survivor, told?.eventId],
			]);
		});

		it('a deal that is won and merged between two polls is told once', async () => {
			const workflow = watch();
			await poll(workflow);
			const survivor = await merge(await newDeal(10), await empty('contractsent'));
			expect((await poll(workflow)).map(({ deal }) => deal.id)).toEqual([survivor]);
			expect(await poll(workflow)).toEqual([]);
		});
	},
);
