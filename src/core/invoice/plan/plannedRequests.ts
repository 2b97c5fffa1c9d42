import { plannedSchemas } from '../../hubspot/missingSchemas';
import { linkValue } from '../../hubspot/link';
import type { Immutable, PlannedRequest } from '../../plan';
import type { AccountsNamed } from '../request/facts';
import type { CreateInvoicePlan, CustomerWrite, NewInvoice } from './plan';
import { moneyText } from '../../money';

/**
 * The writes of a plan, as people read them. Number, due date and tax are QuickBooks' to give, so
 * HubSpot's properties are named with what is known before.
 */
export function toPlannedRequests(
	plan: CreateInvoicePlan,
	accounts: AccountsNamed,
): PlannedRequest[] {
	const { invoice, schemas } = plan;
	return [
		...plannedSchemas(schemas),
		...(invoice.kind === 'create' ? quickBooksRequests(invoice) : []),
		...hubSpotRequests(plan, accounts),
		...mailRequests(plan),
	];
}

function quickBooksRequests({
	parent,
	customer,
	items,
	payload,
}: Immutable<NewInvoice>): PlannedRequest[] {
	return [
		...(parent ? customerRequests(parent) : []),
		...customerRequests(customer),
		...items.map((item) => toQuickBooks('create', 'Item', item.payload)),
		toQuickBooks('create', 'Invoice', payload),
	];
}

function customerRequests({ chosen, payload }: Immutable<CustomerWrite>): PlannedRequest[] {
	if (!payload) return [];
	return [toQuickBooks(chosen.kind === 'create' ? 'create' : 'update', 'Customer', payload)];
}

function toQuickBooks(operation: string, target: string, payload: unknown): PlannedRequest {
	return { system: 'QuickBooks', operation, target, payload };
}

function toHubSpot(operation: string, target: string, payload: unknown): PlannedRequest {
	return { system: 'HubSpot', operation, target, payload };
}

function hubSpotRequests(
	plan: CreateInvoicePlan,
	{ names, realmId }: AccountsNamed,
): PlannedRequest[] {
	const { source, associations, links } = plan;
	const from = knownBefore(plan);
	const link = names.link(realmId);
	return [
		toHubSpot('update', `deals/${source.deal.id}`, { properties: names.deal, from }),
		toHubSpot('create or update', 'invoices', {
			link,
			from,
			associations,
			lines: 'as in the QuickBooks invoice',
		}),
		...links.map(({ objectType, id, quickBooksId }) =>
			toHubSpot('update', `${objectType}/${id}`, {
				properties: { [link]: linkValue(realmId, quickBooksId) },
			}),
		),
	];
}

function knownBefore({ invoice, source }: CreateInvoicePlan): Record<string, string | null> {
	return invoice.kind === 'create'
		? { 'amount before tax': moneyText(invoice.linesTotal), currency: source.currency }
		: { number: invoice.invoice.DocNumber ?? null };
}

function mailRequests({ mail }: CreateInvoicePlan): PlannedRequest[] {
	return mail ? [toQuickBooks('send', 'Invoice', { to: mail.entered ?? mail.known })] : [];
}
