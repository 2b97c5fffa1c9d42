import { sameText } from './texts';

/** One place where the sandbox's reply differs from the recorded reply. */
export interface Difference {
	/** JSON path in the reply, `status` for the HTTP status. */
	path: string;
	problem: string;
}

/** Keys that identify an entry of a list; the first key that all entries have is used. */
const KEYS = ['bId', 'Id', 'DefinitionId'];

/**
 * Compares two replies: keys at every depth, JSON types, number of entries, codes and fixed texts.
 * Ids, times, names and amounts are not compared. Entries of lists are matched by their Id if they
 * have one, otherwise by their position.
 */
export function compare(recorded: unknown, actual: unknown, path = '$'): Difference[] {
	const [expected, met] = [typeName(recorded), typeName(actual)];
	if (expected !== met)
		return [{ path, problem: `recorded as ${expected}, ${met} in the sandbox` }];
	if (Array.isArray(recorded)) return compareLists(recorded, actual as unknown[], path);
	if (typeof recorded === 'object' && recorded !== null)
		return compareObjects(
			recorded as Record<string, unknown>,
			actual as Record<string, unknown>,
			path,
		);
	if (typeof recorded === 'string' && !sameText(path, recorded, actual as string))
		return [
			{
				path,
				problem: `recorded as ${quote(recorded)}, ${quote(actual as string)} in the sandbox`,
			},
		];
	return [];
}

function compareObjects(
	recorded: Record<string, unknown>,
	actual: Record<string, unknown>,
	path: string,
): Difference[] {
	const differences: Difference[] = [];
	for (const [key, value] of Object.entries(recorded)) {
		const at = `${path}${step(key)}`;
		if (key in actual) differences.push(...compare(value, actual[key], at));
		else differences.push({ path: at, problem: 'recorded, absent in the sandbox' });
	}
	for (const key of Object.keys(actual))
		if (!(key in recorded))
			differences.push({
				path: `${path}${step(key)}`,
				problem: 'not recorded, present in the sandbox',
			});
	return differences;
}

function compareLists(recorded: unknown[], actual: unknown[], path: string): Difference[] {
	const key = KEYS.find((name) =>
		[...recorded, ...actual].every((entry) => isObject(entry) && typeof entry[name] === 'string'),
	);
	const [old, now] = key === undefined ? [[], []] : [keysOf(recorded, key), keysOf(actual, key)];
	// Entries that both sides created, such as lines, have different Ids; match them by position.
	const matched =
		new Set(old).size === old.length &&
		(old.length !== now.length || old.every((value) => now.includes(value)));
	if (key !== undefined && old.length > 0 && matched)
		return compareByKey(recorded, actual, { old, now, path });
	const differences = recorded
		.slice(0, actual.length)
		.flatMap((entry, index) => compare(entry, actual[index], `${path}[${index}]`));
	if (recorded.length !== actual.length)
		differences.push({
			path,
			problem: `recorded with ${recorded.length} entries, ${actual.length} in the sandbox`,
		});
	return differences;
}

/** Reports entries that only one side has, and compares the entries that both sides have. */
function compareByKey(
	recorded: unknown[],
	actual: unknown[],
	{ old, now, path }: { old: string[]; now: string[]; path: string },
): Difference[] {
	const byKey = new Map(now.map((value, index) => [value, actual[index]]));
	const both = recorded.flatMap((entry, index) => {
		const value = old[index] as string;
		return byKey.has(value)
			? compare(entry, byKey.get(value), `${path}[${index}]`)
			: [{ path: `${path}[${index}]`, problem: `recorded entry ${value}, absent in the sandbox` }];
	});
	const known = new Set(old);
	return [
		...both,
		...now
			.filter((value) => !known.has(value))
			.map((value) => ({ path, problem: `entry ${value} not recorded, present in the sandbox` })),
	];
}

function keysOf(list: unknown[], key: string): string[] {
	return list.map((entry) => (entry as Record<string, string>)[key] as string);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	return Array.isArray(value) ? 'list' : typeof value;
}

function step(key: string): string {
	return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function quote(text: string): string {
	return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
