import { startSandbox, type Sandbox } from '../../../sandbox/start';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox({ seed: 'demo', now: '2026-11-24T10:00:00Z', frozen: true });
});
afterEach(() => sandbox.stop());

async function control(
	method: string,
	path: string,
	body?: unknown,
): Promise<{ status: number; body: unknown }> {
	const response = await fetch(`${sandbox.control.url}/control/hubspot${path}`, {
		method,
		...(body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
	});
	return { status: response.status, body: await response.json() };
}

it('shows records with their values and links', async () => {
	expect((await control('GET', '/counts')).body).toMatchObject({
		contacts: { records: 5, archived: 0 },
		deals: { records: 8 },
		line_items: { records: 19 },
		invoices: { records: 0, archived: 0 },
	});
	expect(await control('GET', '/records/deals?after=403&limit=1')).toMatchObject({
		status: 200,
		body: [
			{
				id: '404',
				properties: {
					dealname: 'Toronto show garden',
					amount: '440.00',
					deal_currency_code: 'CAD',
				},
				archived: false,
				links: { contacts: ['101'], line_items: ['607'] },
			},
		],
	});
});

it('edits, adds and deletes as a person would, under the same rules', async () => {
	sandbox.runtime.clock.advance(60_000);
	expect(
		await control('PATCH', '/records/contacts/104', {
			properties: { email: 'Ann@millers.example', phone: '' },
		}),
	).toMatchObject({
		status: 200,
		body: {
			id: '104',
			properties: { email: 'ann@millers.example', lastmodifieddate: '2026-11-24T10:01:00.000Z' },
		},
	});
	expect(
		await control('PATCH', '/records/contacts/104', { properties: { colour: 'red' } }),
	).toMatchObject({ status: 400, body: { error: 'colour: Property "colour" does not exist' } });
	expect(
		await control('POST', '/records/line_items', {
			properties: { name: 'Rose', price: '9.5', quantity: '2' },
			links: [{ to: 'deals', id: '403' }],
		}),
	).toMatchObject({
		status: 200,
		body: { properties: { amount: '19' }, links: { deals: ['403'] } },
	});
	expect(await control('DELETE', '/records/companies/203')).toEqual({
		status: 200,
		body: { archived: '203' },
	});
	expect((await control('GET', '/records/deals/408')).body).toMatchObject({
		links: { line_items: ['614'] },
	});
});

it.each([
	['GET', '/records/gnomes', undefined, 400],
	['GET', '/records/deals/9', undefined, 400],
	['GET', '/records/deals?limit=0', undefined, 400],
	['PATCH', '/records/deals/401', { amount: '1' }, 400],
	[
		'POST',
		'/records/products',
		{ properties: { name: 'x' }, links: [{ to: 'deals', id: '401' }] },
		400,
	],
	['POST', '/records/contacts', { properties: { email: 'jose@cafe-ole.example' } }, 409],
	['POST', '/generate', { customers: 0 }, 400],
])('%s %s %j is refused with a sentence', async (method, path, body, status) => {
	const answer = await control(method, path, body);
	expect(answer).toEqual({ status, body: { error: expect.stringMatching(/^.{10,}$/s) } });
	expect((await control('GET', '/counts')).body).toMatchObject({
		contacts: { records: 5 },
		products: { records: 6 },
	});
});

it('generates more, the same each time', async () => {
	const made = await control('POST', '/generate', {
		customers: 50,
		seed: 7,
		contactShare: 0.5,
		dealShare: 0.2,
	});
	expect(made.body).toMatchObject({
		contacts: { records: 30 },
		deals: { records: 13 },
		products: { records: 26 },
	});
	const contacts = (await control('GET', '/records/contacts?after=105&limit=500')).body as Array<{
		properties: Record<string, string>;
		links: object;
	}>;
	expect(contacts.map(({ properties }) => properties['email']).slice(0, 3)).toEqual([
		'customer000002@generated.example',
		'customer000004@generated.example',
		'customer000006@generated.example',
	]);
	const again = await startSandbox({
		seed: { customers: 50, seed: 7 },
		now: '2026-11-24T10:00:00Z',
		frozen: true,
		switches: { hubspot: { generatedDeals: 0.2 } },
	});
	try {
		const response = await fetch(`${again.control.url}/control/hubspot/records/contacts?limit=500`);
		const same = (await response.json()) as typeof contacts;
		expect(
			same.map(({ properties }) => [
				properties['firstname'],
				properties['lastname'],
				properties['email'],
				properties['createdate'],
			]),
		).toEqual(
			contacts.map(({ properties }) => [
				properties['firstname'],
				properties['lastname'],
				properties['email'],
				properties['createdate'],
			]),
		);
		expect(same.filter(({ links }) => 'deals' in links)).toHaveLength(5);
	} finally {
		await again.stop();
	}
});
