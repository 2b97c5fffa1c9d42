import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { GatewayError } from '../errors';
import type { QuickBooksChanges } from '../../core/records/quickbooksQueries';
import { errorOfAnswer } from './transport/errors';
import { holdsFault } from './transport/faults';
import type { QuickBooksSession } from './transport/session';

/** An answer with this many rows may lack some. */
const FULL = 1000;

type Row = { Id: string; status?: string; MetaData?: { LastUpdatedTime?: string } };
type Response = Record<string, unknown>;

/**
 * What was created, changed or deleted since a time.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
 *
 * @param since ISO, any zone; it is sent in UTC, since node-quickbooks does not encode a plus sign
 * @throws GatewayError `invalid` for a text that is no time
 */
export async function readChangesSince<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entities: readonly E[],
	since: string,
): Promise<{ changes: Array<QuickBooksChanges<E>>; complete: boolean; at: string }> {
	const from = new Date(since);
	if (Number.isNaN(from.getTime())) throw errorOfKind('invalid', `"${since}" is no time`);
	if (entities.length === 0) return { changes: [], complete: true, at: since };
	const { CDCResponse, time } = await session.ask({
		repeatable: 'read',
		method: 'changeDataCapture',
		args: () => [[...entities], from.toISOString()],
		read: (body) => body,
	});
	const responses = (CDCResponse as Array<{ QueryResponse?: Response[] }> | undefined)?.[0]
		?.QueryResponse;
	if (!responses || typeof time !== 'string')
		throw errorOfKind('unexpected', 'QuickBooks answered without what has changed');
	throwFaultIn(responses, session);
	const changes = entities.map((entity) => {
		const rows = responses.flatMap((response) => (response[entity] as Row[] | undefined) ?? []);
		return toChanges(entity, rows);
	});
	const counts = changes.map(({ records, deleted }) => records.length + deleted.length);
	const rowCount = counts.reduce((sum, count) => sum + count, 0);
	return { changes, complete: rowCount < FULL, at: time };
}

/** One kind of record may be refused within an answer that is a success. */
function throwFaultIn(responses: Response[], { connection, secrets }: QuickBooksSession): void {
	const fault = responses.find(holdsFault);
	if (!fault) return;
	throw errorOfAnswer({ headers: {}, body: fault, nowMs: connection.time.now() }, secrets);
}

function errorOfKind(kind: 'invalid' | 'unexpected', message: string): GatewayError {
	return new GatewayError({ system: 'QuickBooks', kind, message });
}

function toChanges<E extends QuickBooksEntityName>(entity: E, rows: Row[]): QuickBooksChanges<E> {
	const isDeleted = ({ status }: Row) => status === 'Deleted';
	return {
		entity,
		records: rows.filter((row) => !isDeleted(row)) as unknown as Array<QuickBooksEntities[E]>,
		deleted: rows
			.filter(isDeleted)
			.map(({ Id, MetaData }) => ({ Id, deletedAt: MetaData?.LastUpdatedTime })),
	};
}
