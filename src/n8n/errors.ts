import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { Declined } from '../core/decline';
import { PartlyDone } from '../flows/createInvoice/partlyDone';
import { GatewayError, type GatewayErrorKind } from '../gateways/errors';
import { hubSpotRemedies, quickBooksRemedies } from './remedies';

/** A sentence for each kind of failure, and what to do about it. */
interface Words {
	message: (error: GatewayError) => string;
	remedy: (error: GatewayError) => string;
}

const said = ({ message }: GatewayError) => message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');

const words: Record<GatewayErrorKind, Words> = {
	unauthorized: {
		message: ({ system }) =>
			`${system} does not accept the credential: its token is wrong or has expired.`,
		remedy: ({ system }) =>
			`Open the ${system} credential in n8n and connect it again, or enter a new key.`,
	},
	forbidden: {
		message: (error) =>
			`${error.system} denies access${scopesOf(error) ? `: the scope ${scopesOf(error)} is missing` : `: ${said(error)}`}.`,
		remedy: (error) => forbiddenRemedy(error),
	},
	notFound: {
		message: (error) => `${error.system} has no such record: ${said(error)}.`,
		remedy: ({ system }) =>
			`Check the ID. Check that the ${system} credential belongs to the right account. The record may have been deleted or merged.`,
	},
	stale: {
		message: ({ system }) => `Somebody changed the record in ${system} at the same moment.`,
		remedy: () => 'Run the item again. It then reads the current record.',
	},
	duplicateName: {
		message: (error) => `The name is taken in ${error.system}: ${said(error)}.`,
		remedy: () =>
			'Rename one of the two in HubSpot or in QuickBooks. Customers, vendors and employees must all have different names, and so must items.',
	},
	duplicateNumber: {
		message: (error) => `The invoice number is taken: ${said(error)}.`,
		remedy: () => 'Choose another number, or leave the number to QuickBooks.',
	},
	duplicateRequest: {
		message: ({ system }) => `${system} already has this request with other values.`,
		remedy: () => 'Look for the invoice in QuickBooks before you run the item again.',
	},
	conflict: {
		message: (error) => `Another ${error.system} record has this value already: ${said(error)}.`,
		remedy: ({ system }) =>
			`Search ${system} for the value named above. Change the value of one of the two records.`,
	},
	invalid: {
		message: (error) => `${error.system} refuses the values: ${detailsOf(error)}.`,
		remedy: (error) => invalidRemedy(error),
	},
	rateLimited: {
		message: ({ system }) => `${system} is receiving too many requests at the moment.`,
		remedy: () => 'Run the item again in a minute, or process fewer items at a time.',
	},
	quotaExhausted: {
		message: ({ system }) => `The ${system} account has used up its requests for the day or month.`,
		remedy: () => 'Wait until the quota starts again, or raise it.',
	},
	unavailable: {
		message: (error) =>
			`${error.system} cannot answer right now${error.status ? ` (HTTP ${error.status})` : ''}.`,
		remedy: () => 'Run the item again later. Nothing is done twice.',
	},
	timeout: {
		message: ({ system }) => `${system} did not answer in time.`,
		remedy: () => 'Run the item again. It finds what was already written and does nothing twice.',
	},
	network: {
		message: ({ system }) => `The connection to ${system} failed or broke.`,
		remedy: () =>
			'Check the network, then run the item again. It finds what was already written and does nothing twice.',
	},
	unexpected: {
		message: (error) => `${error.system} gave an answer that cannot be used: ${said(error)}.`,
		remedy: ({ system }) =>
			`Run the item again. If the error stays, send the request ID to the support of ${system}.`,
	},
};

function scopesOf({ context }: GatewayError): string {
	const scopes = context['scopes'];
	return Array.isArray(scopes) ? scopes.join(' or ') : '';
}

/** The record or field that a refusal is about. A system that does not answer refuses nothing. */
function subjectOf({ context, kind }: GatewayError): string {
	const subject = context['subject'];
	return typeof subject === 'string' && REFUSALS.has(kind) ? `${subject}: ` : '';
}

const REFUSALS: ReadonlySet<GatewayErrorKind> = new Set([
	'invalid',
	'notFound',
	'duplicateName',
	'duplicateNumber',
	'duplicateRequest',
	'conflict',
	'stale',
]);

function forbiddenRemedy(error: GatewayError): string {
	if (error.system === 'HubSpot' && scopesOf(error) === '')
		return 'HubSpot says above what it denies. In HubSpot, allow this for the user, key or app of the credential.';
	if (error.system === 'HubSpot')
		return 'Add the scope to the service key or app in HubSpot, then connect the credential again.';
	return 'Connect the QuickBooks credential again as an administrator of the company, with keys of the same environment.';
}

function invalidRemedy({ system, details }: GatewayError): string {
	const byCode =
		system === 'HubSpot'
			? details.flatMap(({ code }) => hubSpotRemedies[code ?? ''] ?? [])[0]
			: undefined;
	return (
		byCode ??
		`Change the value that ${system} names above. Change it where it comes from: in HubSpot, in QuickBooks or in the node. ${system} refuses the same request again until then.`
	);
}

function detailsOf(error: GatewayError): string {
	const texts = error.details
		.map(({ field, message }) =>
			field && !message.includes(field) ? `${field}: ${message}` : message,
		)
		.filter(Boolean);
	return (texts.length > 0 ? texts.join('; ') : said(error))
		.replace(/\s+/g, ' ')
		.replace(/\.$/, '');
}

/** What a person reads about a failure. */
interface ErrorText {
	message: string;
	description: string;
	kind: string;
}

/** The message and remedy of any error that a flow throws. Both are one line, whatever values they contain. */
export function describeError(error: unknown): ErrorText {
	const { message, description, kind } = wordsFor(error);
	return { message: oneLine(message), description: oneLine(description), kind };
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

function wordsFor(error: unknown): ErrorText {
	if (error instanceof Declined) {
		return {
			message: error.problems.map(({ message }) => message).join(' '),
			description: [...new Set(error.problems.map(({ remedy }) => remedy))].join(' '),
			kind: 'declined',
		};
	}
	if (error instanceof PartlyDone) {
		const cause = wordsFor(error.cause);
		return {
			message: `${error.message} ${cause.message}`,
			description: `${cause.description} Run the item again. That completes the work and does not bill twice.`,
			kind: cause.kind,
		};
	}
	if (error instanceof GatewayError) {
		const { message, remedy } = words[error.kind];
		const request = error.requestId ? ` (${error.system} request ${error.requestId})` : '';
		const byCode = error.system === 'QuickBooks' ? quickBooksRemedies[meaningOf(error)] : undefined;
		return {
			message: `${subjectOf(error)}${message(error)}`,
			description: `${byCode ?? remedy(error)}${request}`,
			kind: error.kind,
		};
	}
	if (error instanceof NodeOperationError || error instanceof NodeApiError)
		return { message: error.message, description: error.description ?? '', kind: 'unexpected' };
	return {
		message: error instanceof Error ? error.message : String(error),
		description: '',
		kind: 'unexpected',
	};
}

/** QuickBooks' own code, or a key for what an unclear code meant here. */
function meaningOf({ code = '', context: { meaning } }: GatewayError): string {
	return typeof meaning === 'string' ? meaning : code;
}

/** An error on the item it belongs to, in n8n's own form and without any secret. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context['itemIndex'] ??= itemIndex;
		return error;
	}
	const { message, description } = describeError(error);
	const cause = error instanceof PartlyDone ? error.cause : error;
	if (!(cause instanceof GatewayError))
		return new NodeOperationError(node, message, { description, itemIndex });
	const { status, code, system, kind, requestId } = cause;
	return new NodeApiError(
		node,
		{ message, kind, system, ...(code && status && { code }), ...(requestId && { requestId }) },
		{ message, description, itemIndex, ...(status && { httpCode: String(status) }) },
	);
}
