import { actions, mapped } from '../../support/syncNode';
import { billed, record, syncNode } from './syncedInvoices';

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
