/**
 * The kinds of fields, in a short notation: `text 21` (maximum length), `number`, `boolean`, `date`,
 * `enum A|B`, `ref Item named` (replies show the name), `Type` (a nested type), `list Type`, and `any`
 * (kept unchanged). A final `!` marks a field that only the server writes; sent values are accepted and
 * dropped. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export type FieldKinds = Record<string, string>;

/** An entity of QuickBooks: its fields, queries and operations. */
export interface Entity {
	name: string;
	kind: 'name' | 'transaction' | 'list' | 'singleton';
	fields: FieldKinds;
	/** Properties for WHERE and ORDERBY in addition to Id, Active (lists) and MetaData. */
	queryable: string[];
	/** Default order of queries. Transactions are sorted by their last change, newest first. */
	order?: string;
	/** Whether lists of this entity have `totalCount`. */
	totalCount?: true;
	operations: string;
	/** The sequence of its ids. */
	ids: string;
	/** Name of its list in a fault for an unknown reference. */
	list?: string;
	/** Keys that a reply shows before `domain`, in the order of the recordings. */
	first?: string[];
}
