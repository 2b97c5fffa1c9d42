import type { KnownSchemas } from '../../../../core/hubspot/missingSchemas';
import { isForPayer, productsOfItems, type PlannedLink } from '../../../../core/invoice/plan/links';
import { givenId, NEW_CUSTOMER } from '../../../../core/invoice/plan/newIds';
import type { QuickBooksInvoice } from '../../../../core/records/quickbooks';
import { withSchemas } from '../../../accounts/schemas';
import { waitForAll } from '../../../accounts/waitForAll';
import type { Applied, Job } from '../job';
import { writeDealTotals, type DealTold, type Written } from './dealTotals';
import { writeLinks } from './links';
import { writePlannedRecord } from './record';

/** What HubSpot has of the invoice now. */
export interface WrittenBack {
	/** Undefined where another record may be of the invoice. */
	recordId: string | undefined;
	/** Whether HubSpot lacked the record or a link before. */
	completed: boolean;
	warnings: string[];
}

/** What became of the HubSpot side of a plan. */
interface Reported {
	written: WrittenBack;
	told: DealTold;
	/** As it is after this run's last write. */
	invoice: QuickBooksInvoice;
}

/**
 * Writes to HubSpot what the invoice is and what the deal's invoices come to, side by side.
 *
 * @param isChanged whether this run has changed anything that others may write to HubSpot, too
 * @param deciding the invoice as it is after this run's last write
 */
export async function reportToHubSpot(
	job: Job,
	applied: Applied,
	isChanged: boolean,
	deciding: Promise<QuickBooksInvoice>,
): Promise<Reported> {
	const { plan, context } = job;
	let onRecord: (recordId: string | undefined) => void = () => undefined;
	const record = new Promise<string | undefined>((resolve) => (onRecord = resolve));
	const writing = writeRecordAndLinks(job, applied, onRecord).finally(() => onRecord(undefined));
	const done = waitForAll<[QuickBooksInvoice, string | undefined]>([deciding, record]).then(
		([invoice, recordId]): Written => ({ invoice, recordId }),
	);
	done.catch(() => undefined);
	const telling = withProperties(
		job,
		async () => await writeDealTotals(plan, applied.invoice, isChanged, done, context),
	);
	const [written, told, invoice] = await waitForAll<[WrittenBack, DealTold, QuickBooksInvoice]>([
		writing,
		telling,
		deciding,
	]);
	return { written, told, invoice };
}

/**
 * HubSpot's record of the invoice with its lines, and the links between both sides. Each may be
 * repeated without harm.
 */
export async function writeRecordAndLinks(
	job: Job,
	applied: Applied,
	onRecord: (recordId: string) => void = () => undefined,
): Promise<WrittenBack> {
	const { plan, context } = job;
	const { hubspot, quickbooks } = context;
	const { invoice, isNew, ids } = applied;
	const links = linksNow(job, applied);
	const productIds = productsOfItems(plan.productIds, ids);
	return await withProperties(job, async (known) => {
		const [record, linkWarnings] = await waitForAll([
			writePlannedRecord({
				plan,
				hubspot,
				quickbooks,
				known,
				invoice,
				isNew,
				productIds,
				onRecord,
			}),
			writeLinks(hubspot, quickbooks.realmId, links),
		]);
		return {
			recordId: record.id,
			completed: record.isNew || links.length > 0,
			warnings: [...linkWarnings, ...record.warnings],
		};
	});
}

/**
 * The plan's links with the ids that were given. An invoice that another run has made may be for
 * another customer: that is no reason to link with it.
 */
function linksNow({ plan }: Job, { invoice, isFound, ids }: Applied): PlannedLink[] {
	const customerId = invoice.CustomerRef.value;
	const isTheirs = !isFound || isForPayer(plan.payer.chosen, customerId);
	const given = new Map([...ids, [NEW_CUSTOMER, customerId] as const]);
	return plan.links
		.filter(({ objectType }) => isTheirs || objectType === 'products')
		.map((link) => ({ ...link, quickBooksId: givenId(link.quickBooksId, given) }));
}

/** Somebody may have removed a property since the run ensured it; it is then created again. */
export async function withProperties<T>(
	{ plan: { source, rules }, known, context }: Job,
	work: (known: KnownSchemas) => Promise<T>,
): Promise<T> {
	const owner = { account: source.account, companyName: rules.companyName };
	return await withSchemas(context, owner, work, known);
}
