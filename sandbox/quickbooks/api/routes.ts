import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { send } from '../../server';
import { changes } from '../cdc';
import { readExchangeRate, writeExchangeRate } from '../exchange';
import { faults } from '../fault';
import { createContext, type RequestContext } from '../desk';
import { invoicePdf } from '../pdf';
import { runQuery } from '../query/run';
import type { Entry } from '../records';
import { remove, voidTransaction } from '../remove';
import { toReply, type View } from '../reply';
import { entities, entity, may, type Entity } from '../schema/entities';
import { sendForm } from '../send';
import { isId, writeRecord } from '../write';
import { runBatch } from './batch';
import {
	admit,
	answer,
	attempt,
	bodyOf,
	isAnswer,
	type ApiRequest,
	type Services,
	type RequestWork,
} from './bench';
import { registerFiles } from './files';

const BASE = '/v3/company/:realm';

/** The Accounting API of every company, below `/v3/company/{realm}/`. */
export function registerApi(app: FastifyInstance, bench: Services): void {
	const get = (path: string, work: RequestWork) =>
		app.get(`${BASE}${path}`, (request, reply) => answer(bench, request, reply, work));
	const post = (path: string, work: RequestWork) =>
		app.post(`${BASE}${path}`, (request, reply) => answer(bench, request, reply, work));
	get('/query', (desk, { query }) =>
		runQuery(desk.company, query.get('query') ?? '', desk.switches),
	);
	post('/query', (desk, { query, request }) =>
		runQuery(desk.company, query.get('query') ?? request.rawBody.toString('utf8'), desk.switches),
	);
	get('/cdc', (desk, { query }) => changes(desk, query));
	get('/exchangerate', (desk, { query }) => ({ ExchangeRate: readExchangeRate(desk, query) }));
	post('/exchangerate', (desk, { request }) => ({
		ExchangeRate: writeExchangeRate(desk, bodyOf(request)),
	}));
	app.post(`${BASE}/batch`, (request, reply) =>
		answer(bench, request, reply, (desk, api) => runBatch(bench.store, desk, bodyOf(api.request)), {
			batch: true,
			ownTransactions: true,
		}),
	);
	get('/preferences', (desk) => ({ Preferences: readOne(desk, entity('Preferences'), '1') }));
	for (const each of entities.values()) registerEntity(app, bench, each, get, post);
	registerFiles(app, bench);
}

type Register = (path: string, work: RequestWork) => unknown;

/** Paths are written `creditmemo` or `creditMemo`. */
function registerEntity(
	app: FastifyInstance,
	bench: Services,
	entity: Entity,
	get: Register,
	post: Register,
): void {
	if (entity.name === 'ExchangeRate') return;
	const camel = entity.name.charAt(0).toLowerCase() + entity.name.slice(1);
	for (const name of new Set([entity.name.toLowerCase(), camel])) {
		if (entity.name !== 'Preferences')
			get(`/${name}/:id`, (desk, { params }) => ({
				[entity.name]: readOne(desk, entity, params['id'] as string),
			}));
		post(`/${name}`, (desk, api) => posted(desk, entity, api));
		if (may(entity, 'send'))
			post(`/${name}/:id/send`, (desk, { params, query }) => ({
				[entity.name]: reply(
					desk,
					entity,
					sendForm(desk, entity, numeric(params['id'] as string), query.get('sendTo') ?? undefined),
					'send',
				),
			}));
		if (may(entity, 'pdf'))
			app.get(`${BASE}/${name}/:id/pdf`, async (request, response) =>
				pdf(bench, entity, request, response),
			);
	}
}

/** `POST /{entity}`: create, update, delete or void, as `operation` and the body's Id say. */
function posted(desk: RequestContext, entity: Entity, { query, request }: ApiRequest): object {
	const operation = query.get('operation')?.toLowerCase();
	const body = bodyOf(request);
	if (operation === 'delete') return { [entity.name]: remove(desk, entity, body) };
	if (operation === 'void' || desk.include.has('void'))
		return { [entity.name]: reply(desk, entity, voidTransaction(desk, entity, body), 'update') };
	if (operation === 'update' && body['Id'] === undefined) throw faults.required('Id');
	if (
		operation !== undefined &&
		operation !== 'update' &&
		operation !== 'create' &&
		operation !== ''
	)
		throw faults.unsupported(operation);
	const { entry, view } = writeRecord(desk, entity, body);
	return { [entity.name]: reply(desk, entity, entry, view) };
}

function reply(desk: RequestContext, entity: Entity, entry: Entry, view: View): object {
	return toReply(entity, entry, {
		company: desk.company,
		switches: desk.switches,
		view,
		include: desk.include,
	});
}

/**
 * @throws Fault 2030 for an id that is no number, 610 when there is none, also after its deletion
 */
function readOne(desk: RequestContext, entity: Entity, id: string): object {
	const known =
		entity.name === 'CompanyInfo' && id === desk.company.profile.realmId ? '1' : numeric(id);
	return reply(desk, entity, existing(desk, entity, known), 'read');
}

function existing(desk: RequestContext, entity: Entity, id: string): Entry {
	const entry = desk.records.find(entity.name, id);
	if (!entry) throw faults.notFound();
	return entry;
}

function numeric(id: string): string {
	if (!isId(id)) throw faults.invalidId(id);
	return id;
}

/** The form as a PDF; a fault is JSON. */
async function pdf(
	bench: Services,
	entity: Entity,
	request: FastifyRequest,
	response: FastifyReply,
): Promise<FastifyReply> {
	const company = admit(bench, request);
	if (isAnswer(company)) return send(response, company);
	const desk = createContext(company, bench.switches(), bench.clock.now().getTime());
	const { id } = request.params as { id: string };
	const found: { entry?: Entry } = {};
	const refusal = attempt(desk, () => {
		found.entry = existing(desk, entity, numeric(id));
		return { status: 200 };
	});
	if (!found.entry) return send(response, refusal);
	const body = await invoicePdf(company, found.entry.fields, entity.name);
	return send(response, {
		status: 200,
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename=${entity.name}_${id}.pdf`,
		},
		body,
	});
}
