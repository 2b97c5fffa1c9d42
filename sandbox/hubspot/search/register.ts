import { readBody } from '../body';
import { nextPage, param, typeNamed, type Route } from '../door';
import { present } from '../objects/present';
import { readSearch, searchSchema } from './request';
import type { Search, SearchParts } from './search';

/**
 * `POST …/{objectType}/search` under every version of the object API.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
 */
export function registerSearch(route: Route, search: Search, { definitions, switches }: SearchParts, portalId: number): void {
	route('POST', '/:objectType/search', (request) => {
		const type = typeNamed(param(request, 'objectType'));
		const asked = readSearch(readBody(request, searchSchema), request.rawBody.toString('utf8').length, switches());
		const { total, entries } = search.run(type, asked);
		const next = asked.offset + entries.length;
		return {
			status: 200,
			body: {
				total,
				results: entries.map((entry) => present(entry, asked.properties, definitions, portalId)),
				...(next < total && { paging: { next: { after: nextPage(request, String(next)).next.after } } }),
			},
		};
	});
}
