import type { HubSpotPort, QuickBooksPort } from '../../../../gateways/ports';
import type { SyncInput } from '../../engine/types';
import type { Counterparts } from '../counterparts';
import type { SyncSetup } from '../prepare';

/** What applying needs beside the decisions. */
export interface ApplyContext {
	setup: SyncSetup;
	hubspot: HubSpotPort;
	quickbooks: QuickBooksPort;
	/** HubSpot's property with the link to QuickBooks. */
	link: string;
	nameTaken: SyncInput['nameTaken'];
	counterparts: Counterparts;
}
