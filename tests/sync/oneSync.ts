import { run, type SyncProcessInput } from './syncProcess';

/** One execution, and the end; it is killed before, now and then. */
async function main(): Promise<void> {
	process.stdout.write(
		JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as SyncProcessInput)),
	);
}

void main();
