import { contactKind, contactMapping } from '../../../src/core/contact/fields';
import type { QuickBooksCustomer } from '../../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

// Second lines, and cities in lines, are how QuickBooks gets addresses:
// https://github.com/intuit/QuickBooks-V3-PHP-SDK/issues/85
const MIA = {
	Line1: 'Flat 3',
	Line2: '12 High Street',
	Line3: 'Little Village',
	City: 'Ripon',
	PostalCode: 'HG4 1AA',
};
const JEFF = { Line1: '35 Gordon St', Line2: 'Lakewood, CO 80228' };
const JEFF_IN_HUBSPOT = {
	address: '35 Gordon Street',
	city: 'Lakewood',
	state: 'Colorado',
	zip: '80228',
};
const email = 'mia@ripon.example';

let accounts: SyncAccounts;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const customer = async (BillAddr: object) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName: 'Mia Marsh', PrimaryEmailAddr: { Address: email }, BillAddr },
			'customer',
		)
	).Id;
const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties: { email, ...properties } })).id;

async function sync(policy: Partial<SyncPolicy> = {}, all = true): Promise<Synced> {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return await accounts.sync(
		contactKind,
		{ direction: 'twoWay', conflict: 'hubSpot', ...policy },
		all ? { scope: { kind: 'all' } } : {},
	);
}

async function street(): Promise<unknown[]> {
	const { records } = await accounts.hubspot.listObjects('contacts', {
		properties: ['address', 'city', 'state', 'zip'],
		limit: 10,
	});
	return records.map(({ properties }) =>
		['address', 'city', 'state', 'zip'].map((name) => properties[name] ?? ''),
	);
}
const idOfContact = async () =>
	(await accounts.hubspot.listObjects('contacts', { properties: [], limit: 1 })).records[0]?.id ??
	'';

async function address(id: string): Promise<object> {
	const { BillAddr = {} } = (await accounts.quickbooks.read(
		'Customer',
		id,
	)) as QuickBooksCustomer & {
		BillAddr?: Record<string, string>;
	};
	const { Id: _id, ...parts } = BillAddr as Record<string, string>;
	return parts;
}

const twice = ({ results }: Synced) => results.map(({ action }) => action);

describe('an address of several lines', () => {
	it('is one street in HubSpot, and an edit there is a whole street in QuickBooks', async () => {
		const id = await customer(MIA);
		await sync();
		expect(await street()).toEqual([
			['Flat 3, 12 High Street, Little Village', 'Ripon', '', 'HG4 1AA'],
		]);
		expect([await address(id), twice(await sync())]).toEqual([MIA, ['unchanged']]);
		await accounts.hubspot.updateObject('contacts', await idOfContact(), {
			address: '14 High Street',
		});
		await sync();
		expect(await address(id)).toEqual({
			Line1: '14 High Street',
			City: 'Ripon',
			PostalCode: 'HG4 1AA',
		});
		expect(twice(await sync())).toEqual(['unchanged']);
	});

	it('keeps its lines when only the city changes in HubSpot', async () => {
		const id = await customer(MIA);
		await sync();
		await accounts.hubspot.updateObject('contacts', await idOfContact(), { city: 'York' });
		await sync();
		expect(await address(id)).toEqual({ ...MIA, City: 'York' });
	});

	it.each([
		['twoWay', 'Flat 3, 12 High Street, Little Village'],
		['hubSpotToQuickBooks', 'Flat 3'],
	] as const)(
		'of which HubSpot has the first line only loses nothing (%s)',
		async (direction, expected) => {
			const id = await customer(MIA);
			await contact({ address: 'Flat 3', city: 'Ripon', zip: 'HG4 1AA' });
			await sync({ direction });
			expect([await street(), await address(id)]).toEqual([
				[[expected, 'Ripon', '', 'HG4 1AA']],
				MIA,
			]);
		},
	);

	it('is synced line by line where a person mapped the second line', async () => {
		const mapping: SyncPolicy['mapping'] = [
			...contactMapping,
			{ property: 'jobtitle', field: 'BillAddr.Line2', direction: 'both', ifEmpty: 'keep' },
		];
		const id = await customer(MIA);
		await sync({ mapping });
		await accounts.hubspot.updateObject('contacts', await idOfContact(), { address: 'Flat 4' });
		await sync({ mapping });
		expect(await address(id)).toEqual({ ...MIA, Line1: 'Flat 4' });
	});
});

describe('an address whose city stands in its lines', () => {
	it.each(['hubSpot', 'quickBooks'] as const)('has it once, whoever wins: %s', async (conflict) => {
		const id = await customer(JEFF);
		await contact(JEFF_IN_HUBSPOT);
		await sync({ conflict });
		const Line1 = conflict === 'hubSpot' ? '35 Gordon Street' : '35 Gordon St';
		expect(await address(id)).toEqual({
			Line1,
			City: 'Lakewood',
			CountrySubDivisionCode: 'Colorado',
			PostalCode: '80228',
		});
		expect(await street()).toEqual([[Line1, 'Lakewood', 'Colorado', '80228']]);
		expect(twice(await sync())).toEqual(['unchanged']);
	});
});
