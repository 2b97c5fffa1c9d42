import type { KnownSchemas } from '../../../core/hubspot/missingSchemas';
import { requiredSchemas } from '../../../core/hubspot/schema';
import type { DealRead } from '../../../core/invoice/request/buildSource';
import { inDays, type CreateInvoiceInput } from '../../../core/invoice/request/request';
import type { QuickBooksNamed } from '../../../core/records/quickbooks';
import type { QuickBooksSettings } from '../../../core/records/quickbooksQueries';
import type { FlowContext } from '../../accounts/context';
import { ANY_STATE } from '../../accounts/quickBooksRecords';
import { readSchemas, schemaKey } from '../../accounts/schemas';
import { readDeal } from './deal';

/** What is read before anything is decided: the deal, and what it is billed by. */
export interface StartRead {
	/** In the HubSpot account's days. */
	input: CreateInvoiceInput;
	deal: DealRead;
	settings: QuickBooksSettings;
	/** Of the company, where lines name classes. */
	classes: readonly QuickBooksNamed[];
	now: Date;
	/** HubSpot's properties, which are read meanwhile. */
	known: Promise<KnownSchemas>;
}

/**
 * Reads the deal and the company's settings.
 *
 * @throws Declined when no quote of the deal can be billed
 * @throws GatewayError `notFound` when there is no such deal
 */
export async function readDealStart(
	asked: CreateInvoiceInput,
	context: FlowContext,
): Promise<StartRead> {
	const { hubspot, quickbooks } = context;
	const now = context.now();
	const [deal, settings, classes] = await Promise.all([
		readDeal(hubspot, { realmId: quickbooks.realmId, input: asked, now }),
		quickbooks.readSettings(),
		asked.classProperty ? quickbooks.find('Class', { where: [ANY_STATE] }) : [],
	]);
	const input = inDays(asked, deal.account.timeZone);
	const { CompanyName } = settings.company;
	const remembered = input.dryRun
		? undefined
		: context.schemas.get(schemaKey(deal.account, context));
	const known =
		remembered ??
		readSchemas(hubspot, requiredSchemas(hubspot.names, quickbooks.realmId, CompanyName));
	// Whoever waits for it learns of a failure; nobody has to before.
	known.catch(() => undefined);
	return { input, deal, settings, classes, now, known };
}
