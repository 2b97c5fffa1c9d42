import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { FieldMapping, SyncPolicy } from '../../../../src/core/sync/types';
import type { FaultRule } from '../../../../sandbox/faults';
import { SyncAccounts } from '../../../support/syncAccounts';

/** Without e-mail addresses nothing but its name tells whose a new customer is. */
const mapping: FieldMapping[] = contactMapping.filter(({ property }) => property !== 'email');
const twoWay: Partial<SyncPolicy> = { direction: 'twoWay', mapping };
let accounts: SyncAccounts;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const contact = async (firstname: string, lastname: string) =>
	(await accounts.hubspot.createObject('contacts', { properties: { firstname, lastname } })).id;
const customer = async (DisplayName: string) =>
	(await accounts.quickbooks.create('Customer', { DisplayName }, DisplayName)).Id;
const sync = async (policy = twoWay, input: Parameters<SyncAccounts['sync']>[2] = {}) =>
	await accounts.sync(contactKind, policy, input);
const contacts = async () =>
	(
		await accounts.hubspot.listObjects('contacts', {
			properties: [`quickbooks_id_${accounts.realmId}`],
			limit: 100,
		})
	).records;
const customers = async () => await accounts.quickbooks.find('Customer', {});
const actions = ({ results }: Awaited<ReturnType<typeof sync>>) =>
	results.map(({ action, source }) => `${source.side} ${action}`);

/** The next batch that writes to QuickBooks. @param fault what happens to it */
function fail(fault: Omit<FaultRule, 'system' | 'path'>): void {
	accounts.sandbox.runtime.faults.add({
		system: 'quickbooks',
		path: '/batch',
		times: 1,
		...fault,
	});
}

async function expectPairs(count: number): Promise<void> {
	const [ours, theirs] = [await contacts(), await customers()];
	expect(
		ours
			.map(({ properties }) => properties[`quickbooks_id_${accounts.realmId}`]?.split(':')[1])
			.sort(),
	).toEqual(theirs.map(({ Id }) => Id).sort());
	expect(theirs).toHaveLength(count);
}

describe('a customer whose creation was not answered', () => {
	it('both ways, is no new one to the same run: the next run recognises it by its name', async () => {
		await contact('Ann', 'Bell');
		await contact('Bea', 'Cole');
		fail({ behaviour: 'drop-after' });
		expect(actions(await sync()).sort()).toEqual([
			'hubSpot failed',
			'hubSpot failed',
			'quickBooks skipped',
			'quickBooks skipped',
		]);
		expect(actions(await sync()).sort()).toEqual(['hubSpot linked', 'hubSpot linked']);
		await expectPairs(2);
		expect((await sync()).results).toEqual([]);
	});

	it('nor one whose link HubSpot did not take', async () => {
		await accounts.hubspot.createObject('contacts', {
			properties: { firstname: 'Ann', lastname: 'Bell', email: 'ann@example.com' },
		});
		accounts.sandbox.runtime.faults.add({
			system: 'hubspot',
			path: 'contacts/batch/update',
			behaviour: '429',
			times: 5,
		});
		expect(actions(await sync())).toEqual(['hubSpot failed']);
		expect(await contacts()).toHaveLength(1);
		expect(actions(await sync())).toEqual(['hubSpot linked']);
		await expectPairs(1);
	});

	it('is none either while later runs fail, too', async () => {
		await contact('Ann', 'Bell');
		fail({ behaviour: 'drop-after' });
		await sync();
		for (const behaviour of ['503', 'drop-before'] as const) {
			fail({ behaviour, times: 9 });
			expect(new Set(actions(await sync()))).toEqual(
				new Set(['hubSpot failed', 'quickBooks skipped']),
			);
			accounts.sandbox.runtime.faults.clear();
		}
		await sync();
		await expectPairs(1);
	});

	it('a customer that only bears the same name is looked at again, and becomes a contact of its own', async () => {
		await customer('Ann Bell');
		await sync();
		const other = await contact('Ann', 'Bell');
		fail({ behaviour: '503' });
		await accounts.quickbooks.update('Customer', {
			...(await accounts.quickbooks.read('Customer', (await customers())[0]?.Id ?? '')),
			Notes: 'changed meanwhile',
		});
		await sync();
		await sync();
		expect((await customers()).map(({ DisplayName }) => DisplayName).sort()).toEqual([
			'Ann Bell',
			`Ann Bell (HubSpot ${other})`,
		]);
		await expectPairs(2);
	});

	it('is recognised by the name of its own that it got because another one had its name', async () => {
		await customer('Ann Bell');
		await sync();
		const other = await contact('Ann', 'Bell');
		fail({ behaviour: 'drop-after', after: 1 });
		expect(actions(await sync()).sort()).toEqual(['hubSpot failed', 'quickBooks skipped']);
		expect((await customers()).map(({ DisplayName }) => DisplayName).sort()).toEqual([
			'Ann Bell',
			`Ann Bell (HubSpot ${other})`,
		]);
		expect(actions(await sync())).toEqual(['hubSpot linked']);
		await expectPairs(2);
	});
});

it('a customer whose name two contacts claim is left to people, from either side', async () => {
	await customer('Ann Bell');
	await contact('Ann', 'Bell');
	await contact('Ann', 'Bell');
	expect(actions(await sync()).sort()).toEqual([
		'hubSpot conflict',
		'hubSpot conflict',
		'quickBooks skipped',
	]);
	expect(await contacts()).toHaveLength(2);
	expect(await customers()).toHaveLength(1);
});
