import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Behaviour } from '../../faults';
import type { Answer, FaultAnswers } from '../../server';
import { Fault, faultError, faults } from './fault';
import { authenticationFailed, authorizationFailed, throttled } from './gateway';
import { bearerToken } from '../oauth/bearer';
import { OAuthRefusal } from '../oauth/refusal';
import type { QuickBooksSwitches } from '../switches';
import { pacific } from '../times';

const BAD_GATEWAY =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

interface Moment {
	request: FastifyRequest;
	now: number;
	switches: QuickBooksSwitches;
	retryAfterSeconds: number | undefined;
}
type Wording = (moment: Moment) => Answer;

const ofApi: Partial<Record<Behaviour, Wording>> = {
	'429': ({ now, switches, retryAfterSeconds }) =>
		throttled(switches.throttleBody, retryAfterSeconds ?? switches.throttleRetryAfterSeconds, now),
	'429-xml': ({ now, switches, retryAfterSeconds }) =>
		throttled('xml', retryAfterSeconds ?? switches.throttleRetryAfterSeconds, now),
	'500': ({ now }) => systemFailure(now),
	'502-html': () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: BAD_GATEWAY }),
	'503': ({ retryAfterSeconds }) => ({
		status: 503,
		...(retryAfterSeconds !== undefined && {
			headers: { 'retry-after': String(retryAfterSeconds) },
		}),
	}),
	'expired-token': ({ request, now }) =>
		authenticationFailed(`Token expired: ${bearerToken(request) ?? ''}`, now),
	'missing-scope': ({ now }) => authorizationFailed(now),
	'stale-token': ({ now }) => validation(faults.stale('another user'), now),
};

/** The token endpoint uses OAuth's errors: an expired and a replaced token are an invalid grant. */
const ofTokens: Partial<Record<Behaviour, Wording>> = {
	'expired-token': () => new OAuthRefusal('invalid_grant', 'Token invalid').answer(),
	'stale-token': () => new OAuthRefusal('invalid_grant', 'Token invalid').answer(),
	'missing-scope': () =>
		new OAuthRefusal(
			'invalid_scope',
			'The requested scope is invalid, unknown, or malformed',
		).answer(),
};

/**
 * QuickBooks' answers for faults that can happen to any request. `stale-token` means a stale SyncToken
 * on the API and a replaced refresh token on the token endpoint. QuickBooks has no 423 and 477.
 */
export function createQuickBooksFaultAnswers(
	clock: Clock,
	switches: () => QuickBooksSwitches,
): FaultAnswers {
	return (behaviour, rule, _requestId, request) => {
		const wording =
			(isTokenEndpoint(request.url) ? ofTokens[behaviour] : undefined) ?? ofApi[behaviour];
		return wording?.({
			request,
			now: clock.now().getTime(),
			switches: switches(),
			retryAfterSeconds: rule.retryAfterSeconds,
		});
	};
}

function isTokenEndpoint(url: string): boolean {
	return /^\/(oauth2\/v1\/tokens\/bearer|v2\/oauth2\/tokens\/revoke)(\?|$)/.test(url);
}

/** HTTP 500 with code 10000; also the answer if the sandbox itself fails. */
export function systemFailure(now: number): Answer {
	const fault = new Fault(
		[faultError('10000', 'System Failure Error: An internal error has occurred.')],
		'SystemFault',
		500,
	);
	return { ...validation(fault, now), status: fault.status };
}

function validation(fault: Fault, now: number): Answer {
	return {
		status: fault.status,
		headers: { 'content-type': 'application/json' },
		body: fault.body(pacific(now, true)),
	};
}
