import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { QuickBooksPayload } from '../../../../src/core/records/quickbooks';
import type { FieldMapping, SyncPolicy } from '../../../../src/core/sync/types';
import { Declined } from '../../../../src/core/decline';
import { SyncAccounts } from '../../../support/syncAccounts';

let accounts: SyncAccounts;
let serial = 0;

beforeEach(async () => (accounts = await SyncAccounts.start({ seed: 'empty', fast: true })));
afterEach(async () => await accounts.stop());

const contact = async (properties: Record<string, string>) =>
	(await accounts.hubspot.createObject('contacts', { properties })).id;
const customer = async (DisplayName: string, more: QuickBooksPayload = {}) =>
	(
		await accounts.quickbooks.create(
			'Customer',
			{ DisplayName, ...more },
			`${DisplayName} ${(serial += 1)}`,
		)
	).Id;
const email = (Address: string) => ({ PrimaryEmailAddr: { Address } });
const sync = async (
	policy: Partial<SyncPolicy> = {},
	input: Parameters<SyncAccounts['sync']>[2] = {},
) => await accounts.sync(contactKind, policy, input);
const properties = [
	'firstname',
	'lastname',
	'email',
	'company',
	'jobtitle',
	'hs_lead_status',
	'phone',
	'numemployees',
	'city',
];
const readContact = async (id: string) =>
	(await accounts.hubspot.readObject('contacts', id, { properties })).properties;

async function change(id: string, fields: QuickBooksPayload): Promise<void> {
	const { SyncToken } = await accounts.quickbooks.read('Customer', id);
	await accounts.quickbooks.update('Customer', { Id: id, SyncToken, sparse: true, ...fields });
}

/** A pair in step, then changed on both sides, HubSpot last. */
async function bothChanged(conflict: SyncPolicy['conflict']) {
	const policy = { direction: 'twoWay', conflict } as const;
	const id = await customer('Pat', {
		GivenName: 'Pat',
		CompanyName: 'Start',
		...email('pat@example.com'),
	});
	const person = (await sync(policy)).results[0]?.hubspot?.id ?? '';
	accounts.sandbox.runtime.clock.advance(5000);
	await change(id, { GivenName: 'Quick', CompanyName: 'Books Ltd' });
	accounts.sandbox.runtime.clock.advance(5000);
	await accounts.hubspot.updateObject('contacts', person, { firstname: 'Hub', phone: '7' });
	const run = await sync(policy);
	return {
		id,
		person,
		run,
		first: (await readContact(person))['firstname'],
		given: (await accounts.quickbooks.read('Customer', id)).GivenName,
		policy,
	};
}

describe('conflict (two-way)', () => {
	it.each([
		['newest', 'Hub', 'the record changed last prevailed'],
		['hubSpot', 'Hub', 'HubSpot prevailed'],
		['quickBooks', 'Quick', 'QuickBooks prevailed'],
	] as const)('%s', async (conflict, winner, words) => {
		const { id, person, run, first, given } = await bothChanged(conflict);
		expect([first, given]).toEqual([winner, winner]);
		expect(run.results).toEqual([
			expect.objectContaining({
				action: 'updated',
				warnings: [`First Name was "Hub" in HubSpot and "Quick" in QuickBooks; ${words}.`],
			}),
		]);
		expect(await readContact(person)).toMatchObject({ company: 'Books Ltd', phone: '7' });
		expect(await accounts.quickbooks.read('Customer', id)).toMatchObject({
			CompanyName: 'Books Ltd',
			PrimaryPhone: { FreeFormNumber: '7' },
		});
	});

	it('skip: reported with both values, again until a person settles it; the other fields are synced', async () => {
		const { id, person, run, first, given, policy } = await bothChanged('skip');
		expect([first, given]).toEqual(['Hub', 'Quick']);
		expect(run.results).toEqual([
			expect.objectContaining({
				action: 'conflict',
				reason: 'Both sides changed firstname (HubSpot "Hub", QuickBooks "Quick").',
				changes: expect.arrayContaining([{ field: 'firstname', from: 'Hub', to: 'Quick' }]),
			}),
		]);
		expect(await readContact(person)).toMatchObject({ company: 'Books Ltd' });
		accounts.sandbox.runtime.clock.advance(600_000);
		expect((await sync(policy)).results.map(({ action }) => action)).toEqual(['conflict']);
		await change(id, { GivenName: 'Hub' });
		await sync(policy);
		expect((await sync(policy)).results).toEqual([]);
	});

	it('what one side changes after a sync wins whatever the policy: our own writes are no edits', async () => {
		const policy = { direction: 'twoWay', conflict: 'hubSpot' } as const;
		const id = await customer('Echo', { GivenName: 'A', ...email('echo@example.com') });
		const person = (await sync(policy)).results[0]?.hubspot?.id ?? '';
		await change(id, { GivenName: 'B' });
		await sync(policy);
		expect((await readContact(person))['firstname']).toBe('B');
	});
});

describe('our own writes', () => {
	it('do not come back as changes: the run after the writes asks each side once', async () => {
		await customer('From QuickBooks', email('q@example.com'));
		await contact({ email: 'h@example.com', firstname: 'From', lastname: 'HubSpot' });
		const first = await sync({ direction: 'twoWay' });
		expect(first.results.map(({ action }) => action)).toEqual(['created', 'created']);
		await sync({ direction: 'twoWay' });
		expect((await sync({ direction: 'twoWay' })).requests).toEqual([
			'POST /crm/objects/2026-03/:type/search',
			'GET /v3/company/:realm/cdc',
		]);
	});

	it('do not bring back a contact that was deleted right after them', async () => {
		const policy = { direction: 'twoWay', onDelete: 'nothing' } as const;
		const person = await contact({ email: 'gone@example.com', firstname: 'Gone' });
		await customer('Other', email('other@example.com'));
		await sync(policy);
		await accounts.hubspot.updateObject('contacts', person, { firstname: 'Going' });
		await sync(policy);
		await accounts.hubspot.archiveObjects('contacts', [person]);
		expect((await sync(policy)).writes).toEqual([]);
	});
});

describe('mapping', () => {
	const map = (
		property: string,
		field: string,
		more: Partial<FieldMapping> = {},
	): FieldMapping => ({ property, field, direction: 'both', ifEmpty: 'keep', ...more });
	const mail = map('email', 'PrimaryEmailAddr.Address');

	it('an enumeration takes a label or a value, and gives the label', async () => {
		const mapping = [mail, map('hs_lead_status', 'Notes')];
		const [label, value] = [
			await customer('L', { ...email('l@example.com'), Notes: 'in_progress' }),
			await customer('V', { ...email('v@example.com'), Notes: 'OPEN_DEAL' }),
		];
		const { results } = await sync({ direction: 'twoWay', mapping });
		const idOf = (id: string) =>
			results.find(({ quickbooks }) => quickbooks?.id === id)?.hubspot?.id ?? '';
		expect([
			(await readContact(idOf(label)))['hs_lead_status'],
			(await readContact(idOf(value)))['hs_lead_status'],
		]).toEqual(['IN_PROGRESS', 'OPEN_DEAL']);
		await accounts.hubspot.updateObject('contacts', idOf(label), { hs_lead_status: 'UNQUALIFIED' });
		await sync({ direction: 'twoWay', mapping });
		expect((await accounts.quickbooks.read('Customer', label)).Notes).toMatch(/^unqualified$/i);
		expect(
			(await sync({ direction: 'twoWay', mapping }, { scope: { kind: 'all' } })).writes,
		).toEqual([]);
	});

	it('a value of the wrong type fails that record alone, with what to do', async () => {
		await accounts.hubspot.createProperties('contacts', [
			{
				name: 'credit_limit',
				label: 'Credit limit',
				type: 'number',
				fieldType: 'number',
				groupName: 'contactinformation',
			},
		]);
		await customer('Bad', { ...email('bad@example.com'), Notes: 'a lot' });
		await customer('Good', { ...email('good@example.com'), Notes: '2500.50' });
		const { results } = await sync({ mapping: [mail, map('credit_limit', 'Notes')] });
		expect(results.map(({ action }) => action)).toEqual(['failed', 'created']);
		expect(results[0]?.error).toBeInstanceOf(Declined);
		expect(String(results[0]?.error)).toContain(
			'"a lot" is not a number, which HubSpot needs for "Credit limit".',
		);
	});

	it('per field direction: a field that goes one way is not written the other way', async () => {
		const mapping = [
			mail,
			map('jobtitle', 'Title', { direction: 'toHubSpot' }),
			map('phone', 'PrimaryPhone.FreeFormNumber', { direction: 'toQuickBooks' }),
		];
		const id = await customer('Dir', {
			Title: 'Dr',
			PrimaryPhone: { FreeFormNumber: 'q' },
			...email('dir@example.com'),
		});
		const person = await contact({ email: 'dir@example.com', jobtitle: 'Boss', phone: 'h' });
		await sync({ direction: 'twoWay', mapping });
		expect([await readContact(person), await accounts.quickbooks.read('Customer', id)]).toEqual([
			expect.objectContaining({ jobtitle: 'Dr', phone: 'h' }),
			expect.objectContaining({ Title: 'Dr', PrimaryPhone: { FreeFormNumber: 'h' } }),
		]);
	});

	it.each([
		['keep', '5'],
		['clear', null],
	] as const)('an empty value: %s', async (ifEmpty, phone) => {
		const mapping = [mail, map('phone', 'PrimaryPhone.FreeFormNumber', { ifEmpty })];
		const id = await customer('Empty', {
			PrimaryPhone: { FreeFormNumber: '5' },
			...email('empty@example.com'),
		});
		const person = (await sync({ mapping })).results[0]?.hubspot?.id ?? '';
		await change(id, { PrimaryPhone: null });
		await sync({ mapping });
		expect((await readContact(person))['phone']).toBe(phone);
	});

	it('a chosen field that does not exist is refused before anything is written', async () => {
		await customer('X', email('x@example.com'));
		await expect(
			sync({ mapping: [map('no_such_property', 'GivenName')] }, { mappingChosen: true }),
		).rejects.toThrow('HubSpot has no field "no_such_property".');
		expect(
			(await accounts.hubspot.listObjects('contacts', { properties: [], limit: 10 })).records,
		).toEqual([]);
	});

	it('parts of an address go one by one and leave the others', async () => {
		const id = await customer('Addr', {
			BillAddr: { Line1: 'Main St 1', Line2: 'Floor 2', City: 'Oakland', PostalCode: '94601' },
			...email('addr@example.com'),
		});
		const mapping = [mail, map('city', 'BillAddr.City')];
		const person = (await sync({ direction: 'twoWay', mapping })).results[0]?.hubspot?.id ?? '';
		await accounts.hubspot.updateObject('contacts', person, { city: 'Berkeley' });
		await sync({ direction: 'twoWay', mapping });
		expect((await accounts.quickbooks.read('Customer', id)).BillAddr).toMatchObject({
			Line1: 'Main St 1',
			Line2: 'Floor 2',
			City: 'Berkeley',
			PostalCode: '94601',
		});
	});
});

describe('filter', () => {
	it('conditions on either side decide who takes part', async () => {
		await customer('In', { CompanyName: 'Garden Ltd', ...email('in@example.com') });
		await customer('Out', { CompanyName: 'Pool Ltd', ...email('out@example.com') });
		const byQuickBooks = await sync({
			filter: [{ side: 'quickBooks', field: 'CompanyName', operator: 'contains', value: 'garden' }],
		});
		expect(byQuickBooks.results.map(({ action, reason }) => [action, reason])).toEqual([
			['created', ''],
			['skipped', 'It does not meet the filter: CompanyName in QuickBooks contains "garden".'],
		]);
		const byHubSpot = await sync(
			{ filter: [{ side: 'hubSpot', field: 'email', operator: 'startsWith', value: 'in@' }] },
			{ scope: { kind: 'all' } },
		);
		expect(byHubSpot.results.map(({ action }) => action)).toEqual(['unchanged', 'skipped']);
	});
});

describe('failures', () => {
	it('one poisoned record in a hundred: the rest is written, it is tried again next time', async () => {
		for (let index = 0; index < 30; index += 1)
			await customer(`C${index}`, email(`c${index}@example.com`));
		const poisoned = await customer('Poison', {
			...email('poison@example.com'),
			Notes: 'not an option',
		});
		const mapping: FieldMapping[] = [
			...contactMapping,
			{ property: 'hs_lead_status', field: 'Notes', direction: 'both', ifEmpty: 'keep' },
		];
		const first = await sync({ mapping });
		expect(first.results.filter(({ action }) => action === 'created')).toHaveLength(30);
		expect(
			first.results
				.filter(({ action }) => action === 'failed')
				.map(({ quickbooks }) => quickbooks?.id),
		).toEqual([poisoned]);
		accounts.sandbox.runtime.clock.advance(600_000);
		expect((await sync({ mapping })).results.map(({ action }) => action)).toEqual(['failed']);
		await change(poisoned, { Notes: 'NEW' });
		expect((await sync({ mapping })).results.map(({ action }) => action)).toEqual(['created']);
		expect((await sync({ mapping })).results).toEqual([]);
	});

	it('answers that are lost after HubSpot wrote make no second contact', async () => {
		for (let index = 0; index < 5; index += 1)
			await customer(`C${index}`, email(`c${index}@example.com`));
		accounts.sandbox.runtime.faults.add({
			system: 'hubspot',
			path: '/batch/upsert',
			behaviour: 'drop-after',
			times: 2,
		} as never);
		await sync();
		await sync();
		expect(
			(await accounts.hubspot.listObjects('contacts', { properties: [], limit: 100 })).records,
		).toHaveLength(5);
	});

	it('answers that are lost after QuickBooks wrote make no second customer', async () => {
		for (let index = 0; index < 5; index += 1)
			await contact({ email: `c${index}@example.com`, firstname: `C${index}`, lastname: 'Lost' });
		await contact({ firstname: 'No', lastname: 'Address' });
		const policy = { direction: 'hubSpotToQuickBooks' } as const;
		accounts.sandbox.runtime.faults.add({
			system: 'quickbooks',
			path: '/batch',
			behaviour: 'drop-after',
			after: 3,
			times: 1,
		} as never);
		expect(new Set((await sync(policy)).results.map(({ action }) => action))).toEqual(
			new Set(['failed']),
		);
		expect((await sync(policy)).results.map(({ action }) => action)).toEqual(
			Array(6).fill('linked'),
		);
		expect(await accounts.quickbooks.find('Customer', {})).toHaveLength(6);
	});
});

describe('state', () => {
	it('a cursor of another company is noticed: everything is looked at again', async () => {
		await customer('A', email('a@example.com'));
		await sync();
		accounts.state = { ...(accounts.state as object), realmId: '1' };
		const { warnings, results } = await sync({}, {});
		expect(warnings).toEqual([
			'The QuickBooks credential now belongs to another company, so all records are checked again.',
		]);
		expect(results).toEqual([]);
	});

	it('a cursor of another portal is noticed as soon as there is something to do', async () => {
		await customer('A', email('a@example.com'));
		await sync();
		accounts.state = { ...(accounts.state as object), portalId: '1' };
		await customer('B', email('b@example.com'));
		const { warnings, results } = await sync();
		expect(warnings).toEqual([
			'The HubSpot credential now belongs to another account, so all records are checked again.',
		]);
		expect(results.map(({ action }) => action)).toEqual(['created']);
	});

	it('cancelling stops the run and leaves a state that the next run continues', async () => {
		for (let index = 0; index < 3; index += 1)
			await customer(`C${index}`, email(`c${index}@example.com`));
		await expect(
			accounts.sync(contactKind, {}, {}, { signal: AbortSignal.abort(new Error('cancelled')) }),
		).rejects.toThrow('cancelled');
		expect((await sync()).results.map(({ action }) => action)).toEqual([
			'created',
			'created',
			'created',
		]);
	});
});
