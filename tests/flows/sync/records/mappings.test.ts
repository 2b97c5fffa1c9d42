import type { FieldMapping } from '../../../../src/core/sync/types';
import { Declined } from '../../../../src/core/decline';
import { accounts, change, contact, customer, email, readContact, sync } from './linkedContact';

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
