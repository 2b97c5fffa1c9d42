import type { HubSpotPort } from '../ports';
import { loadPipelines } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/**
 * https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/guide
 *
 * @throws GatewayError
 */
export function readPipelines(
	session: HubSpotSession,
	type: 'deals',
): ReturnType<HubSpotPort['readPipelines']> {
	return session.call({
		load: loadPipelines,
		repeatable: 'read',
		send: ({ pipelines }) => pipelines.getAll(type),
		read: ({ results }) => results.map(toPipeline),
	});
}

interface ClientPipeline {
	id: string;
	label: string;
	stages: Array<{ id: string; label: string; metadata?: Record<string, string> }>;
}

function toPipeline({
	id,
	label,
	stages,
}: ClientPipeline): Awaited<ReturnType<HubSpotPort['readPipelines']>>[number] {
	return {
		id,
		label,
		stages: stages.map((stage) => ({
			id: stage.id,
			label: stage.label,
			isClosed: String(stage.metadata?.isClosed) === 'true',
		})),
	};
}
