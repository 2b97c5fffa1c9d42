import { hashOf } from '../mark';
import type { Value } from './fields/values';

/**
 * What both sides agreed on when they were last synced, as a fingerprint of each field. It stands
 * on the HubSpot record, so it
 * outlives any server, and tells afterwards which side changed a field; without it a write of our
 * own would look like an edit.
 */
export type Base = ReadonlyMap<string, string>;

const VERSION = 'v1';

/** Anything but our own form is no base. */
export function readBase(text: string | null | undefined): Base {
	const [version, ...parts] = (text ?? '').split(' ');
	if (version !== VERSION) return new Map();
	return new Map(
		parts.flatMap((part) => {
			const at = part.lastIndexOf('=');
			return at > 0 ? [[part.slice(0, at), part.slice(at + 1)] as const] : [];
		}),
	);
}

export function writeBase(base: Base): string {
	return [
		VERSION,
		...[...base]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([property, mark]) => `${property}=${mark}`),
	].join(' ');
}

/** Where the two hashes of a fingerprint start; they are stored, so these must not change. */
const STARTS = [0x811c9dc5, 0x9747b28c];

/** Short, and the same for the same text: two hashes with different starts. */
export function fingerprint(value: Value): string {
	return STARTS.map((start) => hashOf(value, start).toString(36)).join('');
}
