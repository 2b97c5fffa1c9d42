import { contactKind } from '../../../src/core/contact/fields';
import { SyncAccounts } from '../../support/syncAccounts';
import { PolledInvoices } from '../../support/polledInvoices';
import { count } from '../../support/figures';

// Whoever remembers only the greatest time misses what bears the same time and comes with a later
// poll: https://github.com/PipedreamHQ/pipedream/issues/9712

describe('records of one moment that come bit by bit', () => {
	let accounts: SyncAccounts;
	beforeEach(
		async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true, frozen: true })),
	);
	afterEach(async () => await accounts.stop());
	const emails = (from: number) => [from, from + 1].map((number) => `p${number}@example.com`);
	const synced = async () => {
		count({ runs: 1 });
		return (await accounts.sync(contactKind, { direction: 'twoWay' })).results.map(
			({ action }) => action,
		);
	};

	it('are all synced from QuickBooks, each once', async () => {
		const actions: string[][] = [];
		for (let round = 0; round < 3; round += 1) {
			for (const Address of emails(round * 2))
				await accounts.quickbooks.create(
					'Customer',
					{ DisplayName: Address, PrimaryEmailAddr: { Address } },
					Address,
				);
			actions.push(await synced());
		}
		expect(actions).toEqual(actions.map(() => ['created', 'created']));
		expect(await synced()).toEqual([]);
	});

	it('are all synced from HubSpot, each once', async () => {
		const actions: string[][] = [];
		for (let round = 0; round < 3; round += 1) {
			await accounts.hubspot.createObjects(
				'contacts',
				emails(round * 2).map((email) => ({ properties: { email } })),
			);
			actions.push(await synced());
		}
		expect(actions).toEqual(actions.map(() => ['created', 'created']));
		expect(await synced()).toEqual([]);
	});
});

it('invoices and payments of one second are each told once, whichever poll they come with', async () => {
	const invoices = await PolledInvoices.start();
	invoices.accounts.sandbox.runtime.clock.freeze();
	const workflow = invoices.trigger({ events: ['created', 'paymentReceived'] });
	await invoices.poll(workflow);
	const told: string[] = [];
	for (let round = 0; round < 3; round += 1) {
		const id = await invoices.invoice();
		await invoices.pay(id, 40);
		await invoices.pay(id, 30);
		told.push(...(await invoices.told(workflow, id)));
	}
	expect(told).toEqual(
		Array.from({ length: 3 }, () => ['created', 'paymentReceived', 'paymentReceived']).flat(),
	);
	expect(await invoices.poll(workflow)).toEqual([]);
	await invoices.accounts.stop();
});
