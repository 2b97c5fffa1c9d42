import type { QuickBooksEntityName } from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import type { QuickBooksChanges } from '../../core/records/quickbooksQueries';

/** How often the span is halved to find deletions among more changes than one answer holds. */
const HALVINGS = 12;

/** An invoice that was deleted, and when, in milliseconds. */
interface DeletedInvoice {
	id: string;
	at: number;
}

/** What an answer of change data capture says of deleted invoices. */
export function deletedInvoicesOf(
	changes: ReadonlyArray<Pick<QuickBooksChanges<QuickBooksEntityName>, 'entity' | 'deleted'>>,
	upTo: number,
): DeletedInvoice[] {
	return changes
		.filter(({ entity }) => entity === 'Invoice')
		.flatMap(({ deleted }) =>
			deleted.map(({ Id, deletedAt }) => ({
				id: Id,
				at: deletedAt === undefined ? upTo : Date.parse(deletedAt),
			})),
		);
}

/**
 * Deleted invoices, where there are more changes than one answer holds. Deletions stand at the end
 * of an answer, so only a complete answer has them all. The longest span that fits one answer is
 * found by halving.
 *
 * @param since milliseconds
 */
export async function findDeletedInvoices(
	quickbooks: QuickBooksPort,
	since: number,
	upTo: number,
): Promise<DeletedInvoice[]> {
	let [fits, tooLong] = [0, upTo - since];
	let deleted: DeletedInvoice[] = [];
	for (let halving = 0; halving < HALVINGS && tooLong - fits > 1000; halving += 1) {
		const span = (fits + tooLong) / 2;
		const from = new Date(upTo - span).toISOString();
		const { changes, complete, at } = await quickbooks.readChanges(['Invoice'], from);
		if (complete) [fits, deleted] = [span, deletedInvoicesOf(changes, Date.parse(at))];
		else tooLong = span;
	}
	return deleted;
}
