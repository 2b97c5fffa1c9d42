// How much memory a first sync of very many customers takes: `npm run bench:memory -- [--customers
// N] [--output summary|failures]`.
// The last line is JSON; ends with 1 when the growth is more than 200 MB, or goes on after the
// first fifth.
// The command bounds Node's heap, so that what a run needs is measured: left alone, Node lets
// rubbish pile up before it clears away, the more the slower the machine. `tsx
// benchmarks/syncMemory.ts` measures that.
import { oneNodeWorkflow } from '../tests/support/inProcess';
import type { INodeParameters } from 'n8n-workflow';
import { parseArgs } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { SyncContact } from '../nodes/SyncContact/SyncContact.node.js';
import { connectSandbox } from './connectSandbox';
import { startGenerated, type GeneratedSandbox } from './sandboxProcess';

const TYPE = 'n8n-nodes-hubspot-quickbooks.syncContact';
const MB = 1024 * 1024;
const MOST_GROWTH_MB = 200;
/** What is left of the growth to noise once a fifth is done. */
const FLAT_MB = 40;

interface Sample {
	done: number;
	rss: number;
	heap: number;
}

/**
 * Looks at this process' own memory while the node runs, and at how many contacts HubSpot has been
 * given by then.
 */
async function sampled(
	sandbox: GeneratedSandbox,
	run: () => Promise<void>,
): Promise<{ before: Sample; samples: Sample[] }> {
	const now = (done: number): Sample => ({
		done,
		rss: process.memoryUsage.rss() / MB,
		heap: process.memoryUsage().heapUsed / MB,
	});
	const before = now(0);
	const samples: Sample[] = [];
	let done = 0;
	const often = setInterval(() => samples.push(now(done)), 25);
	const count = setInterval(() => {
		void sandbox
			.counters()
			.then(
				({ endpoints }) =>
					(done =
						100 *
						(endpoints.find(({ endpoint }) => endpoint.endsWith('/batch/upsert'))?.requests ?? 0)),
			);
	}, 1000);
	try {
		await run();
	} finally {
		clearInterval(often);
		clearInterval(count);
	}
	return { before, samples };
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			customers: { type: 'string', default: '100000' },
			output: { type: 'string', default: 'summary' },
		},
	});
	const customers = Number(values.customers);
	const sandbox = await startGenerated(customers, ['--switch', 'hubspot.generatedContacts=0']);
	try {
		const { n8n, credentials } = await connectSandbox(sandbox, { [TYPE]: new SyncContact() });
		const parameters: INodeParameters = { output: values.output, scope: 'all' };
		await sandbox.resetCounters();
		const startedAt = performance.now();
		const cpu = process.cpuUsage();
		const { before, samples } = await sampled(sandbox, async () => {
			const { error, items } = await n8n.run(
				oneNodeWorkflow({ name: 'Node', type: TYPE, parameters, credentials }),
				'trigger',
			);
			if (error) throw error;
			console.log(JSON.stringify(items('Node').map(({ json }) => json)));
		});
		const { user, system } = process.cpuUsage(cpu);
		const { hubspot, quickbooks } = await sandbox.counters();
		report(before, samples, {
			customers,
			output: values.output,
			requests: { hubspot, quickbooks },
			cpuSeconds: (user + system) / 1e6,
			seconds: (performance.now() - startedAt) / 1000,
		});
	} finally {
		await sandbox.stop();
	}
}

function report(
	before: Sample,
	samples: readonly Sample[],
	more: { customers: number } & Record<string, unknown>,
): void {
	const peak = (part: readonly Sample[], of: 'rss' | 'heap') =>
		Math.round(Math.max(0, ...part.map((one) => one[of])) - before[of]);
	const tenth = more.customers / 10;
	for (let from = 0; from < more.customers; from += tenth) {
		const part = samples.filter(({ done }) => done >= from && done < from + tenth);
		console.log(
			`${String(from).padStart(7)} to ${from + tenth}: memory + ${peak(part, 'rss')} MB, heap + ${peak(part, 'heap')} MB`,
		);
	}
	const [early, late] = [
		samples.filter(({ done }) => done < more.customers / 5),
		samples.filter(({ done }) => done >= more.customers / 5),
	];
	const growthMb = peak(samples, 'rss');
	const afterAFifthMb = peak(late, 'rss') - peak(early, 'rss');
	console.log(
		JSON.stringify({
			...more,
			heapLimitMb: Math.round(getHeapStatistics().heap_size_limit / MB),
			startMb: Math.round(before.rss),
			growthMb,
			afterAFifthMb,
			heapGrowthMb: peak(samples, 'heap'),
		}),
	);
	if (growthMb > MOST_GROWTH_MB || afterAFifthMb > FLAT_MB) process.exitCode = 1;
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
