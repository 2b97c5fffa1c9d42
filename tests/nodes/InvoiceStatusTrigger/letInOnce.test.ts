import type { IExecuteFunctions } from 'n8n-workflow';
import { passEachEventOnce } from '../../../src/n8n/trigger/onceOnly';

/** n8n's table of processed items, and an execution that may end or be killed. */
class Execution {
	private finish: (() => unknown) | undefined;

	constructor(
		private readonly database: Set<string>,
		private readonly node: string,
		private readonly broken = false,
	) {}

	get context(): IExecuteFunctions {
		const check = async (ids: string[]) => {
			if (this.broken) throw new Error('no database');
			const outcome = {
				new: ids.filter((id) => !this.database.has(id)),
				processed: ids.filter((id) => this.database.has(id)),
			};
			for (const id of ids) this.database.add(id);
			return outcome;
		};
		const context = {
			getNode: () => ({ id: this.node }),
			getWorkflow: () => ({ id: 'workflow' }),
			getMode: () => 'webhook',
			helpers: {
				checkProcessedAndRecord: check,
				removeProcessed: async (ids: string[]) => ids.forEach((id) => this.database.delete(id)),
			},
			onExecutionFinish: (handler: () => unknown) => (this.finish = handler),
			logger: { warn: () => undefined },
		};
		return context as unknown as IExecuteFunctions;
	}

	async run(...events: string[]): Promise<string[]> {
		const items = await passEachEventOnce(
			this.context,
			events.map((eventId) => ({ json: { eventId } })),
		);
		return items.map(({ json }) => json['eventId'] as string);
	}

	async end(): Promise<void> {
		await this.finish?.();
	}
}

let nodes = 0;
let database: Set<string>;
let node: string;
beforeEach(() => {
	nodes += 1;
	node = `gate-${nodes}`;
	database = new Set();
});

it('lets an event in once, also when two executions bring it at one moment', async () => {
	const [one, two] = [new Execution(database, node), new Execution(database, node)];
	const came = await Promise.all([one.run('a', 'b'), two.run('b', 'c')]);
	expect(came).toEqual([['a', 'b'], ['c']]);
	expect(await new Execution(database, node).run('a', 'd')).toEqual(['d']);
});

it('knows in another process what arrived, but not what was cut off', async () => {
	const ended = new Execution(database, node);
	await ended.run('a');
	await ended.end();
	await new Execution(database, node).run('b');
	// Another node's memory stands for another process: it shares the database and nothing else.
	expect(await new Execution(database, `${node}-elsewhere`).run('a', 'b')).toEqual(['b']);
});

it('rather lets an event in twice than not at all when the database cannot be asked', async () => {
	expect(await new Execution(database, node, true).run('a')).toEqual(['a']);
});

it('passes on items that are no events', async () => {
	const items = [{ json: { test: 1 } }];
	expect(await passEachEventOnce(new Execution(database, node).context, items)).toEqual(items);
});

describe('in queue mode', () => {
	beforeEach(() => {
		process.env['EXECUTIONS_MODE'] = 'queue';
		jest.useFakeTimers();
	});
	afterEach(() => {
		delete process.env['EXECUTIONS_MODE'];
		jest.useRealTimers();
	});

	it('waits for the end of what another process has begun, and tells it once', async () => {
		const one = new Execution(database, node);
		expect(await one.run('a')).toEqual(['a']);
		const two = new Execution(database, `${node}-elsewhere`).run('a', 'b');
		await jest.advanceTimersByTimeAsync(1000);
		await one.end();
		await jest.advanceTimersByTimeAsync(5000);
		expect(await two).toEqual(['b']);
	});

	it('tells it again when the other process was killed', async () => {
		await new Execution(database, node).run('a');
		jest.clearAllTimers();
		const two = new Execution(database, `${node}-elsewhere`).run('a');
		await jest.advanceTimersByTimeAsync(70_000);
		expect(await two).toEqual(['a']);
	});

	it('notes again what the write of another process has lost', async () => {
		await new Execution(database, node).run('a');
		database.clear();
		await jest.advanceTimersByTimeAsync(1000);
		expect([...database]).toEqual(['begun a']);
	});
});
