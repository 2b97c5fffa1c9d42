import type { HubSpotProperties } from '../../core/records/hubspot';
import { GatewayError, type GatewayErrorKind } from '../../gateways/errors';
import type { HubSpotPort } from '../../gateways/ports';
import type { RecordAttempt, RecordToWrite } from './invoiceRecord';
import { sendYielding, withoutFigures, type SendRecords } from './attempts';
import { findByLink, type LinkProperty } from '../accounts/links';
import { updateRecords } from './update';

/**
 * One record is made with its links; several are made by their link to QuickBooks, so that a repeat
 * makes none twice.
 */
export async function createRecords(
	hubspot: HubSpotPort,
	link: LinkProperty,
	records: readonly RecordToWrite[],
): Promise<RecordAttempt[]> {
	const [first] = records;
	if (!first) return [];
	return records.length === 1
		? [await createOne(hubspot, link, first)]
		: await sendYielding(records, making(hubspot, link), asDraft);
}

/**
 * HubSpot may refuse to open an invoice that has no lines yet; then it starts as a draft. It may
 * keep its amounts to itself, too.
 */
function asDraft(properties: HubSpotProperties): HubSpotProperties | undefined {
	const { hs_invoice_status: status } = properties;
	const isOpen = Boolean(status) && status !== 'draft';
	const plain = withoutFigures(properties);
	return isOpen || plain !== properties
		? { ...plain, ...(isOpen && { hs_invoice_status: 'draft' }) }
		: undefined;
}

/** Without a unique property HubSpot has no upsert; such records were searched for before. */
function making(hubspot: HubSpotPort, link: LinkProperty): SendRecords {
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
	wanted: RecordToWrite,
): Promise<RecordAttempt> {
	try {
		return await createDrafting(hubspot, link, wanted);
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

async function createDrafting(
	hubspot: HubSpotPort,
	link: LinkProperty,
	wanted: RecordToWrite,
): Promise<RecordAttempt> {
	const create = async (properties: HubSpotProperties) => {
		const { id } = await hubspot.createObject(
			'invoices',
			{ properties, associations: wanted.associations },
			link.unique ? link.name : undefined,
		);
		return { id, isNew: true, warnings: [], wanted, linked: true };
	};
	try {
		return { ok: true, value: await create(wanted.properties) };
	} catch (error) {
		const draft = asDraft(wanted.properties);
		if (!(error instanceof GatewayError) || error.kind !== 'invalid' || !draft) throw error;
		return {
			ok: true,
			value: {
				...(await create(draft)),
				pendingStatus: wanted.properties['hs_invoice_status'] ?? '',
			},
		};
	}
}
