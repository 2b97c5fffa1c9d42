import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HubSpotLimits } from './limits';

const todaySchema = z.object({ used: z.number().int().min(0) }).strict();

/**
 * Control paths to see and to set how much of the daily limit is used, so that it can be met
 * without so many requests.
 */
export function addLimitControls(control: FastifyInstance, limits: HubSpotLimits): void {
	control.get('/control/hubspot/limits', () => limits.today());
	control.put('/control/hubspot/limits', (request) => {
		limits.setToday(todaySchema.parse(request.body).used);
		return limits.today();
	});
}
