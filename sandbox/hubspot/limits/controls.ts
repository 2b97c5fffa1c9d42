import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HubSpotLimits } from './limits';

const todaySchema = z.object({ used: z.number().int().min(0) }).strict();

/**
 * Adds control paths that show and set the used part of the daily limit, so that a test can reach the
 * limit with few requests.
 */
export function addLimitControls(control: FastifyInstance, limits: HubSpotLimits): void {
	control.get('/control/hubspot/limits', () => limits.today());
	control.put('/control/hubspot/limits', (request) => {
		limits.setToday(todaySchema.parse(request.body).used);
		return limits.today();
	});
}
