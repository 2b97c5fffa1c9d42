import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startN8n, type N8nServer } from '../../scripts/n8n/server';
import { N8nSession, type Owner } from '../../scripts/n8n/session';

export const OWNER: Owner = { email: 'owner@example.com', password: 'Sandbox-2026' };

export interface TestServer {
	server: N8nServer;
	session: N8nSession;
	/** Ends n8n and removes its folder. */
	stop(): Promise<void>;
}

/** A real n8n of its own for one test file, with an owner signed in. */
export async function startTestServer(
	packages: string[],
	env: Record<string, string> = {},
): Promise<TestServer> {
	const home = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	const server = await startN8n({ home, packages, env });
	const session = new N8nSession(server.url);
	const stop = async () => {
		await server.stop();
		rmSync(home, { recursive: true, force: true });
	};
	try {
		await session.signIn(OWNER);
	} catch (error) {
		await stop();
		throw error;
	}
	return { server, session, stop };
}

/**
 * Our package, packed as users' n8n installs it; `npm run test:e2e` has made it and says where it
 * is.
 */
export function packedPackage(): string {
	const folder = process.env.E2E_PACKAGE;
	if (!folder) throw new Error('Run these tests with "npm run test:e2e"');
	return folder;
}

/** Whether a process of that id is still there. */
export function isRunning(pid: number): boolean {
	try {
		execFileSync('kill', ['-0', String(pid)], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
