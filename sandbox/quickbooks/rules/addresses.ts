import type { RequestContext } from '../context';
import type { Fields } from '../records';

/**
 * Gives addresses their ids. One that stays as it was keeps its id; a changed one keeps it only
 * where it is its owner's own
 * (a customer's), since an invoice may share its customer's address.
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
		const id =
			same || (whenChanged === 'kept' && oldId !== undefined)
				? oldId
				: whenChanged === 'new' && before === undefined && sentId !== undefined
					? sentId
					: context.records.nextOf('addresses');
		result[name] = { Id: id, ...content };
	}
	return result;
}

function sameAddress(a: Fields, b: Fields): boolean {
	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...keys].every((key) => a[key] === b[key]);
}
