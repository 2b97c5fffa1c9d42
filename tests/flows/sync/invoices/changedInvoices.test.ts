import type { QuickBooksInvoice } from '../../../../src/core/records/quickbooks';
import { accounts, change, invoices, open, recordOf, records, sync } from './syncedInvoices';

describe('synced invoices', () => {
	it('become overdue without being changed, on the first run of that day', async () => {
		await sync();
		const invoice = await open();
		accounts.sandbox.runtime.clock.advance(
			Date.parse(`${invoice.DueDate}T00:00:00Z`) -
				accounts.sandbox.runtime.clock.now().getTime() +
				2 * 86_400_000,
		);
		const { results } = await sync();
		expect(results.find(({ quickbooks }) => quickbooks?.id === invoice.Id)).toMatchObject({
			action: 'updated',
			invoice: { status: 'overdue' },
		});
		expect((await recordOf(invoice.Id))?.properties).toMatchObject({
			quickbooks_invoice_status: 'overdue',
		});
		expect((await sync()).requests).toHaveLength(1);
	});

	it('that were voided keep their record, with that status', async () => {
		await sync();
		const invoice = await open();
		await accounts.quickbooks.voidInvoice(invoice);
		await sync();
		expect((await recordOf(invoice.Id))?.properties).toMatchObject({
			quickbooks_invoice_status: 'voided',
			quickbooks_invoice_total: '0.00',
		});
	});

	it.each([
		['nothing', ['skipped'], { quickbooks_invoice_status: 'waiting_to_be_sent' }],
		['archive', ['archived'], undefined],
		['unlink', ['unlinked'], undefined],
		[
			'mark',
			['updated'],
			{ quickbooks_invoice_status: 'deleted', quickbooks_invoice_balance: '0.00' },
		],
	] as const)('that were deleted: %s', async (onDelete, actions, properties) => {
		await sync({ onDelete });
		const count = (await records()).length;
		const invoice = (await invoices()).find(
			({ EmailStatus, Balance }) => EmailStatus !== 'EmailSent' && Balance > 0,
		) as QuickBooksInvoice;
		if (properties?.quickbooks_invoice_status === 'waiting_to_be_sent')
			await change(invoice, { DueDate: '2030-01-01', EmailStatus: 'NotSet' }).then(
				async () => await sync({ onDelete }),
			);
		await accounts.deleteInvoice(await accounts.quickbooks.read('Invoice', invoice.Id));
		expect((await sync({ onDelete })).results.map(({ action }) => action)).toEqual(actions);
		if (properties) expect((await recordOf(invoice.Id))?.properties).toMatchObject(properties);
		else expect(await recordOf(invoice.Id)).toBeUndefined();
		expect(await records()).toHaveLength(onDelete === 'archive' ? count - 1 : count);
		expect((await sync({ onDelete })).writes).toEqual([]);
	});

	it.each([
		['a sync that was away for more than 30 days', 40, { kind: 'changed' }],
		['a look at everything', 40, { kind: 'all' }],
	] as const)('that were deleted are found by %s, and only these', async (_who, days, scope) => {
		await sync({ onDelete: 'archive' });
		const before = await records();
		const invoice = await open();
		await accounts.deleteInvoice(await accounts.quickbooks.read('Invoice', invoice.Id));
		accounts.sandbox.runtime.clock.advance(days * 86_400_000);
		const { results } = await sync({ onDelete: 'archive' }, { scope });
		expect(
			results.filter(({ action }) => action === 'archived').map(({ quickbooks }) => quickbooks?.id),
		).toEqual([invoice.Id]);
		expect((await records()).map(({ id }) => id).sort()).toEqual(
			before
				.filter(
					({ properties }) =>
						properties[`quickbooks_id_${accounts.realmId}`] !== `${accounts.realmId}:${invoice.Id}`,
				)
				.map(({ id }) => id)
				.sort(),
		);
		expect(JSON.stringify(accounts.state)).not.toContain('deletionsUnknown');
		const quiet = await sync({ onDelete: 'archive' });
		expect(quiet.requests).toEqual(['GET /v3/company/:realm/cdc']);
	});

	it('fill further properties that a person maps', async () => {
		const invoice = await change(await open(), { CustomerMemo: { value: 'See you soon' } });
		await sync({
			mapping: [
				{
					property: 'hs_comments',
					field: 'CustomerMemo.value',
					direction: 'both',
					ifEmpty: 'keep',
				},
			],
		});
		expect((await recordOf(invoice.Id))?.properties['hs_comments']).toBe('See you soon');
	});

	it('take part by a filter', async () => {
		const { results } = await sync({
			filter: [{ side: 'quickBooks', field: 'Balance', operator: 'greater', value: '0' }],
		});
		const due = (await invoices()).filter(({ Balance }) => Balance > 0).length;
		expect(results.filter(({ action }) => action === 'created')).toHaveLength(due);
		expect(await records()).toHaveLength(due);
	});

	it.each(['both', 'createOnly'] as const)(
		'get their lines and their deal in the next run when HubSpot failed between record and lines (%s)',
		async (createAndUpdate) => {
			const invoice = await change(await open(), {
				PrivateNote: '[HubSpot 48291573 deal 402, deal, 0.00-10.00 of 10.00, no. 1]',
			});
			accounts.sandbox.runtime.faults.add({
				system: 'hubspot',
				method: 'POST',
				path: 'associations.*batch/create|line_items',
				behaviour: '500',
			} as never);
			await sync({ createAndUpdate });
			expect((await recordOf(invoice.Id))?.associations.line_items).toEqual([]);
			accounts.sandbox.runtime.faults.clear();
			await sync({ createAndUpdate });
			expect((await recordOf(invoice.Id))?.associations).toMatchObject({
				line_items: {
					length: invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail')
						.length,
				},
				deals: ['402'],
			});
			expect((await sync({ createAndUpdate }, { scope: { kind: 'all' } })).writes).toEqual([]);
		},
	);

	it('whose due date moved on are not made drafts again in HubSpot, which refuses that in every run', async () => {
		const invoice = await change(await open(), { DueDate: '2026-01-01' });
		await sync();
		await change(invoice, { DueDate: '2030-01-01' });
		await sync();
		expect((await recordOf(invoice.Id))?.properties['hs_invoice_status']).toBe('open');
		expect((await sync({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('are written once although HubSpot’s answers were lost', async () => {
		accounts.sandbox.runtime.faults.add({
			system: 'hubspot',
			path: '/invoices/batch/upsert',
			behaviour: 'drop-after',
			times: 1,
		} as never);
		await sync();
		await sync({}, { scope: { kind: 'all' } });
		expect(await records()).toHaveLength((await invoices()).length);
	});
});
