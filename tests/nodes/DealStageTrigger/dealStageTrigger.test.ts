import type { INodeParameters } from 'n8n-workflow';
import { DealStageTrigger } from '../../../nodes/DealStageTrigger/DealStageTrigger.node';
import type { DescribedDeal } from '../../../src/flows/watchDeals/describe';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { TestAccounts } from '../../support/testAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.dealStageTrigger';
const DEALS = '/crm/objects/2026-03/deals';

let accounts: TestAccounts;
const start = async (searchLagSeconds = 0) => {
	accounts = await TestAccounts.start(
		{ [TYPE]: new DealStageTrigger() },
		{ switches: { hubspot: { searchLagSeconds } } },
	);
};
afterEach(async () => await accounts.stop());

let nodes = 0;
function trigger(parameters: INodeParameters = {}): WorkflowUnderTest {
	nodes += 1;
	const node = {
		id: `deals-${nodes}`,
		name: 'Trigger',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { pipeline: 'default', stages: ['closedwon', 'contractsent'], ...parameters },
		credentials: accounts.nodeCredentials,
	};
	return { nodes: [node], connections: {} };
}

const poll = async (workflow: WorkflowUnderTest) =>
	((await accounts.n8n.poll(workflow, 'Trigger'))?.[0] ?? []).map(
		({ json }) => json as unknown as DescribedDeal,
	);
const told = (events: DescribedDeal[]) =>
	events.map(({ deal, stage }) => `${deal.id} ${stage.id}`).sort();
const move = async (id: string, dealstage: string) =>
	await accounts.hubSpot(`${DEALS}/${id}`, { properties: { dealstage } }, 'PATCH');
async function create(count: number, dealstage: string): Promise<string[]> {
	const ids: string[] = [];
	for (let from = 0; from < count; from += 100) {
		const inputs = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({
			properties: { dealname: `Deal ${from + index}`, pipeline: 'default', dealstage },
			associations: [],
		}));
		const { results } = await accounts.hubSpot<{ results: Array<{ id: string }> }>(
			`${DEALS}/batch/create`,
			{ inputs },
		);
		ids.push(...results.map(({ id }) => id));
	}
	return ids;
}

it('tells each entry into a chosen stage once, with its names, and is quiet with one search', async () => {
	await start();
	const workflow = trigger({ options: { properties: ['description', 'amount'] } });
	expect(await poll(workflow)).toEqual([]);
	const [id = ''] = await create(1, 'qualifiedtobuy');
	expect(await poll(workflow)).toEqual([]);
	await move(id, 'closedwon');
	const events = await poll(workflow);
	expect(events).toEqual([
		{
			event: 'enteredStage',
			eventId: expect.stringMatching(new RegExp(`^48291573:deal:${id}:closedwon:\\d{13}$`)),
			at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
			stage: { id: 'closedwon', label: 'Closed Won' },
			pipeline: { id: 'default', label: 'Sales Pipeline' },
			deal: {
				id,
				name: 'Deal 0',
				amount: null,
				currency: 'USD',
				closesOn: null,
				ownerId: null,
				stageNow: 'closedwon',
				isWon: true,
			},
			properties: { description: null },
			hubspot: {
				objectType: 'deals',
				id,
				portalId: '48291573',
				url: `https://app.hubspot.com/contacts/48291573/record/0-3/${id}`,
			},
			environment: 'custom',
		},
	]);
	expect(await poll(workflow)).toEqual([]);
	accounts.forgetRequests();
	expect(await poll(workflow)).toEqual([]);
	expect(accounts.requests.map(({ url }) => url)).toEqual([
		expect.stringContaining('/deals/search'),
	]);
	await accounts.hubSpot(`${DEALS}/${id}`, { properties: { amount: '5' } }, 'PATCH');
	expect(await poll(workflow)).toEqual([]);
});

it('tells a deal that passed through a stage, and one that came back', async () => {
	await start();
	const workflow = trigger();
	await poll(workflow);
	const [id = ''] = await create(1, 'qualifiedtobuy');
	await move(id, 'contractsent');
	await move(id, 'closedlost');
	expect(told(await poll(workflow))).toEqual([`${id} contractsent`]);
	await new Promise((resolve) => setTimeout(resolve, 5));
	await move(id, 'contractsent');
	await move(id, 'closedwon');
	expect(told(await poll(workflow))).toEqual([`${id} closedwon`, `${id} contractsent`]);
});

it('tells each of several entries of one deal between two polls', async () => {
	await start();
	const workflow = trigger({ stages: ['contractsent'] });
	await poll(workflow);
	const [id = ''] = await create(1, 'qualifiedtobuy');
	for (const stage of [
		'contractsent',
		'qualifiedtobuy',
		'contractsent',
		'closedlost',
		'contractsent',
	]) {
		await move(id, stage);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	const events = await poll(workflow);
	expect(told(events)).toEqual([`${id} contractsent`, `${id} contractsent`, `${id} contractsent`]);
	expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3);
	expect(await poll(workflow)).toEqual([]);
	await move(id, 'closedlost');
	await move(id, 'contractsent');
	expect(told(await poll(workflow))).toEqual([`${id} contractsent`]);
});

it('does not tell what was there before the start when n8n starts anew', async () => {
	await start();
	await create(1, 'closedwon');
	const workflow = trigger();
	expect(await poll(workflow)).toEqual([]);
	const [id = ''] = await create(1, 'closedwon');
	// A node that this process has not polled yet stands for one of another process: it has the state
	// and nothing else.
	const [node] = trigger().nodes;
	const anew = { ...workflow, nodes: node ? [node] : [] };
	expect(told(await poll(anew))).toEqual([`${id} closedwon`]);
	expect(await poll(anew)).toEqual([]);
});

it('tells what came after a long time in which n8n was off once more when n8n ended right behind', async () => {
	const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
	accounts = await TestAccounts.start({ [TYPE]: new DealStageTrigger() }, { now: ago(25) });
	const workflow = trigger({ stages: ['contractsent'] });
	expect(await poll(workflow)).toEqual([]);
	const { deals } = workflow.staticData?.['node:Trigger'] as { deals: { cursor: string } };
	deals.cursor = ago(40);
	const [id = ''] = await create(1, 'contractsent');
	const events = told(await poll(workflow));
	expect(events).toContain(`${id} contractsent`);
	const anew = { ...workflow, nodes: trigger({ stages: ['contractsent'] }).nodes };
	expect(told(await poll(anew))).toEqual(events);
	expect(await poll(anew)).toEqual([]);
});

it('misses none of 450 deals that move within a moment, seen late by searches', async () => {
	await start(1);
	const workflow = trigger({ stages: ['closedwon'] });
	await poll(workflow);
	const ids = await create(450, 'closedwon');
	const events: DescribedDeal[] = [];
	for (let polls = 0; polls < 20 && events.length < 450; polls += 1) {
		events.push(...(await poll(workflow)));
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	events.push(...(await poll(workflow)));
	expect(told(events)).toEqual(ids.map((id) => `${id} closedwon`).sort());
}, 60_000);

it('tells the deals that are in a stage already when asked, and several triggers do not disturb each other', async () => {
	await start();
	const [one, two] = [
		trigger({ firstRun: 'existing', stages: ['closedwon'] }),
		trigger({ stages: ['closedwon'] }),
	];
	const existing = await poll(one);
	expect(existing.length).toBeGreaterThan(0);
	expect(existing.every(({ deal }) => deal.stageNow === 'closedwon')).toBe(true);
	expect(existing.map(({ deal }) => deal.id)).toContain('401');
	expect(await poll(two)).toEqual([]);
	const [id = ''] = await create(1, 'closedwon');
	expect([told(await poll(one)), told(await poll(two))]).toEqual([
		[`${id} closedwon`],
		[`${id} closedwon`],
	]);
});

it('tells the deals that are in a stage already once more when n8n ended right behind', async () => {
	accounts = await TestAccounts.start(
		{ [TYPE]: new DealStageTrigger() },
		{ now: new Date(Date.now() - 3_600_000).toISOString() },
	);
	const workflow = trigger({ firstRun: 'existing', stages: ['closedwon'] });
	const existing = await poll(workflow);
	expect(existing.map(({ deal }) => deal.id)).toContain('401');
	const anew = {
		...workflow,
		nodes: trigger({ firstRun: 'existing', stages: ['closedwon'] }).nodes,
	};
	const ids = (events: DescribedDeal[]) => events.map(({ eventId }) => eventId).sort();
	expect(ids(await poll(anew))).toEqual(ids(existing));
	expect(await poll(anew)).toEqual([]);
});

it('offers pipelines, the stages of the chosen one, and properties', async () => {
	await start();
	const ask = async (name: string, parameters: INodeParameters = {}) =>
		await accounts.n8n.method<Array<{ name: string; value: string }>>(
			{
				type: TYPE,
				parameters: { hubspotAuthentication: 'serviceKey', ...parameters },
				credentials: accounts.nodeCredentials,
			},
			'loadOptions',
			name,
		);
	expect(await ask('getPipelines')).toEqual([
		{ name: 'Sales Pipeline', value: 'default' },
		{ name: 'Wholesale', value: '48211940' },
	]);
	expect((await ask('getStages', { pipeline: '48211940' })).slice(0, 2)).toEqual([
		{ name: 'Enquiry', value: '98211941' },
		{ name: 'Samples sent', value: '98211942' },
	]);
	expect(await ask('getDealProperties')).toContainEqual({
		name: 'Amount',
		value: 'amount',
		description: 'amount',
	});
});

it('shows the latest deal of the stages in a test, and says what is wrong with a choice', async () => {
	await start();
	const run = await accounts.n8n.run(trigger({ stages: ['closedwon'] }));
	expect(run.items('Trigger').map(({ json }) => json['stage'])).toEqual([
		{ id: 'closedwon', label: 'Closed Won' },
	]);
	await expect(poll(trigger({ stages: [] }))).rejects.toThrow('No stage is chosen.');
	await expect(poll(trigger({ stages: ['gone'] }))).rejects.toThrow(
		'HubSpot records no time of entry for the stage gone.',
	);
});
