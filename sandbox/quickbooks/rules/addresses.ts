import type { RequestContext } from '../context';
import type { Fields } from '../records';

/**
 * Sets the ids of addresses. An unchanged address keeps its id. A changed address of a customer keeps
 * it, too, but a changed address of an invoice does not, because it may be shared with the customer.
 */
export function withAddressIds(
	context: RequestContext,
	fields: Fields,
	before: Fields | undefined,
	names: string[],
	whenChanged: 'kept' | 'new',
): Fields {
	const result = { ...fields };
	for (const name of names) {
		const address = fields[name] as Fields | undefined;
		if (!address) continue;
		const { Id: sentId, ...content } = address;
		const { Id: oldId, ...old } = (before?.[name] ?? {}) as Fields;
		const same = oldId !== undefined && sameAddress(content, old);
		const keepsId = same || (whenChanged === 'kept' && oldId !== undefined);
		const isCopy = whenChanged === 'new' && before === undefined && sentId !== undefined;
		const otherId = () => (isCopy ? sentId : context.records.nextOf('addresses'));
		result[name] = { Id: keepsId ? oldId : otherId(), ...content };
	}
	return result;
}

function sameAddress(a: Fields, b: Fields): boolean {
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => a[key] === b[key]);
}
