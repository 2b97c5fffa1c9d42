import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { propertiesSchema } from './body';
import { appInvoiceSchema, makeAppInvoice } from './objects/appInvoices';
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
 * What a person does in HubSpot's own pages: look at records, edit them, add and delete some.
 * Errors are sentences.
 */
export function addRecordControls(control: FastifyInstance, writer: Writer): void {
	const { records, clock } = writer.parts;
	const target = (params: unknown) => z.object({ type: typeSchema, id: z.string() }).parse(params);
	const within = <T>(work: () => T): T => records.store.transaction(work);

	control.get('/control/hubspot/counts', () => counts(writer));
	control.get('/control/hubspot/records/:type', (request) => {
		const { type } = z.object({ type: typeSchema }).parse(request.params);
		const { after, limit, archived } = pageSchema.parse(request.query);
		return records
			.page(type, { after, limit, archived: archived === 'true' })
			.map((entry) => show(writer, entry));
	});
	control.get('/control/hubspot/records/:type/:id', (request) =>
		show(writer, existing(writer, target(request.params))),
	);
	control.post('/control/hubspot/records/:type', (request) => {
		const { type } = z.object({ type: typeSchema }).parse(request.params);
		const { properties, links } = createSchema.parse(request.body);
		return within(() => {
			const entry = writer.create(type, properties);
			for (const { to, id } of links) join(writer, entry, existing(writer, { type: to, id }));
			return show(writer, existing(writer, { type, id: entry.id }));
		});
	});
	control.patch('/control/hubspot/records/:type/:id', (request) => {
		const { properties } = changeSchema.parse(request.body);
		return within(() =>
			show(writer, writer.update(existing(writer, target(request.params)), properties)),
		);
	});
	for (const [act, status] of [
		['accept', 'ACCEPTED'],
		['void', 'VOID'],
	] as const) {
		control.post(`/control/hubspot/quotes/:id/${act}`, (request) => {
			const { id } = z.object({ id: z.string() }).parse(request.params);
			return within(() =>
				show(
					writer,
					writer.update(existing(writer, { type: 'quotes', id }), { hs_status: status }),
				),
			);
		});
	}
	control.post('/control/hubspot/quotes/:id/pay', (request) => {
		const { id } = z.object({ id: z.string() }).parse(request.params);
		const { status } = paymentSchema.parse(request.body ?? {});
		return within(() =>
			show(
				writer,
				writer.pay(existing(writer, { type: 'quotes', id }), { hs_payment_status: status }),
			),
		);
	});
	control.post('/control/hubspot/invoices/:id/pay', (request) => {
		const { id } = z.object({ id: z.string() }).parse(request.params);
		return within(() =>
			show(
				writer,
				writer.pay(existing(writer, { type: 'invoices', id }), { hs_invoice_status: 'paid' }),
			),
		);
	});
	control.delete('/control/hubspot/records/:type/:id', (request) => {
		within(() => writer.archive(existing(writer, target(request.params))));
		return { archived: target(request.params).id };
	});
	control.post('/control/hubspot/records/:type/:id/restore', (request) => {
		const { type, id } = target(request.params);
		const binned = records.find(type, id, true);
		if (!binned || !isKept(binned, writer.parts))
			throw new RangeError(`There is no record ${id} among the deleted ${type.replace('_', ' ')}.`);
		return within(() => show(writer, writer.restore(binned)));
	});
	control.post('/control/hubspot/app-invoices', (request) => {
		const invoice = appInvoiceSchema.parse(request.body);
		return within(() => show(writer, makeAppInvoice(writer, invoice)));
	});
	control.post('/control/hubspot/index', () => {
		records.indexAll();
		return { indexedAt: clock.now().toISOString() };
	});
	control.post('/control/hubspot/generate', (request) => {
		generateHubSpotRecords(writer, generateSchema.parse(request.body));
		return counts(writer);
	});
}

/** How many records of each object there are, and how many are in the recycle bin. */
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

/** A record with all its values and the ids of what it is linked with. */
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

/** @throws RangeError in words for a person */
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
	const plain = links.plainKind(one.type, other.type);
	if (!plain)
		throw new RangeError(
			`HubSpot does not link ${one.type.replace('_', ' ')} with ${other.type.replace('_', ' ')}.`,
		);
	links.add(one.type, one.id, other.id, [plain]);
	writer.settle(one.type, one.id);
	writer.settle(other.type, other.id);
}
