import { actions, SyncNode, email, mapped, outline } from '../../support/syncNode';

let syncNode: SyncNode;
beforeEach(async () => (syncNode = await SyncNode.open('syncContact')));
afterEach(async () => await syncNode.stop());

const toQuickBooks = { direction: 'hubSpotToQuickBooks' };
const fault = (rule: Parameters<SyncNode['accounts']['fault']>[0]) => syncNode.accounts.fault(rule);

/** Customers in few requests. */
async function customers(
	count: number,
	of: (index: number) => object = () => ({}),
): Promise<string[]> {
	const ids: string[] = [];
	for (let start = 0; start < count; start += 30) {
		const some = Array.from({ length: Math.min(30, count - start) }, (_, index) => start + index);
		const { BatchItemResponse } = await syncNode.accounts.quickBooks<{
			BatchItemResponse: Array<{ Customer: { Id: string } }>;
		}>('batch', {
			BatchItemRequest: some.map((index) => ({
				bId: String(index),
				operation: 'create',
				Customer: { DisplayName: `C${index}`, ...email(`c${index}@example.com`), ...of(index) },
			})),
		});
		ids.push(...BatchItemResponse.map(({ Customer }) => Customer.Id));
	}
	return ids;
}
const told = (failed: ReadonlyArray<Record<string, unknown>>) =>
	failed.map(({ action, reason, remedy, kind }) => ({ action, reason, remedy, kind }));

describe('one bad record never stops the rest', () => {
	it('one poisoned record in a batch of 100: HubSpot answers 207, the 99 are there', async () => {
		const ids = await customers(100, (index) => (index === 37 ? email('nobody@localhost') : {}));
		const ran = await syncNode.run();
		expect([
			ran.synced.length,
			actions({ ...ran, synced: [] }),
			(await syncNode.listed()).length,
		]).toEqual([99, { [ids[37] ?? '']: 'failed' }, 99]);
		expect(told(ran.failed)).toEqual([
			{
				action: 'failed',
				reason: expect.stringMatching(/^HubSpot refuses the values: email: /),
				remedy: expect.stringContaining('Correct the e-mail address'),
				kind: 'invalid',
			},
		]);
	});

	it('207 from a HubSpot batch of updates: the others are updated', async () => {
		const ids = await customers(3);
		await syncNode.run();
		for (const id of ids) await syncNode.change(id, { GivenName: 'New' });
		await syncNode.change(ids[1] ?? '', email('nobody@localhost'));
		expect(actions(await syncNode.run())).toEqual({
			[ids[0] ?? '']: 'updated',
			[ids[1] ?? '']: 'failed',
			[ids[2] ?? '']: 'updated',
		});
		expect(
			(await syncNode.listed(['firstname'])).filter(
				({ properties }) => properties['firstname'] === 'New',
			),
		).toHaveLength(2);
	});

	it('a fault inside a QuickBooks batch: the others are customers', async () => {
		for (const name of ['One', 'Two', 'Three'])
			await syncNode.put({ email: `${name.toLowerCase()}@example.com`, lastname: name });
		await syncNode.made({ DisplayName: 'Two' }, 'Vendor');
		const ran = await syncNode.run({ ...toQuickBooks, options: { nameTaken: 'fail' } });
		expect([
			outline(ran).map(([action]) => action),
			(await syncNode.all()).map(({ DisplayName }) => DisplayName),
		]).toEqual([
			['created', 'created', 'failed'],
			['One', 'Three'],
		]);
		expect(told(ran.failed)).toEqual([
			{
				action: 'failed',
				reason: expect.stringMatching(/^The name is taken in QuickBooks: /),
				remedy: expect.stringMatching(/\w/),
				kind: 'duplicateName',
			},
		]);
	});

	it('a value that the type of the property does not hold', async () => {
		const ids = await customers(5, (index) => ({ Notes: index === 2 ? 'a lot' : String(index) }));
		await syncNode.property({ name: 'size', label: 'Size', type: 'number', fieldType: 'number' });
		const ran = await syncNode.run(mapped({ email: 'PrimaryEmailAddr.Address', size: 'Notes' }));
		expect([ran.synced.length, actions({ ...ran, synced: [] })]).toEqual([
			4,
			{ [ids[2] ?? '']: 'failed' },
		]);
		expect(told(ran.failed)).toEqual([
			{
				action: 'failed',
				reason: '"a lot" is not a number, which HubSpot needs for "Size".',
				remedy: 'Correct the value, or map the field to another one.',
				kind: 'declined',
			},
		]);
	});

	it('a whole batch that HubSpot does not answer: it fails, the other kinds of write go on, and the next run does it', async () => {
		const [known] = await customers(1);
		await syncNode.run();
		await syncNode.change(known ?? '', { GivenName: 'New' });
		await syncNode.made({ DisplayName: 'Late', ...email('late@example.com') });
		fault({
			system: 'hubspot',
			path: 'contacts/batch/upsert',
			behaviour: '503',
			times: 10,
			retryAfterSeconds: 0,
		});
		expect(outline(await syncNode.run()).map(([action]) => action)).toEqual(['updated', 'failed']);
		syncNode.accounts.clearFaults();
		expect(outline(await syncNode.run()).map(([action]) => action)).toEqual(['created']);
	}, 60_000);
});

describe('failed ones are retried', () => {
	it('in the next run, without holding up the rest; the cursor moves on past what was reported', async () => {
		const [bad, good] = await customers(2, (index) =>
			index === 0 ? email('nobody@localhost') : {},
		);
		await syncNode.run();
		syncNode.pass();
		const late = await syncNode.made({ DisplayName: 'Late', ...email('late@example.com') });
		await syncNode.change(good ?? '', { GivenName: 'New' });
		expect(actions(await syncNode.run())).toEqual({
			[bad ?? '']: 'failed',
			[late]: 'created',
			[good ?? '']: 'updated',
		});
		syncNode.pass();
		const third = await syncNode.run();
		expect([actions(third), third.requests.filter((one) => one.includes('/query')).length]).toEqual(
			[{ [bad ?? '']: 'failed' }, 1],
		);
		await syncNode.change(bad ?? '', email('somebody@example.com'));
		expect(actions(await syncNode.run())).toEqual({ [bad ?? '']: 'created' });
		syncNode.pass();
		expect((await syncNode.run()).requests).toEqual(['GET /v3/company/:realm/cdc']);
	});

	it('from HubSpot’s side, too', async () => {
		await syncNode.made({ DisplayName: 'Two' }, 'Vendor');
		const person = await syncNode.put({ email: 'two@example.com', lastname: 'Two' });
		const parameters = { ...toQuickBooks, options: { nameTaken: 'fail' } };
		await syncNode.run(parameters);
		syncNode.pass();
		expect(outline(await syncNode.run(parameters))).toEqual([['failed', null, person]]);
		await syncNode.edit(person, { lastname: 'Twain' });
		expect(outline(await syncNode.run(parameters))).toEqual([
			['created', expect.any(String), person],
		]);
	});

	it('more of them than the node remembers hold the cursor instead, so that none is forgotten', async () => {
		await customers(160, () => ({ Notes: 'no such status' }));
		const poisoned = mapped({ email: 'PrimaryEmailAddr.Address', hs_lead_status: 'Notes' });
		expect((await syncNode.run({ output: 'failures', ...poisoned })).failed).toHaveLength(160);
		syncNode.pass();
		expect(
			(await syncNode.run({ output: 'failures', ...poisoned })).failed.length,
		).toBeGreaterThanOrEqual(160);
	});
});

describe('a cursor of another company or portal', () => {
	it('another company is noticed: everything is looked at again, and said so', async () => {
		await customers(2);
		await syncNode.run();
		syncNode.forge({ realmId: '1' });
		const ran = await syncNode.run();
		expect(ran.hints).toContain(
			'The QuickBooks credential now belongs to another company, so all records are checked again.',
		);
		expect(ran.requests.filter((one) => one.includes('/cdc'))).toEqual([]);
	});

	it('another portal is noticed as soon as there is something to do', async () => {
		const [id] = await customers(1);
		await syncNode.run();
		syncNode.forge({ portalId: '1' });
		await syncNode.change(id ?? '', { GivenName: 'New' });
		expect((await syncNode.run()).hints).toContain(
			'The HubSpot credential now belongs to another account, so all records are checked again.',
		);
	});

	it('another portal behind another credential is noticed in a quiet run', async () => {
		await customers(1);
		await syncNode.run();
		syncNode.pass();
		syncNode.forge({ portalId: '1', connection: 'another' });
		expect((await syncNode.run()).hints).toContain(
			'The HubSpot credential now belongs to another account, so all records are checked again.',
		);
	});
});
