import type { Answer } from '../../server';
import { pacific } from '../times';

/**
 * The gateway in front of QuickBooks answers before the rules of a company apply. Its answers have
 * lower-case keys, a number as `time`, and every part of a reply as null or empty list.
 */
function gatewayFault(
	status: number,
	error: { message: string; detail: string | null; code: string },
	type: string,
	ms: number,
): Answer {
	return {
		status,
		headers: {
			'content-type': 'application/json',
			...(status === 401 && { 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' }),
		},
		body: {
			warnings: null,
			intuitObject: null,
			fault: { error: [{ ...error, element: null }], type },
			report: null,
			queryResponse: null,
			batchItemResponse: [],
			attachableResponse: [],
			syncErrorResponse: null,
			requestId: null,
			time: ms,
			status: null,
			cdcresponse: [],
		},
	};
}

/**
 * 401 with code 3200: the token has expired or is not valid. The detail repeats the token, as in the
 * real system.
 */
export function authenticationFailed(detail: string, ms: number): Answer {
	return gatewayFault(
		401,
		{
			message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
			detail,
			code: '3200',
		},
		'AUTHENTICATION',
		ms,
	);
}

/**
 * 403 with code 3100: the token is not for this company, not for accounting, or the app was
 * disconnected.
 */
export function authorizationFailed(ms: number): Answer {
	return gatewayFault(
		403,
		{
			message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
			detail: null,
			code: '3100',
		},
		'SERVICE',
		ms,
	);
}

const THROTTLED = 'message=ThrottleExceeded; errorCode=003001; statusCode=429';
const THROTTLE_DETAIL = 'The request limit was reached.  Try again later';

/**
 * 429 with code 3001. The recorded answers are XML even if the request accepts only JSON. The JSON form
 * follows the other faults of the gateway.
 */
export function throttled(
	form: 'xml' | 'json',
	retryAfterSeconds: number | null | undefined,
	ms: number,
): Answer {
	const wait: Record<string, string> =
		retryAfterSeconds === null || retryAfterSeconds === undefined
			? {}
			: { 'retry-after': String(retryAfterSeconds) };
	if (form === 'json') {
		const answer = gatewayFault(
			429,
			{ message: THROTTLED, detail: THROTTLE_DETAIL, code: '3001' },
			'SERVICE',
			ms,
		);
		return { ...answer, headers: { ...answer.headers, ...wait } };
	}
	const body =
		'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
		`<IntuitResponse time="${pacific(ms, true)}" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>${THROTTLED}</Message><Detail>${THROTTLE_DETAIL}</Detail></Error></Fault></IntuitResponse>`;
	return { status: 429, headers: { 'content-type': 'application/xml', ...wait }, body };
}
