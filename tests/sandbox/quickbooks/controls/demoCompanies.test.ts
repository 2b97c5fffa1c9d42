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

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
});
afterAll(() => sandbox.stop());

const invoices = async () =>
	((await us.control('GET', '/companies/us/invoices')).body['rows'] as Json[]).sort(
		(a, b) => Number(a['number']) - Number(b['number']),
	);

describe('the demo companies', () => {
	it('are five, and say how to connect', async () => {
		expect(sandbox.quickbooks.describe()).toEqual({
			url: sandbox.quickbooks.url,
			clientId: 'ABsandboxClientId0001',
			clientSecret: 'sandbox-client-secret-0001',
			companies: [
				{ key: 'us', realmId: realms.us, name: "Zoë's Garden & Design LLC" },
				{ key: 'us-numbers', realmId: realms.numbers, name: 'Numbered Works Inc.' },
				{ key: 'uk', realmId: realms.uk, name: 'Hedge & Border Ltd' },
				{ key: 'ca', realmId: realms.ca, name: 'Jardins Érable Inc.' },
				{ key: 'us-manual', realmId: realms.manual, name: 'Old Ledger Supply Co.' },
			],
		});
		const companies = (await us.control('GET', '/companies')).body as unknown as Json[];
		expect(
			companies.map(({ key, currency, customers, items, invoices: bills }) => [
				key,
				currency,
				customers,
				items,
				bills,
			]),
		).toEqual([
			['us', 'USD', 6, 7, 6],
			['us-numbers', 'USD', 1, 1, 2],
			['uk', 'GBP', 1, 1, 1],
			['ca', 'CAD', 2, 1, 2],
			['us-manual', 'USD', 0, 0, 0],
		]);
	});

	it('have invoices in every state', async () => {
		expect(
			(await invoices()).map(({ number, customer, total, balance, state, mail }) => [
				number,
				customer,
				total,
				balance,
				state,
				mail,
			]),
		).toEqual([
			['1001', "Niamh O'Brien", 686.4, 0, 'paid', 'sent'],
			['1002', 'Harbor View HOA:Courtyard – Phase 2', 902.1, 502.1, 'partly paid', 'sent'],
			['1003', 'Sunny Slope School', 297.5, 297.5, 'overdue', 'sent'],
			['1004', 'Ann Miller', 0, 0, 'voided', 'not sent'],
			['1005', 'Harbor View HOA', 127.42, 127.42, 'open', 'to be sent'],
			['1006', 'Ann Miller', 136.6, 136.6, 'open', 'not sent'],
		]);
		const customers = (await us.query('select * from Customer where Active in (true, false)')).body[
			'QueryResponse'
		]['Customer'] as Json[];
		expect(
			customers.map(({ FullyQualifiedName, Balance, BalanceWithJobs }) => [
				FullyQualifiedName,
				Balance,
				BalanceWithJobs,
			]),
		).toEqual([
			['Ann Miller', 136.6, 136.6],
			['Harbor View HOA', 127.42, 629.52],
			['Harbor View HOA:Courtyard – Phase 2', 502.1, 502.1],
			["Niamh O'Brien", 0, 0],
			['Old Mill Nursery (deleted)', 0, 0],
			['Sunny Slope School', 297.5, 297.5],
		]);
	});
});
