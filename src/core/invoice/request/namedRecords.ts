import { quoted, type Problem } from '../../decline';
import type { InvoiceDetails } from '../billing/details';
import type { CompanyRules } from '../billing/settings';
import type { BilledLine } from '../lines/lines';
import type { CreateInvoiceInput, ItemChoice } from './request';

/** The lists of QuickBooks that the node names records of. */
export type NamedEntity = 'Class' | 'Department' | 'Term' | 'Account';

/** A record of QuickBooks that the node names. */
export interface Reference {
	/** As the form calls it. */
	field: string;
	entity: NamedEntity;
	id: string;
	/** Of an account: whether one of this type may stand here. */
	accepts?: (accountType: string) => boolean;
	/** Whether it only counts when an item is created. */
	forNewItems?: true;
}

/** What QuickBooks says about a record that the node names. */
export interface NamedRecord {
	name: string;
	isActive: boolean;
	accountType?: string;
}

const nouns: Record<NamedEntity, string> = {
	Class: 'class',
	Department: 'location',
	Term: 'payment terms',
	Account: 'account',
};

/** Source: developer.intuit.com, accounting API, sales receipt, DepositToAccountRef. */
const DEPOSITED = new Set(['Bank', 'Other Current Asset']);
/** Accounts that are moved by transactions of their own; of all others QuickBooks decides. */
const NEVER_INCOME = new Set(['Bank', 'Credit Card', 'Accounts Receivable', 'Accounts Payable']);

/** How a record is found again among those that were read. */
export const referenceKey = (entity: NamedEntity, id: string) => `${entity} ${id}`;

/** What the node names beside customer and items. */
export function referencesOf(
	{ details, items }: Pick<CreateInvoiceInput, 'details' | 'items'>,
	lines: readonly BilledLine[],
	rules: CompanyRules,
): Reference[] {
	const own = [
		...detailReferences(details),
		incomeAccount(items),
		...lines.map((line) => ({
			field: `${line.label}, Class`,
			entity: 'Class' as const,
			id: rules.classPerLine ? line.classId : undefined,
		})),
	];
	return own.flatMap(({ id, ...reference }) => (id === undefined ? [] : [{ ...reference, id }]));
}

type MaybeReference = Omit<Reference, 'id'> & { id: string | undefined };

function detailReferences({
	classId,
	locationId,
	termId,
	deposit,
	depositAccountId,
}: InvoiceDetails): MaybeReference[] {
	return [
		{ field: 'Class', entity: 'Class', id: classId },
		{ field: 'Location', entity: 'Department', id: locationId },
		{ field: 'Terms', entity: 'Term', id: termId },
		{
			field: 'Deposit Account',
			entity: 'Account',
			id: deposit?.gt(0) ? depositAccountId : undefined,
			accepts: (type) => DEPOSITED.has(type),
		},
	];
}

function incomeAccount(items: ItemChoice): MaybeReference {
	return {
		field: 'Income Account',
		entity: 'Account',
		id: items.ifNone === 'create' ? items.incomeAccountId : undefined,
		accepts: (type) => !NEVER_INCOME.has(type),
		forNewItems: true,
	};
}

/** What of the records that the node names cannot be used. */
interface NamedProblems {
	problems: Problem[];
	/** Those that matter only when an item is created. */
	ofNewItems: Problem[];
}

/**
 * What the node names has to exist and be active. QuickBooks would refuse the invoice without
 * saying which of the records it means.
 */
export function namedProblems(
	references: readonly Reference[],
	records: ReadonlyMap<string, NamedRecord>,
): NamedProblems {
	const problemsOf = (isForNewItems: boolean) =>
		references
			.filter(({ forNewItems = false }) => forNewItems === isForNewItems)
			.flatMap((reference) =>
				problemOf(reference, records.get(referenceKey(reference.entity, reference.id))),
			);
	return { problems: problemsOf(false), ofNewItems: problemsOf(true) };
}

function problemOf(
	{ field, entity, id, accepts }: Reference,
	record: NamedRecord | undefined,
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
