import type { INodeParameters } from 'n8n-workflow';
import { DealStageTrigger } from '../../../nodes/DealStageTrigger/DealStageTrigger.node';
import type { DescribedDeal } from '../../../src/flows/watchDeals/describe';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { TestAccounts } from '../../support/testAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.dealStageTrigger';
const DEALS = '/crm/objects/2026-03/deals';
const WHOLESALE = { pipeline: '48211940', enquiry: '98211941', samples: '98211942' };

let accounts: TestAccounts;
const start = async (now?: string) => {
	accounts = await TestAccounts.start(
		{ [TYPE]: new DealStageTrigger() },
		{ ...(now !== undefined && { now }) },
	);
};
afterEach(async () => await accounts.stop());

function trigger(parameters: INodeParameters): WorkflowUnderTest {
	return {
		nodes: [
			{
				id: crypto.randomUUID(),
				name: 'Trigger',
				type: TYPE,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				credentials: accounts.nodeCredentials,
			},
		],
		connections: {},
	};
}

async function told(workflow: WorkflowUnderTest): Promise<string[]> {
	const events = ((await accounts.n8n.poll(workflow, 'Trigger'))?.[0] ?? []).map(
		({ json }) => json as unknown as DescribedDeal,
	);
	return events.map(({ deal, stage, pipeline }) => `${deal.id} ${pipeline.label} ${stage.label}`);
}

const deal = async (properties: Record<string, string>) =>
	(
		await accounts.hubSpot<{ id: string }>(DEALS, {
			properties: { dealname: 'Deal', ...properties },
			associations: [],
		})
	).id;
const move = async (id: string, properties: Record<string, string>) =>
	await accounts.hubSpot(`${DEALS}/${id}`, { properties }, 'PATCH');

it('tells a deal that changes its pipeline to the trigger of the pipeline that it enters', async () => {
	await start();
	const sales = trigger({ pipeline: 'default', stages: ['closedwon', 'contractsent'] });
	const wholesale = trigger({
		pipeline: WHOLESALE.pipeline,
		stages: [WHOLESALE.enquiry, WHOLESALE.samples],
	});
	expect([await told(sales), await told(wholesale)]).toEqual([[], []]);
	const id = await deal({ pipeline: 'default', dealstage: 'contractsent' });
	expect([await told(sales), await told(wholesale)]).toEqual([
		[`${id} Sales Pipeline Contract Sent`],
		[],
	]);
	await move(id, { pipeline: WHOLESALE.pipeline, dealstage: WHOLESALE.samples });
	expect([await told(sales), await told(wholesale)]).toEqual([
		[],
		[`${id} Wholesale Samples sent`],
	]);
	await move(id, { pipeline: 'default', dealstage: 'closedwon' });
	expect([await told(sales), await told(wholesale)]).toEqual([
		[`${id} Sales Pipeline Closed Won`],
		[],
	]);
});

it.each([
	['behind', 9],
	['ahead of', -9],
])('misses nothing when n8n’s clock is nine minutes %s HubSpot’s', async (_where, minutes) => {
	await start(new Date(Date.now() + minutes * 60_000).toISOString());
	const workflow = trigger({ pipeline: 'default', stages: ['closedwon'] });
	const before = await deal({ pipeline: 'default', dealstage: 'closedwon' });
	expect(await told(workflow)).toEqual([]);
	for (let count = 0; count < 3; count += 1) {
		const id = await deal({ pipeline: 'default', dealstage: 'closedwon' });
		expect(id).not.toBe(before);
		expect(await told(workflow)).toEqual([`${id} Sales Pipeline Closed Won`]);
		expect(await told(workflow)).toEqual([]);
	}
});

it('tells nothing of a deal that was deleted before anybody looked, and goes on', async () => {
	await start();
	const workflow = trigger({ pipeline: 'default', stages: ['closedwon'] });
	await told(workflow);
	const [gone, kept] = [
		await deal({ pipeline: 'default', dealstage: 'closedwon' }),
		await deal({ pipeline: 'default', dealstage: 'closedwon' }),
	];
	await accounts.hubSpot(`${DEALS}/${gone}`, undefined, 'DELETE');
	expect(await told(workflow)).toEqual([`${kept} Sales Pipeline Closed Won`]);
});

it('tells each trigger its own when a workflow has two', async () => {
	await start();
	const [node] = trigger({ pipeline: 'default', stages: ['closedwon'] }).nodes;
	const [other] = trigger({ pipeline: 'default', stages: ['contractsent'] }).nodes;
	if (!node || !other) throw new Error('There are no nodes');
	const workflow: WorkflowUnderTest = {
		nodes: [
			{ ...node, name: 'One' },
			{ ...other, name: 'Two' },
		],
		connections: {},
	};
	const ask = async (name: string) =>
		((await accounts.n8n.poll(workflow, name))?.[0] ?? []).map(
			({ json }) => (json as unknown as DescribedDeal).stage.id,
		);
	expect([await ask('One'), await ask('Two')]).toEqual([[], []]);
	await move(await deal({ pipeline: 'default', dealstage: 'contractsent' }), {
		dealstage: 'closedwon',
	});
	expect([await ask('One'), await ask('Two')]).toEqual([['closedwon'], ['contractsent']]);
	expect([await ask('One'), await ask('Two')]).toEqual([[], []]);
});
