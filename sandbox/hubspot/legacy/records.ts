import type { FastifyRequest } from 'fastify';
import { readOne } from '../body';
import type { Writer } from '../objects/write';
import { toEntry, type ObjectRow, type StoredObject } from '../records';
import { notFound, validation, type Refusal } from '../refusal';
import { queryOf } from '../routing';
import type { ObjectType } from '../types';
import { readPage } from './routing';

/** A page of the records that were created or changed since a time, newest first. */
export function recent(
	request: FastifyRequest,
	writer: Writer,
	type: ObjectType,
	by: 'created' | 'updated',
	show: (entry: StoredObject) => object,
): object {
	const { count, offset } = readPage(request, { count: 'count', offset: 'offset' }, 20, 100);
	const since = readOne(queryOf(request), 'since') ?? '0';
	if (!/^\d{1,15}$/.test(since))
		throw validation(`Invalid since: ${since}. It is a time in milliseconds.`);
	const entries = newest(writer, type, by, { limit: count + 1, offset, since: Number(since) });
	return {
		results: entries.slice(0, count).map(show),
		hasMore: entries.length > count,
		offset: offset + Math.min(count, entries.length),
		total: offset + entries.length,
	};
}

/** The records that were created or changed last, newest first. */
export function newest(
	{ parts: { records } }: Writer,
	type: ObjectType,
	by: 'created' | 'updated',
	{ limit, offset, since = 0 }: { limit: number; offset: number; since?: number },
): StoredObject[] {
	const sql = `SELECT id, created, updated, archived, properties FROM objects WHERE type = ? AND archived IS NULL AND ${by} >= ? ORDER BY ${by} DESC, id DESC LIMIT ? OFFSET ?`;
	return records.store
		.all<ObjectRow>(sql, type, since, limit, offset)
		.map((row) => toEntry(type, row));
}

/** @throws Refusal 404 if the record does not exist */
export function existing(
	{ parts: { records } }: Writer,
	type: ObjectType,
	id: string,
): StoredObject {
	const entry = records.find(type, id);
	if (!entry) throw missing(type);
	return entry;
}

export function missing(type: ObjectType): Refusal {
	return notFound(type === 'contacts' ? 'contact does not exist' : 'resource not found');
}

/** Links a record with another by the type id of the link. @throws Refusal */
export function join(
	writer: Writer,
	entry: StoredObject,
	to: ObjectType,
	toId: string,
	typeId: number,
): void {
	const other = existing(writer, to, toId);
	writer.parts.links.add(
		entry.type,
		entry.id,
		other.id,
		writer.parts.links.kinds.require(entry.type, to, [{ category: 'HUBSPOT_DEFINED', typeId }]),
	);
	writer.updateComputed(entry.type, entry.id);
	writer.updateComputed(to, other.id);
}

/** Runs all writes of an endpoint in one transaction. */
export function inTransaction<T>({ parts: { records } }: Writer, work: () => T): T {
	return records.store.transaction(work);
}
