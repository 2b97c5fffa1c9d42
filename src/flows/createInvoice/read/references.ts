import { quoted, type Problem } from '../../../core/decline';
import type { InvoiceDetails } from '../../../core/invoice/billing/details';
import type { BilledLine } from '../../../core/invoice/lines/lines';
import type { CompanyRules } from '../../../core/invoice/billing/settings';
import type { QuickBooksPort } from '../../../gateways/ports';
import type { CreateInvoiceInput, ItemChoice } from '../../../core/invoice/request/request';
import { findByIds } from '../../accounts/quickBooksRecords';

type Listed = 'Class' | 'Department' | 'Term' | 'Account';

/** A record of QuickBooks that the node names. */
interface Reference {
	/** As the form calls it. */
	field: string;
	entity: Listed;
	id: string;
	/** Of an account: whether one of this type may stand here. */
	accepts?: (accountType: string) => boolean;
	/** Whether it only counts when an item is created. */
	forNewItems?: true;
}

const nouns: Record<Listed, string> = {
	Class: 'class',
	Department: 'location',
	Term: 'payment terms',
	Account: 'account',
};

/** Source: developer.intuit.com, accounting API, sales receipt, DepositToAccountRef. */
const DEPOSITED = new Set(['Bank', 'Other Current Asset']);
/** Accounts that are moved by transactions of their own; of all others QuickBooks decides. */
const NEVER_INCOME = new Set(['Bank', 'Credit Card', 'Accounts Receivable', 'Accounts Payable']);

/** What of the records that the node names cannot be used. */
export interface NamedRecords {
	problems: Problem[];
	/** Those that matter only when an item is created. */
	ofNewItems: Problem[];
}

/**
 * What the node names beside customer and items has to exist and be active; QuickBooks would refuse
 * the invoice without
 * saying which of them it means. Nothing is asked where nothing is named.
 */
export async function readNamed(
	{ details, items }: CreateInvoiceInput,
	lines: readonly BilledLine[],
	rules: CompanyRules,
	quickbooks: QuickBooksPort,
): Promise<NamedRecords> {
	const named = referencesOf(details, items, lines, rules);
	const entities = [...new Set(named.map(({ entity }) => entity))];
	const found = await Promise.all(
		entities.map(async (entity) => await readListed(quickbooks, entity, named)),
	);
	const records = new Map(found.flat());
	const problems = (isForNewItems: boolean) =>
		named
			.filter(({ forNewItems = false }) => forNewItems === isForNewItems)
			.flatMap((reference) =>
				problemOf(reference, records.get(`${reference.entity} ${reference.id}`)),
			);
	return { problems: problems(false), ofNewItems: problems(true) };
}

function referencesOf(
	{ classId, locationId, termId, deposit, depositAccountId }: InvoiceDetails,
	items: ItemChoice,
	lines: readonly BilledLine[],
	rules: CompanyRules,
): Reference[] {
	const own: Array<Omit<Reference, 'id'> & { id: string | undefined }> = [
		{ field: 'Class', entity: 'Class', id: classId },
		{ field: 'Location', entity: 'Department', id: locationId },
		{ field: 'Terms', entity: 'Term', id: termId },
		{
			field: 'Deposit Account',
			entity: 'Account',
			id: deposit?.gt(0) ? depositAccountId : undefined,
			accepts: (type) => DEPOSITED.has(type),
		},
		{
			field: 'Income Account',
			entity: 'Account',
			id: items.ifNone === 'create' ? items.incomeAccountId : undefined,
			accepts: (type) => !NEVER_INCOME.has(type),
			forNewItems: true,
		},
		...lines.map((line) => ({
			field: `${line.label}, Class`,
			entity: 'Class' as const,
			id: rules.classPerLine ? line.classId : undefined,
		})),
	];
	return own.flatMap(({ id, ...reference }) => (id === undefined ? [] : [{ ...reference, id }]));
}

interface ListedRecord {
	name: string;
	isActive: boolean;
	accountType?: string;
}

async function readListed(
	quickbooks: QuickBooksPort,
	entity: Listed,
	named: readonly Reference[],
): Promise<Array<[string, ListedRecord]>> {
	const ids = [
		...new Set(
			named.filter((one) => one.entity === entity && /^\d+$/.test(one.id)).map(({ id }) => id),
		),
	];
	const rows = await findByIds(quickbooks, entity, ids);
	return rows.map((row) => [
		`${entity} ${row.Id}`,
		{
			name: row.Name ?? row.Id,
			isActive: row.Active !== false,
			...('AccountType' in row && { accountType: row.AccountType }),
		},
	]);
}

function problemOf(
	{ field, entity, id, accepts }: Reference,
	record: ListedRecord | undefined,
): Problem[] {
	const type = record?.accountType;
	const isFitting = type === undefined || accepts === undefined || accepts(type);
	if (record?.isActive && isFitting) return [];
	const obstacle = record?.isActive
		? `is of the type ${type}, which cannot be used here`
		: 'is inactive in QuickBooks';
	const message = record
		? `${field}: "${record.name}" ${obstacle}.`
		: `${field}: this QuickBooks company has no ${nouns[entity]} with the ID ${quoted(id)}.`;
	return [{ field, message, remedy: `Choose the ${nouns[entity]} again from the list.` }];
}
