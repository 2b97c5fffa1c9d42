import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SandboxOptions } from '../options';
import { createSystemServer, type Runtime } from '../server';
import type { SystemSandbox } from '../system';
import { Store } from '../store';
import { hubspotApp as oauthApp, demoServiceKey, account } from './account/account';
import { registerAccount } from './account/register';
import { registerClassicAssociations } from './associations/classic';
import { Links } from './associations/links';
import { registerAssociations } from './associations/routes';
import { registerAssociationSchemas } from './associations/schemas';
import { addRecordControls } from './controls';
import { createHubSpotFaultAnswers } from './faultAnswers';
import { addGuard } from './limits/guard';
import { addLimitControls } from './limits/controls';
import { registerLegacy } from './legacy/routes';
import { HubSpotLimits } from './limits/limits';
import { createTokenCheck } from './oauth/checkToken';
import { addHubSpotOAuthControls } from './oauth/controls';
import { isPage, registerHubSpotOAuth } from './oauth/register';
import { Tokens } from './oauth/tokens';
import { CompaniesByDomain } from './objects/companyByDomain';
import { registerMerges } from './objects/merge';
import { registerObjects } from './objects/routes';
import { Writer } from './objects/write';
import { adapt } from './properties/adapt';
import { Definitions } from './properties/definitions';
import { registerPropertyLimits } from './properties/limits';
import { registerProperties } from './properties/routes';
import { ObjectRecords } from './records';
import { registerSearch } from './search/register';
import { Search } from './search/search';
import { seedHubSpotDemo } from './seed/demo';
import { generateHubSpotRecords } from './seed/generated';
import { hubspotSwitches, type HubSpotSwitches } from './switches';

interface HubSpotOptions {
	runtime: Runtime;
	/** SQLite file or `:memory:` */
	file: string;
	port: number;
	seed: NonNullable<SandboxOptions['seed']>;
	switches: Record<string, unknown>;
}

/**
 * Starts HubSpot on its own loopback port. @throws ZodError if a switch is unknown or has an invalid
 * value
 */
export async function startHubSpot(options: HubSpotOptions): Promise<SystemSandbox> {
	const { runtime } = options;
	const { clock, random } = runtime;
	let switches: HubSpotSwitches = hubspotSwitches.parse(options.switches);
	const current = () => switches;
	const store = new Store(options.file);
	const writer = openAccount(store, runtime, current);
	if (writer.parts.records.isEmpty()) fill(writer, options.seed, switches);
	const parts: Parts = {
		runtime,
		store,
		writer,
		switches: current,
		tokens: new Tokens(store, clock, random, current),
		limits: new HubSpotLimits(clock, current, () => performance.now()),
		companies: new CompaniesByDomain(writer),
	};
	const app = createServer(parts);
	registerEndpoints(app, parts);
	const url = await app.listen({ host: '127.0.0.1', port: options.port });
	return {
		url,
		describe: () => ({
			serviceKey: demoServiceKey,
			portalId: account.id,
			clientId: oauthApp.clientId,
			clientSecret: oauthApp.clientSecret,
		}),
		switches: () => switches,
		setSwitches: (changes) => (switches = hubspotSwitches.parse({ ...switches, ...changes })),
		addControls: (control) => addControls(control, parts),
		stop: async () => {
			await app.close();
			store.close();
		},
	};
}

interface Parts {
	runtime: Runtime;
	store: Store;
	writer: Writer;
	switches: () => HubSpotSwitches;
	tokens: Tokens;
	limits: HubSpotLimits;
	companies: CompaniesByDomain;
}

function createServer({ runtime, switches }: Parts): FastifyInstance {
	return createSystemServer({
		system: 'hubspot',
		runtime,
		faultAnswers: createHubSpotFaultAnswers(switches),
		newRequestId: () => runtime.random.uuid(),
		everyHeader: (request: FastifyRequest) => ({ 'x-hubspot-correlation-id': request.requestId }),
		latencyMs: () => switches().latencyMs,
		notFound: (request) => ({
			status: 404,
			body: { status: 'error', message: 'resource not found', correlationId: request.requestId },
		}),
		internalError: (request) => ({
			status: 500,
			body: { status: 'error', message: 'internal error', correlationId: request.requestId },
		}),
		isApi: (path) => !isPage(path),
	});
}

function registerEndpoints(app: FastifyInstance, parts: Parts): void {
	const { runtime, store, writer, switches, tokens, limits, companies } = parts;
	const { clock } = runtime;
	app.addHook('preHandler', async () => companies.catchUp());
	addGuard(app, createTokenCheck(tokens, clock, switches), limits);
	registerHubSpotOAuth(app, { tokens, clock, switches });
	registerAccount(app, { clock, switches });
	registerObjects(app, writer);
	registerMerges(app, writer);
	registerLegacy(app, writer);
	const searched = { store, clock, definitions: writer.parts.definitions, switches };
	registerSearch(app, new Search(searched), searched, account.id);
	registerProperties(app, writer.parts);
	registerPropertyLimits(app, writer.parts);
	registerAssociations(app, writer);
	registerAssociationSchemas(app, writer);
	registerClassicAssociations(app, writer);
}

function addControls(control: FastifyInstance, parts: Parts): void {
	const { runtime, writer, switches, tokens, limits, companies } = parts;
	addHubSpotOAuthControls(control, { tokens, clock: runtime.clock, switches });
	addLimitControls(control, limits);
	control.addHook('preHandler', async (request) => {
		if (request.url.startsWith('/control/hubspot/')) companies.catchUp();
	});
	addRecordControls(control, writer);
}

function fill(
	writer: Writer,
	seed: HubSpotOptions['seed'],
	{ generatedContacts, generatedDeals }: HubSpotSwitches,
): void {
	if (seed === 'demo') seedHubSpotDemo(writer);
	else if (seed !== 'empty')
		generateHubSpotRecords(writer, {
			...seed,
			contactShare: generatedContacts,
			dealShare: generatedDeals,
		});
}

function openAccount(store: Store, { clock }: Runtime, switches: () => HubSpotSwitches): Writer {
	const records = new ObjectRecords(store, clock, () => switches().searchLagSeconds * 1000);
	const definitions = new Definitions(store, (type, definition) =>
		adapt(type, definition, switches()),
	);
	const links = new Links(records, () => ({
		secondParent: switches().lineItemSecondParent,
		firstCompanyIsPrimary: switches().firstCompanyIsPrimary,
	}));
	return new Writer({ records, links, definitions, clock, switches });
}
