import type { Answer } from '../server';

/** One problem within an answer. */
export interface ErrorDetail {
	message: string;
	code?: string;
	subCategory?: string;
	in?: string;
	context?: Record<string, string[]>;
}

interface ErrorFacts {
	category: string;
	message: string;
	subCategory?: string;
	errors?: ErrorDetail[];
	context?: Record<string, string[]>;
	links?: Record<string, string>;
}

/**
 * An error that HubSpot returns. It can be thrown anywhere below a route; the route turns it into an
 * answer. In a batch it becomes an entry of `errors`.
 */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly facts: ErrorFacts,
		/** The id of the existing record with which the request conflicts. */
		readonly existingId?: string,
	) {
		super(facts.message);
	}

	/** For the control server, which answers only with the sentence. */
	get statusCode(): number {
		return this.status;
	}

	/** For people: names the invalid values, which the message contains as JSON. */
	get sentence(): string {
		const named = (this.facts.errors ?? []).map(
			({ message, context }) =>
				`${context?.['propertyName']?.join(', ') ?? 'the request'}: ${message}`,
		);
		return named.length > 0 ? named.join('; ') : this.facts.message;
	}

	/**
	 * The whole answer.
	 * https://developers.hubspot.com/docs/reference/api/other-resources/error-handling
	 */
	answer(requestId: string): Answer {
		const { message, errors, context, category, subCategory, links } = this.facts;
		return {
			status: this.status,
			body: {
				status: 'error',
				message,
				correlationId: requestId,
				...(context && { context }),
				...(errors && { errors }),
				category,
				...(subCategory && { subCategory }),
				...(links && { links }),
			},
		};
	}

	/** The same as one entry of a batch answer. */
	entry(context: Record<string, string[]> = {}): object {
		const { message, category, subCategory, errors, context: own } = this.facts;
		return {
			status: 'error',
			category,
			...(subCategory && { subCategory }),
			message,
			context: { ...own, ...context },
			...(errors && { errors }),
		};
	}
}

export function validation(
	message: string,
	more: Omit<ErrorFacts, 'message' | 'category'> = {},
): Refusal {
	return new Refusal(400, { category: 'VALIDATION_ERROR', message, ...more });
}

export function notFound(
	message: string,
	more: Omit<ErrorFacts, 'message' | 'category'> = {},
): Refusal {
	return new Refusal(404, { category: 'OBJECT_NOT_FOUND', message, ...more });
}

/** A property value that HubSpot refuses. */
export interface InvalidValue {
	message: string;
	error: string;
	name: string;
	/** The sent value, if the value itself is the problem. */
	value?: string;
	/** The unique value that another record has. */
	context?: Record<string, string[]>;
}

/**
 * All invalid values of one record. HubSpot lists them twice: as JSON inside the message, and in
 * `errors`.
 */
export function invalidValues(problems: InvalidValue[], portalId: number): Refusal {
	const listed = problems.map(({ message, error, name, value }) => ({
		isValid: false,
		message,
		error,
		name,
		localizedErrorMessage: message,
		...(value !== undefined && { propertyValue: value }),
		portalId,
	}));
	return validation(`Property values were not valid: ${JSON.stringify(listed)}`, {
		errors: problems.map(({ message, error, name, context }) => ({
			message,
			code: error,
			context: { propertyName: [name], ...context },
		})),
	});
}
