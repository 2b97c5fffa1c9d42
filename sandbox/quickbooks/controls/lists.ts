import { z } from 'zod';
import type { Company } from '../company';
import type { RequestContext } from '../context';
import { writeRecord } from '../operations/write';
import type { Fields } from '../records';
import { toReply } from '../reply/reply';
import { findEntity } from '../schema/entities';
import { existing, shown, withToken } from './act';
import { summary } from './summary';

export const listSchema = z.object({
	limit: z.coerce.number().int().min(1).max(1000).default(50),
	offset: z.coerce.number().int().min(0).default(0),
});

/** A company with the number of its records. */
export function overview({ profile, records }: Company): object {
	const { key, realmId, name, country, currency, zone } = profile;
	return {
		key,
		realmId,
		name,
		country,
		currency,
		zone,
		customers: records.count('Customer', ''),
		items: records.count('Item', ''),
		invoices: records.count('Invoice', ''),
		payments: records.count('Payment', ''),
	};
}

function kindOf(list: string) {
	const found =
		findEntity(list) ?? findEntity(list.replace(/s$/, '')) ?? findEntity(list.replace(/ies$/, 'y'));
	if (!found) throw new RangeError(`There is no list ${list}.`);
	return found;
}

/** Records by latest change: summaries of invoices, and complete records of other lists. */
export function list(
	context: RequestContext,
	name: string,
	{ limit, offset }: z.infer<typeof listSchema>,
): object {
	const kind = kindOf(name);
	const entries = context.records.select(
		kind.name,
		'ORDER BY updated DESC, change DESC LIMIT ? OFFSET ?',
		[limit, offset],
	);
	const rows = entries.map((entry) =>
		kind.name === 'Invoice'
			? summary(context, entry)
			: toReply(kind, entry, {
					company: context.company,
					switches: context.switches,
					view: 'query',
				}),
	);
	return { total: context.records.count(kind.name, ''), rows };
}

/** One record in the form of the API. */
export function one(
	context: RequestContext,
	{ list: name, id }: { list: string; id: string },
): object {
	const kind = kindOf(name);
	return shown(context, kind.name, existing(context, kind.name, id));
}

/** Changes some fields of a record. */
export function edit(
	context: RequestContext,
	{ list: name, id }: { list: string; id: string },
	fields: Fields,
): object {
	const kind = kindOf(name);
	return shown(
		context,
		kind.name,
		writeRecord(context, kind, { ...fields, ...withToken(context, kind.name, id), sparse: true })
			.entry,
	);
}
