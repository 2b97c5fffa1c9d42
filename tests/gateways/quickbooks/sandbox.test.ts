import type { FaultRule } from '../../../sandbox/faults';
import { startSandbox, type Sandbox } from '../../../sandbox/start';
import type { QuickBooksInvoice } from '../../../src/core/records/quickbooks';
import type { QuickBooksPort } from '../../../src/gateways/ports';
import type { QuickBooksVersion } from '../../../src/core/records/quickbooksQueries';
import {
	createQuickBooksGateway,
	type QuickBooksConnection,
} from '../../../src/gateways/quickbooks/gateway';
import { deleteInvoice } from '../../support/deleteInvoice';
import { failureOf } from './fakeQuickBooks';

/** The gateway and the sandbox know nothing of each other but QuickBooks' contract. */
const realms = {
	us: '9341450000000001',
	numbers: '9341450000000002',
	uk: '9341450000000003',
	ca: '9341450000000004',
};
let sandbox: Sandbox;
const tokens: Record<string, { access_token: string; refresh_token: string }> = {};
let gateway: QuickBooksPort;
let passedMs = 0;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'demo', switches: { quickbooks: { limits: false } } });
	for (const realmId of Object.values(realms)) tokens[realmId] = await authorize(realmId);
});
afterAll(async () => await sandbox.stop());
beforeEach(() => {
	sandbox.runtime.faults.clear();
	sandbox.runtime.traffic.reset();
	gateway = connect();
});

async function post(url: string, body: string, headers: Record<string, string>): Promise<never> {
	return (await (await fetch(url, { method: 'POST', headers, body })).json()) as never;
}

async function authorize(
	realmId: string,
): Promise<{ access_token: string; refresh_token: string }> {
	const redirectUri = 'http://127.0.0.1/back';
	const { code } = (await post(
		`${sandbox.control.url}/control/quickbooks/authorize`,
		JSON.stringify({ realmId, redirectUri }),
		{ 'content-type': 'application/json' },
	)) as { code: string };
	return await exchange({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
}

async function exchange(
	form: Record<string, string>,
): Promise<{ access_token: string; refresh_token: string }> {
	const { clientId, clientSecret } = sandbox.quickbooks.describe() as {
		clientId: string;
		clientSecret: string;
	};
	return await post(
		`${sandbox.quickbooks.url}/oauth2/v1/tokens/bearer`,
		new URLSearchParams(form).toString(),
		{
			'content-type': 'application/x-www-form-urlencoded',
			authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
		},
	);
}

function connect(changes: Partial<QuickBooksConnection> = {}): QuickBooksPort {
	const realmId = changes.realmId ?? realms.us;
	const wait = async (ms: number) => {
		passedMs += ms;
	};
	const source = {
		current: async () => tokens[realmId]?.access_token ?? '',
		refresh: async () => undefined,
	};
	return createQuickBooksGateway({
		realmId,
		environment: 'custom',
		baseUrl: sandbox.quickbooks.url,
		tokens: source,
		time: { now: () => Date.now() + passedMs, wait },
		chance: () => 0,
		timeoutMs: 5000,
		...changes,
	});
}

function fault(behaviour: FaultRule['behaviour'], more: Partial<FaultRule> = {}): void {
	sandbox.runtime.faults.add({ system: 'quickbooks', behaviour, times: 1, ...more });
}

async function removeInvoice(version: QuickBooksVersion): Promise<void> {
	const { url } = sandbox.quickbooks;
	const accessToken = tokens[realms.us]?.access_token ?? '';
	await deleteInvoice({ url, realmId: realms.us, accessToken }, version);
}

const requests = () => sandbox.runtime.traffic.requests().length;

async function one<E extends 'Customer' | 'Item' | 'Vendor'>(
	entity: E,
	name: string,
	port = gateway,
) {
	const [found] = await port.find(entity, {
		where: [{ field: entity === 'Item' ? 'Name' : 'DisplayName', operator: '=', value: name }],
	});
	if (!found) throw new Error(`no ${entity} ${name}`);
	return found;
}

async function newInvoice(
	key: string,
	amount = 100,
	more: object = {},
): Promise<QuickBooksInvoice> {
	const [customer, item] = await Promise.all([
		one('Customer', "Niamh O'Brien"),
		one('Item', 'Design hours'),
	]);
	const line = {
		DetailType: 'SalesItemLineDetail',
		Amount: amount,
		Description: 'Entwurf für «Olé» 🌿',
		SalesItemLineDetail: { ItemRef: { value: item.Id } },
	};
	return await gateway.create(
		'Invoice',
		{ CustomerRef: { value: customer.Id }, Line: [line], PrivateNote: key, ...more },
		key,
	);
}

describe('the company', () => {
	it('tells its settings', async () => {
		const { preferences, company } = await gateway.readSettings();
		expect([
			company.CompanyName,
			preferences.SalesFormsPrefs?.CustomTxnNumbers,
			preferences.CurrencyPrefs?.MultiCurrencyEnabled,
			preferences.TaxPrefs?.UsingSalesTax,
		]).toEqual(["Zoë's Garden & Design LLC", false, false, true]);
		const ca = await connect({ realmId: realms.ca }).readSettings();
		expect([
			ca.preferences.CurrencyPrefs?.HomeCurrency?.value,
			ca.preferences.CurrencyPrefs?.MultiCurrencyEnabled,
		]).toEqual(['CAD', true]);
	});

	it('is one that the token belongs to', async () => {
		expect(
			await failureOf(
				connect({
					realmId: realms.uk,
					tokens: {
						current: async () => tokens[realms.us]?.access_token ?? '',
						refresh: async () => undefined,
					},
				}).find('Customer', {}),
			),
		).toMatchObject({ kind: 'forbidden', code: '3100' });
	});

	it('knows exchange rates', async () => {
		const rate = await connect({ realmId: realms.ca }).readExchangeRate('USD', '2026-01-31');
		expect(rate).toBeGreaterThan(0);
	});
});

describe('searches', () => {
	it.each([
		['Customer', "Niamh O'Brien"],
		['Vendor', 'Café Olé 🌿'],
		['Item', 'Sod roll 5\' × 2"'],
	] as const)('find the %s %s', async (entity, name) => {
		expect(await one(entity, name)).toMatchObject(
			entity === 'Item' ? { Name: name } : { DisplayName: name },
		);
	});

	it('by address, by kind of list, by pattern, in order', async () => {
		const byAddress = await gateway.find('Customer', {
			where: [
				{
					field: 'PrimaryEmailAddr',
					operator: 'IN',
					value: ['niamh.obrien@example.com', 'ann@millers.example', 'nobody@example.com'],
				},
			],
		});
		expect(byAddress.map(({ DisplayName }) => DisplayName).sort()).toEqual([
			'Ann Miller',
			"Niamh O'Brien",
		]);
		const terms = await gateway.find('Term', { orderBy: { field: 'Id', descending: true } });
		expect(terms.map(({ Id, Name }) => [Id, Name])).toEqual(
			expect.arrayContaining([
				['4', 'Net 60'],
				['3', 'Net 30'],
				['2', 'Net 15'],
				['1', 'Due on receipt'],
			]),
		);
		expect(terms.map(({ Id }) => Number(Id))).toEqual(
			terms.map(({ Id }) => Number(Id)).sort((a, b) => b - a),
		);
		const likely = await gateway.find('Account', {
			where: [{ field: 'Name', operator: 'LIKE', value: '%Product%' }],
		});
		expect(likely.map(({ Name }) => Name)).toContain('Sales of Product Income');
	});

	it('leave out what is inactive, unless asked', async () => {
		const active = await gateway.find('Customer', {});
		const where = [{ field: 'Active', operator: 'IN', value: [true, false] } as const];
		const all = await gateway.find('Customer', { where });
		expect(all.filter(({ Active }) => Active)).toHaveLength(active.length);
		expect(all.length).toBeGreaterThan(active.length);
	});

	it('take no hostile text for a query', async () => {
		for (const value of [
			"' or Active = false",
			"\\' or Active IN (true,false) or DisplayName = '",
			'a\\',
			"%' --",
			'小龙 🐉',
			"O'Brien & Söhne #1 + 100% = ?",
		]) {
			expect([
				value,
				await gateway.find('Customer', { where: [{ field: 'DisplayName', operator: '=', value }] }),
			]).toEqual([value, []]);
		}
	});

	it('find a name with a backslash', async () => {
		const made = await gateway.create(
			'Customer',
			{ DisplayName: "Back\\slash's & Co" },
			'backslash',
		);
		const found = await gateway.find('Customer', {
			where: [
				{ field: 'DisplayName', operator: 'IN', value: ["Back\\slash's & Co", "Niamh O'Brien"] },
			],
		});
		expect(found.map(({ DisplayName }) => DisplayName).sort()).toEqual([
			"Back\\slash's & Co",
			"Niamh O'Brien",
		]);
		await gateway.update('Customer', { Id: made.Id, SyncToken: made.SyncToken, Active: false });
	});

	it('of an unknown field are refused', async () => {
		expect(
			await failureOf(
				gateway.find('Customer', { where: [{ field: 'Colour', operator: '=', value: 'red' }] }),
			),
		).toMatchObject({
			kind: 'invalid',
			code: '4001',
			requestId: expect.stringMatching(/^1-/) as string,
		});
	});

	it('read more rows than fit a page, in order', async () => {
		const many = await startSandbox({
			seed: { customers: 1300, seed: 7 },
			switches: { quickbooks: { limits: false } },
		});
		const before = sandbox;
		sandbox = many;
		const kept = tokens[realms.us];
		try {
			tokens[realms.us] = await authorize(realms.us);
			const all = await connect().find('Customer', {});
			expect(new Set(all.map(({ Id }) => Id)).size).toBe(all.length);
			expect(all.length).toBeGreaterThan(1000);
			const ids = all.map(({ Id }) => Id);
			expect(
				(
					await connect().find('Customer', {
						where: [{ field: 'Id', operator: 'IN', value: [...ids].reverse() }],
						startPosition: 1001,
						limit: 100,
					})
				).map(({ Id }) => Id),
			).toEqual(ids.slice(1000, 1100));
		} finally {
			sandbox = before;
			if (kept) tokens[realms.us] = kept;
			await many.stop();
		}
	});
});

describe('an invoice', () => {
	it('is made, read, changed, refused when stale, voided, deleted', async () => {
		const made = await newInvoice('life');
		expect(made).toMatchObject({
			SyncToken: '0',
			TotalAmt: expect.any(Number) as number,
			CustomerRef: { name: "Niamh O'Brien" },
			PrivateNote: 'life',
		});
		expect(await gateway.read('Invoice', made.Id)).toMatchObject({
			Id: made.Id,
			DocNumber: made.DocNumber,
		});
		const changed = await gateway.update('Invoice', {
			Id: made.Id,
			SyncToken: made.SyncToken,
			PrivateNote: 'changed',
		});
		expect(changed).toMatchObject({ SyncToken: '1', PrivateNote: 'changed', Line: made.Line });
		expect(
			await failureOf(
				gateway.update('Invoice', { Id: made.Id, SyncToken: '0', PrivateNote: 'late' }),
			),
		).toMatchObject({ kind: 'stale', code: '5010' });
		expect(await failureOf(gateway.voidInvoice({ Id: made.Id, SyncToken: '0' }))).toMatchObject({
			kind: 'stale',
		});
		const voided = await gateway.voidInvoice(changed);
		expect(voided).toMatchObject({
			SyncToken: '2',
			TotalAmt: 0,
			Balance: 0,
			PrivateNote: expect.stringMatching(/^Voided/) as string,
		});
		await removeInvoice(voided);
		expect(await failureOf(gateway.read('Invoice', made.Id))).toMatchObject({
			kind: 'notFound',
			code: '610',
		});
		expect(await failureOf(gateway.read('Invoice', '99999999'))).toMatchObject({
			kind: 'notFound',
		});
	});

	it('is sent, and has a PDF', async () => {
		const made = await newInvoice('mail');
		const sent = await gateway.sendInvoice(made.Id, 'ann+bills@example.com');
		expect(sent).toMatchObject({
			EmailStatus: 'EmailSent',
			BillEmail: { Address: 'ann+bills@example.com' },
			DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: expect.any(String) as string },
		});
		expect((await gateway.readInvoicePdf(made.Id)).subarray(0, 5).toString()).toBe('%PDF-');
		expect(await failureOf(gateway.readInvoicePdf('99999999'))).toMatchObject({ kind: 'notFound' });
		expect(await failureOf(gateway.sendInvoice(made.Id, 'no address'))).toMatchObject({
			kind: 'invalid',
		});
	});

	it.each(['drop-after', 'truncate', '503', 'drop-before'] as const)(
		'is made once, though the answer was lost: %s',
		async (behaviour) => {
			const before = (await gateway.find('Invoice', {})).length;
			fault(behaviour, { method: 'POST', path: '/invoice' });
			const made = await newInvoice(`key ${behaviour}`);
			expect([
				(await gateway.find('Invoice', {})).length,
				(await newInvoice(`key ${behaviour}`)).Id,
			]).toEqual([before + 1, made.Id]);
		},
	);

	it('is made once, though nothing came in time', async () => {
		const before = (await gateway.find('Invoice', {})).length;
		fault('hang', { method: 'POST', path: '/invoice' });
		gateway = connect({ timeoutMs: 400 });
		await newInvoice('key hang');
		expect((await gateway.find('Invoice', {})).length).toBe(before + 1);
	});

	it('under a used key but with other values is refused', async () => {
		await newInvoice('key twice');
		expect(await failureOf(newInvoice('key twice', 200))).toMatchObject({
			kind: 'duplicateRequest',
			code: '600',
		});
	});

	it('mailed with its answer lost is reported, not mailed twice', async () => {
		const made = await newInvoice('mail lost', 100, { BillEmail: { Address: 'ann@example.com' } });
		fault('drop-after', { path: '/send' });
		sandbox.runtime.traffic.reset();
		expect(await failureOf(gateway.sendInvoice(made.Id))).toMatchObject({ kind: 'network' });
		expect([requests(), (await gateway.read('Invoice', made.Id)).EmailStatus]).toEqual([
			1,
			'EmailSent',
		]);
	});

	it('bears a number that is free, or any when allowed', async () => {
		const port = (gateway = connect({ realmId: realms.numbers }));
		const [customer] = await port.find('Customer', { limit: 1 });
		const [item] = await port.find('Item', { limit: 1 });
		const payload = {
			DocNumber: 'GD-1',
			CustomerRef: { value: customer?.Id },
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 5,
					SalesItemLineDetail: { ItemRef: { value: item?.Id } },
				},
			],
		};
		await port.create('Invoice', payload, 'number 1');
		expect(await failureOf(port.create('Invoice', payload, 'number 2'))).toMatchObject({
			kind: 'duplicateNumber',
			code: '6140',
		});
		expect(
			await port.create('Invoice', payload, 'number 3', { allowDuplicateNumber: true }),
		).toMatchObject({ DocNumber: 'GD-1' });
	});
});

describe('a refusal', () => {
	it('of a name that a vendor has', async () => {
		expect(
			await failureOf(gateway.create('Customer', { DisplayName: 'Café Olé 🌿' }, 'clash')),
		).toMatchObject({
			kind: 'duplicateName',
			code: '6240',
			requestId: expect.stringMatching(/^1-/) as string,
		});
	});

	it.each([
		['missing-scope', 'forbidden', 1],
		['expired-token', 'unauthorized', 1],
		['429', 'rateLimited', 5],
		['429-xml', 'rateLimited', 5],
		['500', 'unavailable', 5],
		['502-html', 'unavailable', 5],
		['503', 'unavailable', 5],
		['drop-before', 'network', 5],
		['drop-after', 'network', 5],
		['truncate', 'network', 5],
	] as const)('%s is %s, after %s requests', async (behaviour, kind, sent) => {
		fault(behaviour, { times: 9 });
		expect(await failureOf(gateway.read('Term', '1'))).toMatchObject({
			name: 'GatewayError',
			kind,
		});
		expect(requests()).toBe(sent);
	});

	it('of an expired token ends with a fresh one', async () => {
		fault('expired-token');
		const refresh = async () =>
			(tokens[realms.us] = await exchange({
				grant_type: 'refresh_token',
				refresh_token: tokens[realms.us]?.refresh_token ?? '',
			})).access_token;
		const port = connect({
			tokens: { current: async () => tokens[realms.us]?.access_token ?? '', refresh },
		});
		expect(await port.read('Term', '3')).toMatchObject({ Name: 'Net 30' });
	});
});

describe('changes', () => {
	it('since a moment, with what was deleted', async () => {
		const since = new Date(sandbox.runtime.clock.now().getTime() - 1000).toISOString();
		const [kept, gone] = [await newInvoice('kept'), await newInvoice('gone')];
		await removeInvoice(gone);
		const { changes, complete, at } = await gateway.readChanges(
			['Payment', 'Invoice', 'Customer'],
			since,
		);
		expect([changes.map(({ entity }) => entity), complete, Number.isNaN(Date.parse(at))]).toEqual([
			['Payment', 'Invoice', 'Customer'],
			true,
			false,
		]);
		const invoices = changes.find(({ entity }) => entity === 'Invoice');
		expect([
			invoices?.records.some(({ Id }) => Id === kept.Id),
			invoices?.records.some(({ Id }) => Id === gone.Id),
		]).toEqual([true, false]);
		expect(invoices?.deleted).toContainEqual({
			Id: gone.Id,
			deletedAt: expect.any(String) as string,
		});
	});
});

describe('a batch', () => {
	it('of more than thirty, some of them refused', async () => {
		const names = Array.from({ length: 34 }, (_, index) =>
			index === 31 ? "Niamh O'Brien" : `Batch № ${index} 'é`,
		);
		const outcomes = await gateway.batch([
			...names.map((DisplayName) => ({
				operation: 'create' as const,
				entity: 'Customer' as const,
				payload: { DisplayName },
			})),
			{
				operation: 'query',
				entity: 'Customer',
				query: { where: [{ field: 'DisplayName', operator: 'LIKE', value: 'Batch № 1%' }] },
			},
			{
				operation: 'query',
				entity: 'Customer',
				query: { where: [{ field: 'DisplayName', operator: '=', value: "Niamh O'Brien" }] },
			},
		]);
		expect(
			outcomes
				.slice(0, 34)
				.map((outcome) =>
					outcome.ok
						? (outcome.value.record as { DisplayName: string }).DisplayName
						: outcome.error.kind,
				),
		).toEqual(names.map((name, index) => (index === 31 ? 'duplicateName' : name)));
		expect(outcomes[34]).toMatchObject({
			ok: true,
			value: {
				rows: [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((index) => ({
					DisplayName: `Batch № ${index} 'é`,
				})),
			},
		});
		expect(outcomes.at(-1)).toMatchObject({
			ok: true,
			value: { rows: [{ DisplayName: "Niamh O'Brien" }] },
		});
	});
});
