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

async function link(contactId: string, companyId: string): Promise<void> {
	await accounts.hubspot.associate('contacts', 'companies', [
		{ fromId: contactId, toId: companyId, typeIds: [279, 1] },
	]);
}

describe.each(['never', 'lacking', 'always'] as const)(
	'HubSpot makes companies of addresses: %s',
	(position) => {
		it('a contact that has a company keeps it, and no second one is made', async () => {
			await start(position);
			const ann = await contact({ email: 'ann@acme.example' });
			later();
			if (position === 'never')
				await link(ann, await company({ name: 'Acme', domain: 'acme.example' }));
			await customer('Ann', 'ann@acme.example', 'Acme Ltd');
			await sync();
			later();
			expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
			await sync({}, { scope: { kind: 'all' } });
			expect(await companies()).toEqual({ 'Acme acme.example': ['ann@acme.example'] });
		});

		it('a new contact is given the company of its domain', async () => {
			await start(position);
			await company({ name: 'Acme', domain: 'acme.example' });
			await customer('Ann', 'ann@acme.example', 'Acme Ltd');
			await customer('Bob', 'bob@acme.example', 'ACME LTD.');
			expect(warnings(await sync())).toEqual([]);
			later();
			expect(await companies()).toEqual({
				'Acme acme.example': ['ann@acme.example', 'bob@acme.example'],
			});
		});

		it('a company that is made bears the domain, so HubSpot makes none beside it', async () => {
			await start(position);
			await customer('Ann', 'ann@acme.example, office@acme.example', 'Acme Ltd');
			await customer('Bob', 'bob@acme.example', 'Acme Ltd');
			await customer('Cy', 'cy@gmail.com', 'Acme Ltd');
			await sync();
			later();
			expect(await companies()).toEqual({
				'Acme Ltd acme.example': ['ann@acme.example', 'bob@acme.example', 'cy@gmail.com'],
			});
			await customer('Dee', 'dee@acme.example', 'Acme Limited');
			await sync();
			later();
			expect(Object.values(await companies())).toEqual([
				['ann@acme.example', 'bob@acme.example', 'cy@gmail.com', 'dee@acme.example'],
			]);
		});

		it('two names that are alike, with one domain, are one company, as in HubSpot, and a warning says so', async () => {
			await start(position);
			await customer('Ann', 'ann@acme.example', 'Acme Ltd');
			await customer('Bob', 'bob@acme.example', 'Acme Garden Centre');
			const told = warnings(await sync());
			later();
			expect(await companies()).toEqual({
				'Acme Ltd acme.example': ['ann@acme.example', 'bob@acme.example'],
			});
			expect(told).toEqual([
				expect.stringMatching(
					/^The contact was given the HubSpot company "Acme Ltd".*QuickBooks calls the company "Acme Garden Centre"\.$/,
				),
			]);
		});

		it('a company that bears the very name comes before that of the domain', async () => {
			await start(position);
			await company({ name: 'Acme', domain: 'acme.example' });
			const garden = await company({ name: 'Acme Garden' });
			await customer('Ann', 'ann@acme.example', 'Acme Garden');
			const { results } = await sync();
			const ann = results[0]?.hubspot?.id ?? '';
			later();
			expect((await accounts.hubspot.readPrimaryCompanies('contacts', [ann])).get(ann)).toBe(
				garden,
			);
			expect(Object.keys(await companies())).toHaveLength(2);
		});

		it('free addresses say nothing', async () => {
			await start(position);
			await company({ name: 'Mail', domain: 'gmail.com' });
			await customer('Ann', 'ann@gmail.com', 'Acme Ltd');
			await customer('Bob', 'bob@yahoo.co.uk', 'Holt Bakery');
			await customer('Cy', 'cy@yahoo.co.uk', 'Northwind Books');
			await sync();
			later();
			expect(await companies()).toMatchObject({
				'Mail gmail.com': [],
				'Acme Ltd': ['ann@gmail.com'],
				'Holt Bakery': [expect.anything()],
				'Northwind Books': [expect.anything()],
			});
		});

		it('of several companies with the domain, the one with the name counts, else none is guessed', async () => {
			await start(position);
			const ids = [
				await company({ name: 'Acme East', domain: 'acme.example' }),
				await company({ name: 'Acme West', domain: 'acme.example' }),
			];
			await customer('Ann', 'ann@acme.example', 'Acme West Inc.');
			await customer('Bob', 'bob@acme.example', 'Acme Ltd');
			const { results } = await sync();
			const [ann, bob] = ['Ann', 'Bob'].map((name) =>
				results.find(({ changes }) => changes.some(({ to }) => to === name)),
			);
			expect(
				(
					await accounts.hubspot.readAssociations('contacts', 'companies', [ann?.hubspot?.id ?? ''])
				).get(ann?.hubspot?.id ?? ''),
			).toEqual([ids[1]]);
			expect(bob?.warnings).toEqual([
				`No company was associated for "Acme Ltd": several companies have the domain acme.example (ids ${ids.join(', ')}).`,
			]);
			later();
			expect(Object.keys(await companies())).toHaveLength(2);
		});

		it('a dry run tells of the company that would be used', async () => {
			await start(position);
			const acme = await company({ name: 'Acme', domain: 'acme.example' });
			const ann = await contact({ email: 'ann@holt.example' });
			later();
			if (position === 'never')
				await link(ann, await company({ name: 'Holt', domain: 'holt.example' }));
			await customer('Ann', 'ann@holt.example', 'Holt Bakery');
			await customer('Bob', 'bob@acme.example', 'Acme Ltd');
			await customer('Cy', 'cy@new.example', 'New Ltd');
			const { results, writes } = await sync({}, { dryRun: true });
			const plans = results.map(({ plan = [] }) =>
				plan
					.filter(({ target, operation }) => target === 'companies' || operation === 'associate')
					.map(({ operation, payload }) => [operation, payload]),
			);
			expect(plans).toEqual([
				[],
				[['associate', { to: `companies/${acme}` }]],
				[
					['create', { properties: { name: 'New Ltd', domain: 'new.example' } }],
					['associate', { to: 'companies/New Ltd' }],
				],
			]);
			expect(writes).toEqual([]);
		});
	},
);
