import { contactKind } from '../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../src/core/records/quickbooks';
import type { Direction, SyncPolicy } from '../../../src/core/sync/types';
import { SyncAccounts, type Synced } from '../../support/syncAccounts';
import { count } from '../../support/figures';

let accounts: SyncAccounts;
let serial = 0;
beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const directions: Direction[] = ['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'];
const link = () => `quickbooks_id_${accounts.realmId}`;
const ANN = {
	email: 'ann@holt.example',
	firstname: 'Ann',
	lastname: 'Lee',
	phone: '222',
	mobilephone: '223',
};
const BAKERY = {
	DisplayName: 'Holt Bakery',
	CompanyName: 'Holt Bakery',
	PrimaryEmailAddr: { Address: 'office@holt.example' },
	PrimaryPhone: { FreeFormNumber: '111' },
	Mobile: { FreeFormNumber: '112' },
};

const customer = async (fields: QuickBooksPayload) =>
	(await accounts.quickbooks.create('Customer', fields, `customer ${(serial += 1)}`)).Id;
const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const change = async (id: string, fields: QuickBooksPayload) =>
	await accounts.quickbooks.update('Customer', {
		Id: id,
		SyncToken: (await accounts.quickbooks.read('Customer', id)).SyncToken,
		sparse: true,
		...fields,
	});
const person = async (id: string) =>
	(
		await accounts.hubspot.readObject('contacts', id, {
			properties: [...Object.keys(ANN), 'city', link()],
		})
	).properties;

/** HubSpot's side of the links, as Create QuickBooks Invoice leaves it. */
async function linked(
	type: 'contacts' | 'companies',
	id: string,
	customerId: string,
): Promise<void> {
	await accounts.hubspot.createPropertyGroup(type, { name: 'quickbooks', label: 'QuickBooks' });
	await accounts.hubspot.createProperties(type, [
		{
			name: link(),
			label: 'QuickBooks id',
			type: 'string',
			fieldType: 'text',
			groupName: 'quickbooks',
			hasUniqueValue: true,
		},
	]);
	await accounts.hubspot.updateObject(type, id, { [link()]: `${accounts.realmId}:${customerId}` });
}

async function sync(
	policy: Partial<SyncPolicy>,
	input: Parameters<SyncAccounts['sync']>[2] = {},
): Promise<Synced> {
	count({ runs: 1 });
	return await accounts.sync(contactKind, policy, input);
}

async function bothUntouched(
	ann: string,
	bakery: string,
	theirs: QuickBooksPayload = BAKERY,
): Promise<void> {
	expect(await person(ann)).toMatchObject(ANN);
	const { GivenName, FamilyName, ...read } = await accounts.quickbooks.read('Customer', bakery);
	expect([GivenName ?? '', FamilyName ?? '']).toEqual(['', '']);
	expect(read).toMatchObject(theirs);
}

describe.each(directions)(
	'a person who is linked with the customer of a HubSpot company: %s',
	(direction) => {
		it.each(['newest', 'hubSpot', 'quickBooks', 'skip'] as const)(
			'keeps what is hers, and the company what is its own, night after night (%s)',
			async (conflict) => {
				const [bakery, ann] = [
					await customer({ ...BAKERY, BillAddr: { City: 'Oakland' } }),
					await contact(ANN),
				];
				await linked(
					'companies',
					(
						await accounts.hubspot.createObject('companies', {
							properties: { name: 'Holt Bakery' },
						})
					).id,
					bakery,
				);
				await linked('contacts', ann, bakery);
				const policy = { direction, conflict };
				const { results } = await sync(policy, { scope: { kind: 'all' } });
				expect(
					results.every(
						({ action, reason }) =>
							action === 'skipped' &&
							/It is the customer of the HubSpot company \d+\./.test(reason),
					),
				).toBe(true);
				expect(results.length).toBeGreaterThan(0);
				await change(bakery, { PrimaryPhone: { FreeFormNumber: '119' } });
				await accounts.hubspot.updateObject('contacts', ann, { city: 'Reno' });
				await sync(policy);
				await bothUntouched(ann, bakery, { ...BAKERY, PrimaryPhone: { FreeFormNumber: '119' } });
				expect((await person(ann))['city']).toBe('Reno');
				expect((await accounts.quickbooks.find('Customer', {})).length).toBe(1);
			},
		);

		it('stays when the customer is made inactive, and the customer when she is deleted', async () => {
			const [bakery, ann] = [await customer(BAKERY), await contact(ANN)];
			await linked(
				'companies',
				(await accounts.hubspot.createObject('companies', { properties: { name: 'Holt Bakery' } }))
					.id,
				bakery,
			);
			await linked('contacts', ann, bakery);
			const policy = { direction, onDelete: 'archive' } as const;
			await sync(policy, { scope: { kind: 'all' } });
			await change(bakery, { Active: false });
			await sync(policy, { scope: { kind: 'all' } });
			expect(await person(ann)).toMatchObject(ANN);
			await change(bakery, { Active: true });
			await accounts.hubspot.archiveObjects('contacts', [ann]);
			await sync(policy, { scope: { kind: 'all' } });
			expect((await accounts.quickbooks.read('Customer', bakery)).Active).toBe(true);
		});
	},
);

describe.each(directions)(
	'a person who is linked with a customer that is called after a company: %s',
	(direction) => {
		it.each(['newest', 'hubSpot', 'quickBooks', 'skip'] as const)(
			'keeps her name, address and numbers, and the company its own (%s)',
			async (conflict) => {
				const [bakery, ann] = [
					await customer({ ...BAKERY, BillAddr: { City: 'Oakland' } }),
					await contact(ANN),
				];
				await linked('contacts', ann, bakery);
				const policy = { direction, conflict };
				const { results } = await sync(policy, { scope: { kind: 'all' } });
				await bothUntouched(ann, bakery);
				expect(results[0]?.warnings.join()).toContain('E-mail, phone and mobile phone');
				await change(bakery, {
					PrimaryEmailAddr: { Address: 'billing@holt.example' },
					BillAddr: { City: 'Alameda' },
				});
				await accounts.hubspot.updateObject('contacts', ann, { phone: '229' });
				await sync(policy);
				expect(await person(ann)).toMatchObject({
					...ANN,
					phone: '229',
					...(direction === 'quickBooksToHubSpot' && { city: 'Alameda' }),
				});
				expect(await accounts.quickbooks.read('Customer', bakery)).toMatchObject({
					...BAKERY,
					PrimaryEmailAddr: { Address: 'billing@holt.example' },
				});
			},
		);

		it('is recognised by the address that the company had from her, and keeps it when the company gets its own', async () => {
			const [bakery, ann] = [
				await customer({ ...BAKERY, PrimaryEmailAddr: { Address: ANN.email } }),
				await contact(ANN),
			];
			await sync({ direction });
			expect((await person(ann))[link()]).toBe(`${accounts.realmId}:${bakery}`);
			await bothUntouched(ann, bakery, { ...BAKERY, PrimaryEmailAddr: { Address: ANN.email } });
			await change(bakery, { PrimaryEmailAddr: { Address: 'office@holt.example' } });
			await sync({ direction });
			await sync({ direction }, { scope: { kind: 'all' } });
			await bothUntouched(ann, bakery);
		});
	},
);

describe('values that are nobody’s own still go', () => {
	it('to a property that is made for the company’s', async () => {
		const [bakery, ann] = [await customer(BAKERY), await contact(ANN)];
		await linked('contacts', ann, bakery);
		await sync(
			{
				mapping: [
					{
						property: 'fax',
						field: 'PrimaryPhone.FreeFormNumber',
						direction: 'both',
						ifEmpty: 'keep',
					},
					{
						property: 'email',
						field: 'PrimaryEmailAddr.Address',
						direction: 'both',
						ifEmpty: 'clear',
					},
				],
			},
			{ mappingChosen: true },
		);
		expect(
			(await accounts.hubspot.readObject('contacts', ann, { properties: ['fax', 'email'] }))
				.properties,
		).toMatchObject({ fax: '111', email: ANN.email });
	});

	it('between a person and a customer that is called after the company, but names the person', async () => {
		const [bakery, ann] = [
			await customer({ ...BAKERY, GivenName: 'Ann', FamilyName: 'Lee' }),
			await contact({ ...ANN, email: 'office@holt.example' }),
		];
		await sync({ direction: 'twoWay' });
		await change(bakery, { PrimaryPhone: { FreeFormNumber: '119' } });
		await sync({ direction: 'twoWay' });
		expect((await person(ann))['phone']).toBe('119');
	});

	it('between a company’s customer and the contact that was made of it', async () => {
		const bakery = await customer(BAKERY);
		const { results } = await sync({ direction: 'twoWay' });
		await change(bakery, { PrimaryEmailAddr: { Address: 'new@holt.example' } });
		await sync({ direction: 'twoWay' });
		expect(await person(results[0]?.hubspot?.id ?? '')).toMatchObject({
			email: 'new@holt.example',
		});
	});

	it('and with the contact that was made of it, when somebody names its person in HubSpot', async () => {
		const bakery = await customer(BAKERY);
		const { results } = await sync({ direction: 'twoWay' });
		await accounts.hubspot.updateObject('contacts', results[0]?.hubspot?.id ?? '', {
			firstname: 'Ann',
			lastname: 'Lee',
		});
		await sync({ direction: 'twoWay' });
		expect(await accounts.quickbooks.read('Customer', bakery)).toMatchObject({
			...BAKERY,
			GivenName: 'Ann',
			FamilyName: 'Lee',
		});
	});
});
