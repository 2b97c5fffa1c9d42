import type { INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
/** The evening of 31 March in Los Angeles, where the HubSpot account is. */
const EVENING = '2026-04-01T03:30:00.000Z';
const MIDNIGHT = '1775001600000';

let billing: BillingAccounts;
let deal: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [ATTACH]: new AttachInvoice() });
	deal = await billing.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }],
		'USD',
		await billing.contact(),
	);
	await billing.accounts.hubSpot(
		`/crm/objects/2026-03/deals/${deal}`,
		{ properties: { closedate: EVENING } },
		'PATCH',
	);
});
afterAll(async () => await billing.accounts.stop());

interface Planned {
	plan: Array<{
		target: string;
		payload: {
			TxnDate?: string;
			DueDate?: string;
			PrivateNote?: string;
			Line: Array<{ SalesItemLineDetail?: { ServiceDate?: string } }>;
		};
	}>;
}

/** The invoice that a dry run would send, with the deal's properties as the input item. */
async function planned(parameters: INodeParameters, more: object = {}) {
	const { properties } = await billing.accounts.deal(deal, ['closedate']);
	const run = await billing.accounts.run(
		TYPE,
		{ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', dryRun: true, ...parameters },
		{ items: [{ ...properties, ...more }] },
	);
	if (run.error) throw run.error;
	const { plan } = run.items('Node')[0]?.json as unknown as Planned;
	return plan.find(({ target }) => target === 'Invoice')?.payload;
}

// https://github.com/killbill/killbill/issues/1074
describe('a time that an expression gives', () => {
	it('is the day at the account’s place, as invoice date, due date and service date', async () => {
		const lines = {
			line: [
				{
					name: 'Design hours',
					sku: 'GD-HOUR',
					unitPrice: 1000,
					serviceDate: '={{ $json.closedate }}',
				},
			],
		};
		const sent = await planned({
			invoiceDate: '={{ $json.closedate }}',
			dueDate: '={{ $json.closedate }}',
			lines,
		});
		expect([sent?.TxnDate, sent?.DueDate, sent?.Line[0]?.SalesItemLineDetail?.ServiceDate]).toEqual(
			['2026-03-31', '2026-03-31', '2026-03-31'],
		);
	});

	it('is the same in milliseconds, as number or text; a day that HubSpot keeps in milliseconds is that day', async () => {
		const at = Date.parse(EVENING);
		const sent = await planned(
			{ invoiceDate: '={{ $json.at }}', dueDate: '={{ $json.day }}' },
			{ at, day: MIDNIGHT },
		);
		expect([sent?.TxnDate, sent?.DueDate]).toEqual(['2026-03-31', '2026-04-01']);
		expect((await planned({ invoiceDate: '={{ $json.at }}' }, { at: String(at) }))?.TxnDate).toBe(
			'2026-03-31',
		);
		const linesJson = JSON.stringify([
			{ name: 'Design hours', sku: 'GD-HOUR', unitPrice: 1000, serviceDate: at },
		]);
		expect((await planned({ linesJson }))?.Line[0]?.SalesItemLineDetail?.ServiceDate).toBe(
			'2026-03-31',
		);
	});

	it('is today where the workflow’s own calendar gives it', async () => {
		const sent = await planned({
			dueDate: '={{ $today.plus(3, "days") }}',
			invoiceDate: '={{ $today }}',
			memo: '={{ $today.toFormat("yyyy-MM-dd") }}',
		});
		expect(sent?.TxnDate).toBe(sent?.PrivateNote?.split('\n')[0]);
	});

	it('that does not exist is told', async () => {
		await expect(planned({ invoiceDate: '2026-02-30T10:00:00Z' })).rejects.toMatchObject({
			message: 'Invoice Date: "2026-02-30" is not a date.',
		});
		await expect(planned({ invoiceDate: '={{ 1775014200 }}' })).rejects.toMatchObject({
			message: 'Invoice Date: "1775014200" is not a date.',
		});
	});

	it('narrows a search of invoices down to the same day', async () => {
		const made = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			invoiceDate: EVENING,
		});
		const list = async (search: INodeParameters) =>
			(
				await billing.accounts.run(ATTACH, {
					operation: 'list',
					record: 'deal',
					deal: picked(deal),
					search,
				})
			)
				.items('Node')
				.map(({ json }) => (json as { quickbooks: { id: string } }).quickbooks.id);
		expect(await list({ issuedFrom: EVENING, issuedTo: String(Date.parse(EVENING)) })).toEqual([
			made.quickbooks.id,
		]);
		expect(await list({ issuedFrom: MIDNIGHT })).toEqual([]);
	});
});
