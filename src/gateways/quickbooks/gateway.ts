import type { QuickBooksPort } from '../ports';
import { runBatch } from './batch';
import { readChangesSince } from './changes';
import { readInvoicePdf, sendInvoice, voidInvoice } from './invoices';
import { findRows } from './query/queries';
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
		find: (entity, query) => findRows(session, entity, query),
		read: (entity, id) => readRecord(session, entity, id),
		create: (entity, payload, key, options) => createRecord(session, entity, payload, key, options),
		update: (entity, payload) => updateRecord(session, entity, payload),
		sendInvoice: (id, sendTo, beforeAttempt) => sendInvoice(session, id, sendTo, beforeAttempt),
		voidInvoice: (version) => voidInvoice(session, version),
		readInvoicePdf: (id) => readInvoicePdf(session, id),
		readExchangeRate: (currency, asOf) => readExchangeRate(session, currency, asOf),
		readChanges: (entities, since) => readChangesSince(session, entities, since),
		batch: (operations) => runBatch(session, operations),
	};
}
