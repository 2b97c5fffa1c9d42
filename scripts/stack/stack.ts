import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	connectOAuth2,
	ensureCredential,
	testCredential,
	type StoredCredential,
} from '../n8n/credentials';
import { startN8n, type N8nServer } from '../n8n/server';
import { N8nSession } from '../n8n/session';
import { ensureWorkflow, type StoredWorkflow } from '../n8n/workflows';
import { COMPANY, demoWorkflow, OWNER } from './demo';
import { approve, startSandboxProcess, type SandboxPorts, type SandboxProcess } from './sandbox';

export interface StackOptions {
	/** Folder of everything that is kept: the sandbox's records and n8n's own. */
	dataDir: string;
	/** The packed build. */
	packageFolder: string;
	ports?: SandboxPorts & { n8n?: number };
	/** Told what is being done; must call `work`. */
	step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

export interface Stack {
	sandbox: SandboxProcess;
	n8n: N8nServer;
	session: N8nSession;
	realmId: string;
	credentials: { hubspot: StoredCredential; quickbooks: StoredCredential };
	workflow: StoredWorkflow;
	/** Settles with a sentence when one of the two processes ends by itself. */
	broken: Promise<string>;
	stop(): Promise<void>;
}

/**
 * The whole demo: sandbox, n8n with the package, owner, credentials, workflow. What an earlier
 * start made is kept and
 * only brought up to date. When a part fails, what was started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
	const { dataDir, ports, step } = options;
	const home = join(dataDir, 'n8n');
	mkdirSync(home, { recursive: true });
	const started: { stop(): Promise<void> }[] = [];
	const stop = async () => {
		await Promise.all(started.map((part) => part.stop()));
	};
	try {
		const [sandbox, n8n] = await step('Starting the sandbox and n8n', async () =>
			both(
				[
					startSandboxProcess(join(dataDir, 'sandbox'), ports),
					startN8n({
						home,
						packages: [options.packageFolder],
						...(ports?.n8n !== undefined && { port: ports.n8n }),
					}),
				],
				started,
			),
		);
		const session = new N8nSession(n8n.url);
		const prepared = await step('Signing in, connecting the credentials, adding the workflow', () =>
			prepare(session, sandbox),
		);
		const broken = Promise.race([
			n8n.process.ended.then((how) => `n8n ended (${how}); its log is ${n8n.logFile}`),
			sandbox.process.ended.then((how) => `The sandbox ended (${how})`),
		]);
		return { sandbox, n8n, session, ...prepared, broken, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Waits for both also when one fails, so that the other is known and can be stopped. */
async function both<A extends { stop(): Promise<void> }, B extends { stop(): Promise<void> }>(
	starting: [Promise<A>, Promise<B>],
	started: { stop(): Promise<void> }[],
): Promise<[A, B]> {
	const results = await Promise.allSettled(starting);
	for (const result of results) if (result.status === 'fulfilled') started.push(result.value);
	for (const result of results) if (result.status === 'rejected') throw result.reason;
	return Promise.all(starting);
}

async function prepare(session: N8nSession, sandbox: SandboxProcess) {
	await session.signIn(OWNER);
	const company = sandbox.details.quickbooks.companies.find(({ key }) => key === COMPANY);
	if (!company) throw new Error(`The sandbox's QuickBooks has no company "${COMPANY}"`);
	const hubspot = await ensureCredential(session, 'hubspotServiceKeyApi', 'HubSpot sandbox', {
		accessToken: sandbox.details.hubspot.serviceKey,
		baseUrl: sandbox.hubspot,
	});
	const { clientId, clientSecret } = sandbox.details.quickbooks;
	const quickbooks = await ensureCredential(
		session,
		'quickBooksInvoicingOAuth2Api',
		'QuickBooks sandbox',
		{ clientId, clientSecret, environment: 'custom', baseUrl: sandbox.quickbooks },
	);
	await connectOAuth2(session, quickbooks.id, (url) => approve(sandbox, url, company.realmId));
	for (const credential of [hubspot, quickbooks]) {
		const { status, message } = await testCredential(session, credential.id);
		if (status !== 'OK')
			throw new Error(`n8n's test of the credential "${credential.name}" failed: ${message}`);
	}
	const workflow = await ensureWorkflow(session, demoWorkflow(hubspot, quickbooks));
	return { realmId: company.realmId, credentials: { hubspot, quickbooks }, workflow };
}
