import {
	deletePolicies,
	directions,
	type DeletePolicy,
	type Direction,
} from '../../../src/core/sync/types';
import { SyncedPair, type PairType } from '../../support/syncedPair';

type Row = [onDelete: DeletePolicy, direction: Direction, action: string];

let pair: SyncedPair;
afterEach(async () => await pair.accounts.stop());

const followed: Record<DeletePolicy, string> = {
	nothing: 'skipped',
	archive: 'archived',
	unlink: 'unlinked',
	mark: 'updated',
};

/**
 * One way, only what the source deletes has an effect; QuickBooks has no place for a note on an
 * item.
 */
const doneTo = (type: PairType, onDelete: DeletePolicy, direction: Direction) =>
	direction !== 'twoWay' || (type === 'products' && onDelete === 'mark')
		? 'skipped'
		: followed[onDelete];

describe.each(['contacts', 'products'] as const)(
	'%s: deleted in HubSpot, and changed in QuickBooks',
	(type) => {
		const rows = deletePolicies.flatMap((onDelete) =>
			directions
				.slice()
				.filter((direction) => direction !== 'hubSpotToQuickBooks')
				.map((direction): Row => [onDelete, direction, doneTo(type, onDelete, direction)]),
		);

		it.each(rows)(
			'On Delete "%s", %s: told once as %s, and never made anew',
			async (onDelete, direction, action) => {
				pair = await SyncedPair.open(type, { onDelete, direction });
				await pair.remove();
				await pair.change(pair.edits[0]);
				expect(await pair.actions()).toEqual({ [pair.id]: action });
				await pair.change(pair.edits[1]);
				expect([await pair.actions(), await pair.actions(), await pair.listed()]).toEqual([
					{},
					{},
					[],
				]);
				expect((await pair.all()).filter(({ Active }) => Active)).toHaveLength(
					action === 'archived' ? 0 : 1,
				);
			},
		);

		it.each(deletePolicies)(
			'On Delete "%s", both ways: told when it is seen, or when it matters',
			async (onDelete) => {
				pair = await SyncedPair.open(type, { onDelete, direction: 'twoWay' });
				await pair.remove();
				const first = await pair.actions();
				if (onDelete !== 'archive') await pair.change(pair.edits[0]);
				const second = await pair.actions();
				expect([first, second]).toEqual(
					onDelete === 'nothing'
						? [{}, { [pair.id]: 'skipped' }]
						: [{ [pair.id]: doneTo(type, onDelete, 'twoWay') }, {}],
				);
				expect(await pair.listed()).toEqual([]);
			},
		);
	},
);

describe.each(['contacts', 'products'] as const)(
	'%s: made inactive in QuickBooks, and changed in HubSpot',
	(type) => {
		const rows = deletePolicies.flatMap((onDelete) =>
			directions.map((direction): Row => [
				onDelete,
				direction,
				direction === 'hubSpotToQuickBooks' ? 'skipped' : followed[onDelete],
			]),
		);

		it.each(rows)(
			'On Delete "%s", %s: told once as %s, and never made anew',
			async (onDelete, direction, action) => {
				pair = await SyncedPair.open(type, { onDelete, direction });
				const before = (await pair.all()).length;
				await pair.change({ Active: false });
				if (direction === 'hubSpotToQuickBooks') await pair.edit(pair.hubSpotEdits[0]);
				expect(await pair.actions()).toEqual({ [pair.id]: action });
				if (action !== 'archived')
					for (const edit of pair.hubSpotEdits.slice(1)) {
						await pair.edit(edit);
						expect(await pair.actions()).toEqual({});
					}
				expect([
					(await pair.all()).length,
					(await pair.listed()).length,
					await pair.actions(),
				]).toEqual([before, action === 'archived' ? 0 : 1, {}]);
			},
		);
	},
);
