import { setTimeout as wait } from 'node:timers/promises';
import { stopEveryProcess } from '../../scripts/n8n/childProcess';
import type { Collector } from './collector';
import { Chance, Notebook } from './notebook';
import { EASY, HARD, World } from './world';

/** A poll comes every minute. */
const PATIENCE_MS = 150_000;
const MEASURED = 25;
const MEASURE_MS = 5000;

interface Figures {
	changes: number;
	events: number;
	lost: number;
	/**
	 * Of the lost ones, those that began no workflow; the others were cut off in the middle of one.
	 */
	notBegun: number;
	duplicated: number;
	/** Events that came twice before Remove Duplicates. */
	repeated: number;
	webhookMedianMs: number;
	restarts: number;
	seed: number;
}

function given(name: string, otherwise: number): number {
	const at = process.argv.indexOf(`--${name}`);
	return at > 0 ? Number(process.argv[at + 1]) : otherwise;
}

const say = process.argv.includes('--json') ? () => undefined : (text: string) => console.log(text);

/**
 * A killed n8n may have dropped an event as a repeat and not gone on: then what counts is that its
 * workflow began.
 */
const kills = process.argv.includes('--kill');
const arrivals = (world: World) => (kills ? world.begun : world.passed);

/** Waits until all expected events have come, or nothing more is to be hoped for. */
async function settle(world: World, notebook: Notebook): Promise<void> {
	const until = performance.now() + PATIENCE_MS;
	while (arrivals(world).missing(notebook.expected).length > 0 && performance.now() < until)
		await wait(200);
}

/** What was to come of an invoice and what came, to find out why something was lost. */
function story(world: World, notebook: Notebook, invoiceId: string): string {
	const came = (collector: Collector) =>
		collector.arrivals.flatMap(({ key, eventId, at }) =>
			key.split(' ')[1] === invoiceId ? [`${eventId} at ${Math.round(at)} ms`] : [],
		);
	return [
		...notebook.storyOf(invoiceId).map((line) => `  expected ${line}`),
		...came(world.begun).map((line) => `  began ${line}`),
		...came(world.passed).map((line) => `  passed ${line}`),
	].join('\n');
}

/** How long it takes from a payment to the end of its workflow when webhooks come. */
async function measure(world: World, notebook: Notebook): Promise<number> {
	await world.webhooks(EASY);
	const took: number[] = [];
	const invoice = await notebook.create();
	await wait(2000);
	for (let count = 0; count < MEASURED; count += 1) {
		const startedAt = performance.now();
		const key = await notebook.pay(invoice, 1);
		while (world.passed.count(key) === 0 && performance.now() - startedAt < MEASURE_MS)
			await wait(5);
		took.push(
			(world.passed.arrivals.find((arrival) => arrival.key === key)?.at ?? Infinity) - startedAt,
		);
		await wait(300);
	}
	return Math.round(took.sort((a, b) => a - b)[Math.floor(MEASURED / 2)] ?? Infinity);
}

/**
 * What is stopped, in turn: in queue mode all of n8n, only what polls, or only one of the workers.
 */
const DOWN = process.argv.includes('--queue') ? [undefined, ['n8n'], ['worker-1']] : [undefined];

/**
 * Random changes with bad webhooks; n8n is stopped or killed again and again, and days pass while
 * it is down.
 */
async function play(
	world: World,
	notebook: Notebook,
	chance: Chance,
	changes: number,
	restarts: number,
): Promise<void> {
	await world.webhooks(HARD);
	for (let span = 0; span < restarts; span += 1) {
		await notebook.begin();
		const goal = Math.round((changes * (span + 1)) / restarts);
		while (notebook.changes < goal - 5) await notebook.change();
		const names = DOWN[span % DOWN.length];
		await world.n8n.down({ kill: kills && span % 2 === 1, ...(names && { names }) });
		while (notebook.changes < goal) await notebook.change();
		await notebook.passDays(1 + chance.below(4));
		await world.n8n.up();
		await world.retryWebhooks();
		await settle(world, notebook);
		say(
			`${span + 1} restarts, ${Math.round(performance.now())} ms, ${notebook.changes} changes, ${world.passed.arrivals.length} events, ${arrivals(world).missing(notebook.expected).length} missing`,
		);
	}
}

/**
 * The Invoice Status Trigger in a real n8n: every event arrives, none twice behind Remove
 * Duplicates.
 * `--changes 2000 --restarts 10 --seed 1`, `--durable` and `--queue` for n8n's durable scheduler
 * and its queue mode, `--kill` to kill n8n every other time, `--static-data` for a workflow that
 * writes static data of its own, `--json` for machines. Ends with 1 when anything is lost or
 * doubled.
 */
async function main(): Promise<void> {
	const seed = given('seed', 1);
	const chance = new Chance(seed);
	const restarts = given('restarts', 10);
	const world = new World(
		{ durable: process.argv.includes('--durable'), queue: process.argv.includes('--queue') },
		process.argv.includes('--static-data'),
	);
	try {
		await world.start();
		const notebook = new Notebook(world.sandbox, world.realmId, chance, (key) =>
			arrivals(world).count(key),
		);
		await play(world, notebook, chance, given('changes', 2000), restarts);
		await notebook.begin();
		const webhookMedianMs = await measure(world, notebook);
		await settle(world, notebook);
		const missing = arrivals(world).missing(notebook.expected);
		const extra = world.passed.extra(notebook.expected);
		for (const key of missing)
			console.error(`lost: ${key}\n${story(world, notebook, key.split(' ')[1] ?? '')}`);
		for (const id of extra) console.error(`twice or not expected: ${id}`);
		const figures: Figures = {
			changes: notebook.changes,
			events: notebook.expected.length,
			lost: missing.length,
			notBegun: world.begun.missing(notebook.expected).length,
			duplicated: extra.length,
			repeated: world.begun.extra(notebook.expected).length,
			webhookMedianMs,
			restarts,
			seed,
		};
		console.log(JSON.stringify(figures));
		process.exitCode = missing.length + extra.length > 0 || webhookMedianMs >= 1000 ? 1 : 0;
	} finally {
		await world.stop().catch(() => undefined);
		await stopEveryProcess();
	}
}

void main();
