import type { Entity } from '../quickbooks/schema/entity';
import { findEntity } from '../quickbooks/schema/entities';
import type { Fields } from '../quickbooks/records';
import type { Exchange } from './recordings';

interface RecordedFault {
	code: string;
	detail: string;
	element: string | undefined;
}

/**
 * One operation of an exchange. A batch has several operations; change data capture has one for each
 * entity.
 */
export interface Act {
	kind:
		| 'read'
		| 'query'
		| 'changes'
		| 'create'
		| 'update'
		| 'delete'
		| 'void'
		| 'send'
		| 'pdf'
		| 'rate';
	entity: Entity;
	/** The record that the request names, if any. */
	id: string | undefined;
	/** What was sent. */
	body: Fields;
	/** The query's text. */
	text: string;
	/** Records that the reply shows, without the deleted ones. */
	rows: Fields[];
	deleted: Fields[];
	faults: RecordedFault[];
}

/**
 * The operations of an exchange, read from its path and bodies. The list is empty for a path that
 * the API does not have.
 */
export function actsOf(exchange: Exchange): Act[] {
	const [head = '', second, third] = exchange.path.split('/');
	const name = head.toLowerCase();
	const reply = fieldsOf(exchange.reply);
	const faults = faultsOf(reply);
	if (name === 'query')
		return queryAct(queryText(exchange), fieldsOf(reply['QueryResponse']), faults);
	if (name === 'cdc') return changeActs(reply);
	if (name === 'batch') return batchActs(fieldsOf(exchange.body), reply);
	if (name === 'upload') return uploadActs(exchange, reply);
	const entity = findEntity(name);
	if (!entity) return [];
	const row = fieldsOf(reply[entity.name]);
	const act = { entity, text: '', faults, ...shownRecord(row) };
	if (name === 'exchangerate')
		return [{ ...act, kind: 'rate', id: undefined, body: fieldsOf(exchange.body) }];
	const id =
		second ?? (entity.name === 'Preferences' && exchange.method === 'GET' ? '1' : undefined);
	if (exchange.method === 'GET')
		return [
			{
				...act,
				kind: third === 'pdf' ? 'pdf' : 'read',
				id: entity.kind === 'singleton' ? '1' : id,
				body: {},
			},
		];
	if (third === 'send')
		return [
			{ ...act, kind: 'send', id, body: { sendTo: exchange.query.get('sendTo') ?? undefined } },
		];
	const options =
		`${exchange.query.get('operation') ?? ''},${exchange.query.get('include') ?? ''}`.toLowerCase();
	return [written(act, fieldsOf(exchange.body), options)];
}

type Outcome = Pick<Act, 'entity' | 'text' | 'faults' | 'rows' | 'deleted'>;

function written(act: Outcome, body: Fields, options: string): Act {
	const sentId = body['Id'];
	const id = sentId === undefined || sentId === null || sentId === '' ? undefined : String(sentId);
	return { ...act, kind: writeKind(options, id), id, body };
}

function writeKind(
	options: string,
	id: string | undefined,
): 'delete' | 'void' | 'create' | 'update' {
	if (/\bdelete\b/.test(options)) return 'delete';
	if (/\bvoid\b/.test(options)) return 'void';
	return id === undefined ? 'create' : 'update';
}

function shownRecord(row: Fields): Pick<Act, 'rows' | 'deleted'> {
	if (Object.keys(row).length === 0) return { rows: [], deleted: [] };
	return row['status'] === 'Deleted' ? { rows: [], deleted: [row] } : { rows: [row], deleted: [] };
}

export function queryText({ query, body }: Exchange): string {
	return query.get('query') ?? (typeof body === 'string' ? body : '');
}

function queryAct(text: string, response: Fields, faults: RecordedFault[]): Act[] {
	const entity = findEntity(/\bfrom\s+(\w+)/i.exec(text)?.[1] ?? '');
	if (!entity) return [];
	return [
		{
			kind: 'query',
			entity,
			id: undefined,
			body: {},
			text,
			rows: listOf(response[entity.name]),
			deleted: [],
			faults,
		},
	];
}

function changeActs(reply: Fields): Act[] {
	const parts = listOf(reply['CDCResponse']).flatMap((response) =>
		listOf(response['QueryResponse']),
	);
	return parts.flatMap((part) => {
		const entity = Object.keys(part)
			.map(findEntity)
			.find((found) => found !== undefined);
		if (!entity) return [];
		const all = listOf(part[entity.name]);
		return [
			{
				kind: 'changes' as const,
				entity,
				id: undefined,
				body: {},
				text: '',
				rows: all.filter((row) => row['status'] !== 'Deleted'),
				deleted: all.filter((row) => row['status'] === 'Deleted'),
				faults: [],
			},
		];
	});
}

const OWN_KEYS = new Set(['bId', 'operation', 'optionsData', 'Query', 'iterationId']);

function batchActs(body: Fields, reply: Fields): Act[] {
	const answers = listOf(reply['BatchItemResponse']);
	return listOf(body['BatchItemRequest']).flatMap((item, index) => {
		const answer =
			answers.find((candidate) => candidate['bId'] === item['bId']) ?? answers[index] ?? {};
		const faults = faultsOf(answer);
		if (typeof item['Query'] === 'string')
			return queryAct(item['Query'], fieldsOf(answer['QueryResponse']), faults);
		const key = Object.keys(item).find((name) => !OWN_KEYS.has(name)) ?? '';
		const entity = findEntity(key);
		if (!entity) return [];
		return [
			written(
				{ entity, text: '', faults, ...shownRecord(fieldsOf(answer[entity.name])) },
				fieldsOf(item[key]),
				`${String(item['operation'] ?? '')},${String(item['optionsData'] ?? '')}`.toLowerCase(),
			),
		];
	});
}

/** The metadata of each file is the first JSON object in its part. */
function uploadActs({ body }: Exchange, reply: Fields): Act[] {
	const entity = findEntity('Attachable') as Entity;
	const metadata =
		typeof body === 'string'
			? [...body.matchAll(/name="?file_metadata_\d+"?[^{]*(\{.*?\})\s*(?:\r?\n--|$)/gs)].map(
					(match) => parsed(match[1] as string),
				)
			: [];
	return listOf(reply['AttachableResponse']).map((answer, index) => ({
		kind: 'create',
		entity,
		id: undefined,
		body: metadata[index] ?? {},
		text: '',
		faults: faultsOf(answer),
		...shownRecord(fieldsOf(answer['Attachable'])),
	}));
}

function parsed(text: string): Fields {
	try {
		return fieldsOf(JSON.parse(text));
	} catch {
		return {};
	}
}

/** The errors of a reply; their keys are upper case or lower case. */
export function faultsOf(reply: Fields): RecordedFault[] {
	const fault = fieldsOf(reply['Fault'] ?? reply['fault']);
	const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
	return listOf(fault['Error'] ?? fault['error']).map((error) => ({
		code: String(error['code'] ?? ''),
		detail: text(error['Detail'] ?? error['detail']) ?? '',
		element: text(error['element']),
	}));
}

export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Fields)
		: {};
}

export function listOf(value: unknown): Fields[] {
	return (Array.isArray(value) ? value : []).filter(
		(entry): entry is Fields => typeof entry === 'object' && entry !== null,
	);
}
