import type { QuickBooksPort } from '../ports';
import { runBatch } from './batch';
import { readChangesSince } from './changes';
import { deleteInvoice, readInvoicePdf, sendInvoice, voidInvoice } from './invoices';
import { countRows, findRows } from './query/queries';
import { readExchangeRate } from './rates';
import { createRecord, readRecord, updateRecord } from './records';
import { QuickBooksSession, type QuickBooksConnection } from './transport/session';
import { createSettingsReader } from './settings';

export type { QuickBooksConnection } from './transport/session';

/**
 * One company of QuickBooks Online through node-quickbooks, which is loaded with the first request.
 * @throws RangeError when the connection names no company or no address
 */
export function createQuickBooksGateway(connection: QuickBooksConnection): QuickBooksPort {
	const session = new QuickBooksSession(connection);
	return {
		realmId: connection.realmId,
		environment: connection.environment,
		answeredAt: () => session.readAt,
		readSettings: createSettingsReader(session),
		find: async (entity, query) => await findRows(session, entity, query),
		count: async (entity, where) => await countRows(session, entity, where),
		read: async (entity, id) => await readRecord(session, entity, id),
		create: async (entity, payload, key, options) =>
			await createRecord(session, entity, payload, key, options),
		update: async (entity, payload) => await updateRecord(session, entity, payload),
		sendInvoice: async (id, sendTo, beforeAttempt) =>
			await sendInvoice(session, id, sendTo, beforeAttempt),
		voidInvoice: async (version) => await voidInvoice(session, version),
		deleteInvoice: async (version) => await deleteInvoice(session, version),
		readInvoicePdf: async (id) => await readInvoicePdf(session, id),
		readExchangeRate: async (currency, asOf) => await readExchangeRate(session, currency, asOf),
		readChanges: async (entities, since) => await readChangesSince(session, entities, since),
		batch: async (operations) => await runBatch(session, operations),
	};
}
