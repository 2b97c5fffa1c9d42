import type { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/associations/v4';
import type { HubSpotObjectType } from '../../core/records/hubspot';
import type { HubSpotLink } from '../ports';
import { realRefusalsIn, refusalsIn } from './transport/answers';
import { inChunks } from '../chunks';
import { errorOfEntries } from './transport/errors';
import { loadAssociations } from './transport/sdk';
import type { HubSpotSession } from './transport/session';

/**
 * Records or links in one request.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations/guide
 */
const MOST_CREATED = 2000;
const MOST_READ = 1000;
const MOST_ARCHIVED = 100;

const CATEGORY = 'HUBSPOT_DEFINED' as AssociationSpecAssociationCategoryEnum;

/**
 * The type that makes a company the primary one of a contact or deal; each has one at the most.
 * Source: as above, "Association type ID values"
 */
const PRIMARY_COMPANY = { contacts: 1, deals: 5 } as const;

/** Adds links; one that exists stays as it is, so this may be repeated. */
export async function associate(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	links: HubSpotLink[],
): Promise<void> {
	await inChunks(links, MOST_CREATED, async (chunk) => {
		const inputs = chunk.map(({ fromId, toId, typeIds }) => ({
			_from: { id: fromId },
			to: { id: toId },
			types: typeIds.map((associationTypeId) => ({
				associationCategory: CATEGORY,
				associationTypeId,
			})),
		}));
		const answer = await session.call(
			loadAssociations,
			'keyed',
			async ({ batch }) => await batch.create(from, to, { inputs }),
		);
		const errors = refusalsIn(answer);
		if (errors.length > 0) throw errorOfEntries(errors, session.secrets);
	});
}

/** Removes all links, of whatever type, between each pair; a link that is not there is no error. */
export async function dissociate(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	links: Array<{ fromId: string; toId: string }>,
): Promise<void> {
	const targets = new Map<string, Set<string>>();
	for (const { fromId, toId } of links)
		targets.set(fromId, (targets.get(fromId) ?? new Set()).add(toId));
	await inChunks([...targets], MOST_ARCHIVED, async (chunk) => {
		const inputs = chunk.map(([id, others]) => ({
			_from: { id },
			to: [...others].map((other) => ({ id: other })),
		}));
		await session.call(
			loadAssociations,
			'keyed',
			async ({ batch }) => await batch.archive(from, to, { inputs }),
		);
	});
}

/**
 * @returns an entry for every id asked; an empty one also where HubSpot does not know the record
 */
export async function readAssociations(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	ids: string[],
): Promise<Map<string, string[]>> {
	const linked = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
	await eachLink(session, from, to, [...linked.keys()], (id, { toObjectId }) =>
		linked.get(id)?.add(String(toObjectId)),
	);
	return new Map([...linked].map(([id, others]) => [id, [...others]]));
}

/** @returns an entry for each record that has a primary company */
export async function readPrimaryCompanies(
	session: HubSpotSession,
	from: 'contacts' | 'deals',
	ids: string[],
): Promise<Map<string, string>> {
	const primary = new Map<string, string>();
	await eachLink(
		session,
		from,
		'companies',
		[...new Set(ids)],
		(id, { toObjectId, associationTypes }) => {
			if (
				associationTypes.some(
					({ category, typeId }) =>
						String(category) === String(CATEGORY) && typeId === PRIMARY_COMPANY[from],
				)
			)
				primary.set(id, String(toObjectId));
		},
	);
	return primary;
}

/**
 * The types that label whom a quote bills; "Billing contact" and "Billing company" in HubSpot.
 * Source: as above.
 */
const BILLED_BY_QUOTE = { contacts: 1226, companies: 1334 } as const;

/** @returns an entry for each quote with such a contact or company */
export async function readBillingParties(
	session: HubSpotSession,
	to: 'contacts' | 'companies',
	quoteIds: string[],
): Promise<Map<string, string[]>> {
	const billed = new Map<string, string[]>();
	await eachLink(
		session,
		'quotes',
		to,
		[...new Set(quoteIds)],
		(id, { toObjectId, associationTypes }) => {
			if (
				associationTypes.some(
					({ category, typeId }) =>
						String(category) === String(CATEGORY) && typeId === BILLED_BY_QUOTE[to],
				)
			)
				billed.set(id, [...(billed.get(id) ?? []), String(toObjectId)]);
		},
	);
	return billed;
}

type AssociatedObject = Awaited<ReturnType<typeof readPage>>[number]['to'][number];

async function eachLink(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	ids: string[],
	visit: (id: string, other: AssociatedObject) => void,
): Promise<void> {
	await inChunks(ids, MOST_READ, async (chunk) => {
		for (
			let inputs: Array<{ id: string; after?: string }> = chunk.map((id) => ({ id }));
			inputs.length > 0;
		) {
			const page = await readPage(session, from, to, inputs);
			for (const { _from, to: others } of page)
				others.forEach((other) => visit(String(_from.id), other));
			inputs = page.flatMap(({ _from, paging }) =>
				paging?.next?.after ? [{ id: String(_from.id), after: paging.next.after }] : [],
			);
		}
	});
}

async function readPage(
	session: HubSpotSession,
	from: HubSpotObjectType,
	to: HubSpotObjectType,
	inputs: Array<{ id: string; after?: string }>,
) {
	const answer = await session.call(
		loadAssociations,
		'read',
		async ({ batch }) => await batch.getPage(from, to, { inputs }),
	);
	// A record without links is an error in HubSpot's words: NO_ASSOCIATIONS_FOUND.
	const errors = realRefusalsIn(answer);
	if (errors.length > 0) throw errorOfEntries(errors, session.secrets);
	return answer.results;
}
