import type { FastifyInstance } from 'fastify';
import type { SandboxOptions } from '../options';
import { createSystemServer, type Answer, type Runtime } from '../server';
import type { SystemSandbox } from '../system';
import { Store } from '../store';
import { registerApi } from './api/routes';
import type { Services } from './api/services';
import { everyHeader, newRequestId } from './api/headers';
import type { Company } from './company';
import { addControls } from './controls/controls';
import { faults } from './faults/fault';
import { createQuickBooksFaultAnswers, systemFailure } from './faults/answers';
import { QuickBooksLimits } from './limits';
import { quickbooksApp as client, AuthorizationServer } from './oauth/authorizationServer';
import { addQuickBooksOAuthControls, registerQuickBooksOAuth } from './oauth/routes';
import { seedQuickBooksDemo } from './seed/demo';
import { generateQuickBooksRecords } from './seed/generated';
import { openCompanies } from './seed/setup';
import { quickbooksSwitches, type QuickBooksSwitches } from './switches';
import { pacific } from './times';
import { addWebhookControls } from './webhooks/controls';
import { Webhooks } from './webhooks/webhooks';

interface QuickBooksOptions {
	runtime: Runtime;
	/** SQLite file or `:memory:` */
	file: string;
	port: number;
	seed: NonNullable<SandboxOptions['seed']>;
	switches: Record<string, unknown>;
}

/** Starts QuickBooks Online on a loopback port: the Accounting API, OAuth and webhooks. */
export async function startQuickBooks(
	options: QuickBooksOptions,
): Promise<SystemSandbox & { services: Services }> {
	const { runtime, file, port, seed } = options;
	let switches = quickbooksSwitches.parse(options.switches);
	const { clock } = runtime;
	const store = new Store(file);
	const { companies, fresh } = openCompanies(store, clock.now().getTime(), switches);
	// The switches do not change the records of the start, except for the age of replies.
	const seedSwitches = quickbooksSwitches.parse({ replyAge: switches.replyAge });
	if (fresh) fill(store, seed, companies, seedSwitches, clock.now().getTime());
	const services = createServices(runtime, store, companies, () => switches);
	const app = serve(runtime, services);
	registerQuickBooksOAuth(app, services.authorizationServer);
	registerApi(app, services);
	const url = await app.listen({ host: '127.0.0.1', port });
	return {
		url,
		services,
		describe: () => ({
			url,
			clientId: client.clientId,
			clientSecret: client.clientSecret,
			companies: companies.map(({ profile: { key, realmId, name } }) => ({ key, realmId, name })),
		}),
		switches: () => ({ ...switches }),
		setSwitches: (more) => {
			switches = quickbooksSwitches.parse({ ...switches, ...more });
			return { ...switches };
		},
		addControls: (control: FastifyInstance) => addAllControls(control, services),
		stop: async () => {
			await app.close();
			services.webhooks.stop();
			store.close();
		},
	};
}

function addAllControls(control: FastifyInstance, services: Services): void {
	addQuickBooksOAuthControls(control, services.authorizationServer);
	addWebhookControls(control, services.webhooks, () => services.clock.now().getTime());
	addControls(control, services);
}

function createServices(
	{ clock, random }: Runtime,
	store: Store,
	companies: readonly Company[],
	switches: () => QuickBooksSwitches,
): Services {
	const monotonic = () => performance.now();
	const profiles = companies.map(({ profile }) => profile);
	return {
		store,
		clock,
		companies: new Map(companies.map((company) => [company.profile.realmId, company])),
		switches,
		authorizationServer: new AuthorizationServer({
			store,
			clock,
			random,
			companies: () => profiles,
			switches,
		}),
		limits: new QuickBooksLimits({ monotonic, clock, switches }),
		webhooks: new Webhooks({ store, clock, random, switches, monotonic }),
	};
}

function fill(
	store: Store,
	seed: QuickBooksOptions['seed'],
	companies: Parameters<typeof seedQuickBooksDemo>[0],
	switches: QuickBooksSwitches,
	now: number,
): void {
	if (seed === 'empty') return;
	store.transaction(() =>
		seed === 'demo'
			? seedQuickBooksDemo(companies, switches, now)
			: generateQuickBooksRecords(companies, seed, switches, now),
	);
}

function serve(runtime: Runtime, services: Services): FastifyInstance {
	const { clock, random } = runtime;
	const now = () => clock.now().getTime();
	return createSystemServer({
		system: 'quickbooks',
		runtime,
		faultAnswers: createQuickBooksFaultAnswers(clock, () => services.switches()),
		newRequestId: () => newRequestId(clock, random),
		everyHeader: (request) => everyHeader(request, random),
		latencyMs: () => services.switches().latencyMs,
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

/** The API has no 404; an unknown path is an unsupported operation. */
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
