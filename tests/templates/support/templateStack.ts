import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { connectOAuth2, createCredential } from '../../../scripts/n8n/credentials';
import { startN8n, type N8nServer } from '../../../scripts/n8n/server';
import { N8nSession } from '../../../scripts/n8n/session';
import { approve, startSandboxProcess, type SandboxProcess } from '../../../scripts/stack/sandbox';
import { OWNER, packedPackage } from '../../support/n8nServer';
import { openEditor } from './editor';
import { MailServer } from './mailServer';
import { SlackStandIn } from './slack';

/** What Intuit signs its webhooks with, in n8n's credential and in the sandbox. */
export const VERIFIER_TOKEN = 'verifier-token-of-the-test';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * A real n8n with the package, the sandbox, a mail server, Slack's stand-in and a browser that is
 * signed in.
 */
export interface TemplateStack {
	n8n: N8nServer;
	session: N8nSession;
	sandbox: SandboxProcess;
	realmId: string;
	mail: MailServer;
	slack: SlackStandIn;
	browser: Browser;
	/** The editor's page. */
	page: Page;
	/** Lets time pass in n8n and in the sandbox alike. */
	advance(seconds: number): Promise<void>;
	/** Steers the sandbox: a method, a path behind `/control`, a body. */
	control<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T>;
	stop(): Promise<void>;
}

export async function startTemplateStack(company = 'us'): Promise<TemplateStack> {
	const folder = mkdtempSync(join(tmpdir(), 'templates-'));
	const clockFile = join(folder, 'clock-offset');
	const parts: { stop(): Promise<void> }[] = [];
	const keep = <T extends { stop(): Promise<void> }>(part: T): T => (parts.unshift(part), part);
	const stop = async () => {
		for (const part of parts) await part.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const mail = keep(await MailServer.start());
		const slack = keep(await SlackStandIn.start(join(folder, 'slack-ca.pem')));
		const sandbox = keep(await startSandboxProcess(join(folder, 'sandbox')));
		const home = join(folder, 'n8n');
		mkdirSync(home);
		const env = {
			...slack.environment,
			NODE_OPTIONS: `--require ${join(__dirname, 'shiftedClock.cjs')}`,
			CLOCK_OFFSET_FILE: clockFile,
			GENERIC_TIMEZONE: 'America/Los_Angeles',
		};
		const n8n = keep(await startN8n({ home, packages: [packedPackage()], env }));
		const session = new N8nSession(n8n.url);
		await session.signIn(OWNER);
		const realmId = await addCredentials(session, sandbox, mail, company);
		const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
		keep({ stop: () => browser.close() });
		const page = await openEditor(browser, n8n.url);
		const control = <T>(method: string, path: string, body?: object) =>
			ask<T>(method, `${sandbox.control}/control${path}`, body);
		let ahead = 0;
		const advance = async (seconds: number) => {
			ahead += seconds;
			writeFileSync(clockFile, String(ahead * 1000));
			await control('POST', '/clock/advance', { seconds });
		};
		return { n8n, session, sandbox, realmId, mail, slack, browser, page, advance, control, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The credentials that a user of the templates has, under the names that the templates use. */
async function addCredentials(
	session: N8nSession,
	sandbox: SandboxProcess,
	mail: MailServer,
	key: string,
): Promise<string> {
	const { clientId, clientSecret, companies } = sandbox.details.quickbooks;
	const realmId = companies.find((company) => company.key === key)?.realmId ?? '';
	await createCredential(session, 'hubspotServiceKeyApi', 'HubSpot', {
		accessToken: sandbox.details.hubspot.serviceKey,
		baseUrl: sandbox.hubspot,
	});
	const quickbooks = await createCredential(
		session,
		'quickBooksInvoicingOAuth2Api',
		'QuickBooks Online',
		{
			clientId,
			clientSecret,
			environment: 'custom',
			baseUrl: sandbox.quickbooks,
			webhookVerifierToken: VERIFIER_TOKEN,
		},
	);
	await connectOAuth2(session, quickbooks.id, (url) => approve(sandbox, url, realmId));
	await createCredential(session, 'smtp', 'Mail (SMTP)', {
		user: MailServer.user,
		password: MailServer.password,
		host: '127.0.0.1',
		port: mail.port,
		secure: false,
		disableStartTls: true,
	});
	await createCredential(session, 'slackApi', 'Slack', { accessToken: 'xoxb-of-the-test' });
	return realmId;
}

async function ask<T>(method: string, url: string, body?: object): Promise<T> {
	const answer = await fetch(url, {
		method,
		...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`);
	return JSON.parse(text) as T;
}
