import { contactKind, contactMapping } from '../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

// Accounts whose states and countries are lists:
// https://github.com/SalesforceFoundation/NPSP/issues/2371 and
// https://github.com/mautic/mautic/pull/6823
let accounts: SyncAccounts;
let serial = 0;
// Companies that HubSpot gives contacts by itself would be changes, too.
beforeEach(
	async () =>
		(accounts = await SyncAccounts.start({
			seed: 'empty',
			fast: true,
			switches: { hubspot: { companiesByDomain: 'never' } },
		})),
);
afterEach(async () => await accounts.stop());

const customer = async (BillAddr: QuickBooksPayload) => {
	const GivenName = `Person ${(serial += 1)}`;
	return (
		await accounts.quickbooks.create(
			'Customer',
			{
				DisplayName: GivenName,
				GivenName,
				PrimaryEmailAddr: { Address: `p${serial}@example.com` },
				BillAddr,
			},
			GivenName,
		)
	).Id;
};
const address = async (id: string) => (await accounts.quickbooks.read('Customer', id)).BillAddr;
const sync = async (policy: object = {}, input: object = {}): Promise<Synced> => {
	count({ runs: 1 });
	accounts.sandbox.runtime.clock.advance(600_000);
	return await accounts.sync(contactKind, { direction: 'twoWay', ...policy }, input);
};
const contacts = async () =>
	(
		await accounts.hubspot.listObjects('contacts', {
			properties: ['firstname', 'city', 'state', 'country'],
			limit: 100,
		})
	).records;
const places = async () =>
	(await contacts()).map(({ properties }) => [
		properties['state'] ?? '',
		properties['country'] ?? '',
	]);
const everything = { scope: { kind: 'all' } };

describe.each([
	['names', 'California', 'United States'],
	['codes', 'CA', 'US'],
] as const)('a list of %s', (position, california, unitedStates) => {
	beforeEach(() => accounts.sandbox.hubspot.setSwitches({ places: position }));

	it('takes what means the same as one of its options, and QuickBooks keeps its own spelling', async () => {
		const spelled = [
			['CA', 'USA'],
			['California', 'U.S.A.'],
			['ca', 'Estados Unidos'],
			['US-CA', 'us'],
		];
		const ids: string[] = [];
		for (const [CountrySubDivisionCode, Country] of spelled)
			ids.push(await customer({ City: 'Oakland', CountrySubDivisionCode, Country }));
		const { results } = await sync();
		expect(results.map(({ action, warnings }) => [action, warnings])).toEqual(
			spelled.map(() => ['created', []]),
		);
		expect(await places()).toEqual(spelled.map(() => [california, unitedStates]));
		expect((await sync({}, everything)).results.map(({ action }) => action)).toEqual(
			spelled.map(() => 'unchanged'),
		);
		expect(await address(ids[0] ?? '')).toMatchObject({
			CountrySubDivisionCode: 'CA',
			Country: 'USA',
		});
	});

	it('leaves a field out that fits none, with a warning, until it fits', async () => {
		const id = await customer({
			City: 'Bordeaux',
			CountrySubDivisionCode: 'Gironde',
			Country: 'France',
		});
		const { results } = await sync();
		expect(results.map(({ action }) => action)).toEqual(['created']);
		expect(results[0]?.warnings).toEqual([
			expect.stringMatching(
				/^"Gironde" is not an option of the HubSpot property "State\/Region"\. The field stays as it is in HubSpot\./,
			),
			expect.stringMatching(/^"France" is not an option/),
		]);
		expect((await contacts()).map(({ properties }) => properties['city'])).toEqual(['Bordeaux']);
		expect((await sync()).results).toEqual([]);
		expect(await address(id)).toMatchObject({
			CountrySubDivisionCode: 'Gironde',
			Country: 'France',
		});
		const { SyncToken } = await accounts.quickbooks.read('Customer', id);
		await accounts.quickbooks.update('Customer', {
			Id: id,
			SyncToken,
			BillAddr: { City: 'Montreal', CountrySubDivisionCode: 'Quebec', Country: 'CAN' },
		});
		expect((await sync()).results.map(({ action, warnings }) => [action, warnings])).toEqual([
			['updated', []],
		]);
		expect(await places()).toEqual([position === 'codes' ? ['QC', 'CA'] : ['Québec', 'Canada']]);
	});

	it('says nothing about winning of a value that it does not take', async () => {
		const id = await customer({ City: 'Reno', CountrySubDivisionCode: 'NV', Country: 'US' });
		await sync();
		const [contact] = await contacts();
		await accounts.hubspot.updateObject('contacts', contact?.id ?? '', { state: california });
		const { SyncToken, BillAddr } = await accounts.quickbooks.read('Customer', id);
		await accounts.quickbooks.update('Customer', {
			Id: id,
			SyncToken,
			BillAddr: { ...BillAddr, CountrySubDivisionCode: 'Yukon' },
		});
		const { results } = await sync({ conflict: 'quickBooks' });
		expect(results.flatMap(({ warnings }) => warnings)).toEqual([
			expect.stringMatching(/^"Yukon" is not an option/),
		]);
		expect(await places()).toEqual([[california, unitedStates]]);
	});
});

it('a code of two states is settled by the country, else by nobody', async () => {
	accounts.sandbox.hubspot.setSwitches({ places: 'names' });
	for (const Country of ['USA', 'Australia', ''])
		await customer({ City: 'Town', CountrySubDivisionCode: 'WA', ...(Country && { Country }) });
	const { results } = await sync();
	expect((await places()).map(([state]) => state)).toEqual(['Washington', 'Western Australia', '']);
	expect(results.map(({ action, warnings }) => [action, warnings.length])).toEqual([
		['created', 0],
		['created', 0],
		['created', 1],
	]);
});

it('HubSpot’s own properties for codes get codes', async () => {
	await accounts.hubspot.createPropertyGroup('contacts', { name: 'codes', label: 'Codes' });
	await accounts.hubspot.createProperties(
		'contacts',
		['hs_country_region_code', 'hs_state_code'].map((name) => ({
			name,
			label: name,
			type: 'string',
			fieldType: 'text',
			groupName: 'codes',
		})),
	);
	await customer({
		City: 'Oakland',
		CountrySubDivisionCode: 'California',
		Country: 'United States',
	});
	const mapping = [
		...contactMapping,
		{
			property: 'hs_country_region_code',
			field: 'BillAddr.Country',
			direction: 'toHubSpot' as const,
			ifEmpty: 'keep' as const,
		},
		{
			property: 'hs_state_code',
			field: 'BillAddr.CountrySubDivisionCode',
			direction: 'toHubSpot' as const,
			ifEmpty: 'keep' as const,
		},
	];
	await sync({ mapping }, { mappingChosen: true });
	const { records } = await accounts.hubspot.listObjects('contacts', {
		properties: ['hs_country_region_code', 'hs_state_code', 'country'],
		limit: 1,
	});
	expect(records[0]?.properties).toMatchObject({
		hs_country_region_code: 'US',
		hs_state_code: 'CA',
		country: 'United States',
	});
	expect(
		(await sync({ mapping }, { mappingChosen: true, ...everything })).results.map(
			({ action }) => action,
		),
	).toEqual(['unchanged']);
});
