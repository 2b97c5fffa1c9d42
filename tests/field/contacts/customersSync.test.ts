import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import { type Synced } from '../../support/syncAccounts';
import { control } from '../../support/testSandbox';
import { accounts, contact, create, link, sync, twoWay } from './syncedCustomers';

const customer = async (DisplayName: string, address?: string, more: QuickBooksPayload = {}) =>
	await create('Customer', {
		DisplayName,
		...(address && { PrimaryEmailAddr: { Address: address } }),
		...more,
	});
const below = (parent: string) => ({ Job: true, ParentRef: { value: parent } });

const outline = ({ results }: Synced) =>
	Object.fromEntries(
		results.map(({ quickbooks, hubspot, action }) => [
			quickbooks?.id ?? `contact ${hubspot?.id}`,
			action,
		]),
	);

const merge = async (gone: string, into: string) =>
	await control(
		accounts.sandbox,
		'POST',
		`quickbooks/companies/${accounts.realmId}/customers/${gone}/merge`,
		{ into },
	);
const contactIds = async () =>
	(
		await accounts.hubspot.listObjects('contacts', { properties: ['email'], limit: 100 })
	).records.map(({ id }) => id);

/** As Create QuickBooks Invoice leaves it. */
async function companyOf(customerId: string): Promise<string> {
	await accounts.hubspot.createPropertyGroup('companies', {
		name: 'quickbooks',
		label: 'QuickBooks',
	});
	await accounts.hubspot.createProperties('companies', [
		{
			name: link(),
			label: 'QuickBooks id',
			type: 'string',
			fieldType: 'text',
			groupName: 'quickbooks',
			hasUniqueValue: true,
		},
	]);
	return (
		await accounts.hubspot.createObject('companies', {
			properties: { name: 'Holt Bakery', [link()]: `${accounts.realmId}:${customerId}` },
		})
	).id;
}

describe('a customer with jobs that have its address', () => {
	it('is the contact, and its jobs stand in nobody’s way, from either side', async () => {
		const top = await customer('Northwind Books', 'bob@northwind.example');
		const site = await customer('Website', 'bob@northwind.example', below(top));
		const shop = await customer(
			'Checkout',
			'x@northwind.example, bob@northwind.example',
			below(site),
		);
		const manager = await customer('Garden', 'gus@northwind.example', below(top));
		const bob = await contact({
			email: 'bob@northwind.example',
			firstname: 'Bob',
			lastname: 'Reed',
		});
		expect(outline(await sync(twoWay))).toEqual({
			[top]: 'updated',
			[site]: 'skipped',
			[shop]: 'skipped',
			[manager]: 'created',
		});
		expect(outline(await sync(twoWay, { scope: { kind: 'all' } }))).toEqual({
			[top]: 'unchanged',
			[site]: 'skipped',
			[shop]: 'skipped',
			[manager]: 'unchanged',
		});
		expect(await contactIds()).toHaveLength(2);
		await accounts.hubspot.updateObject('contacts', bob, { [link()]: '' });
		expect(
			outline(
				await sync(
					{ direction: 'hubSpotToQuickBooks' },
					{ scope: { kind: 'records', side: 'hubSpot', ids: [bob] } },
				),
			),
		).toEqual({ [top]: 'linked' });
	});

	it('is read for a job that alone was changed', async () => {
		const top = await customer('Northwind Books', 'bob@northwind.example');
		await sync(twoWay);
		const job = await customer('Website', 'bob@northwind.example', below(top));
		expect(outline(await sync(twoWay))).toEqual({ [job]: 'skipped' });
	});

	it('of a company leaves its jobs to their people', async () => {
		const top = await customer('Holt Bakery', 'ann@holt.example');
		const hers = await customer('Ann Holt', 'ann@holt.example', below(top));
		await companyOf(top);
		const ann = await contact({ email: 'ann@holt.example', firstname: 'Ann', lastname: 'Holt' });
		expect(outline(await sync(twoWay))).toMatchObject({ [top]: 'skipped', [hers]: 'updated' });
		expect(await contactIds()).toEqual([ann]);
	});
});

describe('a company’s customer', () => {
	it('is no contact, though it has a contact’s address', async () => {
		const bakery = await customer('Holt Bakery', 'ann@holt.example');
		const company = await companyOf(bakery);
		const ann = await contact({ email: 'ann@holt.example', firstname: 'Ann', lastname: 'Holt' });
		const run = await sync(twoWay);
		const hers = run.results.find(({ hubspot }) => hubspot?.id === ann)?.quickbooks?.id ?? '';
		expect(outline(run)).toMatchObject({ [bakery]: 'skipped', [hers]: 'created' });
		expect(run.results.find(({ quickbooks }) => quickbooks?.id === bakery)?.reason).toBe(
			`It is the customer of the HubSpot company ${company}.`,
		);
		expect(await accounts.quickbooks.read('Customer', hers)).toMatchObject({
			DisplayName: 'Ann Holt',
		});
		expect(Object.values(outline(await sync(twoWay, { scope: { kind: 'all' } }))).sort()).toEqual([
			'skipped',
			'unchanged',
		]);
	});
});

describe.each(['gone', 'inactive'] as const)(
	'a linked customer that was merged, and reads as %s',
	(position) => {
		it.each(['hubSpotToQuickBooks', 'twoWay'] as const)(
			'is never made anew (%s)',
			async (direction) => {
				await control(accounts.sandbox, 'PATCH', 'switches/quickbooks', {
					mergedCustomer: position,
				});
				const ann = await contact({ email: 'ann@lee.example', firstname: 'Ann', lastname: 'Lee' });
				await sync({ direction });
				const { properties } = await accounts.hubspot.readObject('contacts', ann, {
					properties: [link()],
				});
				const lost = properties[link()]?.split(':')[1] ?? '';
				const survivor = await customer('Lee Trading', 'ann@lee.example');
				await merge(lost, survivor);
				await accounts.hubspot.updateObject('contacts', ann, { phone: '555' });
				const { results } = await sync(
					{ direction },
					{ scope: { kind: 'records', side: 'hubSpot', ids: [ann] } },
				);
				expect(results.map(({ action }) => action)).toEqual([
					position === 'gone' ? 'conflict' : 'skipped',
				]);
				if (position === 'gone')
					expect(results[0]?.reason).toMatch(
						new RegExp(
							`linked with the QuickBooks customer with id ${lost}, which no longer exists.* It may be "Lee Trading" \\(id ${survivor}\\) now\\. Write "${accounts.realmId}:${survivor}" into the property "${link()}"`,
						),
					);
				expect(
					(await accounts.quickbooks.find('Customer', {})).map(({ DisplayName }) => DisplayName),
				).toEqual(['Lee Trading']);
				await accounts.hubspot.updateObject('contacts', ann, {
					[link()]: `${accounts.realmId}:${survivor}`,
				});
				expect(
					outline(
						await sync({ direction }, { scope: { kind: 'records', side: 'hubSpot', ids: [ann] } }),
					),
				).toEqual({ [survivor]: 'updated' });
			},
		);
	},
);
