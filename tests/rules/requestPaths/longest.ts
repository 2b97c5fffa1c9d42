import type { OwnFunction } from './functions';
import type { RequestPath } from './recorder';

/** Functions awaited from a step to its request, at most. */
export const MOST_FUNCTIONS = 8;

/** The longest way from a step of a flow to a request, and the longest part of a gateway. */
export interface LongestPath {
	/** What was done: a deal billed, a customer synced … */
	kind: string;
	request: string;
	/** The function of the flow, and below it those on the way, down to the one that sends. */
	step: OwnFunction;
	functions: OwnFunction[];
	/** How many of these are awaited. */
	awaited: number;
}

/** The toolbox belongs to the way: a step is what a feature itself reads or applies. */
function isOfFeature({ place }: OwnFunction): boolean {
	return place.startsWith('src/flows/') && !place.startsWith('src/flows/accounts/');
}

/**
 * A flow's step is the nearest function above the request that is named `read…` or `apply…`, or
 * where there is none the nearest one of a feature.
 */
function stepIndex(functions: readonly OwnFunction[]): number {
	const named = functions.findIndex(
		(one) => isOfFeature(one) && /^(read|apply)([A-Z]|$)/.test(one.name),
	);
	return named < 0 ? functions.findIndex(isOfFeature) : named;
}

/** Undefined where no flow asked for anything. */
export function longestPath(kind: string, paths: readonly RequestPath[]): LongestPath | undefined {
	const [longest] = paths
		.flatMap(({ request, functions: all }) => {
			const index = stepIndex(all);
			const step = all[index];
			const functions = all.slice(0, Math.max(0, index)).reverse();
			return step ? [{ kind, request, step, functions, awaited: countAwaited(functions) }] : [];
		})
		.sort((one, other) => other.awaited - one.awaited);
	return longest;
}

function countAwaited(functions: readonly OwnFunction[]): number {
	return functions.filter(({ isAwaited }) => isAwaited).length;
}
