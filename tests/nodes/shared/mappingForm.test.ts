import { email, mapped } from '../../support/syncNode';
import { contactOf, mail, syncNode } from './mappedFields';

interface Mapper {
	fields: Array<{
		id: string;
		displayName: string;
		removed: boolean;
		defaultValue?: string;
		options: Array<{ name: string; value: string }>;
	}>;
}
async function offered(): Promise<Mapper['fields']> {
	const node = {
		type: 'n8n-nodes-hubspot-quickbooks.syncContact',
		parameters: { hubspotAuthentication: 'serviceKey' },
		credentials: syncNode.accounts.nodeCredentials,
	};
	return (await syncNode.accounts.n8n.method<Mapper>(node, 'resourceMapping', 'getContactMapping'))
		.fields;
}

describe('mapping: n8n’s resource mapper over live fields of both sides', () => {
	it('defaults are filled in', async () => {
		const filled = (await offered())
			.filter(({ removed }) => !removed)
			.map(({ id, defaultValue }) => [id, defaultValue]);
		expect(filled).toEqual([
			['firstname', 'GivenName'],
			['lastname', 'FamilyName'],
			['email', 'PrimaryEmailAddr.Address'],
			['company', 'CompanyName'],
			['phone', 'PrimaryPhone.FreeFormNumber'],
			['mobilephone', 'Mobile.FreeFormNumber'],
			['address', 'BillAddr.Line1'],
			['city', 'BillAddr.City'],
			['state', 'BillAddr.CountrySubDivisionCode'],
			['zip', 'BillAddr.PostalCode'],
			['country', 'BillAddr.Country'],
		]);
	});

	it('HubSpot’s custom properties are on offer, ours are not; nested QuickBooks fields are', async () => {
		await syncNode.property({
			name: 'tax_office',
			label: 'Tax office',
			type: 'string',
			fieldType: 'text',
		});
		await syncNode.run({ scope: 'all' });
		await syncNode.made({ DisplayName: 'One', ...email('one@example.com') });
		await syncNode.run({ scope: 'all' });
		const fields = await offered();
		expect(fields.find(({ id }) => id === 'tax_office')).toMatchObject({
			displayName: 'Tax office',
			removed: true,
		});
		expect(fields.filter(({ id }) => id.startsWith('quickbooks_'))).toEqual([]);
		expect(fields[0]?.options.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['ShipAddr.PostalCode', 'Mobile.FreeFormNumber', 'WebAddr.URI']),
		);
	});

	it('nothing chosen: the defaults', async () => {
		expect(
			await contactOf(
				{ GivenName: 'Ann', PrimaryPhone: { FreeFormNumber: '5' }, BillAddr: { City: 'Oakland' } },
				{},
				['firstname', 'phone', 'city'],
			),
		).toMatchObject({ firstname: 'Ann', phone: '5', city: 'Oakland' });
	});

	it('add: one more property', async () => {
		expect(
			await contactOf({ Notes: 'VIP' }, mapped({ ...mail, jobtitle: 'Notes' }), ['jobtitle']),
		).toMatchObject({ jobtitle: 'VIP' });
	});

	it('edit: a property takes another field', async () => {
		expect(
			await contactOf(
				{ Mobile: { FreeFormNumber: '7' }, PrimaryPhone: { FreeFormNumber: '5' } },
				mapped({ ...mail, phone: 'Mobile.FreeFormNumber' }),
				['phone'],
			),
		).toMatchObject({ phone: '7' });
	});

	it('remove: what is not in the mapping is not touched', async () => {
		expect(
			await contactOf(
				{ PrimaryPhone: { FreeFormNumber: '5' }, BillAddr: { City: 'Oakland' } },
				mapped({ ...mail, phone: 'PrimaryPhone.FreeFormNumber' }),
				['phone', 'city'],
			),
		).toMatchObject({ phone: '5', city: null });
	});
});
