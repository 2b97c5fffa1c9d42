import type { FastifyInstance } from 'fastify';
import type { SandboxOptions } from '../options';
import { createSystemServer, type Answer, type Surroundings } from '../server';
import type { SystemSandbox } from '../start';
import { Store } from '../store';
import { registerApi } from './api/routes';
import type { Bench } from './api/bench';
import { everyHeader, newRequestId } from './api/headers';
import { addControls } from './controls/controls';
import { faults } from './fault';
import { createFaultAnswers, systemFailure } from './faultAnswers';
import { Limits } from './limits';
import { app as client, Authority } from './oauth/authority';
import { addOAuthControls, registerOAuth } from './oauth/routes';
import { seedDemo } from './seed/demo';
import { seedGenerated } from './seed/generated';
import { openCompanies } from './seed/setup';
import { switchesSchema, type Switches } from './switches';
import { pacific } from './times';
import { addWebhookControls } from './webhooks/controls';
import { Webhooks } from './webhooks/webhooks';

export interface StartOptions {
	surroundings: Surroundings;
	/** SQLite file or `:memory:` */
	file: string;
	port: number;
	seed: NonNullable<SandboxOptions['seed']>;
	switches: Record<string, unknown>;
}

/** Starts QuickBooks Online on a loopback port: the Accounting API, OAuth, and webhooks. */
export async function startQuickBooks({
	surroundings,
	file,
	port,
	seed,
	switches: changes,
}: StartOptions): Promise<SystemSandbox & { bench: Bench }> {
	let switches = switchesSchema.parse(changes);
	const { clock, random } = surroundings;
	const store = new Store(file);
	const { companies, fresh } = openCompanies(store, clock.now().getTime(), switches);
	// Records that are there from the start do not depend on how the API is set to behave.
	if (fresh)
		fill(
			store,
			seed,
			companies,
			switchesSchema.parse({ replyAge: switches.replyAge }),
			clock.now().getTime(),
		);
	const profiles = companies.map((company) => company.profile);
	const current = () => switches;
	const authority = new Authority({
		store,
		clock,
		random,
		companies: () => profiles,
		switches: current,
	});
	const webhooks = new Webhooks({
		store,
		clock,
		random,
		switches: current,
		monotonic: () => performance.now(),
	});
	const limits = new Limits({ monotonic: () => performance.now(), clock, switches: current });
	const bench: Bench = {
		store,
		clock,
		companies: new Map(companies.map((company) => [company.profile.realmId, company])),
		switches: current,
		authority,
		limits,
		webhooks,
	};
	const app = serve(surroundings, bench);
	registerOAuth(app, authority);
	registerApi(app, bench);
	const url = await app.listen({ host: '127.0.0.1', port });
	return {
		url,
		bench,
		describe: () => ({
			url,
			clientId: client.clientId,
			clientSecret: client.clientSecret,
			companies: profiles.map(({ key, realmId, name }) => ({ key, realmId, name })),
		}),
		switches: () => ({ ...switches }),
		setSwitches: (more) => {
			switches = switchesSchema.parse({ ...switches, ...more });
			return { ...switches };
		},
		addControls: (control: FastifyInstance) => {
			addOAuthControls(control, authority);
			addWebhookControls(control, webhooks, () => clock.now().getTime());
			addControls(control, bench);
		},
		stop: async () => {
			await app.close();
			webhooks.stop();
			store.close();
		},
	};
}

function fill(
	store: Store,
	seed: StartOptions['seed'],
	companies: Parameters<typeof seedDemo>[0],
	switches: Switches,
	now: number,
): void {
	if (seed === 'empty') return;
	store.transaction(() =>
		seed === 'demo'
			? seedDemo(companies, switches, now)
			: seedGenerated(companies, seed, switches, now),
	);
}

function serve(surroundings: Surroundings, bench: Bench): FastifyInstance {
	const { clock, random } = surroundings;
	const now = () => clock.now().getTime();
	return createSystemServer({
		system: 'quickbooks',
		surroundings,
		faultAnswers: createFaultAnswers(clock, () => bench.switches()),
		newRequestId: () => newRequestId(clock, random),
		everyHeader: (request) => everyHeader(request, random),
		latencyMs: () => bench.switches().latencyMs,
		notFound: (request) => unknownPath(request.url, now()),
		internalError: (request, error) => {
			process.stderr.write(
				`QuickBooks sandbox, ${request.method} ${request.routeOptions.url ?? 'unknown path'}: ${error.stack ?? error.message}\n`,
			);
			return systemFailure(now());
		},
		isApi: (path) => /^\/(v3|v2|oauth2)\//.test(path),
	});
}

/** The API knows no 404: an unknown path is an unsupported operation. */
function unknownPath(url: string, now: number): Answer {
	const path = url.split('?')[0] ?? '';
	const fault = faults.unsupported(
		`Could not find resource for relative : ${path} of full path: ${path}`,
	);
	return {
		status: fault.status,
		headers: { 'content-type': 'application/json' },
		body: fault.body(pacific(now, true)),
	};
}
