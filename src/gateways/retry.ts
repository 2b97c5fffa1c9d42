import { isOutcomeUnknown, type GatewayError, type GatewayErrorKind } from './errors';

/** What a request may do when it is sent twice. */
export type Repeatable =
	| 'read' // changes nothing
	| 'keyed' // writes under an idempotency key, or writes values that a second time changes nothing
	| 'once'; // must not be sent again when its outcome is unknown

/** How many times a request is sent at the most. */
const MOST_ATTEMPTS = 5;
/** Longest single wait; a system that asks for more is not waited for. */
const LONGEST_WAIT_MS = 90_000;

const REFUSED_UNDONE: ReadonlySet<GatewayErrorKind> = new Set(['rateLimited']);
/**
 * The wait before a next attempt, by kind, when the system names none. Doubles with each attempt.
 */
const FIRST_WAIT_MS: Partial<Record<GatewayErrorKind, number>> = {
	rateLimited: 1000,
	unavailable: 500,
	timeout: 500,
	network: 250,
};
/** Intuit answers a throttled request without a Retry-After; its guide says to wait a minute. */
const QUICKBOOKS_THROTTLE_WAIT_MS = 60_000;

/**
 * Decides whether a failed request is sent again, and when.
 * A throttled request was not executed, so it may always be repeated; one with unknown outcome only
 * when repeating does no harm.
 *
 * @param attempt how many times it has been sent, from 1
 * @param chance a number in [0, 1) that spreads the waits of many clients
 * @returns milliseconds to wait, or undefined to give up
 */
export function planRetry(
	error: GatewayError,
	repeatable: Repeatable,
	attempt: number,
	chance: number,
): number | undefined {
	if (attempt >= MOST_ATTEMPTS) return undefined;
	const mayRepeat =
		REFUSED_UNDONE.has(error.kind) || (isOutcomeUnknown(error) && repeatable !== 'once');
	if (!mayRepeat) return undefined;
	const wait =
		error.retryAfterMs === 0
			? doubled(error, attempt)
			: (error.retryAfterMs ?? ownWait(error, attempt));
	if (wait > LONGEST_WAIT_MS) return undefined;
	return Math.round(wait * (1 + chance * 0.25));
}

function ownWait(error: GatewayError, attempt: number): number {
	if (error.system === 'QuickBooks' && error.kind === 'rateLimited')
		return QUICKBOOKS_THROTTLE_WAIT_MS;
	return doubled(error, attempt);
}

/** Also where a system says "at once": it may not mean all clients together. */
function doubled({ kind }: GatewayError, attempt: number): number {
	return (FIRST_WAIT_MS[kind] ?? 1000) * 2 ** (attempt - 1);
}
