/**
 * Nested types of the API. A field is written as in a small language:
 * `text 21` (longest length), `number`, `boolean`, `date`, `enum A|B`, `ref Item named` (replies
 * carry the name),
 * `Type` (an object of this table), `list Type`, `any` (kept as it is); a final `!` marks what only
 * the server writes,
 * which is accepted and dropped. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
 */
export type FieldKinds = Record<string, string>;

/**
 * What QuickBooks knows of one entity: its fields, its queries, its operations. Adding an entity is
 * adding an entry.
 */
export interface Entity {
	name: string;
	kind: 'name' | 'transaction' | 'list' | 'singleton';
	fields: FieldKinds;
	/** Properties for WHERE and ORDERBY besides Id, Active (lists) and MetaData. */
	queryable: string[];
	/** Default order of a query; transactions go by the time of their last change, newest first. */
	order?: string;
	/** Lists of these carry `totalCount`. */
	totalCount?: true;
	operations: string;
	/** Which sequence gives its ids. */
	ids: string;
	/** Name of its list in a fault for an unknown reference. */
	list?: string;
	/** Keys that a reply shows before `domain`, in the order of the recordings. */
	first?: string[];
}
