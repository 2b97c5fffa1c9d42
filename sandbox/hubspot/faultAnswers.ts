import type { Behaviour } from '../faults';
import type { Answer, FaultAnswers } from '../server';
import type { HubSpotSwitches } from './switches';

type PolicyName = HubSpotSwitches['faultPolicyName'];

const limitMessages: Record<PolicyName, string> = {
	TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
	SECONDLY: 'You have reached your secondly limit.',
	DAILY: 'You have reached your daily limit.',
};

/** HTML of the proxy in front of HubSpot, which answers when HubSpot itself does not. */
const BAD_GATEWAY =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n';

/**
 * 429 in the words of the limit that was reached; only the search limit's message and the two other
 * policy names are documented.
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

/** The message of the search limit does not change with the name given to its policy. */
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
 * How HubSpot words the faults that any request can meet. An expired token and a missing scope are
 * worded by the check of the token, which knows the endpoint;
 * the rest (XML, stale tokens) HubSpot does not know.
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
