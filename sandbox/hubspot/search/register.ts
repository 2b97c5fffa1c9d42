import type { FastifyInstance } from 'fastify';
import { readBody } from '../body';
import { param, routesUnder, typeNamed } from '../routing';
import { present } from '../objects/present';
import { paths } from '../paths';
import { readSearch, searchSchema } from './request';
import type { Search, SearchParts } from './search';

/**
 * `POST …/{objectType}/search` under every version of the object API.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
 */
export function registerSearch(
	app: FastifyInstance,
	search: Search,
	{ definitions, switches }: SearchParts,
	portalId: number,
): void {
	routesUnder(app, paths.objects)('POST', '/:type/search', (request) => {
		const type = typeNamed(param(request, 'type'));
		const asked = readSearch(
			readBody(request, searchSchema),
			request.rawBody.toString('utf8').length,
			switches(),
		);
		const { total, entries } = search.run(type, asked);
		const next = asked.offset + entries.length;
		return {
			status: 200,
			body: {
				total,
				results: entries.map((entry) => present(entry, asked.properties, definitions, portalId)),
				...(next < total && { paging: { next: { after: String(next) } } }),
			},
		};
	});
}
