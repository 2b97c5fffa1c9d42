/**
 * Freezes a plan with all that it holds, so that a change of it fails where it is made.
 *
 * @returns the same value
 */
export function deepFreeze<T>(value: T): T {
	freezeOnce(value, new Set());
	return value;
}

function freezeOnce(value: unknown, seen: Set<unknown>): void {
	if (typeof value !== 'object' || value === null || seen.has(value)) return;
	seen.add(value);
	if (value instanceof Map || value instanceof Set) {
		forbidChanges(value);
		for (const [key, inner] of value.entries()) {
			freezeOnce(key, seen);
			freezeOnce(inner, seen);
		}
	}
	for (const inner of Object.values(value)) freezeOnce(inner, seen);
	Object.freeze(value);
}

/** Freezing alone does not keep a map or a set from changing. */
function forbidChanges(collection: Map<unknown, unknown> | Set<unknown>): void {
	const refuse = () => {
		throw new TypeError('a plan does not change');
	};
	for (const name of ['set', 'add', 'delete', 'clear'])
		if (name in collection) Object.defineProperty(collection, name, { value: refuse });
}
