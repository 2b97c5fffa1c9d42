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

/** The result of replaying one exchange of a recording. */
export interface Outcome {
	file: string;
	/** Position in the file, from 0. */
	index: number;
	/** Method and path, for people to read. */
	request: string;
	differences: Difference[];
}

/**
 * Replays a recording against a new sandbox and compares each reply with the recorded one.
 */
export async function check({ file, exchanges }: Recording): Promise<Outcome[]> {
	const runtime = frozenRuntime();
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

function frozenRuntime(): Runtime {
	const random = new Random(1);
	return {
		clock: new Clock({ frozen: true }),
		random,
		faults: new Faults(random),
		traffic: new Traffic(),
	};
}

/** An exchange that cannot be replayed counts as a difference; the other exchanges continue. */
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

/** The fault that the sandbox gave, so that a reader does not have to look for it. */
function reason(body: unknown): string {
	const error = (body as { Fault?: { Error?: { code: string; Detail: string }[] } } | undefined)
		?.Fault?.Error?.[0];
	return error ? ` (${error.code} ${error.Detail})` : '';
}

/**
 * Compares bodies that are not JSON. XML is compared by its elements and codes. Of a file or a page,
 * only the kind is compared.
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
