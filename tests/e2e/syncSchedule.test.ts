import { Schedules } from '../support/schedules';

let schedules: Schedules;
beforeAll(async () => {
	schedules = await Schedules.open();
}, 180_000);
afterAll(async () => await schedules?.close(), 60_000);

const fromQuickBooks = { direction: 'quickBooksToHubSpot', scope: 'changed' };
const cases = [
	{
		type: 'syncContact',
		parameters: fromQuickBooks,
		entity: 'Customer',
		objects: 'contacts',
		change: { GivenName: 'Roberta' },
		property: 'firstname',
		value: 'Roberta',
	},
	{
		type: 'syncProduct',
		parameters: fromQuickBooks,
		entity: 'Item',
		objects: 'products',
		change: { Description: 'By the square metre' },
		property: 'description',
		value: 'By the square metre',
	},
	{
		type: 'syncInvoice',
		parameters: { scope: 'changed' },
		entity: 'Invoice',
		objects: 'invoices',
		change: { DueDate: '2031-05-06' },
		property: 'quickbooks_invoice_due_date',
		value: '2031-05-06',
	},
];

describe.each(cases)(
	'$type on a schedule',
	({ type, parameters, entity, objects, change, property, value }) => {
		it('syncs in the first run, and asks once in the next', async () => {
			await schedules.start(type, parameters);
			const first = await schedules.nextRun();
			expect(
				first
					.items('Synced')
					.filter(({ json }) => ['created', 'updated', 'linked'].includes(String(json['action'])))
					.length,
			).toBeGreaterThan(3);
			const { run, requests } = await schedules.countedRun();
			expect(run.items('Synced').concat(run.items('Failed'))).toEqual([]);
			expect(requests).toEqual({ hubspot: 0, quickbooks: 1 });
		}, 120_000);

		it('picks up what changed in QuickBooks, and rests again', async () => {
			const id = await schedules.changeOne(entity, objects, change);
			const run = await schedules.nextRun();
			expect(
				run
					.items('Synced')
					.map(({ json }) => [json['action'], (json['quickbooks'] as { id: string }).id]),
			).toEqual([['updated', id]]);
			expect(await schedules.linked(objects, id)).toEqual([
				expect.objectContaining({ [property]: value }),
			]);
			expect((await schedules.countedRun()).requests).toEqual({ hubspot: 0, quickbooks: 1 });
		}, 120_000);

		it('knows after a restart of n8n what it had done', async () => {
			await schedules.restart();
			await schedules.nextRun();
			const { run, requests } = await schedules.countedRun();
			expect(run.mode).toBe('trigger');
			expect(requests).toEqual({ hubspot: 0, quickbooks: 1 });
		}, 180_000);

		it('keeps nothing of a manual run, and says so', async () => {
			await schedules.end();
			const before = await schedules.memory();
			await schedules.changeOne(entity, objects, change);
			const { hints } = await schedules.manualRun();
			expect(hints.join(' ')).toMatch(/Manual runs do not remember their position/);
			expect(await schedules.memory()).toEqual(before);
		}, 120_000);
	},
);

describe('A record that cannot be synced', () => {
	it('leaves on the output "Failed" with reason and remedy, in each run until it is put right', async () => {
		const id = await schedules.addCustomer({
			DisplayName: 'Nobody at all',
			PrimaryEmailAddr: { Address: 'nobody@localhost' },
		});
		await schedules.start('syncContact', fromQuickBooks);
		for (let time = 1; time <= 2; time += 1) {
			const run = await schedules.nextRun();
			expect(run.status).toBe('success');
			const mine = run
				.items('Failed')
				.filter(({ json }) => (json['quickbooks'] as { id: string }).id === id);
			expect(mine.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					action: 'failed',
					reason: expect.stringMatching(/\w/),
					remedy: expect.stringMatching(/\w/),
				}),
			]);
		}
		await schedules.change('Customer', id, {
			PrimaryEmailAddr: { Address: 'somebody@example.com' },
		});
		const run = await schedules.nextRun();
		expect(run.items('Failed')).toEqual([]);
		expect(await schedules.linked('contacts', id)).toHaveLength(1);
		await schedules.end();
	}, 120_000);
});

describe('n8n killed in the middle of scheduled syncs', () => {
	it('has each customer once in the end', async () => {
		const ids = await schedules.addCustomers(240);
		await schedules.start('syncContact', { ...fromQuickBooks, output: 'summary' });
		for (const requests of [3, 6, 9]) {
			await schedules.killAfter(requests);
			await schedules.restart();
		}
		await schedules.nextRun();
		await schedules.nextRun();
		await schedules.end();
		const contacts = await schedules.linkedAll('contacts');
		expect(ids.filter((id) => contacts.get(id)?.length !== 1)).toEqual([]);
		const emails = [...contacts.values()]
			.flat()
			.map(({ email }) => email)
			.filter(Boolean);
		expect(new Set(emails).size).toBe(emails.length);
		const { run } = await schedules.manualRun({
			...fromQuickBooks,
			scope: 'all',
			output: 'summary',
		});
		expect(run.items('Synced')[0]?.json).toMatchObject({ created: 0, updated: 0, failed: 0 });
	}, 400_000);
});
