import { quoted, type Problem } from '../../core/decline';
import type { InvoiceDetails } from '../../core/invoice/details';
import type { BilledLine } from '../../core/invoice/lines';
import type { CompanyRules } from '../../core/invoice/settings';
import type { QuickBooksPort } from '../../gateways/ports';

type Listed = 'Class' | 'Department' | 'Term' | 'Account';

/** A record of QuickBooks that the node names. */
interface Reference {
	/** As the form calls it. */
	field: string;
	entity: Listed;
	id: string;
}

const nouns: Record<Listed, string> = { Class: 'class', Department: 'location', Term: 'payment terms', Account: 'account' };

/**
 * What the node names beside customer and items has to exist and be active; QuickBooks would refuse the invoice without
 * saying which of them it means. Nothing is asked where nothing is named.
 */
export async function referenceProblems(details: InvoiceDetails, lines: readonly BilledLine[], rules: CompanyRules, quickbooks: QuickBooksPort): Promise<Problem[]> {
	const named = referencesOf(details, lines, rules);
	const entities = [...new Set(named.map(({ entity }) => entity))];
	const found = await Promise.all(entities.map(async (entity) => await readListed(quickbooks, entity, named)));
	const records = new Map(found.flat());
	return named.flatMap((reference) => problemOf(reference, records.get(`${reference.entity} ${reference.id}`)));
}

function referencesOf({ classId, locationId, termId, deposit, depositAccountId }: InvoiceDetails, lines: readonly BilledLine[], rules: CompanyRules): Reference[] {
	const own: Array<[string, Listed, string | undefined]> = [
		['Class', 'Class', classId],
		['Location', 'Department', locationId],
		['Terms', 'Term', termId],
		['Deposit Account', 'Account', deposit?.gt(0) ? depositAccountId : undefined],
		...lines.map((line) => [`${line.label}, Class`, 'Class', rules.classPerLine ? line.classId : undefined] as [string, Listed, string | undefined]),
	];
	return own.flatMap(([field, entity, id]) => (id === undefined ? [] : [{ field, entity, id }]));
}

interface ListedRecord {
	name: string;
	isActive: boolean;
}

async function readListed(quickbooks: QuickBooksPort, entity: Listed, named: readonly Reference[]): Promise<Array<[string, ListedRecord]>> {
	const ids = [...new Set(named.filter((one) => one.entity === entity && /^\d+$/.test(one.id)).map(({ id }) => id))];
	if (ids.length === 0) return [];
	const rows = await quickbooks.find(entity, { where: [{ field: 'Id', operator: 'IN', value: ids }, { field: 'Active', operator: 'IN', value: [true, false] }] });
	return rows.map((row) => [`${entity} ${row.Id}`, { name: row.Name ?? row.Id, isActive: row.Active !== false }]);
}

function problemOf({ field, entity, id }: Reference, record: ListedRecord | undefined): Problem[] {
	if (record?.isActive) return [];
	const message = record ? `${field}: "${record.name}" is inactive in QuickBooks.` : `${field}: this QuickBooks company has no ${nouns[entity]} with the ID ${quoted(id)}.`;
	return [{ field, message, remedy: `Choose the ${nouns[entity]} again from the list.` }];
}
