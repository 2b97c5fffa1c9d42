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
let customer: Json;
let design: Json;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
	customer = await us.one("select * from Customer where DisplayName = 'Niamh O\\'Brien'");
	design = await us.one("select * from Item where Sku = 'GD-HOUR'");
});
afterAll(() => sandbox.stop());

const line = (item: Json, Qty: number, UnitPrice: number, Amount: number, tax?: string) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: {
		ItemRef: { value: item['Id'] },
		Qty,
		UnitPrice,
		...(tax && { TaxCodeRef: { value: tax } }),
	},
});
const created = async (body: Json, query = '') =>
	(await us.post(`/invoice${query}`, { CustomerRef: { value: customer['Id'] }, ...body })).body[
		'Invoice'
	] as Json;

describe('what an invoice is refused for', () => {
	const refused = async (body: Json, query = '') => {
		const { status, body: answer } = await us.post(`/invoice${query}`, body);
		return [
			status,
			...(answer['Fault'].Error as Json[]).map(({ code, Detail, element }) => [
				code,
				Detail,
				element,
			]),
		];
	};
	const whole = (): Json => ({
		CustomerRef: { value: customer['Id'] },
		Line: [line(design, 1, 85, 85)],
	});

	it('what is missing, all at once', async () => {
		expect(await refused({})).toEqual([
			400,
			['2020', 'Required parameter CustomerRef is missing in the request', 'CustomerRef'],
			['2020', 'Required parameter Line is missing in the request', 'Line'],
		]);
		expect(await refused({ ...whole(), Line: [] })).toEqual([
			400,
			['2020', 'Required parameter Line is missing in the request', 'Line'],
		]);
	});

	it('unknown properties, unknown and inactive references, long texts', async () => {
		const [status, [code, detail]] = (await refused({ BadJson: true })) as [
			number,
			[string, string],
		];
		expect([status, code]).toEqual([400, '2010']);
		expect(detail).toMatch(
			/^Property Name:Unrecognized field "BadJson" \(class com\.intuit\.schema\.finance\.v3\.Invoice\), not marked as ignorable \(\d+ known properties: .* \[truncated\]\]\)\n specified is unsupported or invalid$/s,
		);
		expect(await refused({ ...whole(), CustomerRef: { value: '7575' } })).toEqual([
			400,
			['2500', 'Invalid Reference Id : Names element id 7575 not found', ''],
		]);
		const inactive = await us.one('select * from Item where Active = false');
		expect((await refused({ ...whole(), Line: [line(inactive, 1, 5, 5)] }))[1]).toEqual([
			'610',
			expect.stringContaining("Something you're trying to use has been made inactive"),
			'',
		]);
		expect(await refused({ ...whole(), DocNumber: 'x'.repeat(33) })).toEqual([
			400,
			[
				'2050',
				'String length specified does not match the supported length. Min:0 Max:21 supported. Supplied length:33',
				'DocNumber',
			],
		]);
		expect((await refused({ ...whole(), DueDate: '2026-02-30' }))[1]).toEqual([
			'2060',
			'Date format is invalid. Supplied value:2026-02-30',
			'DueDate',
		]);
		expect((await refused({ ...whole(), CurrencyRef: { value: 'CAD' } })) as unknown[]).toEqual([
			400,
			['6000', expect.stringContaining('Business Validation Error: '), ''],
		]);
	});

	it('a used number, unless duplicates are allowed', async () => {
		const first = await created({ ...whole(), DocNumber: 'SPRING-1' });
		expect(await refused({ ...whole(), DocNumber: 'SPRING-1' })).toEqual([
			400,
			[
				'6140',
				`Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=SPRING-1 is assigned to TxnType=Invoice with TxnId=${first['Id']}`,
				'',
			],
		]);
		expect(
			await created({ ...whole(), DocNumber: 'SPRING-1' }, '?include=allowduplicatedocnum'),
		).toMatchObject({ DocNumber: 'SPRING-1' });
	});
});
