import { contactKind, contactMapping } from '../../../src/core/contact/fields';
import { SyncAccounts } from '../../support/syncAccounts';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const mapping = contactMapping.map((one) => ({ ...one, ifEmpty: 'clear' as const }));
const sync = async () => {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return (await accounts.sync(contactKind, { direction: 'hubSpotToQuickBooks', mapping })).results;
};

it.each(['clears', 'ignored'] as const)(
	'a phone number that was deleted in HubSpot is told of as QuickBooks’ answer has it (null %s)',
	async (sparseNull) => {
		const { id } = await accounts.hubspot.createObject('contacts', {
			properties: { email: 'ann@lee.example', lastname: 'Lee', phone: '555', city: 'York' },
		});
		await sync();
		accounts.sandbox.quickbooks.setSwitches({ sparseNull });
		await accounts.hubspot.updateObject('contacts', id, { phone: '' });
		const [first] = await sync();
		const [customer] = await accounts.quickbooks.find('Customer', {});
		if (sparseNull === 'clears') {
			expect([first?.action, customer?.PrimaryPhone]).toEqual(['updated', undefined]);
			return;
		}
		expect([first?.action, first?.changes, first?.reason]).toEqual([
			'skipped',
			[],
			'QuickBooks kept Phone "555", although the sync cleared it. Clear it in QuickBooks.',
		]);
		await accounts.hubspot.updateObject('contacts', id, { firstname: 'Ann' });
		const [second] = await sync();
		expect([second?.action, second?.changes.map(({ field }) => field), second?.warnings]).toEqual([
			'updated',
			['GivenName'],
			['QuickBooks kept Phone "555", although the sync cleared it. Clear it in QuickBooks.'],
		]);
	},
);
