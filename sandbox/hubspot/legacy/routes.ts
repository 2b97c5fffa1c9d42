import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dealPipelines } from '../account/pipelines';
import { readBody } from '../body';
import { param, typeNamed } from '../routing';
import type { Writer } from '../objects/write';
import { notFound, validation } from '../refusal';
import { registerCompanies } from './companies';
import { registerContacts } from './contacts';
import { registerDeals } from './deals';
import { existing, inTransaction, join } from './records';
import { oldRoutes, type OldRoute } from './routing';

/**
 * Registers the endpoints of v1 and v2. Older clients still call them, including n8n's own HubSpot
 * node.
 * https://legacydocs.hubspot.com/docs/overview
 */
export function registerLegacy(app: FastifyInstance, writer: Writer): void {
	const route = oldRoutes(app);
	registerContacts(route, writer);
	registerCompanies(route, writer);
	registerDeals(route, writer);
	registerPipelines(route);
	registerProperties(route, writer);
	registerAssociations(route, writer);
}

function registerPipelines(route: OldRoute): void {
	route('GET', '/crm-pipelines/v1/pipelines/deals', () => ({
		results: dealPipelines.map(({ id, stages, label, displayOrder }) => ({
			pipelineId: id,
			objectType: 'DEAL',
			label,
			displayOrder,
			active: true,
			default: id === 'default',
			stages: stages.map((stage) => ({
				stageId: stage.id,
				label: stage.label,
				displayOrder: stage.displayOrder,
				active: true,
				metadata: stage.metadata,
			})),
		})),
	}));
}

function registerProperties(route: OldRoute, writer: Writer): void {
	const { definitions } = writer.parts;
	route('GET', '/properties/v1/:type/properties', (request) =>
		definitions.list(typeNamed(param(request, 'type'))),
	);
	route('GET', '/properties/v1/:type/properties/named/:name', (request) => {
		const found = definitions.find(typeNamed(param(request, 'type')), param(request, 'name'));
		if (!found) throw notFound(`The Property named ${param(request, 'name')} does not exist.`);
		return found;
	});
}

const associationsSchema = z.array(
	z.object({
		fromObjectId: z.coerce.string(),
		toObjectId: z.coerce.string(),
		category: z.string(),
		definitionId: z.coerce.number(),
	}),
);

function registerAssociations(route: OldRoute, writer: Writer): void {
	const { links } = writer.parts;
	route('PUT', '/crm-associations/v1/associations/create-batch', (request) => {
		const inputs = readBody(request, associationsSchema);
		inTransaction(writer, () => {
			for (const { fromObjectId, toObjectId, category, definitionId } of inputs) {
				const kind = links.kinds.find({ category, typeId: definitionId });
				if (!kind) throw validation(`There is no association definition ${definitionId}.`);
				join(writer, existing(writer, kind.from, fromObjectId), kind.to, toObjectId, kind.typeId);
			}
		});
		return undefined;
	});
}
