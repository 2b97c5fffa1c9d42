import type { IDataObject } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import type { QuickBooksPort } from '../../../src/gateways/ports';
import { about } from '../../../src/flows/createInvoice/apply/quickbooks/nameRefusal';
import { GatewayError } from '../../../src/gateways/errors';
import { describeError } from '../../../src/n8n/errors';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', {
		[READ]: new ReadInvoicingData(),
		[ATTACH]: new AttachInvoice(),
	});
});
afterAll(async () => await billing.accounts.stop());

interface Told {
	message: string;
	description: string;
}

describe('an unknown record is named, with the account that was asked', () => {
	it.each<[string, string, IDataObject, string]>([
		[
			'Create, a deal',
			TYPE,
			{ deal: picked('99999999'), source: 'scratch' },
			'there is no deal with the id "99999999" in the account 48291573',
		],
		[
			'Attach, a deal',
			ATTACH,
			{
				operation: 'attach',
				record: 'deal',
				deal: picked('99999999'),
				chosen: { invoice: [{ invoice: picked('1') }] },
			},
			'there is no deal with the id "99999999" in the account 48291573',
		],
		[
			'Read, the choices of a deal',
			READ,
			{ operation: 'choices', deal: picked('99999999') },
			'there is no deal with the id "99999999" in the account 48291573',
		],
	])('%s', async (_what, type, parameters, message) => {
		const { error } = await billing.accounts.run(type, parameters as never);
		const told = error as unknown as Told;
		expect([told.message, told.description]).toEqual([
			expect.stringContaining(message),
			expect.stringContaining('Check the ID'),
		]);
	});
});

describe('a limit of properties', () => {
	it('says how many are needed and where to look, makes nothing in QuickBooks, and once there is room the deal is billed', async () => {
		const deal = await billing.deal(
			[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }],
			'USD',
			await billing.contact(),
		);
		const parameters = { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' };
		const before = (await billing.accounts.query('select Id from Customer')).length;
		billing.accounts.sandbox.hubspot.setSwitches({ ownProperties: 5 });
		const { error } = await billing.accounts.run(TYPE, parameters);
		billing.accounts.sandbox.hubspot.setSwitches({ ownProperties: null });
		const told = error as unknown as Told;
		expect(told.message).toContain(
			'deals need 9 free custom properties, and 5 of 5 are free; invoices need 11 free custom properties, and 5 of 5 are free',
		);
		expect(told.description).toMatch(
			/^Archive custom properties that nobody uses \(4 of deals, 6 of invoices\) in HubSpot's settings under Properties/,
		);
		expect((await billing.accounts.query('select Id from Customer')).length).toBe(before);
		expect((await billing.bill(parameters)).action).toBe('created');
	});
});

describe('a reference that QuickBooks does not take', () => {
	const payload = {
		CustomerRef: { value: '3' },
		SalesTermRef: { value: '8' },
		Line: [
			{
				SalesItemLineDetail: {
					ItemRef: { value: '5' },
					ClassRef: { value: '6' },
					TaxCodeRef: { value: 'TAX' },
				},
			},
		],
	};
	const find = async (entity: string) =>
		await Promise.resolve(
			{
				Customer: [],
				Item: [{ Id: '5', Name: 'Hour', Active: true }],
				Class: [{ Id: '6', Name: 'Old', Active: false }],
				Term: [{ Id: '8', Name: 'Net 30', Active: true }],
			}[entity] ?? [],
		);
	const refused = async (quickbooks: object, code = '2500') =>
		await about(
			'Invoice for the deal "X"',
			async () =>
				await Promise.reject(
					new GatewayError({
						system: 'QuickBooks',
						kind: 'invalid',
						code,
						message: 'Invalid Reference Id : Names element id 3 not found',
					}),
				),
			() => [],
			{ payload, quickbooks: quickbooks as QuickBooksPort },
		).catch((error: unknown) => describeError(error));

	it('is named by asking which of them is gone or inactive', async () => {
		const told = await refused({ find });
		expect(told).toMatchObject({
			message:
				'Invoice for the deal "X": QuickBooks refuses the values: there is no customer with the id 3; the class "Old" (id 6) is inactive.',
			description: expect.stringContaining('clear that property') as string,
		});
	});

	it('is told as QuickBooks tells it where all can be used, or asking fails', async () => {
		const fine = async (entity: string) =>
			(await find(entity))
				.map((row) => ({ ...row, Active: true }))
				.concat(entity === 'Customer' ? [{ Id: '3', Name: 'Ann', Active: true }] : []);
		for (const quickbooks of [
			{ find: fine },
			{ find: async () => await Promise.reject(new Error('down')) },
		])
			expect((await refused(quickbooks)).message).toContain('Names element id 3 not found');
		expect((await refused({ find }, '6000')).message).toContain('Names element id 3 not found');
	});
});
