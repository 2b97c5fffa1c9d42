import { join } from 'node:path';
import { Clock } from './clock';
import { createControlServer } from './control';
import { Faults } from './faults';
import { startHubSpot } from './hubspot/start';
import type { SandboxOptions } from './options';
import { startQuickBooks } from './quickbooks/start';
import { Random } from './random';
import type { Runtime } from './server';
import { Traffic } from './traffic';

export interface Sandbox {
	hubspot: Awaited<ReturnType<typeof startHubSpot>>;
	quickbooks: Awaited<ReturnType<typeof startQuickBooks>>;
	control: { url: string };
	runtime: Runtime;
	stop(): Promise<void>;
}

function createRuntime({ now, frozen, randomSeed = 1 }: SandboxOptions): Runtime {
	const random = new Random(randomSeed);
	return {
		clock: new Clock({
			...(now !== undefined && { now }),
			...(frozen !== undefined && { frozen }),
		}),
		random,
		faults: new Faults(random),
		traffic: new Traffic(),
	};
}

/** Starts HubSpot, QuickBooks Online and the control server, each on its own loopback port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const runtime = createRuntime(options);
	const file = (name: string) =>
		options.dataDir ? join(options.dataDir, `${name}.db`) : ':memory:';
	const seed = options.seed ?? 'empty';
	const hubspot = await startHubSpot({
		runtime,
		file: file('hubspot'),
		port: options.hubspotPort ?? 0,
		seed,
		switches: options.switches?.hubspot ?? {},
	});
	const quickbooks = await startQuickBooks({
		runtime,
		file: file('quickbooks'),
		port: options.quickbooksPort ?? 0,
		seed,
		switches: options.switches?.quickbooks ?? {},
	});
	const app = createControlServer(runtime, { hubspot, quickbooks });
	hubspot.addControls?.(app);
	quickbooks.addControls?.(app);
	const controlUrl = await app.listen({ host: '127.0.0.1', port: options.controlPort ?? 0 });
	return {
		hubspot,
		quickbooks,
		control: { url: controlUrl },
		runtime,
		stop: async () => {
			await Promise.all([app.close(), hubspot.stop(), quickbooks.stop()]);
		},
	};
}
