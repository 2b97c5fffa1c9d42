import type { FastifyRequest } from 'fastify';
import type { Services } from '../api/services';
import { createContext, type RequestContext } from '../context';
import { Fault } from '../faults/fault';
import type { Entry, Fields } from '../records';
import { toReply } from '../reply/reply';
import { entity } from '../schema/entities';

/**
 * Runs a control in one transaction and reports its events. @throws RangeError with QuickBooks' text
 * if QuickBooks refuses
 */
export function act(
	services: Services,
	request: FastifyRequest,
	work: (context: RequestContext) => object,
): object {
	const name = (request.params as { company: string }).company;
	const company = [...services.companies.values()].find(
		({ profile }) => profile.key === name || profile.realmId === name,
	);
	if (!company) throw new RangeError(`There is no company ${name}.`);
	const context = createContext(company, services.switches(), services.clock.now().getTime());
	try {
		const result = services.store.transaction(() => work(context));
		for (const event of context.events)
			services.webhooks.notify({ realmId: company.profile.realmId, ...event });
		return result;
	} catch (error) {
		context.records.forget();
		if (error instanceof Fault) throw new RangeError(error.message);
		throw error;
	}
}

/** @throws RangeError if the record does not exist */
export function existing(context: RequestContext, name: string, id: string): Entry {
	const entry = context.records.find(name, id);
	if (!entry) throw new RangeError(`There is no ${name} ${id}.`);
	return entry;
}

/** The Id and the current SyncToken, as a write needs them. */
export function withToken(context: RequestContext, name: string, id: string): Fields {
	return { Id: id, SyncToken: existing(context, name, id).fields.SyncToken };
}

/** A record in the form of the API. */
export function shown(context: RequestContext, name: string, entry: Entry): object {
	return toReply(entity(name), entry, {
		company: context.company,
		switches: context.switches,
		view: 'read',
	});
}
