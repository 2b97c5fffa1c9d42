import type { Action, PlannedRequest } from '../../../plan';
import type { InvoiceDecision } from './decision';

const WRITTEN: ReadonlySet<Action> = new Set<Action>([
	'created',
	'updated',
	'archived',
	'unlinked',
]);

/** Whether an action stands for something that is written. */
export function isWritten(action: Action): boolean {
	return WRITTEN.has(action);
}

/** Every request that a decision consists of, in HubSpot's own shape; a dry run prints them. */
export function recordRequests(
	{ record, plan }: InvoiceDecision,
	linkProperty: string,
): PlannedRequest[] {
	if (!isWritten(plan.action)) return [];
	const target = record ? `invoices/${record.id}` : 'invoices';
	if (plan.archive) return [{ system: 'HubSpot', operation: 'archive', target, payload: {} }];
	const { properties, associations, lines } = plan;
	const written: PlannedRequest = {
		system: 'HubSpot',
		operation: record ? 'update' : 'create',
		target,
		payload: {
			idProperty: linkProperty,
			properties,
			associations,
			...(lines && { lines: lines.missing }),
		},
	};
	return [...outdatedLines(lines?.outdatedIds ?? []), written];
}

function outdatedLines(ids: readonly string[]): PlannedRequest[] {
	return ids.length > 0
		? [{ system: 'HubSpot', operation: 'archive', target: 'line_items', payload: { ids } }]
		: [];
}
