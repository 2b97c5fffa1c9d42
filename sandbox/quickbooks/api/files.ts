import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { send } from '../../server';
import type { RequestContext } from '../context';
import { Fault, faults } from '../faults/fault';
import { toReply } from '../reply/reply';
import { entity } from '../schema/entities';
import { writeRecord } from '../operations/write';
import { answer } from './answer';
import type { Services } from './services';

interface Part {
	metadata: string | undefined;
	name: string;
	type: string;
	content: Uint8Array;
}

/**
 * Registers the endpoints for files on records. `POST /upload` takes a multipart body with
 * `file_metadata_01` (JSON) and `file_content_01`; further pairs have higher numbers.
 * Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/attachable
 */
export function registerFiles(app: FastifyInstance, services: Services): void {
	app.post('/v3/company/:realm/upload', async (request, reply) => {
		const parts = await readParts(request);
		return answer(
			services,
			request,
			reply,
			(context) => ({ AttachableResponse: store(services, context, request, parts) }),
			{ ownTransactions: true },
		);
	});
	app.get('/v3/company/:realm/download/:id', (request, reply) =>
		answer(services, request, reply, (context, { params }) => {
			const file = context.records.find('Attachable', params['id'] ?? '');
			if (!file) throw faults.notFound();
			return {
				status: 200,
				headers: { 'content-type': 'text/plain;charset=UTF-8' },
				body: String(file.fields['TempDownloadUri'] ?? ''),
			};
		}),
	);
	app.get('/files/:realm/:id/:key', (request, reply) => download(services, request, reply));
}

async function readParts(request: FastifyRequest): Promise<Part[]> {
	const form = await new Response(new Uint8Array(request.rawBody), {
		headers: { 'content-type': request.headers['content-type'] ?? '' },
	})
		.formData()
		.catch(() => undefined);
	const parts: Part[] = [];
	for (const [key, value] of form ?? []) {
		const number = /^file_content_(\d+)$/.exec(key)?.[1];
		if (number === undefined || typeof value === 'string') continue;
		const metadata = form?.get(`file_metadata_${number}`);
		parts.push({
			metadata: await textOf(metadata ?? undefined),
			name: value.name,
			type: value.type,
			content: new Uint8Array(await value.arrayBuffer()),
		});
	}
	return parts;
}

async function textOf(value: File | string | undefined): Promise<string | undefined> {
	return typeof value === 'object' ? await value.text() : value;
}

/**
 * Stores each file independently; an invalid file is a fault inside HTTP 200. @throws Fault 6041 if
 * there is no file
 */
function store(
	services: Services,
	context: RequestContext,
	request: FastifyRequest,
	parts: Part[],
): object[] {
	if (parts.length === 0) throw faults.of('6041', 'No file was found in the request.', '');
	return parts.map((part) => {
		try {
			return {
				Attachable: services.store.transaction(() => attach(services, context, request, part)),
			};
		} catch (error) {
			context.records.forget();
			if (!(error instanceof Fault)) throw error;
			return { Fault: { Error: error.errors, type: error.type } };
		}
	});
}

function attach(
	services: Services,
	context: RequestContext,
	request: FastifyRequest,
	part: Part,
): object {
	const attachable = entity('Attachable');
	const { entry } = writeRecord(context, attachable, {
		FileName: part.name,
		ContentType: part.type || 'application/octet-stream',
		...metadata(part.metadata),
	});
	const realm = context.company.profile.realmId;
	const path = `/files/${realm}/${entry.id}/${keyOf(realm, entry.id)}`;
	const fields = {
		...entry.fields,
		FileAccessUri: `/v3/company/${realm}/download/${entry.id}`,
		TempDownloadUri: `${request.protocol}://${request.host}${path}`,
		Size: part.content.length,
	};
	const after = { ...entry, fields };
	context.records.put(attachable, after);
	services.store.run(
		'INSERT OR REPLACE INTO files (company, id, content) VALUES (?,?,?)',
		realm,
		entry.id,
		part.content,
	);
	return toReply(attachable, after, {
		company: context.company,
		switches: context.switches,
		view: 'create',
	});
}

/** @throws Fault 6040 if the metadata is not a JSON object */
function metadata(text: string | undefined): Record<string, unknown> {
	if (text === undefined) return {};
	try {
		const value = JSON.parse(text) as unknown;
		if (typeof value === 'object' && value !== null && !Array.isArray(value))
			return value as Record<string, unknown>;
	} catch {
		// The fault below covers this case, too.
	}
	throw faults.of('6040', 'The metadata of a file must be an attachable in JSON.', '');
}

function keyOf(realm: string, id: string): string {
	return createHash('sha256').update(`file ${realm}/${id}`).digest('hex').slice(0, 24);
}

/** The address in TempDownloadUri needs no token. */
function download(services: Services, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const { realm, id, key } = request.params as { realm: string; id: string; key: string };
	const file =
		key === keyOf(realm, id)
			? services.store.get<{ content: Uint8Array }>(
					'SELECT content FROM files WHERE company = ? AND id = ?',
					realm,
					id,
				)
			: undefined;
	const type = services.companies.get(realm)?.records.find('Attachable', id)?.fields['ContentType'];
	if (!file) return send(reply, { status: 404 });
	return send(reply, {
		status: 200,
		headers: { 'content-type': typeof type === 'string' ? type : 'application/octet-stream' },
		body: Buffer.from(file.content),
	});
}
