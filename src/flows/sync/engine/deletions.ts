import {
	followedMark,
	MOST_DELETIONS,
	notedMark,
	toldMark,
	trimDeletions,
	unlinkedMark,
} from '../../../core/sync/deletionMarks';
import type { SyncState } from '../../../core/sync/state';
import type { Side } from '../../../core/sync/types';
import type { DeletedCounterpart } from '../../../core/sync/plan/known';
import type { Binned, RecycleBin } from './recycleBin';

/** What is in the bin is noted this often, since HubSpot empties it in the end. */
const LOOK_EVERY_MS = 86_400_000;

/**
 * What is known of deleted records: what this run and earlier ones have told of, and what HubSpot's
 * recycle bin holds. The state
 * may be lost, and the bin is emptied after 90 days; either of them is enough.
 */
export class Deletions {
	private readonly marks: Set<string>;
	private lookedAt: string | undefined;

	/**
	 * @param isNew whether HubSpot had no links at all before this run, so that no deleted record can
	 * bear one
	 */
	constructor(
		{ deletions = [], binAt }: SyncState,
		private readonly bin: RecycleBin,
		private readonly isNew: boolean,
		private readonly now: () => Date,
	) {
		this.marks = new Set(deletions);
		this.lookedAt = isNew ? now().toISOString() : binAt;
	}

	noted(state: SyncState): SyncState {
		const { deletions: _before, binAt: _at, ...others } = state;
		const marks = trimDeletions([...this.marks]);
		return {
			...others,
			...(marks.length > 0 && { deletions: marks }),
			...(this.lookedAt !== undefined && { binAt: this.lookedAt }),
		};
	}

	isReported(side: Side, quickBooksId: string): boolean {
		return this.marks.has(toldMark(side, quickBooksId));
	}

	/** Whether one of the pair was deleted on that side, and the sync deleted the other one. */
	isFollowed(side: Side, quickBooksId: string): boolean {
		return this.marks.has(followedMark(side, quickBooksId));
	}

	isUnlinked(hubSpotId: string): boolean {
		return this.marks.has(unlinkedMark(hubSpotId));
	}

	/** The deletion was reported. */
	noteReported(side: Side, quickBooksId: string): void {
		this.marks.delete(notedMark(quickBooksId));
		this.marks.delete(followedMark(side, quickBooksId));
		this.add(toldMark(side, quickBooksId));
	}

	/** The sync deleted the other one of the pair. */
	noteFollowed(side: Side, quickBooksId: string): void {
		this.add(followedMark(side, quickBooksId));
	}

	/** The sync took away the link of a HubSpot record. */
	noteUnlinked(hubSpotId: string): void {
		this.add(unlinkedMark(hubSpotId));
	}

	/** Both are there, or the deletion was undone. */
	forgetPair(quickBooksId: string, hubSpotId?: string): void {
		if (this.marks.size === 0) return;
		const gone = [
			notedMark(quickBooksId),
			toldMark('hubSpot', quickBooksId),
			toldMark('quickBooks', quickBooksId),
			followedMark('hubSpot', quickBooksId),
			followedMark('quickBooks', quickBooksId),
			...(hubSpotId === undefined ? [] : [unlinkedMark(hubSpotId)]),
		];
		gone.forEach((mark) => this.marks.delete(mark));
	}

	/** Notes what is in the bin, once in a while. */
	async readBin(): Promise<void> {
		const now = this.now();
		if (this.lookedAt !== undefined && now.getTime() - Date.parse(this.lookedAt) < LOOK_EVERY_MS)
			return;
		this.lookedAt = now.toISOString();
		const unknown = (await this.bin.ids()).filter(
			(id) => !this.isReported('hubSpot', id) && !this.isFollowed('quickBooks', id),
		);
		for (const id of unknown.slice(0, MOST_DELETIONS)) this.marks.add(notedMark(id));
	}

	/**
	 * Those of QuickBooks records without a HubSpot record whose record was deleted. One that the
	 * sync itself deleted, since the
	 * QuickBooks record was inactive, may be created again once that one is active again.
	 */
	async findDeleted(quickBooksIds: readonly string[]): Promise<Map<string, DeletedCounterpart>> {
		const asked = quickBooksIds.filter((id) => !this.isFollowed('quickBooks', id));
		const told = asked.filter(
			(id) => this.isReported('hubSpot', id) && !this.isFollowed('hubSpot', id),
		);
		const unsure = asked.filter((id) => !told.includes(id));
		const binned =
			unsure.length === 0 || this.isNew ? new Map<string, Binned>() : await this.bin.of(unsure);
		const noted = unsure.filter(
			(id) => !binned.has(id) && (this.marks.has(notedMark(id)) || this.isFollowed('hubSpot', id)),
		);
		return new Map<string, DeletedCounterpart>([
			...[...binned].map(([id, one]): [string, DeletedCounterpart] => [
				id,
				{ ...one, isReported: false },
			]),
			...noted.map((id): [string, DeletedCounterpart] => [id, { isReported: false }]),
			...told.map((id): [string, DeletedCounterpart] => [id, { isReported: true }]),
		]);
	}

	/** The latest first. */
	private add(mark: string): void {
		const before = [...this.marks].filter((one) => one !== mark);
		this.marks.clear();
		[mark, ...before].forEach((one) => this.marks.add(one));
	}
}
