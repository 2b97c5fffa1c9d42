import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
let us: CompanyClient;
let customer: string;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))['Id'];
});
afterAll(() => sandbox.stop());

const raw = async (path: string, init: RequestInit) => {
	const answer = await fetch(`${us.url}${path}`, {
		...init,
		headers: { authorization: `Bearer ${us.token}`, ...init.headers },
	});
	return { status: answer.status, body: (await answer.json()) as Json };
};
const code = ({ status, body }: { status: number; body: Json }): unknown[] => [
	status,
	body['Fault']?.Error[0].code,
];
const sold = (more: Json = {}) => ({
	DetailType: 'SalesItemLineDetail',
	Amount: 1,
	SalesItemLineDetail: more,
});

describe('what nobody sends by mistake', () => {
	it.each<[string, string, string, string]>([
		['a property that every object has by itself', '/invoice', '{"__proto__":{"a":1}}', '2010'],
		['another one', '/customer', '{"DisplayName":"x","constructor":"a"}', '2010'],
		[
			'one inside a nested object',
			'/customer',
			'{"DisplayName":"x","BillAddr":{"toString":"a"}}',
			'2010',
		],
		[
			'the metadata of a file',
			'/attachable',
			'{"Note":"x","AttachableRef":{"hasOwnProperty":1}}',
			'2010',
		],
		[
			'a reference whose value is an object',
			'/payment',
			'{"TotalAmt":1,"CustomerRef":{"value":{"a":1}}}',
			'2010',
		],
		[
			'objects inside each other without end',
			'/customer',
			`{"DisplayName":"x","OtherContactInfo":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
			'2010',
		],
		['items of a batch that are none', '/batch', '{"BatchItemRequest":[1,null]}', '2010'],
	])('%s is refused', async (_what, path, text, expected) => {
		expect(code(await us.post(path, text))).toEqual([400, expected]);
	});

	it('lists in the place of a batch item are refused alone', async () => {
		const { body } = await us.post('/batch', {
			BatchItemRequest: [[], { bId: '2', Query: 'select * from Term maxresults 1' }],
		});
		expect(
			(body['BatchItemResponse'] as Json[]).map((item) => item['Fault']?.Error[0].code),
		).toEqual(['2010', undefined]);
	});

	it('a content type that is none is passed over, as any other', async () => {
		const body = JSON.stringify({ DisplayName: 'By Garbage' });
		expect(
			(await raw('/customer', { method: 'POST', headers: { 'content-type': 'garbage;;;=' }, body }))
				.status,
		).toBe(200);
	});

	it('paths that cannot be read are unsupported operations', async () => {
		for (const path of ['/invoice/%zz', `/invoice/${'1'.repeat(600)}`])
			expect(code(await raw(path, {}))).toEqual([400, '500']);
		expect(await (await fetch(`${sandbox.control.url}/control/%zz`)).json()).toEqual({
			error: '/control/%zz cannot be read as a path.',
		});
	});

	it('a start position beyond all numbers is refused', async () => {
		expect(code(await us.query('select * from Term startposition 99999999999999999999'))).toEqual([
			400,
			'4001',
		]);
	});

	it('more than 750 lines are refused where they are taxed', async () => {
		const lines = (count: number, tax: string) =>
			Array.from({ length: count }, () => sold({ TaxCodeRef: { value: tax } }));
		const post = async (Line: Json[]) =>
			code(await us.post('/invoice', { CustomerRef: { value: customer }, Line }));
		expect([
			await post(lines(751, 'TAX')),
			await post(lines(750, 'TAX')),
			await post(lines(751, 'NON')),
		]).toEqual([
			[400, '6000'],
			[200, undefined],
			[200, undefined],
		]);
	});
});

describe('controls that cannot be', () => {
	const control = async (method: string, path: string, body: Json) => {
		const answer = await fetch(`${sandbox.control.url}/control/${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return [answer.status, ((await answer.json()) as Json)['error']];
	};

	it('a clock out of bounds is refused, and stays as it was', async () => {
		const sentence = 'the clock can show times from 1970-01-01 to 9999-12-31';
		expect(await control('POST', 'clock/advance', { seconds: 1e18 })).toEqual([400, sentence]);
		expect(await control('PUT', 'clock', { now: '+200000-01-01T00:00:00Z' })).toEqual([
			400,
			sentence,
		]);
		expect((await us.get('/companyinfo/1')).body['time']).toBe('2026-07-01T12:00:00.000-07:00');
	});

	it('a fault that the system does not know is refused', async () => {
		expect(await control('POST', 'faults', { system: 'quickbooks', behaviour: '423' })).toEqual([
			400,
			'Only HubSpot has the fault 423.',
		]);
		expect(
			await control('POST', 'faults', { system: 'hubspot', behaviour: 'stale-token' }),
		).toEqual([400, 'Only QuickBooks Online has the fault stale-token.']);
	});
});
