import type { SandboxOptions } from '../options';
import type { Surroundings } from '../server';
import type { SystemSandbox } from '../start';

export interface StartOptions {
	surroundings: Surroundings;
	/** SQLite file or `:memory:` */
	file: string;
	port: number;
	seed: NonNullable<SandboxOptions['seed']>;
	switches: Record<string, unknown>;
}

export async function startQuickBooks(_options: StartOptions): Promise<SystemSandbox> {
	throw new Error('not written yet');
}
