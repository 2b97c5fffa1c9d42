import type { QuickBooksEntityName } from '../../../src/core/records/quickbooks';
import { failureOf, fakeQuickBooks, stopFakes } from './fakeQuickBooks';

afterEach(stopFakes);

const invoice = {
	Id: '130',
	SyncToken: '1',
	DocNumber: '1037',
	TotalAmt: 362.07,
	Balance: 0,
	Line: [],
};
const payload = {
	CustomerRef: { value: '1' },
	Line: [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 100,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	],
};
const ENTITIES: QuickBooksEntityName[] = [
	'Invoice',
	'Customer',
	'Item',
	'Payment',
	'Term',
	'Account',
	'TaxCode',
	'TaxRate',
	'Class',
	'Department',
	'Vendor',
	'Employee',
	'Estimate',
	'CreditMemo',
	'CompanyCurrency',
];
const NOT_WRITTEN = new Set<QuickBooksEntityName>(['TaxCode', 'TaxRate', 'CompanyCurrency']);

describe('every kind of record', () => {
	it.each(ENTITIES)('%s is read and found', async (entity) => {
		const server = await fakeQuickBooks(({ path }) =>
			path === 'query'
				? { QueryResponse: { [entity]: [{ Id: '5' }] } }
				: { [entity]: { Id: '5' }, time: 't' },
		);
		expect(await server.gateway().read(entity, '5')).toEqual({ Id: '5' });
		expect(await server.gateway().find(entity, { limit: 1 })).toEqual([{ Id: '5' }]);
		const [read, found] = server.received;
		expect([read?.path, found?.query['query']?.toLowerCase()]).toEqual([
			`${entity.toLowerCase()}/5`,
			`select * from ${entity.toLowerCase()} orderby id asc startposition 1 maxresults 1`,
		]);
	});

	it.each(ENTITIES.filter((entity) => !NOT_WRITTEN.has(entity)))(
		'%s is created and updated',
		async (entity) => {
			const server = await fakeQuickBooks(() => ({
				[entity]: { Id: '5', SyncToken: '0' },
				time: 't',
			}));
			expect(await server.gateway().create(entity, { Name: 'A' }, 'key')).toEqual({
				Id: '5',
				SyncToken: '0',
			});
			expect(await server.gateway().update(entity, { Id: '5', SyncToken: '0', Name: 'B' })).toEqual(
				{ Id: '5', SyncToken: '0' },
			);
			expect(server.received.map(({ method, path, body }) => [method, path, body])).toEqual([
				['POST', entity.toLowerCase(), { Name: 'A' }],
				['POST', entity.toLowerCase(), { Id: '5', SyncToken: '0', Name: 'B', sparse: true }],
			]);
		},
	);

	it.each([...NOT_WRITTEN])('%s cannot be created, and says so', async (entity) => {
		const server = await fakeQuickBooks(() => ({}));
		expect(await failureOf(server.gateway().create(entity, { Name: 'A' }, 'key'))).toMatchObject({
			kind: 'invalid',
			message: `QuickBooks does not let others create a ${entity}`,
		});
		expect(server.received).toEqual([]);
	});
});

describe('an id', () => {
	it.each(['../companyinfo/1', '1?include=invoiceLink', '', '1 ', '-1'])(
		'"%s" is none',
		async (id) => {
			const server = await fakeQuickBooks(() => ({ Invoice: invoice }));
			const gateway = server.gateway();
			for (const asked of [
				gateway.read('Invoice', id),
				gateway.sendInvoice(id),
				gateway.readInvoicePdf(id),
				gateway.voidInvoice({ Id: id, SyncToken: '0' }),
				gateway.update('Invoice', { Id: id, SyncToken: '0' }),
			]) {
				expect(await failureOf(asked)).toMatchObject({ kind: 'notFound' });
			}
			expect(server.received).toEqual([]);
		},
	);

	it('of a tax code in the United States is a word', async () => {
		const server = await fakeQuickBooks(() => ({ TaxCode: { Id: 'TAX', Name: 'TAX' } }));
		expect(await server.gateway().read('TaxCode', 'TAX')).toEqual({ Id: 'TAX', Name: 'TAX' });
	});
});

describe('a key', () => {
	it('of any length becomes one of QuickBooks’ length', async () => {
		const server = await fakeQuickBooks(() => ({ Invoice: invoice }));
		for (const key of ['', 'a', 'a', 'x'.repeat(5000), `${'x'.repeat(5000)}y`, '小龙 🐉'])
			await server.gateway().create('Invoice', payload, key);
		const keys = server.received.map(({ query }) => query['requestid']);
		expect(keys.every((key) => /^[0-9a-f]{50}$/.test(key ?? ''))).toBe(true);
		expect([keys[1] === keys[2], new Set(keys).size]).toEqual([true, 5]);
		expect(keys[1]).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9');
	});

	it('goes without the permission of duplicate numbers unless asked', async () => {
		const server = await fakeQuickBooks(() => ({ Invoice: invoice }));
		await server.gateway().create('Invoice', payload, 'k', { allowDuplicateNumber: false });
		await server.gateway().create('Invoice', payload, 'k', { allowDuplicateNumber: true });
		expect(server.received.map(({ query }) => query['include'])).toEqual([
			undefined,
			'allowduplicatedocnum',
		]);
	});
});

describe('an update', () => {
	it('is full when the payload says so, and leaves the payload alone', async () => {
		const server = await fakeQuickBooks(() => ({ Invoice: invoice }));
		const change = { Id: '130', SyncToken: '1', sparse: false, ...payload };
		const before = structuredClone(change);
		await server.gateway().update('Invoice', change);
		await server.gateway().update('Invoice', { Id: '130', SyncToken: '1' });
		expect(change).toEqual(before);
		expect(server.received.map(({ url, body }) => [url.split('?')[1], body])).toEqual([
			['operation=update&minorversion=75&format=json', before],
			['operation=update&minorversion=75&format=json', { Id: '130', SyncToken: '1', sparse: true }],
		]);
	});

	it('without a version tells no customer data', async () => {
		const server = await fakeQuickBooks(() => ({ Customer: {} }));
		expect(
			await failureOf(
				server.gateway().update('Customer', { Id: '1', SyncToken: '', Notes: 'private' }),
			),
		).toMatchObject({
			kind: 'invalid',
			message: 'QuickBooks needs the SyncToken of the version to change',
		});
	});
});

describe('an answer without the record', () => {
	it('is no success', async () => {
		for (const body of [{}, { time: 't' }, { Customer: { Id: '1' } }, { Invoice: null }, []]) {
			const server = await fakeQuickBooks(() => body);
			expect(await failureOf(server.gateway().sendInvoice('130'))).toMatchObject({
				kind: 'unexpected',
				message: 'QuickBooks answered without the Invoice',
			});
		}
	});
});

describe('an invoice', () => {
	it('is sent, also to an address that needs care', async () => {
		const server = await fakeQuickBooks(() => ({
			Invoice: { ...invoice, EmailStatus: 'EmailSent' },
		}));
		expect(await server.gateway().sendInvoice('130')).toEqual({
			...invoice,
			EmailStatus: 'EmailSent',
		});
		await server.gateway().sendInvoice('130', 'ann+bills&x=1@exämple.com');
		expect(
			server.received.map(({ method, path, query, body }) => [
				method,
				path,
				query['sendTo'],
				query['x'],
				body || undefined,
			]),
		).toEqual([
			['POST', 'invoice/130/send', undefined, undefined, undefined],
			['POST', 'invoice/130/send', 'ann+bills&x=1@exämple.com', undefined, undefined],
		]);
	});

	it('is voided in the version known, without reading another one', async () => {
		const server = await fakeQuickBooks(() => ({
			Invoice: { ...invoice, PrivateNote: 'Voided' },
		}));
		expect(await server.gateway().voidInvoice({ ...invoice })).toEqual({
			...invoice,
			PrivateNote: 'Voided',
		});
		expect(
			server.received.map(({ method, path, query, body }) => [
				method,
				path,
				query['operation'],
				body,
			]),
		).toEqual([['POST', 'invoice', 'void', { Id: '130', SyncToken: '1' }]]);
	});

	it('has a PDF, byte for byte', async () => {
		const bytes = Buffer.concat([
			Buffer.from('%PDF-1.4\n'),
			Buffer.from([0, 255, 128, 10, 13, 0xc3, 0x28]),
		]);
		const server = await fakeQuickBooks((_, __, reply) =>
			reply.type('application/pdf').send(bytes),
		);
		expect((await server.gateway().readInvoicePdf('130')).equals(bytes)).toBe(true);
		expect([server.received[0]?.path, server.received[0]?.headers['accept']]).toEqual([
			'invoice/130/pdf',
			'application/pdf',
		]);
	});

	it('has no PDF that is something else', async () => {
		for (const body of ['<html></html>', '', '{"Invoice":{}}', '{']) {
			const server = await fakeQuickBooks((_, __, reply) =>
				reply.type('application/pdf').send(body),
			);
			expect(await failureOf(server.gateway().readInvoicePdf('130'))).toMatchObject({
				kind: 'unavailable',
				message: 'QuickBooks did not give a PDF',
			});
		}
	});
});

describe('an exchange rate', () => {
	it('is one of the day', async () => {
		const server = await fakeQuickBooks(() => ({
			ExchangeRate: {
				SourceCurrencyCode: 'USD',
				TargetCurrencyCode: 'CAD',
				Rate: 1.3875,
				AsOfDate: '2026-01-31',
			},
			time: 't',
		}));
		expect(await server.gateway().readExchangeRate('USD', '2026-01-31')).toBe(1.3875);
		expect(
			server.received.map(({ path, query }) => [
				path,
				query['sourcecurrencycode'],
				query['asofdate'],
			]),
		).toEqual([['exchangerate', 'USD', '2026-01-31']]);
	});

	it('that is missing is not guessed', async () => {
		for (const ExchangeRate of [{}, { Rate: 0 }, { Rate: '1.2' }, undefined]) {
			const server = await fakeQuickBooks(() => ({ ExchangeRate, time: 't' }));
			expect(await failureOf(server.gateway().readExchangeRate('USD', '2026-01-31'))).toMatchObject(
				{ kind: 'unexpected' },
			);
		}
	});
});
