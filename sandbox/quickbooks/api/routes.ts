import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { send } from '../../server';
import { changes } from '../operations/cdc';
import { readExchangeRate, writeExchangeRate } from '../exchange';
import { faults } from '../faults/fault';
import { createContext, type RequestContext } from '../context';
import { invoicePdf } from '../pdf/pdf';
import { runQuery } from '../query/run';
import type { Entry } from '../records';
import { remove, voidTransaction } from '../operations/remove';
import { toReply } from '../reply/reply';
import type { View } from '../reply/context';
import type { Entity } from '../schema/entity';
import { entities, entity, may } from '../schema/entities';
import { sendForm } from '../operations/send';
import { isId, writeRecord } from '../operations/write';
import { runBatch } from './batch';
import {
	admit,
	answer,
	attempt,
	bodyOf,
	isAnswer,
	type ApiRequest,
	type RequestWork,
} from './answer';
import type { Services } from './services';
import { registerFiles } from './files';

const BASE = '/v3/company/:realm';

/** Registers the Accounting API of every company, below `/v3/company/{realm}/`. */
export function registerApi(app: FastifyInstance, services: Services): void {
	const get = (path: string, work: RequestWork) =>
		app.get(`${BASE}${path}`, (request, reply) => answer(services, request, reply, work));
	const post = (path: string, work: RequestWork) =>
		app.post(`${BASE}${path}`, (request, reply) => answer(services, request, reply, work));
	get('/query', (context, { query }) =>
		runQuery(context.company, query.get('query') ?? '', context.switches),
	);
	post('/query', (context, { query, request }) =>
		runQuery(
			context.company,
			query.get('query') ?? request.rawBody.toString('utf8'),
			context.switches,
		),
	);
	get('/cdc', (context, { query }) => changes(context, query));
	get('/exchangerate', (context, { query }) => ({
		ExchangeRate: readExchangeRate(context, query),
	}));
	post('/exchangerate', (context, { request }) => ({
		ExchangeRate: writeExchangeRate(context, bodyOf(request)),
	}));
	app.post(`${BASE}/batch`, (request, reply) =>
		answer(
			services,
			request,
			reply,
			(context, api) => runBatch(services.store, context, bodyOf(api.request)),
			{
				batch: true,
				ownTransactions: true,
			},
		),
	);
	get('/preferences', (context) => ({ Preferences: readOne(context, entity('Preferences'), '1') }));
	for (const each of entities.values()) registerEntity(app, services, each, get, post);
	registerFiles(app, services);
}

type Register = (path: string, work: RequestWork) => unknown;

/** Paths are in lower case (`creditmemo`) or camel case (`creditMemo`). */
function registerEntity(
	app: FastifyInstance,
	services: Services,
	entity: Entity,
	get: Register,
	post: Register,
): void {
	if (entity.name === 'ExchangeRate') return;
	const camel = entity.name.charAt(0).toLowerCase() + entity.name.slice(1);
	for (const name of new Set([entity.name.toLowerCase(), camel])) {
		if (entity.name !== 'Preferences')
			get(`/${name}/:id`, (context, { params }) => ({
				[entity.name]: readOne(context, entity, params['id'] as string),
			}));
		post(`/${name}`, (context, api) => posted(context, entity, api));
		if (may(entity, 'send'))
			post(`/${name}/:id/send`, (context, { params, query }) => ({
				[entity.name]: reply(
					context,
					entity,
					sendForm(
						context,
						entity,
						numeric(params['id'] as string),
						query.get('sendTo') ?? undefined,
					),
					'send',
				),
			}));
		if (may(entity, 'pdf'))
			app.get(`${BASE}/${name}/:id/pdf`, async (request, response) =>
				pdf(services, entity, request, response),
			);
	}
}

/** `POST /{entity}` creates, updates, deletes or voids, depending on `operation` and the body's Id. */
function posted(context: RequestContext, entity: Entity, { query, request }: ApiRequest): object {
	const operation = query.get('operation')?.toLowerCase();
	const body = bodyOf(request);
	if (operation === 'delete') return { [entity.name]: remove(context, entity, body) };
	if (operation === 'void' || context.include.has('void'))
		return {
			[entity.name]: reply(context, entity, voidTransaction(context, entity, body), 'update'),
		};
	if (operation === 'update' && body['Id'] === undefined) throw faults.required('Id');
	if (
		operation !== undefined &&
		operation !== 'update' &&
		operation !== 'create' &&
		operation !== ''
	)
		throw faults.unsupported(operation);
	const { entry, view } = writeRecord(context, entity, body);
	return { [entity.name]: reply(context, entity, entry, view) };
}

function reply(context: RequestContext, entity: Entity, entry: Entry, view: View): object {
	return toReply(entity, entry, {
		company: context.company,
		switches: context.switches,
		view,
		include: context.include,
	});
}

/** @throws Fault 2030 if the id is not a number, 610 if the record does not exist or was deleted */
function readOne(context: RequestContext, entity: Entity, id: string): object {
	const known =
		entity.name === 'CompanyInfo' && id === context.company.profile.realmId ? '1' : numeric(id);
	return reply(context, entity, existing(context, entity, known), 'read');
}

function existing(context: RequestContext, entity: Entity, id: string): Entry {
	const entry = context.records.find(entity.name, id);
	if (!entry) throw faults.notFound();
	return entry;
}

function numeric(id: string): string {
	if (!isId(id)) throw faults.invalidId(id);
	return id;
}

/** Answers with the form as a PDF, or with a fault as JSON. */
async function pdf(
	services: Services,
	entity: Entity,
	request: FastifyRequest,
	response: FastifyReply,
): Promise<FastifyReply> {
	const company = admit(services, request);
	if (isAnswer(company)) return send(response, company);
	const context = createContext(company, services.switches(), services.clock.now().getTime());
	const { id } = request.params as { id: string };
	const found: { entry?: Entry } = {};
	const refusal = attempt(context, () => {
		found.entry = existing(context, entity, numeric(id));
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
