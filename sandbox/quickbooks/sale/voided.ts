import { decimal } from '../money';
import type { Fields } from '../records';
import { voidNotes } from '../switches';

/** People may write something before the note. */
export function isVoided({ PrivateNote: memo, TotalAmt }: Fields): boolean {
	return (
		typeof memo === 'string' &&
		voidNotes.some((word) => memo.includes(word)) &&
		decimal(TotalAmt).eq(0)
	);
}
