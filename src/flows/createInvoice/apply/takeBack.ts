import { decline, Declined } from '../../../core/decline';
import {
	hasTakenBackNote,
	isTouched,
	takenBackMemo,
} from '../../../core/invoice/concurrent/concurrentRuns';
import { shareText } from '../../../core/invoice/billing/share';
import { isVoided } from '../../../core/invoice/voided';
import { moneyText } from '../../../core/money';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { mayBeWritten } from '../../../gateways/errors';
import { leftBeside, type Standing } from './concurrentRuns';
import { readInvoiceNow } from './quickbooks/invoice';
import type { CreateInvoicePlan } from '../../../core/invoice/plan/plan';
import type { FlowContext } from '../../accounts/context';
import { invoiceName, invoiceNameAtStart } from '../../../core/invoice/name';

/** The invoice that came too late is void, and the item is declined. */
export class TakenBack extends Declined {}

/** Each attempt starts from what QuickBooks says now. */
const ATTEMPTS = 4;

/**
 * Voids the invoice of this run, which others came before, in the version that was seen: what was
 * paid, mailed or edited meanwhile
 * stays. Void, not deleted: its number stays accounted for, and the memo says why. May be called
 * again after a run that broke off.
 *
 * @param ownToken the version that this run has written last
 * @returns the invoice as it is then; undefined when somebody deleted it
 * @throws Declined when somebody has touched it
 */
export async function voidLate(
	{ invoice, others }: Standing,
	{ quickbooks }: FlowContext,
	ownToken?: string,
): Promise<QuickBooksInvoice | undefined> {
	const names = others.map((one) => invoiceName(one.invoice));
	let now: QuickBooksInvoice | undefined = invoice;
	for (let attempt = 1; now && !isVoided(now); attempt += 1) {
		if (isTouched(now, ownToken)) declineTouched(now, names);
		try {
			const { Id, SyncToken } = now;
			const noted: QuickBooksInvoice = hasTakenBackNote(now)
				? now
				: await quickbooks.update('Invoice', {
						Id,
						SyncToken,
						PrivateNote: takenBackMemo(now, names),
					});
			return await quickbooks.voidInvoice({ Id, SyncToken: noted.SyncToken });
		} catch (error) {
			if (!mayBeWritten(error) || attempt === ATTEMPTS) throw error;
			now = await readInvoiceNow(invoice.Id, quickbooks);
		}
	}
	return now;
}

function declineTouched(invoice: QuickBooksInvoice, names: readonly string[]): never {
	decline(
		'Share',
		`Another run billed the same amount at the same moment (${names.join(', ')}). ${invoiceName(invoice)} was sent, paid or edited since, so it was left as it is.`,
		'Void one of the invoices in QuickBooks, then run the item again.',
	);
}

/** What the person is told whose invoice is void. */
export function takenBack(
	{ invoice, others, unseen }: Standing,
	plan: CreateInvoicePlan,
	trouble: string | undefined,
): TakenBack {
	const { source, total } = plan;
	const left = leftBeside(plan, others);
	const rivals = (unseen.length > 0 ? unseen : others.map((one) => one.invoice))
		.map(invoiceNameAtStart)
		.join(', ');
	const message = `Share: ${shareText(plan.input.share)} "${source.deal.properties['dealname'] ?? source.deal.id}" was billed by another run at the same moment, and both invoices come to more than its ${moneyText(total)}. ${rivals} stays; ${invoiceNameAtStart(invoice)} of this run was voided and not sent.`;
	const remedy = left.gt(0)
		? `Only ${moneyText(left)} is left: set "Share" to the rest or to an amount up to that, and run the item again.`
		: `Nothing is left to bill. To bill this share instead, void ${rivals} in QuickBooks and run the item again.`;
	return new TakenBack([
		{
			field: 'Share',
			message: [message, trouble && `HubSpot does not show that yet: ${trouble}`]
				.filter(Boolean)
				.join(' '),
			remedy,
		},
	]);
}
