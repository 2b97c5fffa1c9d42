import { byId, h } from './dom.js';

const SHOWN_MS = 6000;

/** Says what was done, or why not, in the corner; screen readers hear it. */
export function tell(text, kind) {
	const notice = h('p', { class: kind }, text);
	byId('notices').append(notice);
	setTimeout(() => notice.remove(), SHOWN_MS);
}

/** Does something and tells of it. @returns whether it worked */
export async function attempt(work, done) {
	try {
		const result = await work();
		if (done) tell(typeof done === 'function' ? done(result) : done);
		return true;
	} catch (error) {
		tell(error.message, 'bad');
		return false;
	}
}
