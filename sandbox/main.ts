import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { SandboxOptions } from './options';
import { sentence } from './sentence';
import { startSandbox } from './start';

const USAGE = `Usage: npm run sandbox -- [options]

  --data DIR            store the records in SQLite files in this folder (default: in memory)
  --hubspot-port N      ports (default: any free port)
  --quickbooks-port N
  --control-port N
  --demo                start with the demo company, if the store is empty
  --customers N         start with N generated customers and twice as many invoices
  --seed N              seed of the generated records and ids (default 1)
  --now TIME            start the clock at this ISO 8601 time
  --frozen              start with a clock that stands still
  --no-limits           switch off the rate limits
  --switch SYSTEM.NAME=VALUE   set a documented switch, VALUE as JSON; may be repeated
  --stop-with-stdin     stop when standard input closes, for example because the parent process ended
  --help
`;

const OPTIONS = {
	data: { type: 'string' },
	'hubspot-port': { type: 'string' },
	'quickbooks-port': { type: 'string' },
	'control-port': { type: 'string' },
	demo: { type: 'boolean' },
	customers: { type: 'string' },
	seed: { type: 'string' },
	now: { type: 'string' },
	frozen: { type: 'boolean' },
	'no-limits': { type: 'boolean' },
	switch: { type: 'string', multiple: true },
	'stop-with-stdin': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig;

const LAST_PORT = 65_535;

/** @throws RangeError if the text is not a whole number in the range */
function wholeNumber(option: string, text: string, from = 0, to = Number.MAX_SAFE_INTEGER): number {
	const number = Number(text);
	const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
	if (!/^\d+$/.test(text) || number < from || number > to)
		throw new RangeError(`--${option} takes a whole number ${range}, not "${text}"`);
	return number;
}

/** Adds a switch such as `quickbooks.replyAge="2020"`. A value that is not JSON counts as text. */
function addSwitch(
	switches: { hubspot: Record<string, unknown>; quickbooks: Record<string, unknown> },
	text: string,
): void {
	const match = /^(hubspot|quickbooks)\.(\w+)=(.*)$/s.exec(text);
	if (!match)
		throw new RangeError(
			`--switch takes SYSTEM.NAME=VALUE with the system hubspot or quickbooks, not "${text}"`,
		);
	const [, system, name, value] = match as unknown as [
		string,
		'hubspot' | 'quickbooks',
		string,
		string,
	];
	try {
		switches[system][name] = JSON.parse(value);
	} catch {
		switches[system][name] = value;
	}
}

/** @throws RangeError or TypeError with a sentence for the user, if an option is not valid */
export function readOptions(
	args: string[],
): SandboxOptions & { help: boolean; stopWithStdin: boolean } {
	const { values } = parseArgs({ args, options: OPTIONS });
	if (values.demo && values.customers !== undefined)
		throw new RangeError('--demo and --customers cannot be used together');
	const limits = values['no-limits'] ? { limits: false } : {};
	const switches: { hubspot: Record<string, unknown>; quickbooks: Record<string, unknown> } = {
		hubspot: { ...limits },
		quickbooks: { ...limits },
	};
	for (const text of values.switch ?? []) addSwitch(switches, text);
	const seed = values.seed === undefined ? 1 : wholeNumber('seed', values.seed);
	const ports = {
		hubspotPort: values['hubspot-port'],
		quickbooksPort: values['quickbooks-port'],
		controlPort: values['control-port'],
	};
	return {
		...Object.fromEntries(
			Object.entries(ports).flatMap(([name, text]) =>
				text === undefined
					? []
					: [[name, wholeNumber(name.replace('Port', '-port'), text, 0, LAST_PORT)]],
			),
		),
		...(values.data !== undefined && { dataDir: values.data }),
		...(values.now !== undefined && { now: values.now }),
		...(values.frozen && { frozen: true }),
		...(values.demo && { seed: 'demo' as const }),
		...(values.customers !== undefined && {
			seed: { customers: wholeNumber('customers', values.customers, 1), seed },
		}),
		randomSeed: seed,
		switches,
		help: values.help ?? false,
		stopWithStdin: values['stop-with-stdin'] ?? false,
	};
}

/**
 * Starts both systems and prints their addresses: first one line of JSON for programs, then lines for
 * people. Stops on SIGINT or SIGTERM.
 */
async function main(): Promise<void> {
	const { help, stopWithStdin, ...options } = readOptions(process.argv.slice(2));
	if (help) {
		process.stdout.write(USAGE);
		return;
	}
	const sandbox = await startSandbox(options);
	const addresses = {
		hubspot: sandbox.hubspot.url,
		quickbooks: sandbox.quickbooks.url,
		control: sandbox.control.url,
	};
	const details = {
		hubspot: sandbox.hubspot.describe(),
		quickbooks: sandbox.quickbooks.describe(),
	};
	process.stdout.write(`${JSON.stringify({ ...addresses, details })}\n`);
	process.stdout.write(
		`HubSpot           ${addresses.hubspot}\nQuickBooks Online ${addresses.quickbooks}\nConsole           ${addresses.control}\n`,
	);
	let stopping: Promise<void> | undefined;
	const stop = () => {
		stopping ??= sandbox.stop().then(() => process.exit(0));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	if (stopWithStdin) process.stdin.resume().on('end', stop).on('error', stop);
}

if (require.main === module) {
	main().catch((error: unknown) => {
		process.stderr.write(
			`${error instanceof Error ? sentence(error, '--switch') : String(error)}\n`,
		);
		process.exit(1);
	});
}
