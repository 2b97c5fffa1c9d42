export type Comparison = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN';
export type Literal =
	| { kind: 'text'; value: string }
	| { kind: 'number'; value: string }
	| { kind: 'boolean'; value: boolean };

export interface QueryCondition {
	/** As written: names of properties know no case. */
	property: string;
	comparison: Comparison;
	/** One for every comparison but IN. */
	values: Literal[];
}

export interface SortKey {
	property: string;
	descending: boolean;
}

export type Projection =
	{ kind: 'all' } | { kind: 'count' } | { kind: 'named'; properties: string[] };

/** A query as written; whether its names exist is not yet asked. */
export interface Query {
	projection: Projection;
	entity: string;
	where: QueryCondition[];
	orderBy: SortKey[];
	startPosition: number | undefined;
	maxResults: number | undefined;
}
