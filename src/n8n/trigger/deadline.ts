import type { N8nContext } from '../connect';

/** Kept back for handing over what was read. */
const MARGIN_MS = 2000;

/**
 * The context of a run that ends its requests when its time is up; n8n gives polls a budget but no
 * signal.
 */
export function within(context: N8nContext, budgetMs: number): N8nContext {
	const signal = AbortSignal.timeout(Math.max(1000, budgetMs - MARGIN_MS));
	return Object.assign(Object.create(context) as N8nContext, {
		getExecutionCancelSignal: () => signal,
	});
}
