import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import type { Clock } from '../../clock';
import { send, type Answer } from '../../server';
import { notFound, Refusal, validation } from '../refusal';
import { findType } from '../types';
import { dealPipelines } from './pipelines';
import { account } from './account';
import type { HubSpotSwitches } from '../switches';
import { companyCurrency, hubspotCurrencyNames, exchangeRates, owners, taxRates } from './settings';

type Work = (request: FastifyRequest) => object;

/** Each path has a classic version and dated versions. */
const DATED = ['2026-03', '2026-09'];
const accountPaths = [
	'/account-info/v3/details',
	...DATED.map((date) => `/account-info/${date}/details`),
];
const currencyPaths = [
	'/settings/v3/currencies',
	...DATED.map((date) => `/settings/currencies/${date}`),
];
const taxPaths = ['v1', ...DATED].map((version) => `/tax-rates/${version}/tax-rates`);
const ownerPaths = ['/crm/v3/owners', ...DATED.map((date) => `/crm/owners/${date}`)];
const pipelinePaths = ['/crm/v3/pipelines', ...DATED.map((date) => `/crm/pipelines/${date}`)];

type Get = (paths: readonly string[], ending: string, work: Work) => void;

/** Registers what can be read of the account: details, currencies, tax rates, owners, pipelines. */
export function registerAccount(
	app: FastifyInstance,
	{ clock, switches }: { clock: Clock; switches: () => HubSpotSwitches },
): void {
	const get: Get = (paths, ending, work) => {
		for (const path of paths)
			app.get(`${path}${ending}`, (request, reply) => answer(request, reply, work));
	};
	get(accountPaths, '', () => details(clock, switches()));
	registerCurrencies(get, clock);
	registerTaxRates(get);
	get(ownerPaths, '', ownersPage);
	get(ownerPaths, '/:id', ownerById);
	registerPipelines(get);
}

function registerCurrencies(get: Get, clock: Clock): void {
	get(currencyPaths, '/company-currency', () => companyCurrency);
	// The account has its own rates; see below.
	get(currencyPaths, '/central-fx-rates/information', () => ({
		centralExchangeRatesEnabled: false,
	}));
	get(currencyPaths, '/codes', () => ({
		results: Object.entries(hubspotCurrencyNames).map(([currencyCode, currencyName]) => ({
			currencyCode,
			currencyName,
		})),
	}));
	get(currencyPaths, '/exchange-rates', (request) => page(request, exchangeRates, 100));
	get(currencyPaths, '/exchange-rates/current', () => ({ results: currentRates(clock) }));
	get(currencyPaths, '/exchange-rates/:id', (request) => one(request, exchangeRates));
}

function registerTaxRates(get: Get): void {
	get(taxPaths, '', (request) =>
		page(
			request,
			taxRates.filter(
				({ active }) =>
					query(request)['active'] === undefined || query(request)['active'] === String(active),
			),
			100,
		),
	);
	get(taxPaths, '/:id', (request) => one(request, taxRates));
}

function registerPipelines(get: Get): void {
	get(pipelinePaths, '/:objectType', (request) => ({ results: pipelinesOf(request) }));
	get(pipelinePaths, '/:objectType/:id', (request) => one(request, pipelinesOf(request)));
	get(pipelinePaths, '/:objectType/:id/stages', (request) => ({
		results: one(request, pipelinesOf(request)).stages,
	}));
	get(pipelinePaths, '/:objectType/:id/stages/:stageId', (request) => {
		const { stageId } = request.params as { stageId: string };
		const stage = one(request, pipelinesOf(request)).stages.find(({ id }) => id === stageId);
		if (!stage) throw notFound(`Unable to find a pipeline stage with id ${stageId}`);
		return stage;
	});
}

function answer(request: FastifyRequest, reply: FastifyReply, work: Work): FastifyReply {
	let result: Answer;
	try {
		result = { status: 200, body: work(request) };
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		result = error.answer(request.requestId);
	}
	return send(reply, result);
}

/** https://developers.hubspot.com/docs/api-reference/latest/account/account-information */
function details(clock: Clock, { moreCurrencies }: HubSpotSwitches): object {
	const local = DateTime.fromJSDate(clock.now(), { zone: account.timeZone });
	return {
		portalId: account.id,
		accountType: account.accountType,
		timeZone: account.timeZone,
		companyCurrency: account.companyCurrency,
		additionalCurrencies: [...account.additionalCurrencies, ...moreCurrencies],
		utcOffset: local.toFormat('ZZ'),
		utcOffsetMilliseconds: local.offset * 60_000,
		uiDomain: account.uiDomain,
		dataHostingLocation: account.dataHostingLocation,
	};
}

function currentRates(clock: Clock): object[] {
	const newest = new Map<string, (typeof exchangeRates)[number]>();
	const now = clock.now().toISOString();
	for (const rate of exchangeRates) {
		const known = newest.get(rate.fromCurrencyCode);
		if (rate.effectiveAt <= now && (!known || known.effectiveAt < rate.effectiveAt))
			newest.set(rate.fromCurrencyCode, rate);
	}
	return [...newest.values()];
}

function ownersPage(request: FastifyRequest): object {
	const { email, archived } = query(request);
	return page(
		request,
		owners.filter(
			(owner) =>
				owner.archived === (archived === 'true') && (!email || owner.email === email.toLowerCase()),
		),
		100,
	);
}

function ownerById(request: FastifyRequest): object {
	const { id } = request.params as { id: string };
	const { idProperty = 'id', archived } = query(request);
	const found = owners.find(
		(owner) =>
			owner.archived === (archived === 'true') &&
			(idProperty === 'userId' ? String(owner.userIdIncludingInactive) : owner.id) === id,
	);
	if (!found) throw notFound('resource not found');
	return found;
}

/** The list is empty for objects that have no pipelines. */
function pipelinesOf(request: FastifyRequest) {
	const { objectType } = request.params as { objectType: string };
	const type = findType(objectType);
	if (!type) throw validation(`Unable to infer object type from: ${objectType}`);
	return type === 'deals' ? dealPipelines : [];
}

function one<T extends { id: string }>(request: FastifyRequest, list: readonly T[]): T {
	const { id } = request.params as { id: string };
	const found = list.find((entry) => entry.id === id);
	if (!found) throw notFound('resource not found');
	return found;
}

/** The cursor is the id of the last entry of the previous page. */
function page<T extends { id: string }>(
	request: FastifyRequest,
	list: readonly T[],
	standard: number,
): object {
	const { after, limit = String(standard) } = query(request);
	if (!/^[1-9]\d{0,3}$/.test(limit)) throw validation(`Invalid limit: ${limit}`);
	const from = after ? list.findIndex(({ id }) => id === after) + 1 : 0;
	if (after && from === 0) throw validation(`Invalid after: ${after}`);
	const results = list.slice(from, from + Number(limit));
	const last = results.at(-1)?.id;
	if (last === undefined || from + results.length >= list.length) return { results };
	const link = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`);
	link.searchParams.set('after', last);
	return { results, paging: { next: { after: last, link: link.href } } };
}

/** If a parameter is repeated, its last value counts. */
function query(request: FastifyRequest): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(request.query as Record<string, string | string[]>).map(([name, value]) => [
			name,
			typeof value === 'string' ? value : value.at(-1),
		]),
	);
}
