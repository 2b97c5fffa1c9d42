import { contactKind } from '../../../../src/core/contact/fields';
import { accounts, change, invoices, open, recordOf, sync } from './syncedInvoices';

describe('synced invoices', () => {
	/** An open invoice with three lines of one item, and its lines in HubSpot. */
	async function three() {
		const invoice = await open();
		const ItemRef = invoice.Line[0]?.SalesItemLineDetail?.ItemRef;
		const line = (Description: string, Qty: number, UnitPrice: number) => ({
			DetailType: 'SalesItemLineDetail',
			Amount: Qty * UnitPrice,
			Description,
			SalesItemLineDetail: { ItemRef, Qty, UnitPrice },
		});
		const lines = async () =>
			await accounts.hubspot.readObjects(
				'line_items',
				[...((await recordOf(invoice.Id))?.associations.line_items ?? [])],
				{ properties: ['description', 'price'] },
			);
		return {
			invoice,
			line,
			lines,
			described: async () =>
				(await lines()).map(({ properties }) => properties['description']).sort(),
		};
	}
	it('bring lines, contact, amounts, balance, due date, number, currency, status and a link to QuickBooks', async () => {
		const { results } = await sync();
		expect(results.map(({ action }) => action)).toEqual((await invoices()).map(() => 'created'));
		const invoice = await open();
		const record = await recordOf(invoice.Id);
		expect(record?.properties).toMatchObject({
			hs_currency: 'USD',
			hs_invoice_billable: 'false',
			quickbooks_invoice_number: invoice.DocNumber,
			quickbooks_invoice_total: invoice.TotalAmt.toFixed(2),
			quickbooks_invoice_balance: invoice.Balance.toFixed(2),
			quickbooks_invoice_due_date: invoice.DueDate,
			quickbooks_invoice_currency: 'USD',
			quickbooks_invoice_url: `https://qbo.intuit.com/app/invoice?txnId=${invoice.Id}`,
		});
		expect(record?.associations.line_items).toHaveLength(
			invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').length,
		);
		expect(record?.associations.contacts).toHaveLength(1);
		const result = results.find(({ quickbooks }) => quickbooks?.id === invoice.Id);
		expect(result).toMatchObject({
			hubspot: { objectType: 'invoices', id: record?.id },
			quickbooks: { entity: 'Invoice', docNumber: invoice.DocNumber },
			invoice: { number: invoice.DocNumber, total: invoice.TotalAmt.toFixed(2) },
		});
		expect((await sync({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('of a deal that the memo names are associated with it', async () => {
		const invoice = await open();
		await change(invoice, {
			PrivateNote: '[HubSpot 48291573 deal 402, deal, 0.00-10.00 of 10.00, no. 1]',
		});
		await sync();
		expect((await recordOf(invoice.Id))?.associations.deals).toEqual(['402']);
	});

	it('of a deal that was merged since are associated with the one it became', async () => {
		const invoice = await open();
		await change(invoice, {
			PrivateNote: '[HubSpot 48291573 deal 402, deal, 0.00-10.00 of 10.00, no. 1]',
		});
		const answer = await fetch(`${accounts.sandbox.hubspot.url}/crm/objects/2026-09/deals/merge`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${accounts.sandbox.hubspot.describe()['serviceKey'] as string}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ primaryObjectId: '403', objectIdToMerge: '402' }),
		});
		const { id } = (await answer.json()) as { id: string };
		await sync();
		expect((await recordOf(invoice.Id))?.associations.deals).toEqual([id]);
	});

	it.each([
		['alone', {}, { kind: 'changed' }],
		['and another due date', { DueDate: '2031-02-01' }, { kind: 'changed' }],
		['alone, where everything is looked at', {}, { kind: 'all' }],
	] as const)(
		'follow other lines for the same money within the second of the change before: %s',
		async (_name, more, scope) => {
			const { clock } = accounts.sandbox.runtime;
			const invoice = await open();
			const sold = invoice.Line.filter(({ SalesItemLineDetail }) => SalesItemLineDetail);
			const items = (await accounts.quickbooks.find('Item', {})).filter(
				({ Type }) => Type === 'Service',
			);
			clock.freeze();
			await change(invoice, { DueDate: '2031-01-01' });
			await sync();
			const other = items.find(({ Id }) => Id !== sold[0]?.SalesItemLineDetail?.ItemRef?.value);
			await change(invoice, {
				...more,
				Line: sold.map((line, index) =>
					index === 0
						? {
								...line,
								SalesItemLineDetail: { ...line.SalesItemLineDetail, ItemRef: { value: other?.Id } },
							}
						: line,
				),
			});
			clock.advance(3_600_000);
			const expected = (action: string) => [
				expect.objectContaining({
					action,
					changes: expect.arrayContaining([expect.objectContaining({ field: 'line_items' })]),
				}),
			];
			const planned = (await sync({}, { scope, dryRun: true })).results.filter(
				({ action }) => action !== 'unchanged',
			);
			expect(planned).toEqual(expected('planned'));
			expect(planned[0]?.plan?.map(({ operation, target }) => `${operation} ${target}`)).toEqual([
				'archive line_items',
				expect.stringMatching(/^update invoices\/\d+$/),
			]);
			expect(
				(await sync({}, { scope })).results.filter(({ action }) => action !== 'unchanged'),
			).toEqual(expected('updated'));
			const names = (
				await accounts.hubspot.readObjects(
					'line_items',
					[...((await recordOf(invoice.Id))?.associations.line_items ?? [])],
					{ properties: ['name'] },
				)
			).map(({ properties }) => properties['name']);
			expect(names).toContain(other?.Name);
			expect((await sync({}, { scope })).writes).toEqual([]);
		},
	);

	it('follow changed lines, and keep the others', async () => {
		await sync();
		const invoice = await open();
		const [line] = invoice.Line;
		const lines = async () =>
			(
				await accounts.hubspot.readObjects(
					'line_items',
					[...((await recordOf(invoice.Id))?.associations.line_items ?? [])],
					{ properties: ['quantity', 'price'] },
				)
			).map(({ properties }) => [Number(properties['quantity']), Number(properties['price'])]);
		await change(invoice, {
			Line: [
				{
					DetailType: 'SalesItemLineDetail',
					Amount: 12,
					SalesItemLineDetail: {
						ItemRef: line?.SalesItemLineDetail?.ItemRef,
						Qty: 3,
						UnitPrice: 4,
					},
				},
			],
		});
		expect((await sync()).results).toEqual([expect.objectContaining({ action: 'updated' })]);
		expect(await lines()).toEqual([[3, 4]]);
		const before = (await recordOf(invoice.Id))?.associations.line_items;
		// In a later second, so that the lines are compared.
		accounts.sandbox.runtime.clock.advance(5000);
		await change(invoice, { CustomerMemo: { value: 'Thank you' } });
		expect((await sync()).results).toEqual([expect.objectContaining({ action: 'updated' })]);
		expect((await recordOf(invoice.Id))?.associations.line_items).toEqual(before);
	});

	it('that were given to another customer are associated with its contact, too', async () => {
		await sync();
		const invoice = await open();
		const before = (await recordOf(invoice.Id))?.associations.contacts ?? [];
		const other = await accounts.quickbooks.create(
			'Customer',
			{ DisplayName: 'Other', PrimaryEmailAddr: { Address: 'other@example.com' } },
			'other',
		);
		const { state } = accounts;
		accounts.state = {};
		const contact =
			(await accounts.sync(contactKind)).results.find(
				({ quickbooks }) => quickbooks?.id === other.Id,
			)?.hubspot?.id ?? '';
		accounts.state = state;
		await change(invoice, { CustomerRef: { value: other.Id } });
		await sync();
		expect([...((await recordOf(invoice.Id))?.associations.contacts ?? [])].sort()).toEqual(
			[...before, contact].sort(),
		);
		expect((await sync({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('a line of a negative price, which HubSpot does not take, neither warns nor doubles another one', async () => {
		const { invoice, line, described } = await three();
		await change(invoice, {
			Line: [line('first', 1, 100), line('refund', 1, -10), line('last', 1, 50)],
		});
		const { results } = await sync();
		expect(results.find(({ quickbooks }) => quickbooks?.id === invoice.Id)).toMatchObject({
			action: 'created',
			warnings: [],
		});
		expect((await sync({}, { scope: { kind: 'all' } })).writes).toEqual([]);
		expect(await described()).toEqual(['first', 'last']);
	});

	it.each([['all'], ['changed']] as const)(
		'a line that somebody deleted in HubSpot comes back, and no other twice: %s',
		async (kind) => {
			const { invoice, line, lines, described } = await three();
			await change(invoice, {
				Line: [line('first', 1, 100), line('middle', 1, 10), line('last', 1, 50)],
			});
			await sync();
			const [middle] = (await lines()).filter(
				({ properties }) => properties['description'] === 'middle',
			);
			await accounts.hubspot.archiveObjects('line_items', [middle?.id ?? '']);
			accounts.sandbox.runtime.clock.advance(600_000);
			if (kind === 'changed') await change(invoice, { CustomerMemo: { value: 'Thank you' } });
			const { results } = await sync({}, { scope: { kind } });
			expect(results.filter(({ action }) => action !== 'unchanged')).toEqual([
				expect.objectContaining({
					action: 'updated',
					changes: expect.arrayContaining([{ field: 'line_items', from: 2, to: 3 }]),
				}),
			]);
			expect(await described()).toEqual(['first', 'last', 'middle']);
		},
	);

	it('two workers that write the same lines at the same moment leave them once', async () => {
		const { invoice, line, described } = await three();
		await change(invoice, {
			Line: [line('first', 1, 100), line('second', 2, 10), line('second', 2, 10)],
		});
		const worker = () => {
			let state: unknown = {};
			return async () => {
				accounts.state = state;
				return await sync({}, {}, { onState: (next) => (state = structuredClone(next)) });
			};
		};
		const [one, other] = [worker(), worker()];
		const { faults, clock } = accounts.sandbox.runtime;
		const { id } = faults.add({
			system: 'hubspot',
			path: 'line_items/batch/create',
			behaviour: 'slow',
			delayMs: 300,
		});
		await Promise.all([one(), other()]);
		expect(await described()).toEqual(['first', 'second', 'second']);
		clock.advance(600_000);
		await change(invoice, { Line: [line('third', 3, 100), line('fourth', 1, 5)] });
		await Promise.all([one(), other()]);
		faults.remove(id);
		expect(await described()).toEqual(['fourth', 'third']);
		expect((await sync({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('a description that QuickBooks has no more goes, where no product brings one along', async () => {
		const { invoice, line, lines } = await three();
		const free = {
			...line('', 1, 100),
			SalesItemLineDetail: {
				ItemRef: {
					value: (
						await accounts.quickbooks.create(
							'Item',
							{ Name: 'Without product', Type: 'Service', IncomeAccountRef: { value: '5' } },
							'item',
						)
					).Id,
				},
				Qty: 1,
				UnitPrice: 100,
			},
		};
		await change(invoice, { Line: [{ ...free, Description: 'Our own words' }] });
		await sync();
		accounts.sandbox.runtime.clock.advance(600_000);
		await change(invoice, { Line: [{ ...free, Description: undefined }] });
		await sync();
		expect((await lines()).map(({ properties }) => properties['description'] ?? '')).toEqual(['']);
	});
});
