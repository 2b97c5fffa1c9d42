import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { GatewayError } from '../errors';
import type { QuickBooksPort, QuickBooksSettings } from '../ports';
import { runBatch } from './batch';
import { readChangesSince } from './changes';
import { countRows, findRows } from './queries';
import { QuickBooksSession, toRequestId, type QuickBooksConnection } from './session';

export type { QuickBooksConnection } from './session';

/** How long a company's settings are taken as they were. */
const SETTINGS_MS = 120_000;
const settingsByCompany = new Map<string, { atMs: number; settings: Promise<QuickBooksSettings> }>();

/** One company of QuickBooks Online through node-quickbooks, which is loaded with the first request. */
export function createQuickBooksGateway(connection: QuickBooksConnection): QuickBooksPort {
	const session = new QuickBooksSession(connection);
	return {
		realmId: connection.realmId,
		environment: connection.environment,
		readSettings: async () => await rememberedSettings(session),
		find: async (entity, query) => await findRows(session, entity, query),
		count: async (entity, where) => await countRows(session, entity, where),
		read: async (entity, id) => await readOne(session, entity, id),
		create: async (entity, payload, key, options) => {
			const extras = { requestId: toRequestId(key), ...(options?.allowDuplicateNumber && { allowDuplicateDocNum: true }) };
			const { body } = await session.call('keyed', (client, done) => client[`create${entity}`]?.({ ...structuredClone(payload), ...extras }, done));
			return recordOf(entity, body);
		},
		update: async (entity, payload) => {
			// The sync token makes a second writing of the same version impossible, but tells it apart from nothing, so it is sent once.
			const { body } = await session.call('once', (client, done) => client[`update${entity}`]?.(structuredClone(payload), done));
			return recordOf(entity, body);
		},
		sendInvoice: async (id, sendTo) => {
			const path = toId(id);
			const { body } = await session.call('once', (client, done) => (sendTo ? client['sendInvoicePdf']?.(path, encodeURIComponent(sendTo), done) : client['sendInvoicePdf']?.(path, done)));
			return recordOf('Invoice', body);
		},
		voidInvoice: async (version) => {
			const { body } = await session.call('once', (client, done) => client['voidInvoice']?.({ ...version }, done));
			return recordOf('Invoice', body);
		},
		deleteInvoice: async (version) => {
			await session.call('once', (client, done) => client['deleteInvoice']?.({ ...version }, done));
		},
		readInvoicePdf: async (id) => await readPdf(session, toId(id)),
		readExchangeRate: async (currency, asOf) => await readRate(session, currency, asOf),
		readChanges: async (entities, since) => await readChangesSince(session, entities, since),
		batch: async (operations) => await runBatch(session, operations),
	};
}

/** node-quickbooks puts an id into the address as it is. */
function toId(id: string): string {
	if (!/^\d+$/.test(id)) throw new GatewayError({ system: 'QuickBooks', kind: 'notFound', message: `"${id}" is no QuickBooks id` });
	return id;
}

/** Replies wrap the record in its entity's name; node-quickbooks unwraps some of them. */
function recordOf<E extends QuickBooksEntityName>(entity: E, body: unknown): QuickBooksEntities[E] {
	const record = ((body as Record<string, unknown>)[entity] ?? body) as QuickBooksEntities[E];
	if (typeof record.Id !== 'string') throw new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message: `QuickBooks answered without the ${entity}` });
	return record;
}

/** Reading by id also finds what is inactive. */
async function readOne<E extends QuickBooksEntityName>(session: QuickBooksSession, entity: E, id: string): Promise<QuickBooksEntities[E]> {
	const path = toId(id);
	const { body } = await session.call('read', (client, done) => client[`get${entity}`]?.(path, done));
	return recordOf(entity, body);
}

async function readPdf(session: QuickBooksSession, id: string): Promise<Buffer> {
	const { body } = await session.call('read', (client, done) => client['getInvoicePdf']?.(id, done));
	if (!Buffer.isBuffer(body) || body.subarray(0, 5).toString('latin1') !== '%PDF-') throw new GatewayError({ system: 'QuickBooks', kind: 'unavailable', message: 'QuickBooks gave something else than a PDF' });
	return body;
}

/** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/exchangerate */
async function readRate(session: QuickBooksSession, currency: string, asOf: string): Promise<number> {
	const { body } = await session.call('read', (client, done) => client['getExchangeRate']?.({ sourcecurrencycode: currency, asofdate: asOf }, done));
	const rate = (body as { ExchangeRate?: { Rate?: unknown } }).ExchangeRate?.Rate;
	if (typeof rate !== 'number' || !(rate > 0)) throw new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message: `QuickBooks has no exchange rate for ${currency} on ${asOf}` });
	return rate;
}

async function rememberedSettings(session: QuickBooksSession): Promise<QuickBooksSettings> {
	const key = `${session.endpoint}${session.connection.realmId}`;
	const nowMs = session.connection.time.now();
	const known = settingsByCompany.get(key);
	if (known && nowMs - known.atMs < SETTINGS_MS) return await known.settings;
	const settings = readSettings(session);
	settingsByCompany.set(key, { atMs: nowMs, settings });
	try {
		return await settings;
	} catch (error) {
		settingsByCompany.delete(key);
		throw error;
	}
}

/** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences and …/companyinfo */
async function readSettings(session: QuickBooksSession): Promise<QuickBooksSettings> {
	const [preferences, company] = await Promise.all([
		session.call('read', (client, done) => client['getPreferences']?.(done)),
		session.call('read', (client, done) => client['getCompanyInfo']?.(session.connection.realmId, done)),
	]);
	const part = (body: unknown, name: string) => ((body as Record<string, unknown>)[name] ?? body) as never;
	return { preferences: part(preferences.body, 'Preferences'), company: part(company.body, 'CompanyInfo') };
}

