import { Clock } from '../clock';
import { Faults } from '../faults';
import { startQuickBooks } from '../quickbooks/start';
import { Random } from '../random';
import type { Runtime } from '../server';
import { Traffic } from '../traffic';
import { compare, type Difference } from './compare';
import type { Exchange, Recording } from './recordings';
import { replay, type Reply, type Target } from './replay';
import { StatePreparer } from './prepare/preparer';

/** How one exchange of a recording went. */
export interface Outcome {
	file: string;
	/** Its place in the file, from 0. */
	index: number;
	/** Method and path, for people. */
	request: string;
	differences: Difference[];
}

/**
 * Replays a recording against a sandbox of its own and compares each reply with the recorded one.
 */
export async function check({ file, exchanges }: Recording): Promise<Outcome[]> {
	const random = new Random(1);
	const runtime: Runtime = {
		clock: new Clock({ frozen: true }),
		random,
		faults: new Faults(random),
		traffic: new Traffic(),
	};
	const sandbox = await startQuickBooks({
		runtime,
		file: ':memory:',
		port: 0,
		seed: 'empty',
		switches: { limits: false },
	});
	try {
		const preparer = new StatePreparer(
			sandbox.services,
			(switches) => sandbox.setSwitches(switches),
			exchanges,
		);
		const target = {
			url: sandbox.url,
			realmId: preparer.company.profile.realmId,
			services: sandbox.services,
			runtime,
		};
		const outcomes: Outcome[] = [];
		for (const [index, exchange] of exchanges.entries()) {
			outcomes.push({
				file,
				index,
				request: `${exchange.method} /${exchange.path}${described(exchange)}`,
				differences: await tried(exchange, preparer, target),
			});
		}
		return outcomes;
	} finally {
		await sandbox.stop();
	}
}

/** An exchange that cannot be replayed at all differs; the others go on. */
async function tried(
	exchange: Exchange,
	preparer: StatePreparer,
	target: Target,
): Promise<Difference[]> {
	try {
		preparer.prepare(exchange);
		const reply = await replay(exchange, target);
		preparer.noteReply(exchange, reply.body);
		return differencesOf(exchange, reply);
	} catch (error) {
		return [
			{
				path: '$',
				problem: `it cannot be replayed: ${error instanceof Error ? error.message : String(error)}`,
			},
		];
	}
}

function described({ query }: Exchange): string {
	const text =
		query.toString() === ''
			? ''
			: `?${[...query].map(([name, value]) => `${name}=${value}`).join('&')}`;
	return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

function differencesOf(exchange: Exchange, reply: Reply): Difference[] {
	const status =
		exchange.status === reply.status
			? []
			: [
					{
						path: 'status',
						problem: `recorded as ${exchange.status}, ${reply.status} in the sandbox${reason(reply.body)}`,
					},
				];
	if (
		typeof reply.body === 'string' &&
		reply.body.startsWith('%PDF') &&
		exchange.path.endsWith('/pdf')
	)
		return status;
	if (typeof exchange.reply === 'object' && exchange.reply !== null)
		return [...status, ...compare(exchange.reply, reply.body)];
	return [...status, ...compareTexts(exchange.reply, reply.body)];
}

/** The fault that the sandbox gave, so that a reader need not look for it. */
function reason(body: unknown): string {
	const error = (body as { Fault?: { Error?: { code: string; Detail: string }[] } } | undefined)
		?.Fault?.Error?.[0];
	return error ? ` (${error.code} ${error.Detail})` : '';
}

/**
 * Bodies that are no JSON: XML by its elements and codes; of a file or a page only that it is one.
 */
function compareTexts(recorded: unknown, actual: unknown): Difference[] {
	if (typeof actual === 'object' && actual !== null)
		return [{ path: '$', problem: 'recorded as text, JSON in the sandbox' }];
	const marks = (text: unknown) =>
		(String(text ?? '').match(/<[A-Za-z][\w:]*|\bcode="\d+"/g) ?? []).join(' ');
	if (!String(recorded ?? '').includes('<IntuitResponse')) return [];
	return marks(recorded) === marks(actual)
		? []
		: [{ path: '$', problem: `recorded as ${marks(recorded)}, ${marks(actual)} in the sandbox` }];
}
