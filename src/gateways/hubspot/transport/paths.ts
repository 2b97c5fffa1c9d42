/**
 * Which generation of HubSpot's paths is called: a dated version, or the undated v3 and v4 that
 * HubSpot ends in 2027.
 */
export type HubSpotApiVersion = '2026-03' | '2026-09' | 'classic';

export const defaultApiVersion: HubSpotApiVersion = '2026-03';

/**
 * The classic beginnings of paths, which HubSpot's client knows, and their dated successors.
 * https://developers.hubspot.com/docs/api-reference/latest/overview
 */
const PATHS: ReadonlyArray<readonly [classic: string, dated: string]> = [
	['/crm/v3/objects', '/crm/objects/{version}'],
	['/crm/v4/objects', '/crm/objects/{version}'],
	['/crm/v4/associations', '/crm/associations/{version}'],
	['/crm/v3/properties', '/crm/properties/{version}'],
	['/crm/v3/limits', '/crm/limits/{version}'],
	['/crm/v3/pipelines', '/crm/pipelines/{version}'],
	['/account-info/v3', '/account-info/{version}'],
];

/**
 * The path to call instead of a classic one.
 *
 * @param path from the host's root; may carry a query
 * @throws RangeError when the table does not know the path, so that none is called unversioned by
 * oversight
 */
export function versionedPath(path: string, version: HubSpotApiVersion): string {
	const row = PATHS.find(
		([classic]) =>
			path === classic || path.startsWith(`${classic}/`) || path.startsWith(`${classic}?`),
	);
	if (!row) throw new RangeError(`No version is known for the HubSpot path ${path.split('?')[0]}`);
	if (version === 'classic') return path;
	const [classic, dated] = row;
	return dated.replace('{version}', version) + path.slice(classic.length);
}
