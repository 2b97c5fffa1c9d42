import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../clock';
import type { Random } from '../../random';

/**
 * Request ids in Intuit's form: `1-5f7330f0-039c03dd45f293121d775612`. The middle part is the time in
 * seconds.
 */
export function newRequestId(clock: Clock, random: Random): string {
	return `1-${Math.floor(clock.now().getTime() / 1000)
		.toString(16)
		.padStart(8, '0')}-${random.hex(24)}`;
}

/** The headers of every reply of the API. */
export function everyHeader(request: FastifyRequest, random: Random): Record<string, string> {
	return {
		intuit_tid: request.requestId,
		'x-request-id': request.requestId,
		'x-amzn-trace-id': `Root=${request.requestId}`,
		'x-spanid': random.uuid(),
		'qbo-version': '2073.223',
		'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
		expires: '0',
		server: 'istio-envoy',
		'x-intuit-upstream-locality-region': 'us-west-2',
	};
}
