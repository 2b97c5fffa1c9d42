import { productKind } from '../../../src/core/product/fields';
import { control } from '../../support/testSandbox';
import { accounts, contact, create, link, sync, twoWay } from './syncedCustomers';

describe('the company of an invoice', () => {
	it('is the primary one of the customer’s contact, of several', async () => {
		const income = await create('Account', { Name: 'Income', AccountType: 'Income' });
		const item = await create('Item', {
			Name: 'Hours',
			Type: 'Service',
			IncomeAccountRef: { value: income },
		});
		const ann = await contact({ email: 'ann@holt.example', firstname: 'Ann' });
		await sync(twoWay);
		const [buyer] = await accounts.quickbooks.find('Customer', {});
		const [former, present] = (
			await accounts.hubspot.createObjects('companies', [
				{ properties: { name: 'Former' } },
				{ properties: { name: 'Present' } },
			])
		).map((outcome) => (outcome.ok ? outcome.value.id : ''));
		await accounts.hubspot.associate('contacts', 'companies', [
			{ fromId: ann, toId: former ?? '', typeIds: [279] },
			{ fromId: ann, toId: present ?? '', typeIds: [1] },
		]);
		await accounts.quickbooks.create(
			'Invoice',
			{
				CustomerRef: { value: buyer?.Id },
				Line: [
					{
						DetailType: 'SalesItemLineDetail',
						Amount: 10,
						SalesItemLineDetail: { ItemRef: { value: item } },
					},
				],
			},
			'invoice',
		);
		accounts.state = {};
		const { results } = await accounts.syncInvoices();
		const record = results[0]?.hubspot?.id ?? '';
		expect(
			(await accounts.hubspot.readAssociations('invoices', 'companies', [record])).get(record),
		).toEqual([present]);
	});
});

describe('names as QuickBooks has them', () => {
	const products = async () =>
		(await accounts.hubspot.listObjects('products', { properties: ['name', link()], limit: 100 }))
			.records;
	const product = async (name: string) =>
		(await accounts.hubspot.createObject('products', { properties: { name } })).id;

	it.each(['hubSpot', 'quickBooks', 'newest'] as const)(
		'an item with its category is one product, whose name stays (%s wins)',
		async (conflict) => {
			const income = await create('Account', { Name: 'Income', AccountType: 'Income' });
			const sold = { Type: 'Service', IncomeAccountRef: { value: income } };
			const categories = [
				await create('Item', { Name: 'General services', Type: 'Category' }),
				await create('Item', { Name: 'Special services', Type: 'Category' }),
			];
			const items: string[] = [];
			for (const value of categories)
				items.push(
					await create('Item', { Name: 'Services', ...sold, SubItem: true, ParentRef: { value } }),
				);
			const [general, special] = [
				await product('General services:Services'),
				await product('Special services: Services'),
			];
			const input = { incomeAccountId: income };
			await sync({ ...twoWay, conflict }, input, productKind);
			await sync({ ...twoWay, conflict }, { ...input, scope: { kind: 'all' } }, productKind);
			const found = await products();
			expect(
				found.map(({ id, properties }) => [id, properties['name'], properties[link()]]),
			).toEqual([
				[general, 'General services:Services', `${accounts.realmId}:${items[0]}`],
				[special, 'Special services: Services', `${accounts.realmId}:${items[1]}`],
			]);
			expect(
				(await accounts.quickbooks.find('Item', {}))
					.map(({ FullyQualifiedName }) => FullyQualifiedName)
					.sort(),
			).toEqual([
				'General services',
				'General services:Services',
				'Special services',
				'Special services:Services',
			]);
		},
	);

	it.each(['accept', 'refuse'] as const)(
		'a backslash, and curly quotes where queries %s them, make no second item',
		async (position) => {
			await control(accounts.sandbox, 'PATCH', 'switches/quickbooks', {
				typographicText: position,
			});
			const income = await create('Account', { Name: 'Income', AccountType: 'Income' });
			for (const Name of ['In\\Out', 'The “Big” one'])
				await create('Item', { Name, Type: 'Service', IncomeAccountRef: { value: income } });
			for (const name of ['In\\Out', 'The “big” one']) await product(name);
			await sync(twoWay, { incomeAccountId: income }, productKind);
			expect([
				(await products()).length,
				(await accounts.quickbooks.find('Item', {})).length,
			]).toEqual([2, 2]);
		},
	);
});
