import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked } from '../../support/billingAccounts';
import { PolledInvoices } from '../../support/polledInvoices';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';

let invoices: PolledInvoices;
beforeAll(
	async () => (invoices = await PolledInvoices.start(undefined, { [ATTACH]: new AttachInvoice() })),
);
afterAll(async () => await invoices.accounts.stop());

it('an event has the deals that its invoice was attached to, also where HubSpot does not keep links of invoices unique', async () => {
	invoices.accounts.sandbox.hubspot.setSwitches({ uniquePropertiesOf: 'people' });
	const workflow = invoices.trigger({ hubspotAuthentication: 'serviceKey' });
	await invoices.poll(workflow);
	const id = await invoices.invoice();
	for (const deal of ['402', '403'])
		await invoices.accounts.run(ATTACH, {
			operation: 'attach',
			record: 'deal',
			deal: picked(deal),
			invoices: 'chosen',
			chosen: { invoice: [{ invoice: picked(id) }] },
		});
	await invoices.pay(id);
	const paid = (await invoices.poll(workflow)).find(
		({ event, invoice }) => event === 'paid' && invoice.id === id,
	);
	expect(paid?.hubspot).toMatchObject({
		invoice: { id: expect.any(String) },
		deal: { id: expect.any(String) },
	});
	expect(paid?.hubspot?.deals.map((deal) => deal.id).sort()).toEqual(['402', '403']);
});
