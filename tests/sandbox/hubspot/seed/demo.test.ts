import Big from 'big.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClient, type HubSpotClient } from '../hubSpotClient';

interface Read {
	id: string;
	properties: Record<string, string | null>;
	associations?: Record<string, { results: Array<{ id: string; type: string }> }>;
}

let hubspot: HubSpotClient;
beforeAll(async () => {
	hubspot = await startClient('demo');
});
afterAll(() => hubspot.stop());

async function list(type: string, names: string[], associations: string[] = []): Promise<Read[]> {
	const { body } = await hubspot.ask(
		'GET',
		`/crm/objects/2026-03/${type}?limit=100&properties=${names.join(',')}&associations=${associations.join(',')}`,
	);
	return body.results as Read[];
}

const linkedIds = (read: Read, key: string) => [
	...new Set(read.associations?.[key]?.results.map(({ id }) => id)),
];

describe('the demo portal', () => {
	it('holds people with names of many alphabets', async () => {
		const contacts = await list('contacts', ['email', 'firstname', 'lastname'], ['companies']);
		expect(
			contacts.map(({ id, properties }) => [
				id,
				properties['firstname'],
				properties['lastname'],
				properties['email'],
			]),
		).toEqual([
			['101', 'Niamh', "O'Brien", 'niamh.obrien@example.com'],
			['102', 'José', 'García-Núñez', 'jose@cafe-ole.example'],
			['103', 'Renée', 'Tremblay', 'renee@mapleleaf.example'],
			['104', 'Ann', 'Miller', 'ann.miller@example.com'],
			['105', '小龙', '李 🐉', 'dragon@example.com'],
		]);
		expect(contacts.map((read) => linkedIds(read, 'companies'))).toEqual([
			['201'],
			['202'],
			['203'],
			[],
			[],
		]);
	});

	it('has deals whose amounts are the sums of their lines, one excepted line', async () => {
		const lines = new Map(
			(
				await list('line_items', [
					'price',
					'quantity',
					'hs_discount_percentage',
					'amount',
					'hs_line_item_currency_code',
				])
			).map((read) => [read.id, read.properties]),
		);
		const deals = await list(
			'deals',
			['amount', 'deal_currency_code', 'dealstage'],
			['line_items'],
		);
		expect(deals.map(({ id }) => id)).toEqual([
			'401',
			'402',
			'403',
			'404',
			'405',
			'406',
			'407',
			'408',
		]);
		const odd: string[] = [];
		for (const deal of deals) {
			const own = linkedIds(deal, 'line items').map((id) => ({
				id,
				values: lines.get(id) as Record<string, string | null>,
			}));
			const sum = own.reduce((all, { values }) => all.plus(values['amount'] ?? 0), new Big(0));
			expect([deal.id, sum.toFixed(2)]).toEqual([deal.id, deal.properties['amount'] ?? '0.00']);
			for (const { id, values } of own) {
				expect(values['hs_line_item_currency_code']).toBe(deal.properties['deal_currency_code']);
				const net = new Big(values['price'] as string)
					.times(values['quantity'] as string)
					.times(new Big(100).minus(values['hs_discount_percentage'] ?? 0))
					.div(100);
				if (!net.round(2).eq(values['amount'] as string)) odd.push(`${deal.id}:${id}`);
			}
		}
		expect(odd).toEqual(['407:613']);
	});

	it('has one quote that can be billed, one that expired, one draft', async () => {
		const quotes = await list(
			'quotes',
			['hs_status', 'hs_expiration_date', 'hs_quote_amount', 'hs_locked'],
			['deals', 'contacts', 'companies', 'line_items'],
		);
		expect(
			quotes.map((read) => [
				read.id,
				read.properties['hs_status'],
				read.properties['hs_expiration_date']?.slice(0, 10),
				read.properties['hs_quote_amount'],
				read.properties['hs_locked'],
				linkedIds(read, 'line items'),
			]),
		).toEqual([
			['501', 'APPROVAL_NOT_NEEDED', '2027-01-23', '990.8', 'true', ['621', '622', '623']],
			['502', 'APPROVED', '2026-11-14', '850', 'true', ['624']],
			['503', 'DRAFT', '2027-02-22', '899.4', 'false', ['625']],
		]);
		for (const read of quotes)
			expect([
				linkedIds(read, 'deals'),
				linkedIds(read, 'contacts'),
				linkedIds(read, 'companies'),
			]).toEqual([['405'], ['103'], ['203']]);
	});

	it('is kept in its file, and not sown a second time', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'portal-'));
		try {
			const first = await startClient('demo', {}, join(folder, 'hubspot.db'));
			const made = await first.make('contacts', { email: 'new@example.com' });
			await first.ask('POST', '/crm/v3/properties/contacts', {
				name: 'own',
				label: 'Own',
				type: 'string',
				fieldType: 'text',
				groupName: 'contactinformation',
				hasUniqueValue: true,
			});
			await first.ask('PATCH', `/crm/v3/objects/contacts/${made}`, { properties: { own: 'x' } });
			await first.stop();
			const second = await startClient('demo', {}, join(folder, 'hubspot.db'));
			expect((await second.ask('GET', '/crm/v3/objects/contacts/x?idProperty=own')).body.id).toBe(
				made,
			);
			expect(
				(await second.ask('GET', '/crm/v3/objects/contacts?limit=100')).body.results,
			).toHaveLength(6);
			expect(Number(await second.make('contacts', { email: 'newer@example.com' }))).toBeGreaterThan(
				Number(made),
			);
			await second.stop();
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
