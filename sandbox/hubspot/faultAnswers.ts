import type { Behaviour } from '../faults';
import type { Answer, FaultAnswers } from '../server';
import type { HubSpotSwitches } from './switches';

type PolicyName = HubSpotSwitches['faultPolicyName'];

const limitMessages: Record<PolicyName, string> = {
	TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
	SECONDLY: 'You have reached your secondly limit.',
	DAILY: 'You have reached your daily limit.',
};

/** The HTML page of the proxy in front of HubSpot, which answers if HubSpot itself does not. */
const BAD_GATEWAY =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n';

/**
 * 429 with the message of the limit that was reached. Only the message of the search limit and the
 * names of the other two policies are documented.
 * https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export function limitReached(
	policyName: PolicyName,
	correlationId: string,
	retryAfterSeconds: number | null,
	message = limitMessages[policyName],
): Answer {
	return {
		status: 429,
		headers: retryAfter(retryAfterSeconds),
		body: {
			status: 'error',
			message,
			errorType: 'RATE_LIMIT',
			correlationId,
			policyName,
			requestId: correlationId,
		},
	};
}

/** The message of the search limit is the same for every policy name. */
export function searchLimitReached(
	policyName: HubSpotSwitches['searchPolicyName'],
	correlationId: string,
	retryAfterSeconds: number | null,
): Answer {
	return limitReached(policyName, correlationId, retryAfterSeconds, limitMessages.SECONDLY);
}

function retryAfter(seconds: number | null | undefined): Record<string, string> {
	return seconds === null || seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

/**
 * HubSpot's answers for faults that can happen to any request. The check of the token answers an
 * expired token and a missing scope, because it knows the endpoint. HubSpot has no other faults (XML,
 * stale tokens).
 */
export function createHubSpotFaultAnswers(switches: () => HubSpotSwitches): FaultAnswers {
	return (behaviour: Behaviour, rule, correlationId) => {
		const plain = (status: number, message: string): Answer => ({
			status,
			headers: retryAfter(rule.retryAfterSeconds),
			body: { status: 'error', message, correlationId },
		});
		switch (behaviour) {
			case '429':
				return limitReached(
					switches().faultPolicyName,
					correlationId,
					rule.retryAfterSeconds ?? switches().throttleRetryAfterSeconds,
				);
			case '423':
				return plain(
					423,
					'The requested resource is locked. Wait at least 2 seconds before trying again.',
				);
			case '477':
				return plain(
					477,
					'This HubSpot account is currently being migrated between data hosting locations.',
				);
			case '500':
				return { status: 500, body: { status: 'error', message: 'internal error', correlationId } };
			case '502-html':
				return { status: 502, headers: { 'content-type': 'text/html' }, body: BAD_GATEWAY };
			case '503':
				return plain(503, 'Service Unavailable');
			default:
				return undefined;
		}
	};
}
