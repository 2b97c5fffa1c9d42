import { billEmailOf } from '../../core/invoice/billing/billEmail';
import { recordAssociations } from '../../core/invoice/record/record';
import { moneyText, sum } from '../../core/money';
import type { PlannedRequest } from '../../core/plan';
import type { Prepared } from './prepare';
import type { CreateInvoiceInput } from '../../core/invoice/request/request';
import type { FlowContext } from '../accounts/context';

/**
 * What a dry run says about HubSpot. Number, due date and tax are QuickBooks' to give, so
 * properties are named with
 * what is known before.
 */
export function plannedWriteBack(
	{ source, lines, decision, customer, party }: Prepared,
	input: CreateInvoiceInput,
	{ hubspot: { names }, quickbooks: { realmId } }: Pick<FlowContext, 'hubspot' | 'quickbooks'>,
): PlannedRequest[] {
	const known =
		decision.kind === 'bill'
			? {
					'amount before tax': moneyText(sum(lines.map(({ net }) => net))),
					currency: source.currency,
				}
			: { number: decision.invoice.DocNumber ?? null };
	const parties = {
		dealIds: [source.deal.id],
		contactIds: source.contactIds,
		companyIds: source.companyIds,
		quoteIds: source.quoteId ? [source.quoteId] : [],
	};
	return [
		{
			system: 'HubSpot',
			operation: 'update',
			target: `deals/${source.deal.id}`,
			payload: { properties: names.deal, from: known },
		},
		{
			system: 'HubSpot',
			operation: 'create or update',
			target: 'invoices',
			payload: {
				link: names.link(realmId),
				from: known,
				associations: recordAssociations(parties),
				lines: 'as in the QuickBooks invoice',
			},
		},
		...(input.send === 'now'
			? [
					{
						system: 'QuickBooks' as const,
						operation: 'send',
						target: 'Invoice',
						payload: {
							to:
								input.details.billEmail ??
								(decision.kind === 'existing' ? decision.invoice.BillEmail?.Address : undefined) ??
								billEmailOf({ customer, party }),
						},
					},
				]
			: []),
	];
}
