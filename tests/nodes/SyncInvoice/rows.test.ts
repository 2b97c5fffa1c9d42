import { actions, SyncNode, email, mapped, outline } from '../../support/syncNode';

let syncNode: SyncNode;
let customer: string;
let item: string;
const PROPERTIES = [
	'hs_currency',
	'hs_invoice_billable',
	'hs_comments',
	'hs_title',
	...['number', 'status', 'total', 'balance', 'currency', 'due_date', 'recipient', 'url'].map(
		(name) => `quickbooks_invoice_${name}`,
	),
];

beforeEach(async () => {
	syncNode = await SyncNode.open('syncInvoice');
	customer = await syncNode.made(
		{ DisplayName: 'Ann Lee', CompanyName: 'Acme Ltd', ...email('ann@acme.example') },
		'Customer',
	);
	item = await syncNode.made(
		{ Name: 'Work', Sku: 'W-1', Type: 'Service', IncomeAccountRef: { value: '5' } },
		'Item',
	);
	await syncNode.beside('syncContact').run({ companies: true });
	await syncNode.beside('syncProduct').run();
});
afterEach(async () => await syncNode.stop());

const line = (Amount: number, more: object = {}) => ({
	Amount,
	DetailType: 'SalesItemLineDetail',
	SalesItemLineDetail: { ItemRef: { value: item }, Qty: 2, UnitPrice: Amount / 2, ...more },
});
const billed = async (Amount: number, more: object = {}) =>
	await syncNode.made({
		CustomerRef: { value: customer },
		DueDate: '2031-05-06',
		Line: [line(Amount)],
		...more,
	});
const record = async (id: string, associations: string[] = []) =>
	(await syncNode.listed(PROPERTIES, { associations })).find(
		({ properties }) => properties[syncNode.link] === `${syncNode.accounts.realmId}:${id}`,
	);
const remove = async (id: string) =>
	await syncNode.accounts.quickBooks('invoice?operation=delete', {
		Id: id,
		SyncToken: (await syncNode.read(id)).SyncToken,
	});

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

describe('Sync Invoice, mapping', () => {
	it('nothing is mapped unless it is chosen', async () => {
		const id = await billed(80, { CustomerMemo: { value: 'See you soon' } });
		await syncNode.run();
		expect((await record(id))?.properties['hs_comments']).toBeNull();
	});

	it('a further property, a custom one, and the company’s custom field', async () => {
		await syncNode.property({ name: 'crew', label: 'Crew', type: 'string', fieldType: 'text' });
		const CustomField = [
			{ Name: 'SalesFormsPrefs.UseSalesCustom1', Type: 'BooleanType', BooleanValue: true },
			{ Name: 'SalesFormsPrefs.SalesCustomName1', Type: 'StringType', StringValue: 'Crew #' },
		];
		const { Preferences } = await syncNode.accounts.quickBooks<{
			Preferences: { Id: string; SyncToken: string };
		}>('preferences');
		await syncNode.accounts.quickBooks('preferences', {
			Id: Preferences.Id,
			SyncToken: Preferences.SyncToken,
			sparse: true,
			SalesFormsPrefs: { CustomField: [{ CustomField }] },
		});
		const id = await billed(80, {
			CustomerMemo: { value: 'See you soon' },
			CustomField: [{ DefinitionId: '1', Type: 'StringType', StringValue: 'Crew 7' }],
		});
		await syncNode.run(mapped({ hs_comments: 'CustomerMemo.value', crew: 'CustomField.1' }));
		const found = (await syncNode.listed(['hs_comments', 'crew'])).find(
			({ properties }) => properties[syncNode.link] === `${syncNode.accounts.realmId}:${id}`,
		);
		expect(found?.properties).toMatchObject({ hs_comments: 'See you soon', crew: 'Crew 7' });
		expect(
			(
				await syncNode.run({
					scope: 'all',
					...mapped({ hs_comments: 'CustomerMemo.value', crew: 'CustomField.1' }),
				})
			).writes,
		).toEqual([]);
	});

	it.each([
		['keep', 'See you soon'],
		['clear', null],
	])('an empty value: %s', async (ifEmpty, left) => {
		const id = await billed(80, { CustomerMemo: { value: 'See you soon' } });
		const parameters = { ifEmpty, ...mapped({ hs_comments: 'CustomerMemo.value' }) };
		await syncNode.run(parameters);
		await syncNode.change(id, { CustomerMemo: null });
		await syncNode.run(parameters);
		expect((await record(id))?.properties['hs_comments'] || null).toBe(left);
	});
});

describe('Sync Invoice, output and dry run', () => {
	it.each([
		['each', 1, {}],
		['failures', 0, {}],
		['summary', 1, { records: 2, created: 1, failed: 1 }],
	] as const)(
		'%s; what could not be done leaves by the second output, with the reason and what to do',
		async (output, count, more) => {
			await syncNode.property({ name: 'rate', label: 'Rate', type: 'number', fieldType: 'number' });
			await billed(80, { CustomerMemo: { value: '7' } });
			const bad = await billed(90, { CustomerMemo: { value: 'seven' } });
			const ran = await syncNode.run({
				output,
				scope: 'all',
				...mapped({ rate: 'CustomerMemo.value' }),
			});
			expect([ran.synced.length, ran.synced[0] ?? {}]).toEqual([
				count,
				expect.objectContaining(more),
			]);
			expect(ran.failed).toEqual([
				expect.objectContaining({
					action: 'failed',
					reason: '"seven" is not a number, which HubSpot needs for "Rate".',
					remedy: 'Correct the value, or map the field to another one.',
					quickbooks: expect.objectContaining({ id: bad }),
				}),
			]);
		},
	);

	it('has the invoice in plain words', async () => {
		const id = await billed(80, { DocNumber: 'INV-7' });
		const {
			synced: [json = {}],
		} = await syncNode.run();
		expect(json).toMatchObject({
			action: 'created',
			environment: 'custom',
			warnings: [],
			hubspot: { objectType: 'invoices' },
			quickbooks: { entity: 'Invoice', id, docNumber: 'INV-7' },
			invoice: {
				number: 'INV-7',
				status: 'waiting_to_be_sent',
				currency: 'USD',
				total: '80.00',
				balance: '80.00',
				dueOn: '2031-05-06',
				lines: [expect.anything()],
			},
		});
	});

	it('dry run: the plan and the exact payloads, and nothing written', async () => {
		await billed(80);
		const ran = await syncNode.run({ dryRun: true });
		expect([ran.synced.map(({ action }) => action), ran.failed, ran.writes]).toEqual([
			['planned'],
			[],
			[],
		]);
		expect(ran.synced[0]?.['plan']).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					system: 'HubSpot',
					operation: 'create',
					target: 'invoices',
					payload: expect.objectContaining({
						properties: expect.any(Object),
						lines: expect.any(Array),
					}),
				}),
			]),
		);
		expect(actions(await syncNode.run())).toEqual(
			Object.fromEntries(
				ran.synced.map(({ quickbooks }) => [(quickbooks as { id: string }).id, 'created']),
			),
		);
	});
});
