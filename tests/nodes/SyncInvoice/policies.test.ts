import { actions, mapped, outline } from '../../support/syncNode';
import { billed, PROPERTIES, record, syncNode } from './syncedInvoices';

const remove = async (id: string) =>
	await syncNode.accounts.quickBooks('invoice?operation=delete', {
		Id: id,
		SyncToken: (await syncNode.read(id)).SyncToken,
	});

describe('Sync Invoice, scope', () => {
	it('changed (default): what changed since the last run; its state survives', async () => {
		const ids = [await billed(80), await billed(90)];
		await syncNode.run();
		syncNode.pass();
		const quiet = await syncNode.run();
		expect([outline(quiet), quiet.requests]).toEqual([[], ['GET /v3/company/:realm/cdc']]);
		await syncNode.change(ids[1] ?? '', { DueDate: '2032-01-01' });
		expect(actions(await syncNode.run())).toEqual({ [ids[1] ?? '']: 'updated' });
	});

	it('all: every invoice, changed or not', async () => {
		const ids = [await billed(80), await billed(90)];
		await syncNode.run();
		const ran = await syncNode.run({ scope: 'all' });
		expect([actions(ran), ran.writes]).toEqual([
			Object.fromEntries(ids.map((id) => [id, 'unchanged'])),
			[],
		]);
	});

	it('records: the ids of the input items', async () => {
		const [, id] = [await billed(80), await billed(90)];
		const ran = await syncNode.run({ scope: 'records', recordId: '={{ $json.it }}' }, [
			{ it: '999999' },
			{ it: id },
		]);
		expect([outline(ran).map(([action, one]) => [action, one]), ran.from]).toEqual([
			[
				['created', id],
				['failed', '999999'],
			],
			[{ item: 1 }, { item: 0 }],
		]);
	});
});

describe('Sync Invoice, createAndUpdate', () => {
	it.each([
		['both', 'updated', 'created', '2032-01-01', 2],
		['createOnly', 'skipped', 'created', '2031-05-06', 2],
		['updateOnly', 'updated', 'skipped', '2032-01-01', 1],
		['none', 'skipped', 'skipped', '2031-05-06', 1],
	] as const)('%s', async (createAndUpdate, ofKnown, ofNew, due, count) => {
		const known = await billed(80);
		await syncNode.run();
		await syncNode.change(known, { DueDate: '2032-01-01' });
		const fresh = await billed(90);
		expect(actions(await syncNode.run({ createAndUpdate }))).toEqual({
			[known]: ofKnown,
			[fresh]: ofNew,
		});
		expect([
			(await record(known))?.properties['quickbooks_invoice_due_date'],
			(await syncNode.listed()).length,
		]).toEqual([due, count]);
	});
});

describe('Sync Invoice, onDelete', () => {
	it.each([
		['nothing', 'skipped', { linked: true, status: 'waiting_to_be_sent' }],
		['archive', 'archived', undefined],
		['unlink', 'unlinked', { linked: false, status: 'waiting_to_be_sent' }],
		['mark', 'updated', { linked: true, status: 'deleted' }],
	] as const)(
		'an invoice that was deleted: %s',
		async (onDelete, action, left: { linked: boolean; status: string } | undefined) => {
			const id = await billed(80);
			await syncNode.run({ onDelete });
			await remove(id);
			expect(actions(await syncNode.run({ onDelete }))).toEqual({ [id]: action });
			const [kept] = await syncNode.listed(PROPERTIES);
			expect(
				kept && {
					linked: kept.properties[syncNode.link] === `${syncNode.accounts.realmId}:${id}`,
					status: kept.properties['quickbooks_invoice_status'],
				},
			).toEqual(left);
		},
	);

	it.each(['nothing', 'archive', 'unlink', 'mark'])(
		'an invoice that was voided keeps its record, with that status: %s',
		async (onDelete) => {
			const id = await billed(80);
			await syncNode.run({ onDelete });
			await syncNode.accounts.quickBooks('invoice?operation=void', {
				Id: id,
				SyncToken: (await syncNode.read(id)).SyncToken,
			});
			expect(actions(await syncNode.run({ onDelete }))).toEqual({ [id]: 'updated' });
			expect((await record(id))?.properties).toMatchObject({
				quickbooks_invoice_status: 'voided',
				quickbooks_invoice_total: expect.stringMatching(/^0(\.00)?$/),
			});
		},
	);
});

describe('Sync Invoice, filter', () => {
	const conditions = [
		['quickBooks', { field: 'TotalAmt', operator: 'greater', value: '85' }],
		['quickBooks', { field: 'DueDate', operator: 'greater', value: '2031-12-31' }],
		['quickBooks', { field: 'CustomerMemo.value', operator: 'contains', value: 'public' }],
		['hubSpot', { field: 'quickbooks_invoice_number', operator: 'equals', value: 'IN' }],
	] as const;

	it.each(conditions)('of %s: %o', async (side, condition) => {
		const out = await billed(80, { DocNumber: 'OUT' });
		const id = await billed(90, {
			DocNumber: 'IN',
			DueDate: '2032-01-01',
			CustomerMemo: { value: 'Public' },
		});
		expect(actions(await syncNode.run({ filter: { [side]: [condition] } }))).toEqual({
			[out]: 'skipped',
			[id]: 'created',
		});
	});

	it.each(conditions.filter(([, { field }]) => field !== 'CustomerMemo.value'))(
		'the record of a deleted invoice that it leaves out stays as it is; of %s: %o',
		async (side, condition) => {
			const out = await billed(80, { DocNumber: 'OUT' });
			const id = await billed(90, { DocNumber: 'IN', DueDate: '2032-01-01' });
			await syncNode.run();
			await remove(out);
			await remove(id);
			const ran = await syncNode.run({ onDelete: 'archive', filter: { [side]: [condition] } });
			expect(actions(ran)).toEqual({ [out]: 'skipped', [id]: 'archived' });
			expect(ran.synced.find(({ action }) => action === 'skipped')?.['reason']).toMatch(
				/^It was deleted, and does not meet the filter: /,
			);
			expect(
				(await syncNode.listed(['quickbooks_invoice_number'])).map(
					({ properties }) => properties['quickbooks_invoice_number'],
				),
			).toEqual(['OUT']);
		},
	);

	it('a condition about what nobody knows of a deleted invoice is passed over, unless the field is mapped', async () => {
		const [id, other] = [
			await billed(80, { CustomerMemo: { value: 'Private' } }),
			await billed(90, { CustomerMemo: { value: 'Public' } }),
		];
		const memo = {
			filter: {
				quickBooks: [{ field: 'CustomerMemo.value', operator: 'contains', value: 'public' }],
			},
		};
		await syncNode.run(mapped({ hs_comments: 'CustomerMemo.value' }));
		await remove(id);
		expect(
			actions(
				await syncNode.run({
					onDelete: 'mark',
					...memo,
					...mapped({ hs_comments: 'CustomerMemo.value' }),
				}),
			),
		).toEqual({ [id]: 'skipped' });
		await remove(other);
		expect(actions(await syncNode.run({ onDelete: 'mark', ...memo }))).toEqual({
			[other]: 'updated',
		});
	});
});
