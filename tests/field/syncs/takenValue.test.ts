import { createRecords } from '../../../src/flows/invoiceRecord/create';
import { SyncAccounts } from '../../support/syncAccounts';

const LINK = { name: 'link_of_test', unique: true };
let accounts: SyncAccounts;
beforeAll(async () => {
	accounts = await SyncAccounts.start({ seed: 'empty', fast: true });
	await accounts.hubspot.createPropertyGroup('invoices', { name: 'test', label: 'Test' });
	await accounts.hubspot.createProperties('invoices', [
		{
			name: LINK.name,
			label: 'Link',
			type: 'string',
			fieldType: 'text',
			groupName: 'test',
			hasUniqueValue: true,
		},
	]);
});
afterAll(async () => await accounts.stop());

let serial = 0;
const record = (value: string, properties: Record<string, string> = {}) => ({
	properties: {
		hs_currency: 'USD',
		hs_invoice_billable: 'false',
		[LINK.name]: value,
		...properties,
	},
	associations: [],
	lines: [],
});
const idOf = async (wanted: ReturnType<typeof record>) => {
	const [attempt] = await createRecords(accounts.hubspot, LINK, [wanted]);
	return attempt?.ok ? attempt.value.id : undefined;
};

describe('a value that another HubSpot record has', () => {
	const told = ['holder', 'nobody', 'another'] as const;
	const statuses = [400, 409] as const;

	it.each(told.flatMap((names) => statuses.map((status) => [names, status] as const)))(
		'is looked up, whether the refusal names the holder, nobody or another record: %s, status %s',
		async (uniqueConflictNames, uniqueConflictStatus) => {
			const value = `1:${(serial += 1)}`;
			const first = await idOf(record(value));
			const other = await idOf(record(`other ${value}`, { hs_number: 'OTHER' }));
			accounts.sandbox.hubspot.setSwitches({ uniqueConflictNames, uniqueConflictStatus });
			expect(await idOf(record(value, { hs_number: 'AGAIN' }))).toBe(first);
			accounts.sandbox.hubspot.setSwitches({
				uniqueConflictNames: 'holder',
				uniqueConflictStatus: 400,
			});
			const read = async (id = '') =>
				(await accounts.hubspot.readObject('invoices', id, { properties: ['hs_number'] }))
					.properties['hs_number'];
			expect([await read(first), await read(other)]).toEqual(['AGAIN', 'OTHER']);
		},
	);
});
