/** Versions of HubSpot's paths. Classic is v3, and v4 for associations. */
export type Version = 'classic' | '2026-03' | '2026-09';
const dated: Version[] = ['2026-03', '2026-09'];

/** The paths of each group of endpoints in each version. */
export const paths = {
	objects: [
		['classic', '/crm/v3/objects'] as const,
		...dated.map((version) => [version, `/crm/objects/${version}`] as const),
	],
	properties: [
		['classic', '/crm/v3/properties'] as const,
		...dated.map((version) => [version, `/crm/properties/${version}`] as const),
	],
	limits: [
		['classic', '/crm/v3/limits'] as const,
		...dated.map((version) => [version, `/crm/limits/${version}`] as const),
	],
	/** Links of one record. */
	linked: [
		['classic', '/crm/v4/objects'] as const,
		...dated.map((version) => [version, `/crm/objects/${version}`] as const),
	],
	/** Links between two objects, in batches. */
	associations: [
		['classic', '/crm/v4/associations'] as const,
		...dated.map((version) => [version, `/crm/associations/${version}`] as const),
	],
	/** Labels and limits of links; v4 has two paths. */
	associationSchemas: [
		['classic', '/crm/v4/associations'] as const,
		['classic', '/crm/associations/v4'] as const,
		...dated.map((version) => [version, `/crm/associations/${version}`] as const),
	],
};
