import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileName, type Finding } from './finding';
import { importsOf, root, sourceFiles } from './imports';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Who imports whom among the files of a folder; an import of types is one, too. */
function importGraph(folder: string, base = root): Graph {
	const files = sourceFiles(folder, base);
	const known = new Set(files);
	return new Map(
		files.map((file) => [
			file,
			importsOf(file, undefined, base).flatMap(({ target }) =>
				[`${target}.ts`, target.replace(/\.js$/, '.ts'), `${target}/index.ts`].filter(
					(path) => known.has(path) && existsSync(join(base, path)),
				),
			),
		]),
	);
}

/** Tarjan's strongly connected components with more than one file. */
export function findCircles(graph: Graph): string[][] {
	const index = new Map<string, number>();
	const lowest = new Map<string, number>();
	const open: string[] = [];
	const circles: string[][] = [];
	const visit = (file: string): void => {
		const own = index.size;
		index.set(file, own);
		lowest.set(file, own);
		open.push(file);
		for (const target of graph.get(file) ?? []) {
			if (!index.has(target)) visit(target);
			if (open.includes(target))
				lowest.set(file, Math.min(lowest.get(file) ?? own, lowest.get(target) ?? own));
		}
		if (lowest.get(file) !== own) return;
		const circle = open.splice(open.indexOf(file));
		if (circle.length > 1) circles.push(circle.sort());
	};
	for (const file of graph.keys()) if (!index.has(file)) visit(file);
	return circles;
}

export function circleFindings(folder = 'src', base = root): Finding[] {
	return findCircles(importGraph(folder, base)).map((circle) => ({
		key: circle.map(fileName).sort().join(' '),
		place: circle[0] ?? '',
		text:
			`These files import each other in a circle: ${circle.join(', ')}. ` +
			'Move what both sides need, often a type, into a file of its own that imports neither.',
	}));
}
