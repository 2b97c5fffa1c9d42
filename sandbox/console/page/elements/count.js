import { byId } from './dom.js';

/** The small number on a tool's button; none at zero. */
export function showCount(id, number) {
	const count = byId(id);
	count.hidden = number === 0;
	if (count.textContent !== String(number)) count.textContent = String(number);
}
