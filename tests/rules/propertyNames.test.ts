import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourceFiles } from '../../scripts/house/imports';

/** Where the usual prefix stands. */
const ALLOWED = new Set(['src/core/records/names.ts']);
const NAMED = /quickbooks_\w/;

it('no code names a property of ours: the credential says what it begins with', () => {
	const naming = ['src', 'nodes']
		.flatMap((folder) => sourceFiles(folder))
		.filter((file) => !ALLOWED.has(file) && NAMED.test(readFileSync(join(root, file), 'utf8')));
	expect(naming).toEqual([]);
});
