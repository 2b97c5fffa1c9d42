import { billed, customer, record, syncNode } from './syncedInvoices';

describe('Synced invoices bring', () => {
	const of = async (id: string, type: string) => [
		...new Set(
			(await record(id, [type]))?.associations?.[type.replace('_', ' ')]?.results.map(
				(one) => one.id,
			) ?? [],
		),
	];

	it('lines, with their products', async () => {
		const id = await billed(80);
		await syncNode.run();
		const lines = await syncNode.listed(['name', 'quantity', 'price', 'hs_product_id'], {
			objects: 'line_items',
		});
		const [product] = await syncNode.listed([], { objects: 'products' });
		expect(
			lines.map(({ properties }) => [
				properties['name'],
				Number(properties['quantity']),
				Number(properties['price']),
				properties['hs_product_id'],
			]),
		).toEqual([['Work', 2, 40, product?.id]]);
		expect(await of(id, 'line_items')).toEqual([lines[0]?.id]);
	});

	it('their contact', async () => {
		const id = await billed(80);
		await syncNode.run();
		expect(await of(id, 'contacts')).toEqual(
			(await syncNode.listed([], { objects: 'contacts' })).map((one) => one.id),
		);
	});

	it('their company: the only one of their contact', async () => {
		const id = await billed(80);
		await syncNode.run();
		expect(await of(id, 'companies')).toEqual(
			(await syncNode.listed([], { objects: 'companies' })).map((one) => one.id),
		);
	});

	it('their company: the one that is linked with the customer', async () => {
		const linked = await syncNode.put({ name: 'Other' }, 'companies');
		await syncNode.accounts.hubSpot('/crm/properties/2026-03/companies', {
			name: syncNode.link,
			label: 'Link',
			type: 'string',
			fieldType: 'text',
			groupName: 'companyinformation',
			hasUniqueValue: true,
		});
		await syncNode.edit(
			linked,
			{ [syncNode.link]: `${syncNode.accounts.realmId}:${customer}` },
			'companies',
		);
		const id = await billed(80);
		await syncNode.run();
		expect(await of(id, 'companies')).toEqual([linked]);
	});

	it('the deal that they were made for', async () => {
		const deal = await syncNode.put(
			{ dealname: 'Big one', pipeline: 'default', dealstage: 'appointmentscheduled' },
			'deals',
		);
		const id = await billed(80, {
			PrivateNote: `[HubSpot 48291573 deal ${deal}, deal, 0.00-80.00 of 80.00, no. 1]`,
		});
		await syncNode.run();
		expect(await of(id, 'deals')).toEqual([deal]);
	});

	it.each([
		['amount', 'quickbooks_invoice_total', '80.00'],
		['balance', 'quickbooks_invoice_balance', '50.00'],
		['due date', 'quickbooks_invoice_due_date', '2031-05-06'],
		['number', 'quickbooks_invoice_number', 'INV-7'],
		['currency', 'quickbooks_invoice_currency', 'USD'],
		['status', 'quickbooks_invoice_status', 'partial_payment'],
		['customer', 'quickbooks_invoice_recipient', 'Ann Lee'],
		[
			'link to QuickBooks',
			'quickbooks_invoice_url',
			expect.stringMatching(/^https:\/\/qbo\.intuit\.com\/app\/invoice\?txnId=\d+$/),
		],
		['no second request for payment', 'hs_invoice_billable', 'false'],
	])('their %s', async (_what, property, value) => {
		const id = await billed(80, { DocNumber: 'INV-7' });
		await syncNode.made(
			{
				CustomerRef: { value: customer },
				TotalAmt: 30,
				Line: [{ Amount: 30, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
			},
			'Payment',
		);
		await syncNode.run();
		expect((await record(id))?.properties[property]).toEqual(
			typeof value === 'string' && /^\d+\.00$/.test(value)
				? expect.stringMatching(new RegExp(`^${Number(value)}(\\.00)?$`))
				: value,
		);
	});
});

describe('Sync Invoice, direction', () => {
	it('QuickBooks to HubSpot only: a record changed in HubSpot changes nothing in QuickBooks', async () => {
		const id = await billed(80);
		await syncNode.run();
		const before = await syncNode.read(id);
		await syncNode.edit((await record(id))?.id ?? '', { quickbooks_invoice_number: 'X' });
		await syncNode.run({ scope: 'all' });
		expect([
			await syncNode.read(id),
			(await record(id))?.properties['quickbooks_invoice_number'],
		]).toEqual([before, before['DocNumber']]);
	});
});
