import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer } from '../../server';
import { account } from '../account/account';
import { idSchema, inlineAssociationsSchema, propertiesSchema, readBody } from '../body';
import type { Version } from '../paths';
import type { StoredObject } from '../records';
import { Refusal, validation } from '../refusal';
import type { ObjectType } from '../types';
import { couldNotGet, findRecord, requireUnique } from './find';
import { present, presentHistory } from './present';
import { missing, type Writer } from './write';

const MAX = 100;
const traceId = z.string().optional();
const createSchema = z.object({
	inputs: z.array(
		z.object({
			properties: propertiesSchema,
			associations: inlineAssociationsSchema.nullish(),
			objectWriteTraceId: traceId,
		}),
	),
});
const changeSchema = z.object({
	inputs: z.array(
		z.object({
			id: idSchema,
			idProperty: z.string().nullish(),
			properties: propertiesSchema,
			objectWriteTraceId: traceId,
		}),
	),
});
const readSchema = z.object({
	inputs: z.array(z.object({ id: idSchema })),
	properties: z.array(z.string()).nullish(),
	propertiesWithHistory: z.array(z.string()).nullish(),
	idProperty: z.string().nullish(),
});
const idsSchema = z.object({ inputs: z.array(z.object({ id: idSchema })) });

interface Traced {
	objectWriteTraceId?: string | undefined;
}

/** The result of one input: a record of the reply, or a refusal. */
type Outcome = object | Refusal;

/**
 * Batches of one object, at most 100 records each.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
 */
export class Batches {
	constructor(private readonly writer: Writer) {}

	create(type: ObjectType, request: FastifyRequest, version: Version): Answer {
		const { inputs: sent } = readBody(request, createSchema);
		checkSize(sent);
		const inputs = type === 'line_items' ? this.withoutEqual(sent) : sent;
		return this.write(inputs, 201, version, (input) =>
			this.shown(
				this.writer.create(type, input.properties, {
					associations: input.associations ?? [],
					version,
				}),
				input,
			),
		);
	}

	/**
	 * HubSpot merges equal new line items without saying so in the answer.
	 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/line-items/guide
	 */
	private withoutEqual<T extends { properties: object; associations?: unknown }>(inputs: T[]): T[] {
		const { equalLineItems } = this.writer.parts.switches();
		const contentOf = ({ properties, associations }: T) =>
			JSON.stringify([
				Object.entries(properties).sort(),
				equalLineItems === 'merged' ? associations : null,
			]);
		return equalLineItems === 'kept'
			? inputs
			: [
					...new Map([...inputs].reverse().map((input) => [contentOf(input), input])).values(),
				].reverse();
	}

	update(type: ObjectType, request: FastifyRequest, version: Version): Answer {
		const { inputs } = readBody(request, changeSchema);
		checkSize(inputs);
		checkRepeats(type, inputs);
		for (const { idProperty } of inputs)
			if (idProperty) requireUnique(type, idProperty, this.writer.parts);
		return this.write(inputs, 200, version, (input) => {
			const entry = findRecord(type, input.id, input.idProperty ?? undefined, this.writer.parts);
			return entry
				? this.shown(this.writer.update(entry, input.properties, version), input)
				: couldNotGet(type, [input.id]);
		});
	}

	/** Creates or changes each record. The reply is not in the order of the inputs. */
	upsert(type: ObjectType, request: FastifyRequest, version: Version): Answer {
		const { inputs } = readBody(request, changeSchema);
		checkSize(inputs);
		checkRepeats(type, inputs);
		for (const { idProperty } of inputs)
			if (idProperty) requireUnique(type, idProperty, this.writer.parts);
		const answer = this.write(inputs, 200, version, (input) => {
			const property = input.idProperty ?? 'hs_object_id';
			// Without an id, every repetition of the request would create the record again.
			if (input.id.trim() === '')
				return validation(`The id of an input must not be empty (${property})`, {
					context: { ids: [input.id] },
				});
			const entry = findRecord(type, input.id, property, this.writer.parts);
			if (entry)
				return {
					...this.shown(this.writer.update(entry, input.properties, version), input),
					new: false,
				};
			if (property === 'hs_object_id') return couldNotGet(type, [input.id]);
			return {
				...this.shown(
					this.writer.create(type, { [property]: input.id, ...input.properties }, { version }),
					input,
				),
				new: true,
			};
		});
		const body = answer.body as { results: Array<{ id: string }> };
		body.results.sort((a, b) => Number(b.id) - Number(a.id));
		return answer;
	}

	read(type: ObjectType, request: FastifyRequest): Answer {
		const {
			inputs,
			properties,
			propertiesWithHistory: history,
			idProperty,
		} = readBody(request, readSchema);
		checkSize(inputs);
		const { parts } = this.writer;
		const archived = (request.query as Record<string, string>)['archived'] === 'true';
		const found = new Map<string, StoredObject>();
		const lost: string[] = [];
		for (const { id } of inputs) {
			const entry = findRecord(type, id, idProperty ?? undefined, parts, archived);
			if (entry) found.set(entry.id, entry);
			else lost.push(id);
		}
		const shown = [...found.values()].map((entry) => ({
			...present(entry, properties ?? (history ? [] : undefined), parts.definitions, account.id),
			...(history && { propertiesWithHistory: presentHistory(entry, history, parts.records) }),
		}));
		return this.answer(
			200,
			shown,
			lost.length > 0 ? [couldNotGet(type, lost).entry()] : [],
			lost.length,
		);
	}

	archive(type: ObjectType, request: FastifyRequest): Answer {
		const { inputs } = readBody(request, idsSchema);
		checkSize(inputs);
		const { records } = this.writer.parts;
		records.store.transaction(() => {
			for (const { id } of inputs) {
				if (!/^\d+$/.test(id)) throw missing(id);
				const entry = records.find(type, id);
				if (entry) this.writer.archive(entry);
			}
		});
		return { status: 204 };
	}

	/**
	 * If every input has its own trace id, valid inputs are written and each invalid input becomes an
	 * error. Otherwise one invalid input stops the whole request, as it does in the newest version if
	 * the switch is set. Records that do not exist never stop the others.
	 */
	private write<T extends Traced>(
		inputs: T[],
		status: number,
		version: Version,
		work: (input: T) => Outcome,
	): Answer {
		const strict =
			version === '2026-09' && this.writer.parts.switches().partialSuccess202609 === 'refuse';
		const traced = !strict && haveOwnTraceIds(inputs);
		const results: object[] = [];
		const errors: object[] = [];
		const lost: Refusal[] = [];
		this.writer.parts.records.store.transaction(() => {
			for (const input of inputs) {
				const outcome = attempt(() => work(input));
				if (!(outcome instanceof Refusal)) results.push(outcome);
				else if (traced) errors.push(tracedError(outcome, input));
				else if (!strict && outcome.facts.category === 'OBJECT_NOT_FOUND') lost.push(outcome);
				else throw outcome.status === 409 ? withoutExistingId(outcome) : outcome;
			}
		});
		const [first] = lost;
		if (first) errors.push(allLost(first, lost).entry());
		return this.answer(status, results, errors, errors.length + Math.max(0, lost.length - 1));
	}

	private answer(status: number, results: object[], errors: object[], numErrors: number): Answer {
		const at = this.writer.parts.clock.now().toISOString();
		return {
			status: errors.length > 0 ? 207 : status,
			body: {
				status: 'COMPLETE',
				results,
				...(errors.length > 0 && { numErrors, errors }),
				startedAt: at,
				completedAt: at,
			},
		};
	}

	private shown(entry: StoredObject, { objectWriteTraceId }: Traced): Record<string, unknown> {
		return {
			...present(entry, 'all', this.writer.parts.definitions, account.id),
			...(objectWriteTraceId !== undefined && { objectWriteTraceId }),
		};
	}
}

function haveOwnTraceIds(inputs: Traced[]): boolean {
	const ids = inputs.map((input) => input.objectWriteTraceId);
	return ids.every((id) => id !== undefined && id !== '') && new Set(ids).size === inputs.length;
}

function tracedError(refusal: Refusal, { objectWriteTraceId }: Traced): object {
	return refusal.entry({
		objectWriteTraceId: [String(objectWriteTraceId)],
		...(refusal.existingId !== undefined && { existingId: [refusal.existingId] }),
	});
}

function withoutExistingId({ facts }: Refusal): Refusal {
	return new Refusal(409, {
		category: 'CONFLICT',
		message: facts.message.replace(/ Existing ID: \d+$/, '').replace(/\.$/, ''),
	});
}

/** One error that names all records that do not exist. */
function allLost(first: Refusal, lost: Refusal[]): Refusal {
	return new Refusal(404, {
		...first.facts,
		context: { ids: lost.flatMap((one) => one.facts.context?.['ids'] ?? []) },
	});
}

function attempt(work: () => Outcome): Outcome {
	try {
		return work();
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
}

export function checkSize(inputs: unknown[], max = MAX): void {
	if (inputs.length > max)
		throw validation(
			`The number of inputs ${inputs.length} exceeds the maximum batch size of ${max}`,
		);
	if (inputs.length === 0) throw validation('The list of inputs must not be empty');
}

/** Refuses a batch that names a record twice. Email addresses are equal in any case. */
function checkRepeats(
	type: ObjectType,
	inputs: Array<{ id: string; idProperty?: string | null | undefined }>,
): void {
	const seen = new Set<string>();
	const repeated = new Set<string>();
	for (const { id, idProperty } of inputs) {
		const key = `${idProperty ?? ''}:${type === 'contacts' && idProperty === 'email' ? id.trim().toLowerCase() : id}`;
		if (seen.has(key)) repeated.add(id);
		seen.add(key);
	}
	if (repeated.size > 0)
		throw validation(
			`Duplicate IDs found in batch input: [${[...repeated].join(', ')}]. IDs must be unique`,
			{ context: { ids: [...repeated] } },
		);
}
