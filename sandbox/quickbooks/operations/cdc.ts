import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Fields } from '../records';
import { toReply } from '../reply/reply';
import type { Entity } from '../schema/entity';
import { findEntity } from '../schema/entities';
import { pacific, toMoment } from '../times';

const MOST = 1000;
const UNCOVERED = new Set([
	'TimeActivity',
	'TaxAgency',
	'TaxCode',
	'TaxRate',
	'ExchangeRate',
	'Preferences',
	'CompanyInfo',
]);

/**
 * The changes since a time, by entity, at most 1,000 records in total: changed records, the latest
 * first, then deleted records.
 * Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
 * @throws Fault for an unknown name or an invalid time, unless the switch `cdcErrors` ignores them
 */
export function changes(context: RequestContext, query: URLSearchParams): object {
	const names = (query.get('entities') ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	const text = query.get('changedSince');
	if (names.length === 0) throw faults.required('entities');
	if (text === null || text === '') throw faults.required('changedSince');
	const strict = context.switches.cdcErrors === 'refuse';
	const since = toMoment(text);
	if (since === undefined && strict)
		throw faults.of('2060', `Date format is invalid. Supplied value:${text}`, 'changedSince');
	let left = MOST;
	const parts = names.map((name) => {
		const entity = findEntity(name);
		if ((!entity || UNCOVERED.has(entity.name)) && strict)
			throw faults.of('4001', `QueryValidationError: invalid context declaration: ${name}`);
		if (!entity || UNCOVERED.has(entity.name) || since === undefined) return {};
		const rows = changedOf(context, entity, since, left);
		left -= rows.length;
		return rows.length === 0
			? {}
			: {
					[entity.name]: rows,
					startPosition: 1,
					maxResults: rows.length,
					...(entity.totalCount && { totalCount: rows.length }),
				};
	});
	return { CDCResponse: [{ QueryResponse: parts }] };
}

function changedOf(
	context: RequestContext,
	entity: Entity,
	since: number,
	limit: number,
): Fields[] {
	if (limit <= 0) return [];
	const replyContext = {
		company: context.company,
		switches: context.switches,
		view: 'query' as const,
	};
	const live = context.records
		.select(entity.name, 'AND updated >= ? ORDER BY updated DESC, change DESC LIMIT ?', [
			since,
			limit,
		])
		.map((entry) => toReply(entity, entry, replyContext));
	const gone = context.records
		.deletions(entity.name, since, limit - live.length)
		.map(({ id, at }) => ({
			domain: 'QBO',
			status: 'Deleted',
			Id: id,
			MetaData: { LastUpdatedTime: pacific(at) },
		}));
	return [...live, ...gone];
}
