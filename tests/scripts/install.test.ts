import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const script = pathToFileURL(join(__dirname, '../../scripts/setup/install.mjs')).href;

/**
 * The scripts are ECMAScript modules that run before anything is installed, hence a Node of their
 * own.
 */
function isInstalled(folder: string): boolean {
	const code = `import(${JSON.stringify(script)}).then(({ isInstalled }) => console.log(isInstalled(${JSON.stringify(folder)})))`;
	return execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }).trim() === 'true';
}

describe('what counts as installed', () => {
	let folder: string;
	const lock = (file: string, packages: Record<string, object>) =>
		writeFileSync(join(folder, file), JSON.stringify({ packages }));
	const wanted = {
		'': {},
		'node_modules/a': { version: '1.0.0' },
		'node_modules/b': { version: '2.0.0', optional: true },
	};

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'installed-'));
		mkdirSync(join(folder, 'node_modules'));
		lock('package-lock.json', wanted);
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('is nothing without npm’s own record, as after an install that was cut short', () => {
		expect(isInstalled(folder)).toBe(false);
	});

	it.each([
		[
			'all of the lock file',
			{ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
			true,
		],
		['all but a package for another platform', { 'node_modules/a': { version: '1.0.0' } }, true],
		['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
		['nothing of it', {}, false],
	])('%s', (_name, installed, expected) => {
		lock('node_modules/.package-lock.json', installed);
		expect(isInstalled(folder)).toBe(expected);
	});
});
