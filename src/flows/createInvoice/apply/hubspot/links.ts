import { linkValue } from '../../../../core/hubspot/link';
import type { PlannedLink } from '../../../../core/invoice/plan/links';
import type { HubSpotPort } from '../../../../gateways/ports';
import { waitForAll } from '../../../accounts/waitForAll';

/**
 * Ties HubSpot's records to their QuickBooks counterparts; what HubSpot refuses is a warning, since
 * the money has moved by now.
 *
 * @returns warnings
 */
export async function writeLinks(
	hubspot: HubSpotPort,
	realmId: string,
	links: readonly PlannedLink[],
): Promise<string[]> {
	const types = [...new Set(links.map(({ objectType }) => objectType))];
	const warnings = await waitForAll(
		types.map(
			async (objectType) =>
				await writeLinksOf(
					hubspot,
					realmId,
					links.filter((link) => link.objectType === objectType),
				),
		),
	);
	return warnings.flat();
}

async function writeLinksOf(
	hubspot: HubSpotPort,
	realmId: string,
	links: readonly PlannedLink[],
): Promise<string[]> {
	const [first] = links;
	if (!first) return [];
	const name = hubspot.names.link(realmId);
	const written = await hubspot.updateObjects(
		first.objectType,
		links.map(({ id, quickBooksId }) => ({
			id,
			properties: { [name]: linkValue(realmId, quickBooksId) },
		})),
	);
	return written.flatMap((outcome, index) =>
		outcome.ok
			? []
			: [
					`The link to QuickBooks was not stored on ${first.objectType} ${links[index]?.id}: ${outcome.error.message}`,
				],
	);
}
