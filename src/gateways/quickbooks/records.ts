import type {
	QuickBooksEntities,
	QuickBooksEntityName,
	QuickBooksPayload,
} from '../../core/records/quickbooks';
import { GatewayError, reworded } from '../errors';
import type { CreateOptions } from '../ports';
import type { QuickBooksVersion } from '../../core/records/quickbooksQueries';
import { toRequestId, type QuickBooksSession } from './transport/session';

/**
 * Reads a record by its id, also an inactive one.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#read-an-invoice
 *
 * @throws GatewayError `notFound` when it does not exist or was deleted
 */
export async function readRecord<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entity: E,
	id: string,
): Promise<QuickBooksEntities[E]> {
	// The tax codes of a company in the United States are named TAX and NON.
	const path = toId(id, entity === 'TaxCode' ? /^\w+$/ : /^\d+$/);
	try {
		return await session.ask({
			repeatable: 'read',
			method: `get${entity}`,
			args: () => [path],
			read: (body) => recordOf(entity, body),
		});
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'notFound') throw error;
		throw reworded(
			error,
			`there is no ${entity} with the id "${id}" in the company ${session.connection.realmId}`,
		);
	}
}

/**
 * Creates a record under an idempotency key. The key goes into a copy: node-quickbooks takes it out
 * of what it is given, so that a second attempt would go without.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#create-an-invoice
 *
 * @throws GatewayError `duplicateName`, `duplicateNumber`, `duplicateRequest`, `invalid` …
 */
export function createRecord<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entity: E,
	payload: QuickBooksPayload,
	key: string,
	{ allowDuplicateNumber, findMade }: CreateOptions<E> = {},
): Promise<QuickBooksEntities[E]> {
	const extras = {
		requestId: toRequestId(key),
		...(allowDuplicateNumber && { allowDuplicateDocNum: true }),
	};
	return session.ask({
		repeatable: 'keyed',
		method: `create${entity}`,
		args: () => [{ ...structuredClone(payload), ...extras }],
		look: findMade,
		read: (body) => recordOf(entity, body),
	});
}

/**
 * Sent once: a second sending of a version that was written would be refused as stale, as if
 * somebody else had changed it. Without `sparse` in the payload, node-quickbooks makes it sparse.
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#sparse-update-an-invoice
 *
 * @throws GatewayError `stale` when somebody changed the record meanwhile
 */
export async function updateRecord<E extends QuickBooksEntityName>(
	session: QuickBooksSession,
	entity: E,
	payload: QuickBooksPayload & QuickBooksVersion,
): Promise<QuickBooksEntities[E]> {
	toVersion(payload);
	return await session.ask({
		repeatable: 'once',
		method: `update${entity}`,
		args: () => [structuredClone(payload)],
		read: (body) => recordOf(entity, body),
	});
}

/** @throws GatewayError `notFound`: node-quickbooks puts an id into the address as it is */
export function toId(id: string, form = /^\d+$/): string {
	if (!form.test(id))
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'notFound',
			message: `"${id}" is no QuickBooks id`,
		});
	return id;
}

/** Nothing but what names the version. */
export function toVersion({ Id, SyncToken }: QuickBooksVersion): QuickBooksVersion {
	if (!SyncToken)
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'invalid',
			message: 'QuickBooks needs the SyncToken of the version to change',
		});
	return { Id: toId(Id, /^\w+$/), SyncToken };
}

/** Answers wrap the record in its entity's name. */
export function recordOf<E extends QuickBooksEntityName>(
	entity: E,
	body: Record<string, unknown>,
): QuickBooksEntities[E] {
	const record = body[entity] as QuickBooksEntities[E] | undefined;
	if (typeof record?.Id !== 'string')
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: `QuickBooks answered without the ${entity}`,
		});
	return record;
}
