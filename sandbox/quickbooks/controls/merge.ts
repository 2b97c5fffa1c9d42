import { noteEvent, changeRecord, wholeSecond, type RequestContext } from '../context';
import { cents, decimal } from '../money';
import type { Entry } from '../records';
import { suffixed } from '../rules/names';
import { entities } from '../schema/entities';

/**
 * Merges two customers, as the browser does when a customer gets the name of another one. Its
 * transactions move to the other customer, it is deleted or made inactive, and one event reports both.
 * @throws RangeError if the two cannot be merged
 */
export function mergeCustomers(context: RequestContext, gone: Entry, into: Entry): Entry {
	checkMerge(context, gone, into);
	moveTransactions(context, gone, into);
	const plus = (name: string) =>
		cents(decimal(into.fields[name] ?? 0).plus(decimal(gone.fields['Balance'] ?? 0)));
	const after = changeRecord(
		context,
		'Customer',
		into,
		{ Balance: plus('Balance'), BalanceWithJobs: plus('BalanceWithJobs') },
		'kept',
	);
	if (context.switches.mergedCustomer === 'gone')
		context.records.remove('Customer', gone.id, wholeSecond(context.now));
	else deactivate(context, gone);
	noteMerge(context, gone, into);
	return after;
}

function checkMerge(context: RequestContext, gone: Entry, into: Entry): void {
	if (gone.id === into.id) throw new RangeError('A customer cannot be merged with itself.');
	const below = context.records.select(
		'Customer',
		"AND json_extract(json, '$.ParentRef.value') = ? LIMIT 1",
		[gone.id],
	);
	if (below.length > 0) throw new RangeError('A customer that has sub-customers cannot be merged.');
}

function moveTransactions(context: RequestContext, gone: Entry, into: Entry): void {
	const CustomerRef = { value: into.id };
	for (const { kind, name } of entities.values()) {
		if (kind !== 'transaction') continue;
		for (const entry of context.records.select(name, 'AND party = ?', [gone.id]))
			if (entry.fields['CustomerRef']) changeRecord(context, name, entry, { CustomerRef }, 'kept');
	}
}

function deactivate(context: RequestContext, gone: Entry): void {
	const changes = {
		Active: false,
		DisplayName: suffixed(String(gone.fields['DisplayName']), false),
		FullyQualifiedName: suffixed(String(gone.fields['FullyQualifiedName']), false),
		Balance: 0,
		BalanceWithJobs: 0,
	};
	changeRecord(context, 'Customer', gone, changes, 'raised');
}

function noteMerge(context: RequestContext, gone: Entry, into: Entry): void {
	context.events = context.events.filter(
		(event) => !(event.entity === 'Customer' && (event.id === into.id || event.id === gone.id)),
	);
	noteEvent(context, 'Customer', into.id, 'Merge');
	const merge = context.events.at(-1);
	if (merge) merge.deletedId = gone.id;
}
