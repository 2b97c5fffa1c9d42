import { createHash } from 'node:crypto';
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cache, root, server } from './paths.mjs';
import { step } from './progress.mjs';
import { npm, run } from './run.mjs';

const SOURCES = [
	'nodes',
	'credentials',
	'src',
	'icons',
	'package.json',
	'README.md',
	'LICENSE.md',
	'tsconfig.json',
	'tsconfig.build.json',
	'gulpfile.js',
];
/** Packed builds that are kept, since an n8n that is still running may read from an older one. */
const KEPT_PACKAGES = 3;

const packageJson = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function addToHash(hash, path) {
	if (!existsSync(path)) return;
	if (statSync(path).isDirectory()) {
		for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name));
		return;
	}
	hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
}

/** One word for the state of everything that goes into the package. */
export function sourcesHash() {
	const hash = createHash('sha256');
	for (const source of SOURCES) addToHash(hash, join(root, source));
	return hash.digest('hex').slice(0, 16);
}

/** Builds `dist` unless it stands for these very sources. */
export async function build() {
	const stamp = join(cache, 'build.txt');
	const hash = sourcesHash();
	if (existsSync(join(root, 'dist')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash)
		return;
	rmSync(stamp, { force: true });
	await step('Building the package', () => npm(['run', '--silent', 'build']));
	mkdirSync(cache, { recursive: true });
	writeFileSync(stamp, hash);
}

/**
 * The folder of the packed build with its production dependencies, made as n8n makes it when a user
 * installs the package:
 * `npm pack`, unpack, drop what is not for production, `npm install`.
 */
export async function packedPackage() {
	const packages = join(cache, 'package');
	const home = join(packages, sourcesHash());
	const folder = join(home, 'node_modules', packageJson().name);
	if (existsSync(folder)) return folder;
	await step('Packing the package as n8n installs it', () =>
		pack(`${home}.part-${process.pid}`, home),
	);
	forgetOld(packages);
	return folder;
}

async function pack(part, home) {
	const { name, version } = packageJson();
	const folder = join(part, 'node_modules', name);
	mkdirSync(folder, { recursive: true });
	await npm(['pack', '--pack-destination', part]);
	const unpacked = await run('tar', [
		'-xzf',
		join(part, `${name}-${version}.tgz`),
		'-C',
		folder,
		'--strip-components=1',
	]);
	if (unpacked.code !== 0) throw new Error(`The package could not be unpacked: ${unpacked.output}`);
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	for (const key of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[key];
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
	await npm(
		[
			'install',
			'--install-strategy=shallow',
			'--ignore-scripts',
			'--package-lock=false',
			'--no-audit',
			'--no-fund',
			'--prefer-offline',
		],
		folder,
	);
	linkWorkflow(part);
	rmSync(home, { recursive: true, force: true });
	renameSync(part, home);
}

/**
 * In a user's folder nothing above the package holds `n8n-workflow`, so that Node falls back to
 * n8n's own copy.
 * Here the checkout's copy for tests lies above; errors of two copies are strangers to each other,
 * hence this link.
 */
function linkWorkflow(part) {
	const target = join(server, 'node_modules/n8n-workflow');
	if (existsSync(target)) symlinkSync(target, join(part, 'node_modules/n8n-workflow'), 'junction');
}

function forgetOld(packages) {
	const homes = readdirSync(packages).map((name) => join(packages, name));
	homes.sort((a, b) => lstatSync(b).mtimeMs - lstatSync(a).mtimeMs);
	for (const old of homes.slice(KEPT_PACKAGES)) rmSync(old, { recursive: true, force: true });
}
