import { readLink } from '../../../core/hubspot/link';
import { propertyNames } from '../../../core/records/names';
import type { HubSpotRecord } from '../../../core/records/hubspot';
import type { HubSpotPort } from '../../../gateways/ports';

/**
 * Invoices of the company that records of the deal stand for under another property prefix, with
 * what these say about their
 * origin. A prefix that was changed must not make a deal look unbilled. Asked only where a record
 * that mirrors an invoice has no
 * link that is known.
 *
 * @param records of the deal, without those that have a link
 * @returns origins by invoice id; empty where the record says none
 */
export async function readFormerLinks(
	hubspot: HubSpotPort,
	realmId: string,
	records: readonly HubSpotRecord[],
): Promise<Map<string, string>> {
	const mirrors = records.filter(({ properties }) => properties['hs_invoice_billable'] === 'false');
	if (mirrors.length === 0) return new Map();
	const end = `id_${realmId}`;
	const known = new Set((await hubspot.readProperties('invoices')).map(({ name }) => name));
	const links = [...known].filter(
		(name) => name.endsWith(end) && name !== hubspot.names.link(realmId),
	);
	if (links.length === 0) return new Map();
	const former = links.map((link) => ({
		link,
		origin: propertyNames(link.slice(0, -end.length)).of('invoice_origin'),
	}));
	const asked = former
		.flatMap(({ link, origin }) => [link, origin])
		.filter((name) => known.has(name));
	const read = await hubspot.readObjects(
		'invoices',
		mirrors.map(({ id }) => id),
		{ properties: asked },
	);
	return new Map(
		read.flatMap(({ properties }) =>
			former.flatMap(({ link, origin }) => {
				const id = readLink(properties[link], realmId);
				return id === undefined ? [] : [[id, properties[origin] ?? ''] as const];
			}),
		),
	);
}
