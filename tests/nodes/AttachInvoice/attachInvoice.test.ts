import type { IDataObject } from 'n8n-workflow';
import { picked } from '../../support/billingAccounts';
import {
	accounts,
	attach,
	attachedRecords,
	chosen,
	DEAL,
	invoices,
	money,
	records,
	row,
	type Row,
	run,
} from './dealWithInvoices';

describe('an invoice is attached to a deal', () => {
	it('as a record with its lines, and the deal sums it up', async () => {
		const [paid] = [row(0)];
		const [result] = await attach(paid);
		expect(result).toMatchObject({
			action: 'linked',
			reason: `Invoice ${paid.DocNumber} was attached to the deal "Roof garden, first talk".`,
			warnings: [],
			environment: 'custom',
			quickbooks: {
				entity: 'Invoice',
				id: paid.Id,
				docNumber: paid.DocNumber,
				realmId: accounts.realmId,
			},
		});
		expect(result?.invoice).toMatchObject({
			number: paid.DocNumber,
			status: 'paid_in_full',
			total: money(paid.TotalAmt),
			balance: '0.00',
		});
		expect(await attachedRecords()).toEqual([result?.hubspot?.id]);
		const link = `quickbooks_id_${accounts.realmId}`;
		const record = await accounts.hubSpot<{
			properties: IDataObject;
			associations: Record<string, { results: unknown[] }>;
		}>(
			`/crm/objects/2026-03/invoices/${result?.hubspot?.id}?properties=${link},hs_invoice_billable,hs_invoice_status,quickbooks_invoice_total&associations=line_items`,
		);
		expect(record.properties).toMatchObject({
			[link]: `${accounts.realmId}:${paid.Id}`,
			hs_invoice_billable: 'false',
			hs_invoice_status: 'paid',
			quickbooks_invoice_total: money(paid.TotalAmt),
		});
		expect(Object.values(record.associations).map(({ results }) => results.length)).toEqual([2]);
		expect((await accounts.deal('403', DEAL)).properties).toMatchObject({
			quickbooks_invoice_amount_billed: money(paid.TotalAmt),
			quickbooks_invoice_recipient: "Niamh O'Brien",
			quickbooks_invoice_number: paid.DocNumber,
			quickbooks_invoice_status: 'paid_in_full',
			quickbooks_invoice_due_date: paid.DueDate,
			quickbooks_invoice_count: '1',
			quickbooks_total_billed: money(paid.TotalAmt),
			quickbooks_total_paid: money(paid.TotalAmt),
			quickbooks_total_outstanding: '0.00',
		});
		expect(result?.changes.map(({ field }) => field)).toEqual(
			expect.arrayContaining(['quickbooks_invoice_count', 'quickbooks_total_billed']),
		);
	});

	it('once: a second run finds everything in place', async () => {
		const first = await attach(row(0), row(1));
		const second = await attach(row(0), row(1));
		expect(first.map(({ action }) => action)).toEqual(['linked', 'linked']);
		expect(second.map(({ action, changes, hubspot }) => [action, changes, hubspot?.id])).toEqual(
			first.map(({ hubspot }) => ['unchanged', [], hubspot?.id]),
		);
		expect(await records()).toHaveLength(2);
	});

	it('once, when six runs come at one moment', async () => {
		const runs = await Promise.all(
			Array.from({ length: 6 }, async () => await attach(row(0), row(1), row(2))),
		);
		expect(new Set(runs.flat().map(({ hubspot }) => hubspot?.id)).size).toBe(3);
		expect(await records()).toHaveLength(3);
		expect((await accounts.deal('403', DEAL)).properties['quickbooks_invoice_count']).toBe('3');
	});

	it('to contacts and companies, too, with one record for all', async () => {
		const [onDeal] = await attach(row(0));
		const [onContact] = await run({
			operation: 'attach',
			record: 'contact',
			contact: picked('101'),
			...chosen(picked(row(0).Id)),
		});
		const [onCompany] = await run({
			operation: 'attach',
			record: 'company',
			company: picked('https://app.hubspot.com/contacts/48291573/record/0-2/201', 'url'),
			...chosen(picked(row(0).Id)),
		});
		expect(
			[onContact, onCompany].map((result) => [
				result?.action,
				result?.hubspot?.id,
				result?.changes,
			]),
		).toEqual(Array(2).fill(['linked', onDeal?.hubspot?.id, []]));
		expect(onContact?.reason).toBe(
			`Invoice ${row(0).DocNumber} was attached to the contact "Niamh O'Brien".`,
		);
		const { associations } = await accounts.hubSpot<{
			associations: Record<string, { results: Array<{ id: string }> }>;
		}>(
			`/crm/objects/2026-03/invoices/${onDeal?.hubspot?.id}?associations=deals,contacts,companies`,
		);
		expect(
			Object.fromEntries(
				Object.entries(associations).map(([type, { results }]) => [
					type,
					[...new Set(results.map(({ id }) => id))],
				]),
			),
		).toEqual({ deals: ['403'], contacts: ['101'], companies: ['201'] });
	});

	it('and sums over all of the deal’s invoices, voided ones left out', async () => {
		await attach(...invoices);
		const counted = invoices.filter(({ TotalAmt }) => TotalAmt > 0);
		expect(counted.length).toBe(invoices.length - 1);
		const sum = (pick: (one: Row) => number) =>
			counted.reduce((cents, one) => cents + Math.round(pick(one) * 100), 0) / 100;
		const { properties } = await accounts.deal('403', DEAL);
		expect([
			properties['quickbooks_invoice_count'],
			Number(properties['quickbooks_total_billed']),
			Number(properties['quickbooks_total_outstanding']),
		]).toEqual([
			String(counted.length),
			sum(({ TotalAmt }) => TotalAmt),
			sum(({ Balance }) => Balance),
		]);
		expect(await attachedRecords()).toHaveLength(invoices.length);
	});

	it('and once it is voided, the deal says so and counts it no more', async () => {
		await attach(row(4));
		const { Invoice } = await accounts.quickBooks<{ Invoice: { SyncToken: string } }>(
			`invoice/${row(4).Id}`,
		);
		await accounts.quickBooks('invoice?operation=void', {
			Id: row(4).Id,
			SyncToken: Invoice.SyncToken,
		});
		await attach(row(4));
		const { properties } = await accounts.deal('403', [
			'quickbooks_invoice_number',
			'quickbooks_invoice_status',
			'quickbooks_invoice_count',
			'quickbooks_total_billed',
			'quickbooks_total_paid',
			'quickbooks_total_outstanding',
		]);
		expect([
			properties['quickbooks_invoice_number'],
			properties['quickbooks_invoice_status'],
		]).toEqual([row(4).DocNumber, 'voided']);
		expect(
			[
				'quickbooks_invoice_count',
				'quickbooks_total_billed',
				'quickbooks_total_paid',
				'quickbooks_total_outstanding',
			].map((name) => Number(properties[name])),
		).toEqual([0, 0, 0, 0]);
	});

	it('with what changed in QuickBooks since', async () => {
		await attach(row(4));
		await accounts.quickBooks(`invoice/${row(4).Id}/send?sendTo=board@harborview.example`, {});
		const [result] = await attach(row(4));
		expect(result?.action).toBe('updated');
		expect(result?.changes).toEqual(
			expect.arrayContaining([
				{
					field: 'invoice.quickbooks_invoice_status',
					from: 'waiting_to_be_sent',
					to: 'sent_to_customer',
				},
				{ field: 'quickbooks_invoice_status', from: 'waiting_to_be_sent', to: 'sent_to_customer' },
			]),
		);
	});
});
