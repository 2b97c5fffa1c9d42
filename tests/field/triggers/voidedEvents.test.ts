import { PolledInvoices } from '../../support/polledInvoices';

const MARK = '[HubSpot 48291573 deal 401, deal, 0.00-100.00 of 100.00, no. 1]';
let invoices: PolledInvoices;
beforeAll(async () => {
	// Earlier than n8n's own time, so that the first reading sees nothing but the last minutes.
	invoices = await PolledInvoices.start(new Date(Date.now() - 10 * 86_400_000).toISOString());
});
afterAll(async () => await invoices.accounts.stop());

const emptied = {
	Line: [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 0,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		},
	],
};

describe('an invoice of ours that was emptied by hand', () => {
	it('is told as voided, once; one that was emptied long before the watch began is told when it changes again, not before', async () => {
		const old = await invoices.invoice({ PrivateNote: MARK });
		await invoices.edit(old, emptied);
		await invoices.pass(86_400);
		const trigger = invoices.trigger({ events: ['voided', 'paid'] });
		expect(await invoices.poll(trigger)).toEqual([]);
		const id = await invoices.invoice({ PrivateNote: MARK });
		await invoices.edit(id, emptied);
		expect(await invoices.told(trigger, id)).toEqual(['voided']);
		await invoices.pass(600);
		expect(await invoices.poll(trigger)).toEqual([]);
		await invoices.edit(old, { CustomerMemo: { value: 'Thanks' } });
		expect(await invoices.told(trigger, old)).toEqual(['voided']);
		await invoices.pass(600);
		await invoices.edit(old, { CustomerMemo: { value: 'Thanks again' } });
		expect(await invoices.poll(trigger)).toEqual([]);
	});
});
