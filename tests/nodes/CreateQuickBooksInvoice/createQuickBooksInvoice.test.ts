import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { InvoiceSummary } from '../../../src/core/invoice/record/summary';
import { picked } from '../../support/billingAccounts';
import { accounts, bill, deal, DEAL_PROPERTIES, failure, ours, TYPE } from './billedDeals';

describe('a deal becomes an invoice', () => {
	it('that QuickBooks holds, with the deal, the record and the links in HubSpot', async () => {
		const result = await bill('401');
		expect(result).toMatchObject({ action: 'created', warnings: [], environment: 'custom' });
		const { Invoice } = await accounts.quickBooks<{
			Invoice: IDataObject & {
				TxnTaxDetail: { TotalTax: number };
				TotalAmt: number;
				Line: IDataObject[];
			};
		}>(`invoice/${result.quickbooks.id}`);
		expect(Invoice).toMatchObject({
			CustomerRef: { name: "Niamh O'Brien" },
			EmailStatus: 'NeedToSend',
			BillEmail: { Address: 'niamh.obrien@example.com' },
		});
		expect(Math.round((Invoice.TotalAmt - Invoice.TxnTaxDetail.TotalTax) * 100)).toBe(131358);
		const dealNow = await accounts.deal('401', DEAL_PROPERTIES);
		expect(dealNow.properties).toMatchObject({
			quickbooks_invoice_amount_billed: String(Invoice.TotalAmt),
			quickbooks_invoice_recipient: "Niamh O'Brien",
			quickbooks_invoice_number: result.quickbooks.docNumber,
			quickbooks_invoice_status: 'waiting_to_be_sent',
			quickbooks_invoice_due_date: Invoice['DueDate'],
			quickbooks_invoice_count: '1',
		});
		expect(dealNow.associations?.['invoices']?.results.map(({ id }) => id)).toContain(
			result.hubspot.id,
		);
		const link = `quickbooks_id_${accounts.realmId}`;
		const record = await accounts.hubSpot<{
			properties: IDataObject;
			associations: Record<string, { results: IDataObject[] }>;
		}>(
			`/crm/objects/2026-03/invoices/${result.hubspot.id}?properties=${link},hs_invoice_billable,hs_invoice_status&associations=contacts,companies,line_items`,
		);
		expect(record.properties).toMatchObject({
			[link]: `${accounts.realmId}:${result.quickbooks.id}`,
			hs_invoice_billable: 'false',
			hs_invoice_status: 'draft',
		});
		expect(
			Object.values(record.associations)
				.map(({ results }) => new Set(results.map(({ id }) => id)).size)
				.sort(),
		).toEqual([1, 1, 4]);
		const contact = await accounts.hubSpot<{ properties: IDataObject }>(
			`/crm/objects/2026-03/contacts/101?properties=${link}`,
		);
		expect(contact.properties[link]).toBe(`${accounts.realmId}:1`);
	});

	it('once, however often it runs', async () => {
		const first = await bill('401');
		const again = await bill('401');
		expect([again.action, again.quickbooks.id, again.hubspot.id, again.changes]).toEqual([
			'existing',
			first.quickbooks.id,
			first.hubspot.id,
			[],
		]);
		expect(await ours()).toHaveLength(1);
	});

	it('once, when eight runs come at one moment', async () => {
		const runs = await Promise.all(Array.from({ length: 8 }, async () => await bill('401')));
		expect(new Set(runs.map(({ quickbooks }) => quickbooks.id)).size).toBe(1);
		expect(await ours()).toHaveLength(1);
	}, 60_000);

	it('anew, after the first was voided', async () => {
		const first = await bill('401');
		const { Invoice } = await accounts.quickBooks<{ Invoice: { SyncToken: string } }>(
			`invoice/${first.quickbooks.id}`,
		);
		await accounts.quickBooks('invoice?operation=void', {
			Id: first.quickbooks.id,
			SyncToken: Invoice.SyncToken,
		});
		const second = await bill('401');
		expect([second.action, second.quickbooks.id === first.quickbooks.id]).toEqual([
			'created',
			false,
		]);
	});

	it('with a new customer and new items when asked', async () => {
		const [account] = await accounts.query<{ Id: string }>(
			"select * from Account where AccountType = 'Income'",
		);
		const result = await bill('402', { incomeAccount: picked(account?.Id ?? '') });
		expect(result.action).toBe('created');
		expect(result.warnings).toEqual([
			expect.stringContaining('recurs (monthly)'),
			expect.stringMatching(/^The new items .* are not taxable in QuickBooks/),
		]);
		const [customer] = await accounts.query<IDataObject>(
			"select * from Customer where PrimaryEmailAddr = 'jose@cafe-ole.example'",
		);
		expect(customer).toMatchObject({ GivenName: 'José', FamilyName: 'García-Núñez' });
		expect(
			(result['invoice'] as unknown as InvoiceSummary).lines.map(({ item }) => item?.name),
		).toEqual([expect.stringContaining('planter'), 'Maintenance plan']);
	});

	it('with a suffix where a vendor has the company’s name', async () => {
		const [account] = await accounts.query<{ Id: string }>(
			"select * from Account where AccountType = 'Income'",
		);
		const result = await bill('402', {
			billingParty: 'company',
			incomeAccount: picked(account?.Id ?? ''),
		});
		expect((result['invoice'] as unknown as InvoiceSummary).customer.name).toBe(
			'Café Olé 🌿 (HubSpot 202)',
		);
	});

	it('in parts that add up to the deal, never more', async () => {
		const part = async (more: INodeParameters) =>
			(await bill('401', more)) as unknown as { invoice: InvoiceSummary };
		const shares = [
			await part({ share: 'percentage', sharePercentage: 30 }),
			await part({ share: 'amount', shareAmount: 500.01 }),
			await part({ share: 'rest' }),
		];
		const before = shares.map(({ invoice }) =>
			Math.round((Number(invoice.total) - Number(invoice.tax)) * 100),
		);
		expect(before).toEqual([39407, 50001, 41950]);
		expect((await failure('401', { share: 'amount', shareAmount: 0.01 })).message).toContain(
			'only 0.00 is left to bill',
		);
		expect(
			(await accounts.deal('401', DEAL_PROPERTIES)).properties['quickbooks_invoice_count'],
		).toBe('3');
	});

	it('from lines given in the node', async () => {
		const lines = {
			line: [
				{
					item: picked('2'),
					quantity: 3,
					unitPrice: 9.99,
					discountPercent: 15,
					description: 'Plan',
				},
				{ name: 'Delivery', quantity: 1, unitPrice: 45, taxCode: picked('TAX') },
			],
		};
		const result = (await bill('403', {
			lines,
			customerMessage: 'Danke 🌷',
			memo: 'Ask Ann',
		})) as unknown as { invoice: InvoiceSummary };
		expect(result.invoice.lines.map(({ amount, taxCode }) => [amount, taxCode])).toEqual([
			['25.47', 'NON'],
			['45.00', 'TAX'],
		]);
		expect([result.invoice.customerMessage, result.invoice.memo?.split('\n')[0]]).toEqual([
			'Danke 🌷',
			'Ask Ann',
		]);
	});

	it('sent, with its PDF', async () => {
		const run = await accounts.run(TYPE, {
			deal: deal('401'),
			source: 'scratch',
			send: 'now',
			pdf: true,
		});
		const [item] = run.items('Node');
		expect((item?.json as unknown as { invoice: InvoiceSummary }).invoice.status).toBe(
			'sent_to_customer',
		);
		expect(item?.binary?.['invoice']).toMatchObject({
			mimeType: 'application/pdf',
			fileName: expect.stringMatching(/^invoice-\d+\.pdf$/),
		});
		expect((await bill('401', { send: 'now' })).action).toBe('existing');
		expect(accounts.requests.filter(({ url }) => url.includes('/send')).length).toBe(1);
	});

	it('keeps items apart: the good ones are billed, the bad one says why', async () => {
		const run = await accounts.run(
			TYPE,
			{ deal: { __rl: true, mode: 'id', value: '={{ $json.deal }}' }, source: 'scratch' },
			{
				items: [{ deal: '401' }, { deal: '403' }, { deal: '408' }],
				onError: 'continueRegularOutput',
			},
		);
		const items = run.items('Node');
		expect(items.map(({ json, pairedItem }) => [json['action'], pairedItem])).toEqual([
			['created', { item: 0 }],
			['failed', { item: 1 }],
			['created', { item: 2 }],
		]);
		expect(items[1]?.json).toMatchObject({
			reason: 'The deal "Roof garden, first talk" has no line items.',
			remedy: 'Add line items to the deal in HubSpot, or set lines in the node.',
		});
	});
});

describe('a dry run', () => {
	it('writes nothing and shows the very payload that is sent', async () => {
		const planned = await bill('401', { dryRun: true });
		expect(planned.action).toBe('planned');
		const written = accounts.requests.filter(
			({ method, url }) => method !== 'GET' && !/batch\/read|oauth|search/.test(url),
		);
		expect(written).toEqual([]);
		accounts.forgetRequests();
		await bill('401');
		const sent = accounts.requests.find(
			({ method, url }) => method === 'POST' && url.includes('/invoice?'),
		);
		expect(JSON.parse(sent?.requestBody ?? '')).toEqual(
			planned.plan.find(({ target }) => target === 'Invoice')?.payload,
		);
		expect(
			planned.plan
				.filter(({ operation }) => operation === 'create properties')
				.map(({ target }) => target),
		).toEqual(['deals', 'contacts', 'companies', 'products', 'invoices']);
	});

	it('shows the links that HubSpot lacks, and no customer where the one to bill exists', async () => {
		const { plan } = await bill('401', { dryRun: true, underCompany: true });
		expect(plan.filter(({ target }) => target === 'Customer')).toEqual([]);
		expect(plan.find(({ target }) => target === 'contacts/101')).toMatchObject({
			operation: 'update',
			payload: { properties: { [`quickbooks_id_${accounts.realmId}`]: `${accounts.realmId}:1` } },
		});
	});
});
