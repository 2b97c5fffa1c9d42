import type { QuickBooksEntities, QuickBooksEntityName } from '../../core/records/quickbooks';
import { GatewayError } from '../errors';
import type { QuickBooksChanges } from '../ports';
import { errorOfAnswer, holdsFault } from './transport/errors';
import type { QuickBooksSession } from './transport/session';

/** An answer with this many rows may lack some. */
const FULL = 1000;

type Row = { Id: string; status?: string; MetaData?: { LastUpdatedTime?: string } };
type Response = Record<string, unknown>;

/**
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
 * @param since ISO, any zone; it is sent in UTC, since node-quickbooks does not encode a plus sign
 */
export async function readChangesSince<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entities: readonly E[],
	since: string,
): Promise<{ changes: Array<QuickBooksChanges<E>>; complete: boolean; at: string }> {
	const from = new Date(since);
	if (Number.isNaN(from.getTime()))
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'invalid',
			message: `"${since}" is no time`,
		});
	if (entities.length === 0) return { changes: [], complete: true, at: since };
	const { CDCResponse, time } = await session.ask('read', 'changeDataCapture', () => [
		[...entities],
		from.toISOString(),
	]);
	const responses = (CDCResponse as Array<{ QueryResponse?: Response[] }> | undefined)?.[0]
		?.QueryResponse;
	if (!responses || typeof time !== 'string')
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: 'QuickBooks answered without what has changed',
		});
	const fault = responses.find(holdsFault);
	if (fault)
		throw errorOfAnswer(
			{ headers: {}, body: fault, nowMs: session.connection.time.now() },
			session.secrets,
		);
	const changes = entities.map((entity) =>
		toChanges(
			entity,
			responses.flatMap((response) => (response[entity] as Row[] | undefined) ?? []),
		),
	);
	const rows = changes.reduce(
		(sum, { records, deleted }) => sum + records.length + deleted.length,
		0,
	);
	return { changes, complete: rows < FULL, at: time };
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
