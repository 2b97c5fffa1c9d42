import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { associationTypeSchema, idSchema, readAfter, readBody } from '../body';
import { checkSize } from '../objects/batch';
import type { Writer } from '../objects/write';
import type { Version } from '../paths';
import { Refusal } from '../refusal';
import { upperName, typeFacts, type ObjectType } from '../types';
import {
	emptyAnswer,
	labelsOf,
	link,
	plainKind,
	someKinds,
	toLinkReply,
	toSpec,
	unlink,
	type Ends,
} from './linking';

const MAX_CREATE = 2000;
const MAX_READ = 1000;
const MAX_ARCHIVE = 100;
const PER_RECORD = 500;

const end = z.object({ id: idSchema });
const typedSchema = z.object({
	inputs: z.array(z.object({ from: end, to: end, types: z.array(associationTypeSchema) })),
});
const plainSchema = z.object({ inputs: z.array(z.object({ from: end, to: end })) });
const readSchema = z.object({
	inputs: z.array(z.object({ id: idSchema, after: z.string().nullish() })),
});
const archiveSchema = z.object({ inputs: z.array(z.object({ from: end, to: z.array(end) })) });

/**
 * Links in batches. A link that fails becomes an error in a 207 answer; the other links are made.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/associations
 */
export class AssociationBatches {
	constructor(private readonly writer: Writer) {}

	create(ends: Ends, request: FastifyRequest, version: Version): Answer {
		const { inputs } = readBody(request, typedSchema);
		checkSize(inputs, MAX_CREATE);
		const { from, to } = ends;
		return this.each(inputs, version === '2026-09' ? 200 : 201, (input) => {
			const kinds = someKinds(this.writer, ends, input.types);
			const { fromId, toId } = this.require(ends, input.from.id, input.to.id);
			link(this.writer, ends, fromId, toId, kinds);
			return [
				{
					fromObjectTypeId: typeFacts[from].typeId,
					fromObjectId: this.id(fromId),
					toObjectTypeId: typeFacts[to].typeId,
					toObjectId: this.id(toId),
					labels: labelsOf(kinds),
				},
			];
		});
	}

	createDefault(ends: Ends, request: FastifyRequest): Answer {
		const { inputs } = readBody(request, plainSchema);
		checkSize(inputs, MAX_CREATE);
		const kind = plainKind(ends, this.writer);
		return this.each(inputs, 200, (input) => {
			const { fromId, toId } = this.require(ends, input.from.id, input.to.id);
			link(this.writer, ends, fromId, toId, [kind]);
			const result = (one: string, other: string, typeId: number) => ({
				from: { id: one },
				to: { id: other },
				associationSpec: { associationCategory: kind.category, associationTypeId: typeId },
			});
			return [result(fromId, toId, kind.typeId), result(toId, fromId, kind.inverse)];
		});
	}

	/** A record without links gives an error of its own. */
	read({ from, to }: Ends, request: FastifyRequest): Answer {
		const { inputs } = readBody(request, readSchema);
		checkSize(inputs, MAX_READ);
		const { links, records } = this.writer.parts;
		return this.each(inputs, 200, ({ id, after }) => {
			if (!/^\d+$/.test(id))
				throw new Refusal(400, {
					category: 'VALIDATION_ERROR',
					subCategory: 'crm.associations.INVALID_IDENTIFIER',
					message: `The identifier ${id} is not a valid ${upperName(from)} id.`,
					context: { fromObjectId: [id] },
				});
			const before = readAfter(after);
			const rest = links
				.list(from, records.find(from, id)?.id ?? id, to)
				.filter((linked) => Number(linked.id) > before);
			if (rest.length === 0 && !after) throw noAssociations({ from, to }, id);
			const page = rest.slice(0, PER_RECORD);
			const last = page.at(-1);
			return [
				{
					from: { id },
					to: page.map((linked) => toLinkReply(linked, (text) => this.id(text))),
					...(rest.length > PER_RECORD && last && { paging: { next: { after: last.id } } }),
				},
			];
		});
	}

	/** Records that are not linked count as success. */
	archive(ends: Ends, request: FastifyRequest, version: Version): Answer {
		const { inputs } = readBody(request, archiveSchema);
		checkSize(inputs, MAX_ARCHIVE);
		this.writer.parts.records.store.transaction(() => {
			for (const input of inputs)
				for (const to of input.to)
					unlink(
						this.writer,
						ends,
						this.survivor(ends.from, input.from.id),
						this.survivor(ends.to, to.id),
					);
		});
		return emptyAnswer(this.writer, version);
	}

	archiveLabels(ends: Ends, request: FastifyRequest, version: Version): Answer {
		const { inputs } = readBody(request, typedSchema);
		checkSize(inputs, MAX_CREATE);
		this.writer.parts.records.store.transaction(() => {
			for (const input of inputs) {
				const kinds = this.writer.parts.links.kinds.require(
					ends.from,
					ends.to,
					input.types.map(toSpec),
				);
				unlink(
					this.writer,
					ends,
					this.survivor(ends.from, input.from.id),
					this.survivor(ends.to, input.to.id),
					kinds,
				);
			}
		});
		return emptyAnswer(this.writer, version);
	}

	private each<T>(inputs: T[], status: number, work: (input: T) => object[]): Answer {
		const { records, clock } = this.writer.parts;
		const startedAt = clock.now().toISOString();
		const results: object[] = [];
		const errors: object[] = [];
		records.store.transaction(() => {
			for (const input of inputs) {
				try {
					results.push(...records.attempt(() => work(input)));
				} catch (error) {
					if (!(error instanceof Refusal)) throw error;
					errors.push(error.entry());
				}
			}
		});
		return {
			status: errors.length > 0 ? 207 : status,
			body: {
				status: 'COMPLETE',
				results,
				...(errors.length > 0 && { numErrors: errors.length, errors }),
				startedAt,
				completedAt: clock.now().toISOString(),
			},
		};
	}

	private require(
		{ from, to }: Ends,
		fromId: string,
		toId: string,
	): { fromId: string; toId: string } {
		return { fromId: this.existing(from, fromId, 'FROM'), toId: this.existing(to, toId, 'TO') };
	}

	private existing(type: ObjectType, id: string, side: 'FROM' | 'TO'): string {
		const entry = this.writer.parts.records.find(type, id);
		if (entry) return entry.id;
		const context = { [side === 'FROM' ? 'fromObjectId' : 'toObjectId']: [id] };
		if (!/^\d+$/.test(id))
			throw new Refusal(400, {
				category: 'VALIDATION_ERROR',
				subCategory: 'crm.associations.INVALID_IDENTIFIER',
				message: `The identifier ${id} is not a valid ${upperName(type)} id.`,
				context,
			});
		throw new Refusal(404, {
			category: 'OBJECT_NOT_FOUND',
			subCategory: `crm.associations.${side}_OBJECT_NOT_FOUND`,
			message: `${upperName(type)} ${id} does not exist.`,
			context,
		});
	}

	private survivor(type: ObjectType, id: string): string {
		return this.writer.parts.records.find(type, id)?.id ?? (/^\d+$/.test(id) ? id : '0');
	}

	private id(text: string): string | number {
		return this.writer.parts.switches().associationIds === 'number' ? Number(text) : text;
	}
}

/** The error of a batch for a record that has no links. */
export function noAssociations({ from, to }: Ends, id: string): Refusal {
	const spoken = (type: ObjectType) => typeFacts[type].singular.replace('_', ' ');
	return new Refusal(404, {
		category: 'OBJECT_NOT_FOUND',
		subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
		message: `No ${spoken(to)} is associated with ${spoken(from)} ${id}.`,
		context: { fromObjectId: [id] },
	});
}
