import type { WorkflowUnderTest } from '../../support/inProcess';
import { START_TYPE } from '../../support/inProcess';
import type { DescribedEvent } from '../../../src/flows/watchInvoices/describe';
import { PolledInvoices } from '../../support/polledInvoices';
import { count } from '../../support/figures';

// After an import of a workflow n8n may poll it twice, each time with static data of its own:
// https://github.com/n8n-io/n8n/issues/35251

let invoices: PolledInvoices;
beforeAll(async () => (invoices = await PolledInvoices.start()));
afterAll(async () => await invoices.accounts.stop());

async function twoPollers(): Promise<{ one: WorkflowUnderTest; other: WorkflowUnderTest }> {
	const one = invoices.trigger({ events: ['created', 'paid', 'paymentReceived'] });
	await invoices.poll(one);
	return { one, other: structuredClone(one) };
}

/** An execution that begins with what a poll brought: `event` of what the trigger lets in. */
async function executed(
	{ nodes }: WorkflowUnderTest,
	events: readonly DescribedEvent[],
): Promise<string[]> {
	count({ runs: 1 });
	if (events.length === 0) return [];
	const start = {
		id: 'start',
		name: 'Start',
		type: START_TYPE,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { items: JSON.stringify(events) },
	};
	const run = await invoices.accounts.n8n.run(
		{
			nodes: [start, ...nodes],
			connections: { Start: { main: [[{ node: 'Trigger', type: 'main', index: 0 }]] } },
		},
		'trigger',
	);
	return run.items('Trigger').map(({ json }) => String(json['event']));
}

describe('two pollers of one workflow', () => {
	it('tell an event once, when both have read it before either has told it', async () => {
		const { one, other } = await twoPollers();
		await invoices.invoice();
		const [first, second] = [await invoices.poll(one), await invoices.poll(other)];
		expect([await executed(one, first), await executed(other, second)]).toEqual([['created'], []]);
	});

	it('tell an event once, when one of them comes later or at the same moment', async () => {
		const { one, other } = await twoPollers();
		const id = await invoices.invoice();
		const told: string[] = await executed(one, await invoices.poll(one));
		told.push(...(await executed(other, await invoices.poll(other))));
		await invoices.pay(id);
		const both = await Promise.all([invoices.poll(one), invoices.poll(other)]);
		for (const events of both) told.push(...(await executed(one, events)));
		expect(told).toEqual(['created', 'paymentReceived', 'paid']);
	});

	it('lose none, whichever of them reads it', async () => {
		const { one, other } = await twoPollers();
		const told: string[] = [];
		for (const poller of [one, other, other, one, other]) {
			await invoices.pass(130);
			const id = await invoices.invoice();
			const events = await executed(poller, await invoices.poll(poller));
			told.push(`${id}: ${events.join()}`);
		}
		expect(told.every((line) => line.endsWith(': created'))).toBe(true);
	});

	it('tell an event once, when both have the same static data', async () => {
		const { one } = await twoPollers();
		await invoices.invoice();
		const told = [
			...(await executed(one, await invoices.poll(one))),
			...(await executed(one, await invoices.poll(one))),
		];
		expect(told).toEqual(['created']);
	});
});
