export type Comparison = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN';
export type Literal =
	| { kind: 'text'; value: string }
	| { kind: 'number'; value: string }
	| { kind: 'boolean'; value: boolean };

export interface QueryCondition {
	/** As written; upper and lower case of property names are equal. */
	property: string;
	comparison: Comparison;
	/** One value, except for IN. */
	values: Literal[];
}

export interface SortKey {
	property: string;
	descending: boolean;
}

export type Projection =
	{ kind: 'all' } | { kind: 'count' } | { kind: 'named'; properties: string[] };

/** A query as written; its names are not checked yet. */
export interface Query {
	projection: Projection;
	entity: string;
	where: QueryCondition[];
	orderBy: SortKey[];
	startPosition: number | undefined;
	maxResults: number | undefined;
}
