import type {
	QuickBooksCompanyInfo,
	QuickBooksEntities,
	QuickBooksEntityName,
	QuickBooksPayload,
	QuickBooksPreferences,
} from './quickbooks';

export type QuickBooksOperator = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN';

export interface QuickBooksCriterion {
	/** A queryable property, e.g. `DisplayName` or `MetaData.LastUpdatedTime`. */
	field: string;
	/** What LIKE cannot ask for becomes a wildcard of its pattern, so it may find more. */
	operator: QuickBooksOperator;
	value: string | number | boolean | ReadonlyArray<string | boolean>;
}

export interface QuickBooksQuery {
	/** All must hold. Rows made inactive are left out unless `Active` is asked for. */
	where?: QuickBooksCriterion[];
	/** Ascending by `Id` when absent. */
	orderBy?: { field: string; descending?: boolean };
	/** Rows at the most; all of them when absent, in pages of 1,000. */
	limit?: number;
	/** From 1. */
	startPosition?: number;
}

export interface QuickBooksSettings {
	preferences: QuickBooksPreferences;
	company: QuickBooksCompanyInfo;
}

/** What is changed or removed, and in which version. */
export interface QuickBooksVersion {
	Id: string;
	SyncToken: string;
}

/** One kind of record in an answer of change data capture. */
export interface QuickBooksChanges<E extends QuickBooksEntityName> {
	entity: E;
	records: Array<QuickBooksEntities[E]>;
	deleted: Array<{ Id: string; deletedAt: string | undefined }>;
}

export type QuickBooksBatchOperation =
	| {
			operation: 'create' | 'update';
			entity: QuickBooksEntityName;
			payload: QuickBooksPayload;
	  }
	| { operation: 'query'; entity: QuickBooksEntityName; query: QuickBooksQuery };

/** The record written, or the rows found. */
export type QuickBooksBatchValue = {
	record?: QuickBooksEntities[QuickBooksEntityName];
	rows?: Array<QuickBooksEntities[QuickBooksEntityName]>;
};
