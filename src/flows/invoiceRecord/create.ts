import {
	planRecordCreation,
	type RecordWrite,
} from '../../core/invoice/record/write/planRecordWrites';
import type { RecordToWrite } from '../../core/invoice/record/write/recordToWrite';
import { GatewayError, type GatewayErrorKind } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';
import { findByLink, type LinkProperty } from '../accounts/links';
import { sendRecords, type SendRecords } from './sendRecords';
import type { RecordAttempt } from './types';
import { updateRecords } from './update';

/**
 * One record is created with its links; several are created by their link to QuickBooks, so that
 * a repeat creates none twice.
 */
export async function createRecords(
	hubspot: HubSpotPort,
	link: LinkProperty,
	records: readonly RecordToWrite[],
): Promise<RecordAttempt[]> {
	const writes = records.map(planRecordCreation);
	const [first] = writes;
	if (!first) return [];
	return writes.length === 1
		? [await createOne(hubspot, link, first)]
		: await sendRecords(writes, sendCreations(hubspot, link));
}

/** Without a unique property HubSpot has no upsert; such records were searched for before. */
function sendCreations(hubspot: HubSpotPort, link: LinkProperty): SendRecords {
	return async (records) => {
		if (link.unique)
			return await hubspot.upsertObjects(
				'invoices',
				link.name,
				records.map(({ properties }) => ({ id: properties[link.name] ?? '', properties })),
			);
		const created = await hubspot.createObjects(
			'invoices',
			records.map(({ properties }) => ({ properties })),
		);
		return created.map((outcome) =>
			outcome.ok ? { ok: true, value: { id: outcome.value.id, isNew: true } } : outcome,
		);
	};
}

/** HubSpot does not always say that it refuses a value because another record has it. */
const TAKEN: ReadonlySet<GatewayErrorKind> = new Set(['conflict', 'invalid']);

/**
 * Where the link may be taken, HubSpot is asked which record has it; what its sentence says is not
 * used. @throws GatewayError
 */
async function createOne(
	hubspot: HubSpotPort,
	link: LinkProperty,
	write: RecordWrite,
): Promise<RecordAttempt> {
	const { wanted } = write;
	try {
		return await createWithLinks(hubspot, link, write);
	} catch (error) {
		const isTaken = error instanceof GatewayError && TAKEN.has(error.kind);
		const [holder] = isTaken
			? await findByLink(hubspot, 'invoices', link, [wanted.properties[link.name] ?? ''], [])
			: [];
		const [adopted] = holder ? await updateRecords(hubspot, [{ ...wanted, id: holder.id }]) : [];
		if (!adopted) throw error;
		return adopted;
	}
}

/**
 * Tries the values planned for the record, one after the other. @throws GatewayError of the last
 */
async function createWithLinks(
	hubspot: HubSpotPort,
	link: LinkProperty,
	{ wanted, attempts }: RecordWrite,
): Promise<RecordAttempt> {
	const associations = [...wanted.associations];
	let refusal: unknown;
	for (const { properties, pendingStatus } of attempts) {
		try {
			const { id } = await hubspot.createObject(
				'invoices',
				{ properties, associations },
				link.unique ? link.name : undefined,
			);
			const value = { id, isNew: true, warnings: [], wanted, isLinked: true, pendingStatus };
			return { ok: true, value };
		} catch (error) {
			if (!(error instanceof GatewayError) || error.kind !== 'invalid') throw error;
			refusal = error;
		}
	}
	throw refusal;
}
