import type { N8nContext } from '../connection/context';

/** Time that is left for passing on what was read. */
const MARGIN_MS = 2000;

/** A context whose requests end when the time of the poll is up. n8n gives polls no signal for it. */
export function withDeadline(context: N8nContext, budgetMs: number): N8nContext {
	const signal = AbortSignal.timeout(Math.max(1000, budgetMs - MARGIN_MS));
	return Object.assign(Object.create(context) as N8nContext, {
		getExecutionCancelSignal: () => signal,
	});
}
