import type { Clock } from '../../clock';
import type { Store } from '../../store';
import type { Company } from '../company';
import type { QuickBooksLimits } from '../limits';
import type { AuthorizationServer } from '../oauth/authorizationServer';
import type { QuickBooksSwitches } from '../switches';
import type { Webhooks } from '../webhooks/webhooks';

/** What every request needs to be answered. */
export interface Services {
	store: Store;
	clock: Clock;
	/** By realm id. */
	companies: ReadonlyMap<string, Company>;
	switches(): QuickBooksSwitches;
	authorizationServer: AuthorizationServer;
	limits: QuickBooksLimits;
	webhooks: Webhooks;
}
