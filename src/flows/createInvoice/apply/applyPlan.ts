import { NEW_CUSTOMER } from '../../../core/invoice/plan/newIds';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { PartlyDone } from '../partlyDone';
import type { CreateInvoiceResult } from '../types';
import { waitForAll } from '../../accounts/waitForAll';
import { complete, type Done } from './complete';
import type { Applied, Job } from './job';
import { applyCustomer } from './quickbooks/customer';
import { createPlannedInvoice } from './quickbooks/invoice';
import { applyItems } from './quickbooks/items';
import { TakenBack } from './takeBack';

/** What applying a plan came to. */
export type PlanApplied = Done & Pick<CreateInvoiceResult, 'pdf'>;

/**
 * Writes what the plan says, QuickBooks first. Called again for the same plan it finds what is
 * there and completes what is missing.
 *
 * @throws TakenBack when other runs came first; the invoice is void
 * @throws PartlyDone when the invoice exists but what follows failed
 */
export async function applyPlan(job: Job): Promise<PlanApplied> {
	const applied = await applyToQuickBooks(job);
	try {
		const done = await complete({ ...job, applied, runId: job.context.newId() });
		return { ...done, ...(await printWhenAsked(done.invoice, job)) };
	} catch (error) {
		throw error instanceof TakenBack ? error : new PartlyDone(applied.invoice, error);
	}
}

/** The PDF as QuickBooks prints it. */
async function printWhenAsked(
	invoice: QuickBooksInvoice,
	{ plan, context }: Job,
): Promise<Pick<PlanApplied, 'pdf'>> {
	if (!plan.input.pdf) return {};
	const name = (invoice.DocNumber ?? invoice.Id).replace(/[^\w.-]+/g, '_');
	const data = await context.quickbooks.readInvoicePdf(invoice.Id);
	return { pdf: { data, fileName: `invoice-${name}.pdf` } };
}

/** Customer and items first, then the invoice that names them. */
async function applyToQuickBooks(job: Job): Promise<Applied> {
	const { invoice } = job.plan;
	if (invoice.kind === 'found')
		return { invoice: invoice.invoice, isNew: false, isFound: true, ids: new Map() };
	const creating = { ...job, invoice };
	const [customerId, newItems] = await waitForAll([applyCustomer(creating), applyItems(creating)]);
	const ids = new Map([...newItems, [NEW_CUSTOMER, customerId] as const]);
	return { ...(await createPlannedInvoice(creating, ids)), isFound: false, ids };
}
