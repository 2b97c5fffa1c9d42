import { decimal } from '../../money';
import type { Fields } from '../../records';
import { voidNotes } from '../../switches';

/** Whether a transaction is voided. People may write text before the note of the void. */
export function isVoided({ PrivateNote: memo, TotalAmt }: Fields): boolean {
	return (
		typeof memo === 'string' &&
		voidNotes.some((word) => memo.includes(word)) &&
		decimal(TotalAmt).eq(0)
	);
}
