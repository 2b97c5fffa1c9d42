/**
 * What went wrong, in a word that decides what happens next: wait, refresh, re-read, or tell the
 * user.
 */
export type GatewayErrorKind =
	| 'unauthorized' // the token is expired, revoked or wrong
	| 'forbidden' // a scope or a permission is missing, or the token belongs to another account
	| 'notFound' // the record does not exist, was deleted or merged away
	| 'stale' // somebody else changed the record meanwhile
	| 'duplicateName' // QuickBooks: the display name belongs to a customer, vendor or employee
	| 'duplicateNumber' // QuickBooks: the document number is taken
	| 'duplicateRequest' // QuickBooks: the idempotency key was used for something else
	| 'conflict' // HubSpot: a unique value is taken
	| 'invalid' // the system refuses the values sent
	| 'rateLimited' // too many requests for the moment
	| 'quotaExhausted' // too many requests for the day or month
	| 'unavailable' // the system cannot answer right now
	| 'timeout' // no answer within the time limit
	| 'network' // the connection failed or broke
	| 'unexpected'; // an answer that makes no sense

/**
 * Our own code of an outcome: the answer names every record but this one. Nothing says that it was
 * refused.
 */
export const UNMENTIONED = 'UNMENTIONED';

export type SystemName = 'HubSpot' | 'QuickBooks';

/** One complaint of a system about one value. */
export interface GatewayErrorDetail {
	message: string;
	code?: string;
	field?: string;
}

export interface GatewayErrorInit {
	system: SystemName;
	kind: GatewayErrorKind;
	message: string;
	/** HTTP status; absent when no answer arrived. */
	status?: number | undefined;
	/** The system's own code, e.g. `6240` or `VALIDATION_ERROR`. */
	code?: string | undefined;
	/** What to quote to the system's support: `intuit_tid` or `correlationId`. */
	requestId?: string | undefined;
	/** How long the system asks to wait. */
	retryAfterMs?: number | undefined;
	details?: GatewayErrorDetail[] | undefined;
	/** Facts to act on, e.g. the scopes that are missing. */
	context?: Record<string, unknown> | undefined;
}

/**
 * The one error that leaves a gateway. It carries no token, no header and no request body.
 */
export class GatewayError extends Error {
	readonly system: SystemName;
	readonly kind: GatewayErrorKind;
	readonly status: number | undefined;
	readonly code: string | undefined;
	readonly requestId: string | undefined;
	readonly retryAfterMs: number | undefined;
	readonly details: GatewayErrorDetail[];
	readonly context: Record<string, unknown>;

	constructor(init: GatewayErrorInit) {
		super(scrub(init.message));
		this.name = 'GatewayError';
		this.system = init.system;
		this.kind = init.kind;
		this.status = init.status;
		this.code = init.code;
		this.requestId = init.requestId;
		this.retryAfterMs = init.retryAfterMs;
		this.details = (init.details ?? []).map((detail) => ({
			...detail,
			message: scrub(detail.message),
		}));
		this.context = init.context ?? {};
	}
}

const OUTCOME_UNKNOWN: ReadonlySet<GatewayErrorKind> = new Set([
	'unavailable',
	'timeout',
	'network',
]);

/** Whether the system may have done what was asked, although it did not say so. */
export function isOutcomeUnknown(error: unknown): error is GatewayError {
	return error instanceof GatewayError && OUTCOME_UNKNOWN.has(error.kind);
}

/**
 * Whether a failed write may have changed the record: nobody knows what became of it, or the record
 * has another version by now, which an earlier attempt may have written.
 */
export function mayBeWritten(error: unknown): error is GatewayError {
	return isOutcomeUnknown(error) || (error instanceof GatewayError && error.kind === 'stale');
}

/** The same error, with what it is about in `context.subject`, as people call it. */
export function withSubject(error: GatewayError, subject: string): GatewayError {
	return changed(error, { context: { ...error.context, subject } });
}

/** The same error in other words, for an answer that does not name what was asked for. */
export function reworded(error: GatewayError, message: string): GatewayError {
	return changed(error, { message, details: [] });
}

function changed(
	{ system, kind, message, status, code, requestId, retryAfterMs, details, context }: GatewayError,
	changes: Partial<GatewayErrorInit>,
): GatewayError {
	return new GatewayError({
		system,
		kind,
		message,
		status,
		code,
		requestId,
		retryAfterMs,
		details,
		context,
		...changes,
	});
}

const LONGEST_MESSAGE = 1000;
const SECRETS: ReadonlyArray<readonly [RegExp, string]> = [
	[/Token expired: ?\S+/gi, 'Token expired'],
	[/Bearer\s+[\w.~+/=-]+/gi, 'Bearer [hidden]'],
	[/Basic\s+[\w+/=]{8,}/gi, 'Basic [hidden]'],
	[/pat-[a-z0-9]+-[\w-]+/gi, '[hidden]'],
	[
		/("?(?:access_token|refresh_token|client_secret|authorization|accessToken|refreshToken|clientSecret)"?\s*[:=]\s*)"?[^"\s,&}]+"?/gi,
		'$1[hidden]',
	],
	[/eyJ[\w-]{10,}\.[\w.-]+/g, '[hidden]'],
	[/[\w-]{120,}/g, '[hidden]'],
];

/** Removes what looks like a token or a secret, and cuts overlong text. */
export function scrub(text: string): string {
	let clean = text;
	for (const [pattern, replacement] of SECRETS) clean = clean.replace(pattern, replacement);
	return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE)}…` : clean;
}

/** Removes the given secrets, wherever they stand, then what looks like one. */
export function scrubKnown(text: string, secrets: readonly string[]): string {
	let clean = text;
	for (const secret of secrets)
		if (secret.length >= 6) clean = clean.split(secret).join('[hidden]');
	return scrub(clean);
}
