import { startClient, type HubSpotClient } from '../hubSpotClient';

let hubspot: HubSpotClient;
beforeEach(async () => {
	hubspot = await startClient();
});
afterEach(() => hubspot.stop());

const line = (values: Record<string, string>) =>
	hubspot.make('line_items', { name: 'x', ...values });
const change = (type: string, id: string, properties: Record<string, string>) =>
	hubspot.ask('PATCH', `/crm/v3/objects/${type}/${id}`, { properties });

describe('invoices that HubSpot bills', () => {
	it("are drafts with a number and today's dates", async () => {
		const invoice = await hubspot.make('invoices', { hs_currency: 'USD' });
		const day = '2026-11-24T10:00:00.000Z';
		expect(
			await hubspot.values(
				'invoices',
				invoice,
				'hs_invoice_status',
				'hs_number',
				'hs_invoice_date',
				'hs_due_date',
				'hs_invoice_billable',
				'hs_invoice_source',
				'hs_amount_billed',
				'hs_invoice_link',
			),
		).toEqual({
			hs_invoice_status: 'draft',
			hs_number: 'INV-1001',
			hs_invoice_date: day,
			hs_due_date: day,
			hs_invoice_billable: 'true',
			hs_invoice_source: 'api',
			hs_amount_billed: null,
			hs_invoice_link: null,
		});
		expect(
			(await hubspot.ask('POST', '/crm/v3/objects/invoices', { properties: {} })).body.context,
		).toEqual({ properties: ['hs_currency'] });
	});

	it('open only with a contact and a line item, and are then owed', async () => {
		const contact = await hubspot.make('contacts', { email: 'a@example.com' });
		const invoice = await hubspot.make('invoices', { hs_currency: 'USD' }, [[177, contact]]);
		const refused = await change('invoices', invoice, { hs_invoice_status: 'open' });
		expect(refused).toMatchObject({
			status: 400,
			body: {
				category: 'VALIDATION_ERROR',
				context: { missingAssociations: ['INVOICE_TO_LINE_ITEM'] },
			},
		});
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/invoices/${invoice}/associations/default/line_items/${await line({ price: '12.5', quantity: '3' })}`,
		);
		expect((await change('invoices', invoice, { hs_invoice_status: 'open' })).status).toBe(200);
		expect(
			await hubspot.values(
				'invoices',
				invoice,
				'hs_amount_billed',
				'hs_balance_due',
				'hs_invoice_link',
			),
		).toEqual({
			hs_amount_billed: '37.5',
			hs_balance_due: '37.5',
			hs_invoice_link: `https://garden-demo-48291573.com/invoices/${invoice}`,
		});
		expect((await change('invoices', invoice, { hs_invoice_status: 'paid' })).status).toBe(400);
		expect((await change('invoices', invoice, { hs_invoice_status: 'draft' })).status).toBe(400);
		hubspot.setSwitches({ deleteOpenInvoices: false });
		expect((await hubspot.ask('DELETE', `/crm/v3/objects/invoices/${invoice}`)).status).toBe(400);
		expect((await change('invoices', invoice, { hs_invoice_status: 'voided' })).status).toBe(200);
		expect(await hubspot.values('invoices', invoice, 'hs_balance_due')).toEqual({
			hs_balance_due: '0',
		});
	});

	it('keep their number and amounts to themselves', async () => {
		const { body } = await hubspot.ask('POST', '/crm/v3/objects/invoices', {
			properties: { hs_currency: 'USD', hs_number: 'Q-1', hs_amount_billed: '5' },
		});
		expect(
			body.errors.map((one: { code: string; context: object }) => [one.code, one.context]),
		).toEqual([
			['READ_ONLY_VALUE', { propertyName: ['hs_number'] }],
			['READ_ONLY_VALUE', { propertyName: ['hs_amount_billed'] }],
		]);
	});
});

describe('invoices billed elsewhere', () => {
	const mirror = {
		hs_currency: 'USD',
		hs_invoice_billable: 'false',
		hs_number: '1045',
		hs_amount_billed: '1313.58',
		hs_invoice_status: 'open',
	};

	it('take their number, amount and status as they are', async () => {
		const invoice = await hubspot.make('invoices', mirror);
		expect(
			await hubspot.values(
				'invoices',
				invoice,
				'hs_number',
				'hs_amount_billed',
				'hs_balance_due',
				'hs_invoice_status',
				'hs_invoice_link',
				'hs_title',
			),
		).toEqual({
			hs_number: '1045',
			hs_amount_billed: '1313.58',
			hs_balance_due: '1313.58',
			hs_invoice_status: 'open',
			hs_invoice_link: null,
			hs_title: 'Invoice 1045',
		});
		await hubspot.ask(
			'PUT',
			`/crm/v4/objects/invoices/${invoice}/associations/default/line_items/${await line({ price: '1', quantity: '1' })}`,
		);
		expect(await hubspot.values('invoices', invoice, 'hs_amount_billed')).toEqual({
			hs_amount_billed: '1313.58',
		});
		await change('invoices', invoice, { hs_invoice_status: 'paid', hs_payment_date: '2026-11-20' });
		expect(await hubspot.values('invoices', invoice, 'hs_balance_due', 'hs_payment_date')).toEqual({
			hs_balance_due: '0',
			hs_payment_date: '2026-11-20T00:00:00.000Z',
		});
		expect((await hubspot.ask('DELETE', `/crm/v3/objects/invoices/${invoice}`)).status).toBe(204);
	});

	it('need a line item, or refuse all figures, where the switches say so', async () => {
		hubspot.setSwitches({ nonBillableNeedsLineItem: true });
		expect(
			(await hubspot.ask('POST', '/crm/v3/objects/invoices', { properties: mirror })).body.message,
		).toContain('INVOICE_TO_LINE_ITEM');
		await hubspot.make('invoices', mirror, [[409, await line({ price: '1', quantity: '1' })]]);
		hubspot.setSwitches({ invoiceOutputFields: 'readOnly' });
		expect(
			(await hubspot.ask('POST', '/crm/v3/objects/invoices', { properties: mirror })).body.errors,
		).toMatchObject([{ code: 'READ_ONLY_VALUE' }, { code: 'READ_ONLY_VALUE' }]);
	});

	it('take a balance where the switch says so', async () => {
		expect(
			(
				await hubspot.ask('POST', '/crm/v3/objects/invoices', {
					properties: { ...mirror, hs_balance_due: '13.58' },
				})
			).status,
		).toBe(400);
		hubspot.setSwitches({ invoiceBalance: 'nonBillable' });
		const invoice = await hubspot.make('invoices', { ...mirror, hs_balance_due: '13.58' });
		expect(await hubspot.values('invoices', invoice, 'hs_balance_due')).toEqual({
			hs_balance_due: '13.58',
		});
		expect(
			(
				await hubspot.ask('POST', '/crm/v3/objects/invoices', {
					properties: { hs_currency: 'USD', hs_balance_due: '1' },
				})
			).status,
		).toBe(400);
	});
});
