import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { GatewayError } from '../errors';
import type { QuickBooksChanges } from '../ports';
import type { QuickBooksSession } from './session';

/** An answer with this many rows may lack some. */
const FULL = 1000;

type Row = { Id: string; status?: string; MetaData?: { LastUpdatedTime?: string } };
type Response = Record<string, unknown>;

/**
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
 * @param since ISO, any zone; it is sent in UTC, since node-quickbooks does not encode a plus sign
 */
export async function readChangesSince<E extends QuickBooksEntityName>(session: QuickBooksSession, entities: readonly E[], since: string): Promise<{ changes: Array<QuickBooksChanges<E>>; complete: boolean; at: string }> {
	const from = new Date(since).toISOString();
	const { body } = await session.call('read', (client, done) => client['changeDataCapture']?.([...entities], from, done));
	const { CDCResponse, time } = body as { CDCResponse?: Array<{ QueryResponse?: Response[] }>; time?: string };
	const responses = CDCResponse?.[0]?.QueryResponse;
	if (!responses) throw new GatewayError({ system: 'QuickBooks', kind: 'unexpected', message: 'QuickBooks answered without a CDCResponse' });
	const changes = entities.map((entity) => toChanges(entity, responses.flatMap((response) => (response[entity] as Row[] | undefined) ?? [])));
	const rows = changes.reduce((sum, { records, deleted }) => sum + records.length + deleted.length, 0);
	return { changes, complete: rows < FULL, at: time ?? from };
}

function toChanges<E extends QuickBooksEntityName>(entity: E, rows: Row[]): QuickBooksChanges<E> {
	const isDeleted = ({ status }: Row) => status === 'Deleted';
	return {
		entity,
		records: rows.filter((row) => !isDeleted(row)) as unknown as Array<QuickBooksEntities[E]>,
		deleted: rows.filter(isDeleted).map(({ Id, MetaData }) => ({ Id, deletedAt: MetaData?.LastUpdatedTime })),
	};
}
