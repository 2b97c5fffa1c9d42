import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { propertiesSchema } from './body';
import { appInvoiceSchema, makeAppInvoice } from './objects/app/invoices';
import { isKept } from './objects/find';
import type { Writer } from './objects/write';
import type { StoredObject } from './records';
import { generateHubSpotRecords } from './seed/generated';
import { objectTypes, type ObjectType } from './types';

const typeSchema = z.enum(objectTypes);
const pageSchema = z
	.object({
		after: z.coerce.number().int().min(0).default(0),
		limit: z.coerce.number().int().min(1).max(500).default(50),
		archived: z.enum(['true', 'false']).default('false'),
	})
	.strict();
const changeSchema = z.object({ properties: propertiesSchema }).strict();
const createSchema = z
	.object({
		properties: propertiesSchema,
		links: z.array(z.object({ to: typeSchema, id: z.string() }).strict()).default([]),
	})
	.strict();
const paymentSchema = z.object({ status: z.enum(['PROCESSING', 'PAID']).default('PAID') }).strict();
const generateSchema = z
	.object({
		customers: z.number().int().min(1).max(1_000_000),
		seed: z.number().int().default(1),
		contactShare: z.number().min(0).max(1).default(1),
		dealShare: z.number().min(0).max(1).default(0.1),
	})
	.strict();

/**
 * Adds the actions that a person takes in HubSpot's pages: look at records, create, edit and delete
 * them. Errors are sentences.
 */
export function addRecordControls(control: FastifyInstance, writer: Writer): void {
	control.get('/control/hubspot/counts', () => counts(writer));
	addReadControls(control, writer);
	addWriteControls(control, writer);
	addDocumentControls(control, writer);
	addIndexControls(control, writer);
}

const recordOf = (params: unknown) => z.object({ type: typeSchema, id: z.string() }).parse(params);
const idOf = (params: unknown) => z.object({ id: z.string() }).parse(params).id;
const typeOf = (params: unknown) => z.object({ type: typeSchema }).parse(params).type;

function within<T>({ parts: { records } }: Writer, work: () => T): T {
	return records.store.transaction(work);
}

function addReadControls(control: FastifyInstance, writer: Writer): void {
	control.get('/control/hubspot/records/:type', (request) => {
		const { after, limit, archived } = pageSchema.parse(request.query);
		return writer.parts.records
			.page(typeOf(request.params), { after, limit, archived: archived === 'true' })
			.map((entry) => show(writer, entry));
	});
	control.get('/control/hubspot/records/:type/:id', (request) =>
		show(writer, existing(writer, recordOf(request.params))),
	);
}

function addWriteControls(control: FastifyInstance, writer: Writer): void {
	control.post('/control/hubspot/records/:type', (request) => {
		const type = typeOf(request.params);
		const { properties, links } = createSchema.parse(request.body);
		return within(writer, () => {
			const entry = writer.create(type, properties);
			for (const { to, id } of links) join(writer, entry, existing(writer, { type: to, id }));
			return show(writer, existing(writer, { type, id: entry.id }));
		});
	});
	control.patch('/control/hubspot/records/:type/:id', (request) => {
		const { properties } = changeSchema.parse(request.body);
		return within(writer, () =>
			show(writer, writer.update(existing(writer, recordOf(request.params)), properties)),
		);
	});
	control.delete('/control/hubspot/records/:type/:id', (request) => {
		within(writer, () => writer.archive(existing(writer, recordOf(request.params))));
		return { archived: recordOf(request.params).id };
	});
	control.post('/control/hubspot/records/:type/:id/restore', (request) => {
		const { type, id } = recordOf(request.params);
		const archived = writer.parts.records.find(type, id, true);
		if (!archived || !isKept(archived, writer.parts))
			throw new RangeError(`There is no record ${id} among the deleted ${type.replace('_', ' ')}.`);
		return within(writer, () => show(writer, writer.restore(archived)));
	});
}

function addDocumentControls(control: FastifyInstance, writer: Writer): void {
	const decisions = { accept: 'ACCEPTED', void: 'VOID' };
	for (const [decision, hs_status] of Object.entries(decisions)) {
		control.post(`/control/hubspot/quotes/:id/${decision}`, (request) => {
			const quote = { type: 'quotes' as const, id: idOf(request.params) };
			return within(writer, () =>
				show(writer, writer.update(existing(writer, quote), { hs_status })),
			);
		});
	}
	control.post('/control/hubspot/quotes/:id/pay', (request) => {
		const quote = { type: 'quotes' as const, id: idOf(request.params) };
		const { status } = paymentSchema.parse(request.body ?? {});
		return within(writer, () =>
			show(writer, writer.pay(existing(writer, quote), { hs_payment_status: status })),
		);
	});
	control.post('/control/hubspot/invoices/:id/pay', (request) => {
		const invoice = { type: 'invoices' as const, id: idOf(request.params) };
		return within(writer, () =>
			show(writer, writer.pay(existing(writer, invoice), { hs_invoice_status: 'paid' })),
		);
	});
	control.post('/control/hubspot/app-invoices', (request) => {
		const invoice = appInvoiceSchema.parse(request.body);
		return within(writer, () => show(writer, makeAppInvoice(writer, invoice)));
	});
}

function addIndexControls(control: FastifyInstance, writer: Writer): void {
	const { records, clock } = writer.parts;
	control.post('/control/hubspot/index', () => {
		records.indexAll();
		return { indexedAt: clock.now().toISOString() };
	});
	control.post('/control/hubspot/generate', (request) => {
		generateHubSpotRecords(writer, generateSchema.parse(request.body));
		return counts(writer);
	});
}

/** The number of records of each object, and the number in the recycle bin. */
function counts({
	parts: { records },
}: Writer): Record<string, { records: number; archived: number }> {
	const rows = records.store.all<{ type: string; records: number; archived: number }>(
		'SELECT type, count(*) - count(archived) AS records, count(archived) AS archived FROM objects GROUP BY type',
	);
	return Object.fromEntries(
		objectTypes.map((type) => [
			type,
			{ records: 0, archived: 0, ...withoutType(rows.find((row) => row.type === type)) },
		]),
	);
}

function withoutType(row: { type: string; records: number; archived: number } | undefined): object {
	return row ? { records: row.records, archived: row.archived } : {};
}

/** A record with all its values and the ids of its linked records. */
function show({ parts: { links } }: Writer, entry: StoredObject): object {
	const linked = objectTypes
		.map((type) => [type, links.ids(entry.type, entry.id, type)] as const)
		.filter(([, ids]) => ids.length > 0);
	return {
		id: entry.id,
		properties: entry.properties,
		createdAt: new Date(entry.createdAt).toISOString(),
		updatedAt: new Date(entry.updatedAt).toISOString(),
		archived: entry.archivedAt !== null,
		links: Object.fromEntries(linked),
	};
}

/** @throws RangeError with a sentence if the record does not exist */
function existing(
	{ parts: { records } }: Writer,
	{ type, id }: { type: ObjectType; id: string },
): StoredObject {
	const entry = records.find(type, id);
	if (!entry) throw new RangeError(`There is no record ${id} among the ${type.replace('_', ' ')}.`);
	return entry;
}

function join(writer: Writer, one: StoredObject, other: StoredObject): void {
	const { links } = writer.parts;
	const plain = links.kinds.findPlain(one.type, other.type);
	if (!plain)
		throw new RangeError(
			`HubSpot does not link ${one.type.replace('_', ' ')} with ${other.type.replace('_', ' ')}.`,
		);
	links.add(one.type, one.id, other.id, [plain]);
	writer.updateComputed(one.type, one.id);
	writer.updateComputed(other.type, other.id);
}
