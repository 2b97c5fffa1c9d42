import type { Immutable } from '../../../plan';
import type { HubSpotProperties } from '../../../records/hubspot';
import { withoutHubSpots } from '../foreign';
import { recordFigures } from '../record';
import type { RecordToWrite } from './recordToWrite';

/** Values of a record as they are sent. */
interface RecordValues {
	properties: HubSpotProperties;
	/** The status that is left out, and set once the record has its lines. */
	pendingStatus?: string;
	/** Whether only properties of ours are left. */
	isOursOnly?: boolean;
}

/** How one record is written. */
export type RecordWrite = Immutable<{
	wanted: RecordToWrite;
	/** What is sent, and what is sent instead where HubSpot finds the values before it invalid. */
	attempts: RecordValues[];
}>;

/**
 * HubSpot may refuse to open an invoice that has no lines yet; then it starts as a draft. It may
 * keep its amounts to itself, too.
 */
export function planRecordCreation(wanted: RecordToWrite): RecordWrite {
	const { properties } = wanted;
	const { hs_invoice_status: status } = properties;
	const isOpen = Boolean(status) && status !== 'draft';
	const others = withoutFigures(properties);
	if (!isOpen && !hasFewer(others, properties)) return { wanted, attempts: [{ properties }] };
	const draft = { ...others, ...(isOpen && { hs_invoice_status: 'draft' }) };
	return { wanted, attempts: [{ properties }, { properties: draft, ...pendingStatus(wanted) }] };
}

/**
 * HubSpot keeps some changes of its own status and amounts from happening; the other values are
 * written all the same. A record that HubSpot's own app or another integration made may take
 * nothing but properties of ours.
 */
export function planRecordUpdate(wanted: RecordToWrite): RecordWrite {
	const { properties } = wanted;
	const { hs_invoice_status: status, ...others } = withoutFigures(properties);
	const isRefusable = Boolean(status) || hasFewer(others, properties);
	const ours = withoutHubSpots(properties);
	const isMixed = Object.keys(ours).length > 0 && hasFewer(ours, properties);
	return {
		wanted,
		attempts: [
			{ properties },
			...(isRefusable ? [{ properties: others, ...pendingStatus(wanted) }] : []),
			...(isMixed ? [{ properties: ours, isOursOnly: true }] : []),
		],
	};
}

/**
 * Whether an account takes amounts of its own invoices is not certain, whatever it says of them.
 */
function withoutFigures(properties: HubSpotProperties): HubSpotProperties {
	return Object.fromEntries(
		Object.entries(properties).filter(([name]) => !recordFigures.includes(name)),
	);
}

function hasFewer(some: HubSpotProperties, all: HubSpotProperties): boolean {
	return Object.keys(some).length < Object.keys(all).length;
}

function pendingStatus({ properties }: RecordToWrite): Pick<RecordValues, 'pendingStatus'> {
	const { hs_invoice_status: status } = properties;
	return status ? { pendingStatus: status } : {};
}
