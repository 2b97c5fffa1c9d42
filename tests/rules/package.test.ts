import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/house/imports';

interface Manifest {
	name: string;
	files: string[];
	n8n: { nodes: string[]; credentials: string[] };
	dependencies: Record<string, string>;
	scripts: Record<string, string>;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;

/** Folders of `nodes/` that hold a node; `shared` holds fields of several. */
const nodeFolders = existsSync(join(root, 'nodes'))
	? readdirSync(join(root, 'nodes')).filter(
			(name) => name !== 'shared' && statSync(join(root, 'nodes', name)).isDirectory(),
		)
	: [];

/** What is, or is about to be, under version control. */
function keptFiles(): string[] {
	const listed = execFileSync(
		'git',
		['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
		{ cwd: root, encoding: 'utf8' },
	);
	return listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

describe('nodes and credentials', () => {
	it.each(nodeFolders)('%s has its class, its codex file and its form', (folder) => {
		const missing = [`${folder}.node.ts`, `${folder}.node.json`, 'properties.ts'].filter(
			(file) => !existsSync(join(root, 'nodes', folder, file)),
		);
		expect(missing).toEqual([]);
	});

	it('package.json lists every node, and none that is not there', () => {
		expect([...manifest.n8n.nodes].sort()).toEqual(
			nodeFolders.map((folder) => `dist/nodes/${folder}/${folder}.node.js`).sort(),
		);
	});

	it('package.json lists every credential, and none that is not there', () => {
		const files = readdirSync(join(root, 'credentials')).filter((file) =>
			file.endsWith('.credentials.ts'),
		);
		expect([...manifest.n8n.credentials].sort()).toEqual(
			files.map((file) => `dist/credentials/${file.replace(/\.ts$/, '.js')}`).sort(),
		);
	});

	it.each(nodeFolders)('the codex file of %s names it in full', (folder) => {
		const codex = JSON.parse(read(`nodes/${folder}/${folder}.node.json`)) as { node: string };
		expect(codex.node).toBe(`${manifest.name}.${folder.charAt(0).toLowerCase()}${folder.slice(1)}`);
	});
});

describe('icons', () => {
	const icons = readdirSync(join(root, 'icons'));

	it.each(icons.filter((icon) => !icon.endsWith('.dark.svg')))(
		'%s has a dark twin that differs',
		(icon) => {
			const dark = icon.replace('.svg', '.dark.svg');
			expect(icons).toContain(dark);
			expect(read(`icons/${dark}`)).not.toBe(read(`icons/${icon}`));
		},
	);

	it('each icon that a node or a credential names is there', () => {
		const users = [
			...nodeFolders.map((folder) => `nodes/${folder}/${folder}.node.ts`),
			...readdirSync(join(root, 'credentials')).map((file) => `credentials/${file}`),
		];
		const named = users
			.filter((file) => file.endsWith('.ts'))
			.flatMap((file) =>
				[...read(file).matchAll(/file:[^'"`]*icons\/([\w.]+\.svg)/g)].map(([, icon]) => icon),
			);
		expect(named.filter((icon) => !icons.includes(icon ?? ''))).toEqual([]);
	});
});

describe('what is published', () => {
	it('is the built folder only, and depends on three libraries', () => {
		expect(manifest.files).toEqual(['dist']);
		expect(Object.keys(manifest.dependencies).sort()).toEqual([
			'@hubspot/api-client',
			'big.js',
			'node-quickbooks',
		]);
	});

	it('runs no script on a user’s machine', () => {
		expect(
			Object.keys(manifest.scripts).filter((name) =>
				/^(pre|post)?(install|prepare|publish|pack)$/.test(name),
			),
		).toEqual([]);
	});
});

/** Whether a package at `path` finds `name` in its own or an outer `node_modules`. */
function isLocked(packages: object, path: string, name: string): boolean {
	if (`${path ? `${path}/` : ''}node_modules/${name}` in packages) return true;
	return (
		path !== '' &&
		isLocked(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
	);
}

describe('what is kept', () => {
	it.each(['package-lock.json', 'server/package-lock.json'])('%s names no registry', (file) => {
		expect(read(file)).not.toMatch(/"resolved"\s*:\s*"https?:/);
	});

	it.each(['package-lock.json', 'server/package-lock.json'])(
		'%s is complete for every platform, else npm ci refuses it',
		(file) => {
			const { packages } = JSON.parse(read(file)) as {
				packages: Record<string, { optionalDependencies?: Record<string, string> }>;
			};
			const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
				Object.keys(optionalDependencies).filter((name) => !isLocked(packages, path, name)),
			);
			expect(missing).toEqual([]);
		},
	);

	it('no file names a path of somebody’s machine', () => {
		const machinePath =
			/(?:^|[\s'"`(=:])(\/(?:home|Users|root|work)\/\w[^\s'"`)]*|[A-Z]:\\Users\\[^\s'"`]*)/;
		const found = keptFiles()
			.filter(
				(file) =>
					/\.(ts|js|mjs|mts|json|md|yml|html|css)$|^\.ci\/|^\.npmrc$/.test(file) &&
					!file.startsWith('tests/rules/'),
			)
			.flatMap((file) => {
				const match = machinePath.exec(read(file));
				return match ? [`${file}: ${match[1]}`] : [];
			});
		expect(found).toEqual([]);
	});

	it('both lock files fit their package.json', () => {
		for (const folder of ['', 'server/']) {
			const { dependencies, devDependencies } = JSON.parse(read(`${folder}package.json`)) as {
				dependencies: object;
				devDependencies?: object;
			};
			const lock = JSON.parse(read(`${folder}package-lock.json`)) as {
				packages: Record<string, { dependencies?: object; devDependencies?: object }>;
			};
			expect(lock.packages['']?.dependencies).toEqual(dependencies);
			expect(lock.packages['']?.devDependencies).toEqual(devDependencies);
		}
	});
});
