import { run, type SyncProcessInput } from './syncProcess';

/** A worker of n8n: one execution after the other, with what a process remembers of the limits. */
process.on('message', (input: SyncProcessInput) => {
	run(input).then(
		(state) => process.send?.({ state }),
		(error: unknown) =>
			process.send?.({ failure: error instanceof Error ? error.stack : String(error) }),
	);
});
process.send?.('ready');
