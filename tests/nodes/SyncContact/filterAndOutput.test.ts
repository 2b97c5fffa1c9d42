import { actions, email, mapped, outline } from '../../support/syncNode';
import { first, given, people, syncNode } from './syncedContacts';

describe('Sync Contact, filter: a list of conditions on either side', () => {
	const conditions = [
		['quickBooks', { field: 'CompanyName', operator: 'contains', value: 'garden' }],
		['quickBooks', { field: 'CompanyName', operator: 'notContains', value: 'pool' }],
		['quickBooks', { field: 'CompanyName', operator: 'equals', value: 'Garden Ltd' }],
		['quickBooks', { field: 'CompanyName', operator: 'notEquals', value: 'Pool Ltd' }],
		['quickBooks', { field: 'CompanyName', operator: 'startsWith', value: 'Gar' }],
		['quickBooks', { field: 'Notes', operator: 'notEmpty' }],
		['quickBooks', { field: 'Fax.FreeFormNumber', operator: 'empty' }],
		['quickBooks', { field: 'Notes', operator: 'greater', value: '9' }],
		['hubSpot', { field: 'email', operator: 'startsWith', value: 'in@' }],
		['hubSpot', { field: 'company', operator: 'contains', value: 'Garden' }],
	] as const;

	it.each(conditions)('of %s: %o', async (side, condition) => {
		const id = await syncNode.made({
			DisplayName: 'In',
			CompanyName: 'Garden Ltd',
			Notes: '10',
			...email('in@example.com'),
		});
		const other = await syncNode.made({
			DisplayName: 'Out',
			CompanyName: 'Pool Ltd',
			Fax: { FreeFormNumber: '1' },
			...email('out@example.com'),
		});
		const ran = await syncNode.run({ filter: { [side]: [condition] } });
		expect(actions(ran)).toEqual({ [id]: 'created', [other]: 'skipped' });
		expect(ran.synced.find(({ action }) => action === 'skipped')?.['reason']).toMatch(
			/^It does not meet the filter: .+ in (HubSpot|QuickBooks) /,
		);
	});

	it('all conditions of both sides must hold, for a contact that becomes a customer, too', async () => {
		await syncNode.put({ email: 'in@example.com', lastname: 'In', company: 'Garden Ltd' });
		await syncNode.put({ email: 'out@example.com', lastname: 'Out', company: 'Garden Ltd' });
		await syncNode.put({ email: 'in@example.org', lastname: 'Third' });
		await syncNode.run({
			direction: 'hubSpotToQuickBooks',
			filter: {
				hubSpot: [{ field: 'email', operator: 'startsWith', value: 'in@' }],
				quickBooks: [{ field: 'CompanyName', operator: 'notEmpty' }],
			},
		});
		expect((await syncNode.all()).map(({ DisplayName }) => DisplayName)).toEqual(['In']);
	});

	it('a condition that names no field is refused before anything is written', async () => {
		await expect(
			syncNode.run({ filter: { hubSpot: [{ operator: 'empty' }] } }),
		).rejects.toMatchObject({
			message: expect.stringContaining('A condition of the filter has no field.'),
		});
	});

	it('a condition that names a property HubSpot does not have is no reason to take everybody', async () => {
		await syncNode.made({ DisplayName: 'Ann', ...email('ann@example.com') });
		await expect(
			syncNode.run({
				filter: { hubSpot: [{ field: 'lifecycle_stage', operator: 'notEquals', value: 'lead' }] },
			}),
		).rejects.toMatchObject({
			message: expect.stringContaining('HubSpot has no field "lifecycle_stage".'),
			description: expect.stringContaining('Open the filter'),
		});
	});
});

describe('Sync Contact, conflict (two-way): both sides changed a field', () => {
	it.each([
		['newest', 'Hub', 'updated'],
		['hubSpot', 'Hub', 'updated'],
		['quickBooks', 'Quick', 'updated'],
		['skip', undefined, 'conflict'],
	] as const)('%s: reported with both values', async (conflict, winner, action) => {
		const id = await syncNode.made({
			DisplayName: 'Pat',
			GivenName: 'Pat',
			...email('pat@example.com'),
		});
		const parameters = { direction: 'twoWay', conflict };
		const person = outline(await syncNode.run(parameters))[0]?.[2] ?? '';
		syncNode.pass(5000);
		await syncNode.change(id, { GivenName: 'Quick' });
		syncNode.pass(5000);
		await syncNode.edit(person, { firstname: 'Hub' });
		const ran = await syncNode.run(parameters);
		expect(outline(ran)).toEqual([[action, id, person]]);
		expect(JSON.stringify([...ran.synced, ...ran.failed])).toMatch(/\\"Hub\\".*\\"Quick\\"/);
		expect([await first(person), await given(id)]).toEqual(
			winner ? [winner, winner] : ['Hub', 'Quick'],
		);
	});
});

describe('Sync Contact, companies', () => {
	it('on request: created and associated from the customer’s company name', async () => {
		await syncNode.made({
			DisplayName: 'Ann',
			CompanyName: 'Acme Ltd',
			...email('ann@acme.example'),
		});
		await syncNode.run({ companies: true });
		expect(
			(await syncNode.listed(['name'], { objects: 'companies', associations: ['contacts'] })).map(
				({ properties, associations }) => [
					properties['name'],
					associations?.['contacts']?.results.length,
				],
			),
		).toEqual([['Acme Ltd', expect.any(Number)]]);
	});

	it('otherwise: none', async () => {
		await syncNode.made({
			DisplayName: 'Ann',
			CompanyName: 'Acme Ltd',
			...email('ann@acme.example'),
		});
		await syncNode.run();
		expect(await syncNode.listed([], { objects: 'companies' })).toEqual([]);
	});
});

describe('Sync Contact, output', () => {
	const poisoned = { ...mapped({ email: 'PrimaryEmailAddr.Address', hs_lead_status: 'Notes' }) };

	it.each([
		['each', [{ action: 'created' }]],
		['failures', []],
		['summary', [{ records: 2, created: 1, failed: 1, updated: 0 }]],
	] as const)(
		'%s; what could not be done leaves by the second output, with the reason and what to do',
		async (output, synced) => {
			await syncNode.made({ DisplayName: 'Good', ...email('good@example.com') });
			const id = await syncNode.made({
				DisplayName: 'Bad',
				Notes: 'no such status',
				...email('bad@example.com'),
			});
			const ran = await syncNode.run({ output, ...poisoned });
			expect(ran.synced).toEqual(synced.map((one) => expect.objectContaining(one)));
			expect(ran.failed).toEqual([
				expect.objectContaining({
					action: 'failed',
					reason: '"no such status" is not an option of the HubSpot property "Lead Status".',
					remedy: expect.stringContaining('or add the option in HubSpot'),
					quickbooks: expect.objectContaining({ id }),
				}),
			]);
		},
	);

	it('has action, reason, changes, hubspot, quickbooks, environment and warnings', async () => {
		const id = await syncNode.made({ DisplayName: 'Good', ...email('good@example.com') });
		const {
			synced: [json = {}],
		} = await syncNode.run();
		const { realmId } = syncNode.accounts;
		const contact = (await syncNode.listed())[0]?.id;
		expect(json).toEqual({
			action: 'created',
			reason: '',
			environment: 'custom',
			warnings: [],
			changes: [{ field: 'email', from: null, to: 'good@example.com' }],
			hubspot: {
				objectType: 'contacts',
				id: contact,
				url: `https://app.hubspot.com/contacts/48291573/record/0-1/${contact}`,
			},
			quickbooks: {
				entity: 'Customer',
				id,
				realmId,
				url: `https://qbo.intuit.com/app/customerdetail?nameId=${id}`,
			},
		});
	});

	it('an error that stops everything honours "On Error"', async () => {
		await syncNode.made({ DisplayName: 'Good', ...email('good@example.com') });
		const wrong = { ...mapped({ no_such_property: 'GivenName' }) };
		await expect(syncNode.run(wrong)).rejects.toMatchObject({
			message: expect.stringContaining('HubSpot has no field "no_such_property".'),
		});
		const { synced } = await syncNode.run(wrong, [{}], { onError: 'continueRegularOutput' });
		expect(synced).toEqual([
			expect.objectContaining({
				action: 'failed',
				reason: expect.stringContaining('no_such_property'),
				remedy: expect.any(String),
			}),
		]);
	});
});

describe('Sync Contact, dry run', () => {
	it.each(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay'])(
		'%s: the plan and the exact payloads, and nothing written',
		async (direction) => {
			await people();
			const ran = await syncNode.run({ direction, dryRun: true });
			const plans = ran.synced.flatMap(
				({ plan }) => plan as Array<{ system: string; payload: unknown }>,
			);
			expect(new Set(ran.synced.map(({ action }) => action))).toEqual(new Set(['planned']));
			expect(plans.length).toBeGreaterThanOrEqual(ran.synced.length);
			expect(plans.every(({ payload }) => payload !== undefined)).toBe(true);
			expect(ran.writes).toEqual([]);
			const real = await syncNode.run({ direction });
			expect(real.synced.length).toBe(ran.synced.length);
		},
	);
});
