import type { Properties } from '../../../../sandbox/hubspot/records';
import type { ObjectType } from '../../../../sandbox/hubspot/types';
import { startAccessServer, type AccessServer } from '../accessServer';

export const NOON = Date.parse('2026-11-01T12:00:00Z');

/** A server with four contacts and three deals, whose search knows every record at once. */
export async function startSearchServer(): Promise<AccessServer> {
	const server = await startAccessServer({ limits: false });
	addContacts(server);
	addDeals(server);
	return server;
}

function addContacts(server: AccessServer): void {
	addContact(server, 1, {
		email: 'niamh.obrien@example.com',
		firstname: 'Niamh',
		lastname: "O'Brien",
		phone: '+353 1 555 0101',
		lifecyclestage: 'customer',
	});
	addContact(server, 2, {
		email: 'jose@cafe-ole.example',
		firstname: 'José',
		lastname: 'García-Núñez',
		company: 'Café Olé 🌿',
		lifecyclestage: 'lead',
	});
	addContact(server, 3, { email: 'ann.miller@example.com', firstname: 'Ann', lastname: 'Miller' });
	addContact(server, 4, { firstname: '小龙', lastname: '李 🐉', phone: '100% "real"' });
}

function addDeals(server: AccessServer): void {
	for (const [id, amount, closedate] of [
		[11, '9.50', '2026-01-31T00:00:00.000Z'],
		[12, '10', '2026-02-28T09:30:00.000Z'],
		[13, '100.00', ''],
	] as const) {
		addRecord(server, 'deals', id, {
			dealname: `Deal ${id}`,
			amount,
			dealstage: id === 12 ? 'closedwon' : 'contractsent',
			...(closedate && { closedate }),
		});
	}
}

/** Adds a record that the index has already; its id also gives the time of its change. */
export function addRecord(
	server: AccessServer,
	type: ObjectType,
	id: number,
	values: Properties,
): void {
	const at = NOON + id * 1000;
	const time = new Date(at).toISOString();
	const modified = type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
	server.records.insert(
		{
			type,
			id: String(id),
			createdAt: at,
			updatedAt: at,
			archivedAt: null,
			properties: { hs_object_id: String(id), createdate: time, [modified]: time, ...values },
		},
		[],
		{ indexed: true },
	);
}

const addContact = (server: AccessServer, id: number, values: Properties) =>
	addRecord(server, 'contacts', id, values);

export const addLink = (
	server: AccessServer,
	from: ObjectType,
	a: number,
	to: ObjectType,
	b: number,
) => {
	for (const [x, i, y, j] of [
		[from, a, to, b],
		[to, b, from, a],
	] as const)
		server.records.store.run(
			'INSERT INTO associations VALUES (?,?,?,?,?,?)',
			x,
			i,
			y,
			j,
			'HUBSPOT_DEFINED',
			3,
		);
};

export const search = (
	server: AccessServer,
	body: object,
	type = 'contacts',
	path = '/crm/v3/objects',
) => server.send('POST', `${path}/${type}/search`, body);

export const filter = (propertyName: string, operator: string, more: object = {}) => ({
	filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
});

export async function findIds(
	server: AccessServer,
	body: object,
	type = 'contacts',
): Promise<number[]> {
	const { status, body: answer } = await search(server, body, type);
	expect(status).toBe(200);
	expect(answer.total).toBe(answer.results.length);
	return answer.results.map(({ id }: { id: string }) => Number(id));
}
