import { contactKind } from '../../../src/core/contact/fields';
import { SyncAccounts } from '../../support/syncAccounts';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
afterEach(async () => await accounts.stop());

/** Each batch bears one time, since the clock stands still. */
async function addContacts(number: number, from = 0): Promise<void> {
	const names = Array.from({ length: number }, (_, index) => `Person ${from + index}`);
	await accounts.hubspot.createObjects(
		'contacts',
		names.map((lastname, index) => ({
			properties: { lastname, email: `person${from + index}@example.com` },
		})),
	);
}

it.each([
	['a dry run', true],
	['a real run', false],
])(
	'700 contacts with one change time, and some before, are one item each in %s over everything',
	async (_name, dryRun) => {
		accounts = await SyncAccounts.start({ seed: 'empty', fast: true, frozen: true });
		await addContacts(150);
		accounts.sandbox.runtime.clock.advance(1);
		await addContacts(700, 150);
		count({ runs: 1 });
		const { results } = await accounts.sync(
			contactKind,
			{ direction: 'hubSpotToQuickBooks' },
			{ dryRun, scope: { kind: 'all' } },
		);
		expect([results.length, new Set(results.map(({ hubspot }) => hubspot?.id)).size]).toEqual([
			850, 850,
		]);
		expect([...new Set(results.map(({ action }) => action))]).toEqual([
			dryRun ? 'planned' : 'created',
		]);
	},
);

it('a dry run of thousands of customers names each once', async () => {
	accounts = await SyncAccounts.start({
		seed: { customers: 3000, seed: 1 },
		fast: true,
		frozen: true,
		switches: { hubspot: { generatedContacts: 0 } },
	});
	count({ runs: 1 });
	const { results } = await accounts.sync(contactKind, {}, { dryRun: true });
	expect([results.length, new Set(results.map(({ quickbooks }) => quickbooks?.id)).size]).toEqual([
		3000, 3000,
	]);
});
