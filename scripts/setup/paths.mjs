import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const server = join(root, 'server');
export const cache = join(root, '.cache');

/** What n8n's own `engines` asks for. */
const NEEDED_NODE = 24;

/**
 * The Node that runs everything but the installing: the `node` package's, since the machine's may
 * be older than n8n needs.
 * @throws Error when there is neither that one nor a machine's Node that is new enough
 */
export function newNode() {
	const packaged = join(
		root,
		'node_modules/node/bin',
		process.platform === 'win32' ? 'node.exe' : 'node',
	);
	if (existsSync(packaged)) return packaged;
	if (Number(process.versions.node.split('.')[0]) >= NEEDED_NODE) return process.execPath;
	throw new Error(
		`n8n needs Node ${NEEDED_NODE} or newer, and the package "node" that would bring it is not installed: run "npm rebuild node --ignore-scripts=false"`,
	);
}
