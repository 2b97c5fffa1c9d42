import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
const companies: Record<string, CompanyClient> = {};

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	for (const [key, realm] of Object.entries(realms))
		companies[key] = await connectCompany(sandbox, realm);
});
afterAll(() => sandbox.stop());

const company = (key: string) => companies[key] as CompanyClient;
const line = (item: string, Amount: number, detail: Json = {}) => ({
	DetailType: 'SalesItemLineDetail',
	Amount,
	SalesItemLineDetail: { ItemRef: { value: item }, ...detail },
});

describe('numbers of one’s own', () => {
	it('what is left out stays out, AUTO_GENERATE asks for one, and duplicates can be allowed', async () => {
		const numbers = company('numbers');
		const [customer, item] = [
			(await numbers.one('select * from Customer'))['Id'],
			(await numbers.one('select * from Item'))['Id'],
		];
		const create = async (more: Json) =>
			numbers.post('/invoice', {
				CustomerRef: { value: customer },
				Line: [line(item, 5)],
				...more,
			});
		expect((await create({})).body['Invoice']).not.toHaveProperty('DocNumber');
		expect((await create({ DocNumber: 'AUTO_GENERATE' })).body['Invoice']['DocNumber']).toBe(
			'1001',
		);
		expect((await create({ DocNumber: 'NW-2026-014' })).body['Fault'].Error[0].code).toBe('6140');
		sandbox.quickbooks.setSwitches({ duplicateNumbers: 'allowed' });
		expect((await create({ DocNumber: 'NW-2026-014' })).body['Invoice']['DocNumber']).toBe(
			'NW-2026-014',
		);
		sandbox.quickbooks.setSwitches({ duplicateNumbers: 'refused' });
	});

	it('a company that numbers by itself keeps or ignores a number that is sent, and counts on', async () => {
		const us = company('us');
		const customer = (await us.one("select * from Customer where DisplayName = 'Ann Miller'"))[
			'Id'
		];
		const number = async (more: Json) =>
			(
				(
					await us.post('/invoice', {
						CustomerRef: { value: customer },
						Line: [line('1', 5)],
						...more,
					})
				).body['Invoice'] as Json
			)['DocNumber'];
		expect([
			await number({}),
			await number({ DocNumber: '2000' }),
			await number({}),
			await number({ DocNumber: 'A-1' }),
			await number({}),
		]).toEqual(['1007', '2000', '2001', 'A-1', '2002']);
		sandbox.quickbooks.setSwitches({ docNumberWhenAutomatic: 'ignored' });
		expect(await number({ DocNumber: 'B-1' })).toBe('2003');
	});

	it('classes and departments are kept where the company tracks them', async () => {
		const numbers = company('numbers');
		const [customer, item] = [
			(await numbers.one('select * from Customer'))['Id'],
			(await numbers.one('select * from Item'))['Id'],
		];
		const [workshops, reno] = [
			(await numbers.one('select * from Class'))['Id'],
			(await numbers.one('select * from Department'))['Id'],
		];
		expect(workshops).toBe('5000000000000000001');
		const body = {
			ClassRef: { value: workshops },
			DepartmentRef: { value: reno },
			Line: [line(item, 5, { ClassRef: { value: workshops } })],
		};
		const invoice = (await numbers.post('/invoice', { CustomerRef: { value: customer }, ...body }))
			.body['Invoice'] as Json;
		expect(invoice).toMatchObject({
			DepartmentRef: { value: reno, name: 'Reno' },
			Line: [{ SalesItemLineDetail: { ClassRef: { value: workshops, name: 'Workshops' } } }, {}],
		});
		expect(invoice).not.toHaveProperty('ClassRef');
	});
});
