import type { FastifyInstance } from 'fastify';
import { routesUnder } from '../routing';
import type { Parts } from '../objects/write';
import { paths } from '../paths';
import { notFound, Refusal } from '../refusal';
import { objectTypes, typeFacts, type ObjectType } from '../types';

/** The limit per object of an account with a large subscription. */
const USUAL_LIMIT = 1000;

/** The number of custom properties that are not archived. */
export function countOwn(type: ObjectType, { definitions }: Pick<Parts, 'definitions'>): number {
	return definitions.list(type).filter(({ hubspotDefined }) => !hubspotDefined).length;
}

/**
 * Registers the endpoint that shows how many custom properties an account may have.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/limits-tracking/guide
 */
export function registerPropertyLimits(app: FastifyInstance, parts: Parts): void {
	routesUnder(app, paths.limits)('GET', '/custom-properties', () => {
		const { propertyLimits, ownProperties } = parts.switches();
		if (propertyLimits === 'notFound') throw notFound('resource not found');
		if (propertyLimits === 'forbidden')
			throw new Refusal(403, {
				category: 'MISSING_SCOPES',
				message: "This app hasn't been granted all required scopes to make this call.",
			});
		const limit = ownProperties ?? USUAL_LIMIT;
		const byObjectType = objectTypes.map((type) => ({
			...namesOf(type),
			limit,
			...share(countOwn(type, parts), limit),
		}));
		const usage = byObjectType.reduce((sum, one) => sum + one.usage, 0);
		const overall = share(usage, limit * objectTypes.length);
		return {
			status: 200,
			body: {
				byObjectType,
				overallLimit: limit * objectTypes.length,
				overallUsage: overall.usage,
				overallPercentage: overall.percentage,
			},
		};
	});
}

function share(usage: number, limit: number): { usage: number; percentage: number } {
	return { usage, percentage: limit === 0 ? 100 : Math.round((usage * 100_000) / limit) / 1000 };
}

function namesOf(type: ObjectType) {
	const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ');
	return {
		objectTypeId: typeFacts[type].typeId,
		singularLabel: title(typeFacts[type].singular),
		pluralLabel: title(type),
	};
}
