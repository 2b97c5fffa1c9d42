import { actions, SyncNode, email, mapped, outline, whenInactive } from '../../support/syncNode';

let syncNode: SyncNode;
beforeEach(async () => (syncNode = await SyncNode.open('syncContact')));
afterEach(async () => await syncNode.stop());

/**
 * A customer and a contact that are nobody's counterpart, and a pair that is recognised and
 * differs.
 */
async function people() {
	const pair = {
		customer: await syncNode.made({
			DisplayName: 'Pair',
			GivenName: 'Quick',
			...email('pair@example.com'),
		}),
		contact: await syncNode.put({ email: 'pair@example.com', firstname: 'Hub' }),
	};
	return {
		pair,
		customer: await syncNode.made({ DisplayName: 'Only Books', ...email('books@example.com') }),
		contact: await syncNode.put({ email: 'hub@example.com', firstname: 'Only', lastname: 'Hub' }),
	};
}
const given = async (id: string) => (await syncNode.read(id))['GivenName'];
const first = async (id: string) => (await syncNode.seen(id, ['firstname']))?.['firstname'];

describe('Sync Contact, direction', () => {
	it('quickBooksToHubSpot (default): customers become contacts, contacts stay contacts', async () => {
		const { pair, customer } = await people();
		expect(actions(await syncNode.run())).toEqual({
			[pair.customer]: 'updated',
			[customer]: 'created',
		});
		expect([
			await first(pair.contact),
			await given(pair.customer),
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
		]).toEqual(['Quick', 'Quick', 2, 3]);
	});

	it('hubSpotToQuickBooks: contacts become customers, customers stay customers', async () => {
		const { pair, contact } = await people();
		const ran = await syncNode.run({ direction: 'hubSpotToQuickBooks' });
		expect(outline(ran)).toEqual([
			['updated', pair.customer, pair.contact],
			['created', expect.any(String), contact],
		]);
		expect([
			await first(pair.contact),
			await given(pair.customer),
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
		]).toEqual(['Hub', 'Hub', 3, 2]);
	});

	it('twoWay: each side gets what it lacks', async () => {
		const { customer, contact, pair } = await people();
		const ran = await syncNode.run({ direction: 'twoWay', conflict: 'hubSpot' });
		expect(outline(ran)).toEqual(
			expect.arrayContaining([
				['updated', pair.customer, pair.contact],
				['created', expect.any(String), contact],
				['created', customer, expect.any(String)],
			]),
		);
		expect([
			(await syncNode.all()).length,
			(await syncNode.listed()).length,
			await given(pair.customer),
		]).toEqual([3, 3, 'Hub']);
		expect((await syncNode.run({ direction: 'twoWay', scope: 'all' })).writes).toEqual([]);
	});
});

describe('Sync Contact, scope', () => {
	it('changed (default): what changed since the last run; its state survives', async () => {
		const { pair, customer } = await people();
		await syncNode.run();
		syncNode.pass();
		const quiet = await syncNode.run();
		expect([outline(quiet), quiet.requests]).toEqual([[], ['GET /v3/company/:realm/cdc']]);
		await syncNode.change(customer, { GivenName: 'New' });
		expect(actions(await syncNode.run())).toEqual({ [customer]: 'updated' });
		expect(await given(pair.customer)).toBe('Quick');
	});

	it('all: every record, changed or not', async () => {
		const { pair, customer } = await people();
		await syncNode.run();
		const ran = await syncNode.run({ scope: 'all' });
		expect([actions(ran), ran.writes]).toEqual([
			{ [pair.customer]: 'unchanged', [customer]: 'unchanged' },
			[],
		]);
	});

	it.each([
		['quickBooks', 'updated'],
		['hubSpot', 'updated'],
	] as const)('records: the ids of the input items, of %s', async (recordSide, action) => {
		const { pair } = await people();
		const id = recordSide === 'quickBooks' ? pair.customer : pair.contact;
		const ran = await syncNode.run(
			{ direction: 'twoWay', scope: 'records', recordSide, recordId: '={{ $json.it }}' },
			[{ it: '999999' }, { it: id }],
		);
		expect([outline(ran), ran.from]).toEqual([
			[
				[action, pair.customer, pair.contact],
				['failed', null, null],
			],
			[{ item: 1 }, { item: 0 }],
		]);
	});
});

describe('Sync Contact, createAndUpdate', () => {
	const rows = [
		['both', 'updated', 'created', true],
		['createOnly', 'linked', 'created', false],
		['updateOnly', 'updated', 'skipped', true],
		['none', 'skipped', 'skipped', false],
	] as const;

	it.each(rows)('%s, in HubSpot', async (createAndUpdate, ofPair, ofOther, isUpdated) => {
		const { pair, customer } = await people();
		expect(actions(await syncNode.run({ createAndUpdate }))).toEqual({
			[pair.customer]: ofPair,
			[customer]: ofOther,
		});
		expect([await first(pair.contact), (await syncNode.listed()).length]).toEqual([
			isUpdated ? 'Quick' : 'Hub',
			ofOther === 'created' ? 3 : 2,
		]);
	});

	it.each(rows)('%s, in QuickBooks', async (createAndUpdate, ofPair, ofOther, isUpdated) => {
		const { pair, contact } = await people();
		const ran = await syncNode.run({ createAndUpdate, direction: 'hubSpotToQuickBooks' });
		expect(outline(ran)).toEqual([
			[ofPair, pair.customer, pair.contact],
			[ofOther, ofOther === 'created' ? expect.any(String) : null, contact],
		]);
		expect([await given(pair.customer), (await syncNode.all()).length]).toEqual([
			isUpdated ? 'Hub' : 'Quick',
			ofOther === 'created' ? 3 : 2,
		]);
	});
});

describe('Sync Contact, onDelete: a customer was made inactive', () => {
	it.each(whenInactive)('%s', async (onDelete, action, left) => {
		const id = await syncNode.made({ DisplayName: 'Gone', ...email('gone@example.com') });
		await syncNode.run({ onDelete });
		await syncNode.change(id, { Active: false });
		expect(actions(await syncNode.run({ onDelete }))).toEqual({ [id]: action });
		expect(await syncNode.leftOf(id, onDelete)).toEqual(left);
	});
});

describe('Sync Contact, onDelete: a contact was archived', () => {
	it.each([
		['nothing', {}, { active: true, marked: false }],
		['archive', 'archived', { active: false, marked: false }],
		['unlink', 'unlinked', { active: true, marked: false }],
		['mark', 'updated', { active: true, marked: true }],
	] as const)('%s', async (onDelete, action, left) => {
		const person = await syncNode.put({ email: 'gone@example.com', lastname: 'Gone' });
		const parameters = { onDelete, direction: 'hubSpotToQuickBooks' };
		const id = outline(await syncNode.run(parameters))[0]?.[1] ?? '';
		await syncNode.archive(person);
		expect(actions(await syncNode.run(parameters))).toEqual(
			typeof action === 'string' ? { [id]: action } : {},
		);
		const { Active, Notes } = await syncNode.read(id);
		expect({ active: Active, marked: Notes === `HubSpot contact ${person} was deleted.` }).toEqual(
			left,
		);
	});

	it('a record is never deleted for good: the archived contact is in the recycle bin, the customer is only inactive', async () => {
		const id = await syncNode.made({ DisplayName: 'Gone', ...email('gone@example.com') });
		await syncNode.run({ onDelete: 'archive' });
		await syncNode.change(id, { Active: false });
		await syncNode.run({ onDelete: 'archive' });
		expect([
			(await syncNode.listed()).length,
			(await syncNode.listed([], { archived: true })).length,
			(await syncNode.read(id))['DisplayName'],
		]).toEqual([0, 1, 'Gone (deleted)']);
	});
});

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
