import { picked } from '../../support/billingAccounts';
import {
	accounts,
	attach,
	attachedRecords,
	chosen,
	DEAL,
	records,
	row,
	type Row,
	run,
} from './dealWithInvoices';

const detach = async (...rows: Row[]) =>
	await run({ operation: 'detach', ...chosen(...rows.map(({ Id }) => picked(Id))) });

describe('an invoice is detached', () => {
	it('and the deal follows those left, then is cleared', async () => {
		await attach(row(0), row(2));
		const [gone] = await detach(row(2));
		expect(gone).toMatchObject({
			action: 'unlinked',
			reason: `Invoice ${row(2).DocNumber} was detached from the deal "Roof garden, first talk".`,
		});
		expect((await accounts.deal('403', DEAL)).properties).toMatchObject({
			quickbooks_invoice_number: row(0).DocNumber,
			quickbooks_invoice_count: '1',
			quickbooks_total_outstanding: '0.00',
		});
		await detach(row(0));
		expect(
			Object.values((await accounts.deal('403', DEAL)).properties).filter(
				(value) =>
					value && Number(value) !== 0 && !/^\d{4}-\d\d-\d\dT/.test(value) && value !== '403',
			),
		).toEqual([]);
		expect(await attachedRecords()).toEqual([]);
		expect(await records()).toHaveLength(2);
	});

	it('once: what is not attached stays as it is', async () => {
		await attach(row(0));
		await detach(row(0));
		accounts.forgetRequests();
		expect((await detach(row(0), row(1))).map(({ action, reason }) => [action, reason])).toEqual(
			[row(0), row(1)].map(({ DocNumber }) => [
				'unchanged',
				`Invoice ${DocNumber} was not attached to the deal "Roof garden, first talk".`,
			]),
		);
		expect(
			accounts.requests.filter(
				({ method, url }) => method !== 'GET' && !/batch\/read|search/.test(url),
			),
		).toEqual([]);
	});

	it('by search among those attached', async () => {
		await attach(row(0), row(2), row(4));
		const results = await run({
			operation: 'detach',
			invoices: 'search',
			search: { status: ['overdue'] },
		});
		expect(results.map(({ action, quickbooks }) => [action, quickbooks.id])).toEqual([
			['unlinked', row(2).Id],
		]);
		expect(
			(await run({ operation: 'detach', invoices: 'search', search: {} })).map(
				({ quickbooks }) => quickbooks.id,
			),
		).toEqual([row(4).Id, row(0).Id]);
	});

	it('also after it was deleted in QuickBooks, by the number it had', async () => {
		await attach(row(4), row(0));
		await accounts.quickBooks('invoice?operation=delete', {
			Id: row(4).Id,
			SyncToken: row(4).SyncToken,
		});
		const listed = await run({ operation: 'list' });
		expect(listed.map(({ invoice, warnings }) => [invoice?.number ?? null, warnings])).toEqual([
			[row(0).DocNumber, []],
			[null, [`Invoice ${row(4).DocNumber} is no longer in QuickBooks.`]],
		]);
		const [gone] = await run({
			operation: 'detach',
			...chosen(picked(row(4).DocNumber, 'number')),
		});
		expect([gone?.action, gone?.invoice, gone?.quickbooks.id]).toEqual([
			'unlinked',
			null,
			row(4).Id,
		]);
		expect((await accounts.deal('403', DEAL)).properties).toMatchObject({
			quickbooks_invoice_number: row(0).DocNumber,
			quickbooks_invoice_count: '1',
		});
	});

	it('never makes properties on a deal that had no invoice', async () => {
		await detach(row(0));
		expect(
			(await accounts.deal('403', DEAL)).properties['quickbooks_invoice_count'] ?? null,
		).toBeNull();
	});
});

describe('the invoices of a record are listed', () => {
	it('as they are in QuickBooks now', async () => {
		await attach(row(0), row(4));
		await accounts.quickBooks(`invoice/${row(4).Id}/send?sendTo=board@harborview.example`, {});
		accounts.forgetRequests();
		const listed = await run({ operation: 'list' });
		expect(
			listed.map(({ action, invoice, hubspot }) => [
				action,
				invoice?.number,
				invoice?.status,
				hubspot !== null,
			]),
		).toEqual([
			['unchanged', row(4).DocNumber, 'sent_to_customer', true],
			['unchanged', row(0).DocNumber, 'paid_in_full', true],
		]);
		expect(await run({ operation: 'list', search: { status: ['paid_in_full'] } })).toHaveLength(1);
		expect(
			accounts.requests.filter(
				({ method, url }) => method !== 'GET' && !/batch\/read|search/.test(url),
			),
		).toEqual([]);
	});

	it('none of a record without any', async () => {
		expect(await run({ operation: 'list', record: 'contact', contact: picked('104') })).toEqual([]);
	});
});
