import {
	accounts,
	companies,
	company,
	contact,
	customer,
	later,
	start,
	sync,
	warnings,
} from './companiesOfContacts';

describe('HubSpot is faster', () => {
	it('with the contact’s company: it is kept', async () => {
		await start('always', { companiesByDomainSeconds: 0 });
		await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		await sync();
		expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
	});

	it('between our look and our company: ours goes again', async () => {
		await start('always', { searchLagSeconds: 600 });
		await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		const hubspot = Object.create(accounts.hubspot) as typeof accounts.hubspot;
		const { hubspot: plain } = accounts;
		hubspot.createObjects = async (type, records) => {
			if (type === 'companies') later();
			return await plain.createObjects(type, records);
		};
		await sync({}, {}, { hubspot });
		expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
	});

	it('with a colleague’s company that its search does not show yet: the colleague’s is taken', async () => {
		await start('always', { searchLagSeconds: 600 });
		await contact({ email: 'bob@acme.example' });
		later();
		await customer('Bob', 'bob@acme.example', 'Acme Ltd');
		await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		await sync();
		later();
		expect(await companies()).toEqual({
			'Acme acme.example': ['ann@acme.example', 'bob@acme.example'],
		});
	});
});

describe('a customer whose company changes', () => {
	it('brings the contact into a company that is there, and makes none beside the one it has', async () => {
		await start('lacking');
		const id = await customer('Ann', 'ann@acme.example', 'Acme Ltd');
		await sync();
		await company({ name: 'Beta' });
		const rename = async (CompanyName: string) =>
			await accounts.quickbooks.update('Customer', {
				Id: id,
				SyncToken: (await accounts.quickbooks.read('Customer', id)).SyncToken,
				sparse: true,
				CompanyName,
			});
		await rename('Beta');
		await sync();
		expect(await companies()).toEqual({
			'Acme Ltd acme.example': ['ann@acme.example'],
			Beta: ['ann@acme.example'],
		});
		await rename('Gamma');
		expect(warnings(await sync())).toEqual([
			'No company was associated for "Gamma": HubSpot has no company with this name, and the contact keeps its present company.',
		]);
		expect(Object.keys(await companies())).toHaveLength(2);
	});
});

it('quite different names with one domain are two companies, in whatever order they come', async () => {
	await start('never');
	await customer('Bob', 'bob@holt.example', 'The Tin Shop');
	await customer('Ann', 'ann@holt.example', 'Holt Bakery');
	await customer('Cy', 'cy@holt.example', 'The Tin Shop');
	await sync();
	expect(await companies()).toEqual({
		'Holt Bakery holt.example': ['ann@holt.example'],
		'The Tin Shop': ['bob@holt.example', 'cy@holt.example'],
	});
});

it('customers with one unknown provider and different names are not one company', async () => {
	await start('never');
	await customer('Ann', 'ann@valleynet.example', 'Holt Bakery');
	await customer('Bob', 'bob@valleynet.example', 'Northwind Books');
	await sync();
	await customer('Cy', 'cy@valleynet.example', 'Acme Ltd');
	await sync();
	await customer('Dee', 'dee@valleynet.example', 'Lee Trading');
	await sync();
	expect(await companies()).toEqual({
		'Holt Bakery': ['ann@valleynet.example'],
		'Northwind Books': ['bob@valleynet.example'],
		'Acme Ltd valleynet.example': ['cy@valleynet.example'],
		'Lee Trading': ['dee@valleynet.example'],
	});
});
