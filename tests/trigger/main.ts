import { setTimeout as wait } from 'node:timers/promises';
import { stopEveryProcess } from '../../scripts/n8n/childProcess';
import type { Collector } from './collector';
import { RandomChanges } from './randomChanges';
import { SeededRandom } from '../support/seededRandom';
import { EASY, HARD, TriggerStack } from './triggerStack';

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
const arrivals = (stack: TriggerStack) => (kills ? stack.begun : stack.passed);

/** Waits until all expected events have come, or nothing more is to be hoped for. */
async function settle(stack: TriggerStack, randomChanges: RandomChanges): Promise<void> {
	const until = performance.now() + PATIENCE_MS;
	while (arrivals(stack).missing(randomChanges.expected).length > 0 && performance.now() < until)
		await wait(200);
}

/** What was to come of an invoice and what came, to find out why something was lost. */
function story(stack: TriggerStack, randomChanges: RandomChanges, invoiceId: string): string {
	const came = (collector: Collector) =>
		collector.arrivals.flatMap(({ key, eventId, at }) =>
			key.split(' ')[1] === invoiceId ? [`${eventId} at ${Math.round(at)} ms`] : [],
		);
	return [
		...randomChanges.storyOf(invoiceId).map((line) => `  expected ${line}`),
		...came(stack.begun).map((line) => `  began ${line}`),
		...came(stack.passed).map((line) => `  passed ${line}`),
	].join('\n');
}

/** How long it takes from a payment to the end of its workflow when webhooks come. */
async function measure(stack: TriggerStack, randomChanges: RandomChanges): Promise<number> {
	await stack.webhooks(EASY);
	const took: number[] = [];
	const invoice = await randomChanges.create();
	await wait(2000);
	for (let count = 0; count < MEASURED; count += 1) {
		const startedAt = performance.now();
		const key = await randomChanges.pay(invoice, 1);
		while (stack.passed.count(key) === 0 && performance.now() - startedAt < MEASURE_MS)
			await wait(5);
		took.push(
			(stack.passed.arrivals.find((arrival) => arrival.key === key)?.at ?? Infinity) - startedAt,
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
	stack: TriggerStack,
	randomChanges: RandomChanges,
	chance: SeededRandom,
	changes: number,
	restarts: number,
): Promise<void> {
	await stack.webhooks(HARD);
	for (let span = 0; span < restarts; span += 1) {
		await randomChanges.begin();
		const goal = Math.round((changes * (span + 1)) / restarts);
		while (randomChanges.changes < goal - 5) await randomChanges.change();
		const names = DOWN[span % DOWN.length];
		await stack.n8n.down({ kill: kills && span % 2 === 1, ...(names && { names }) });
		while (randomChanges.changes < goal) await randomChanges.change();
		await randomChanges.passDays(1 + chance.below(4));
		await stack.n8n.up();
		await stack.retryWebhooks();
		await settle(stack, randomChanges);
		say(
			`${span + 1} restarts, ${Math.round(performance.now())} ms, ${randomChanges.changes} changes, ${stack.passed.arrivals.length} events, ${arrivals(stack).missing(randomChanges.expected).length} missing`,
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
	const chance = new SeededRandom(seed);
	const restarts = given('restarts', 10);
	const stack = new TriggerStack(
		{ durable: process.argv.includes('--durable'), queue: process.argv.includes('--queue') },
		process.argv.includes('--static-data'),
	);
	try {
		await stack.start();
		const randomChanges = new RandomChanges(stack.sandbox, stack.realmId, chance, (key) =>
			arrivals(stack).count(key),
		);
		await play(stack, randomChanges, chance, given('changes', 2000), restarts);
		await randomChanges.begin();
		const webhookMedianMs = await measure(stack, randomChanges);
		await settle(stack, randomChanges);
		const missing = arrivals(stack).missing(randomChanges.expected);
		const extra = stack.passed.extra(randomChanges.expected);
		for (const key of missing)
			console.error(`lost: ${key}\n${story(stack, randomChanges, key.split(' ')[1] ?? '')}`);
		for (const id of extra) console.error(`twice or not expected: ${id}`);
		const figures: Figures = {
			changes: randomChanges.changes,
			events: randomChanges.expected.length,
			lost: missing.length,
			notBegun: stack.begun.missing(randomChanges.expected).length,
			duplicated: extra.length,
			repeated: stack.begun.extra(randomChanges.expected).length,
			webhookMedianMs,
			restarts,
			seed,
		};
		console.log(JSON.stringify(figures));
		process.exitCode = missing.length + extra.length > 0 || webhookMedianMs >= 1000 ? 1 : 0;
	} finally {
		await stack.stop().catch(() => undefined);
		await stopEveryProcess();
	}
}

void main();
