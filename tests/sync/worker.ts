import { run, type Errand } from './errand';

/** A worker of n8n: one execution after the other, with what a process remembers of the limits. */
process.on('message', (errand: Errand) => {
	run(errand).then(
		(state) => process.send?.({ state }),
		(error: unknown) =>
			process.send?.({ failure: error instanceof Error ? error.stack : String(error) }),
	);
});
process.send?.('ready');
