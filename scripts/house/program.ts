import { join } from 'node:path';
import ts from 'typescript';
import { root, sourceFiles } from './imports';

/** Everything in which an export of ours may be used. */
export const FOLDERS = [
	'src',
	'nodes',
	'credentials',
	'sandbox',
	'scripts',
	'tests',
	'benchmarks',
] as const;

/** The compiler's own data about our files. Packages are left out: nothing is asked of them. */
export interface Project {
	checker: ts.TypeChecker;
	/** By path from the root. */
	files: ReadonlyMap<string, ts.SourceFile>;
	pathOf(source: ts.SourceFile): string;
}

const OPTIONS: ts.CompilerOptions = {
	target: ts.ScriptTarget.ES2023,
	module: ts.ModuleKind.Node16,
	moduleResolution: ts.ModuleResolutionKind.Node16,
	noLib: true,
	types: [],
	skipLibCheck: true,
};

/** @param base another checkout's root */
export function loadProject(base = root): Project {
	const names = FOLDERS.flatMap((folder) => sourceFiles(folder, base));
	const host = ts.createCompilerHost(OPTIONS, true);
	host.resolveModuleNameLiterals = (literals, file, _redirected, options) =>
		literals.map(({ text }) =>
			text.startsWith('.')
				? ts.resolveModuleName(text, file, options, host)
				: { resolvedModule: undefined },
		);
	const program = ts.createProgram(
		names.map((name) => join(base, name)),
		OPTIONS,
		host,
	);
	const files = new Map<string, ts.SourceFile>();
	for (const name of names) {
		const source = program.getSourceFile(join(base, name));
		if (source) files.set(name, source);
	}
	return {
		checker: program.getTypeChecker(),
		files,
		pathOf: ({ fileName }) => fileName.slice(base.length + 1),
	};
}
