import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { fileName, type Finding } from './finding';
import { nameOfFunction } from './functionName';
import { root, sourceFiles } from './imports';

export const MOST = {
	functionLines: 39,
	sourceLines: 249,
	testLines: 299,
	columns: 100,
	files: 12,
};
/** Prettier counts a tab as so many columns. */
const TAB_COLUMNS = 2;

/** Texts of the files of a folder, by path from the root. */
export type Texts = ReadonlyMap<string, string>;

export function readTexts(folders: readonly string[], base = root): Texts {
	return new Map(
		folders
			.flatMap((folder) => sourceFiles(folder, base))
			.map((file) => [file, readFileSync(join(base, file), 'utf8')]),
	);
}

export function countLines(text: string): number {
	return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

export function longFileFindings(texts: Texts, most: number): Finding[] {
	return [...texts].flatMap(([file, text]) => {
		const lines = countLines(text);
		return lines > most
			? [
					{
						key: fileName(file),
						place: `${file}:${lines}`,
						text: `The file has ${lines} lines, more than ${most}. Cut out a piece that has a name of its own: what it decides, or what it reads.`,
					},
				]
			: [];
	});
}

export function wideLineFindings(texts: Texts): Finding[] {
	return [...texts].flatMap(([file, text]) =>
		text.split('\n').flatMap((line, index) => {
			const columns = line.replaceAll('\t', ' '.repeat(TAB_COLUMNS)).length;
			return columns > MOST.columns
				? [
						{
							key: fileName(file),
							place: `${file}:${index + 1}`,
							text: `The line is ${columns} columns wide. Cut a text at the end of a sentence.`,
						},
					]
				: [];
		}),
	);
}

/** Functions, methods and arrow functions, without the callbacks that group tests. */
export function longFunctionFindings(texts: Texts, most = MOST.functionLines): Finding[] {
	return [...texts].flatMap(([file, text]) => {
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
		const found: Finding[] = [];
		const visit = (node: ts.Node): void => {
			ts.forEachChild(node, visit);
			if (!hasBody(node) || isDescribe(node)) return;
			const [start, end] = [node.getStart(), node.end].map(
				(position) => source.getLineAndCharacterOfPosition(position).line + 1,
			) as [number, number];
			const lines = end - start + 1;
			if (lines > most)
				found.push({
					key: nameOfFunction(node),
					place: `${file}:${start}`,
					text: `${nameOfFunction(node)} has ${lines} lines, more than ${most}. Give a part of it a name that says what it decides.`,
				});
		};
		visit(source);
		return found;
	});
}

function hasBody(node: ts.Node): boolean {
	return ts.isFunctionLike(node) && (node as ts.FunctionLikeDeclaration).body !== undefined;
}

function isDescribe({ parent }: ts.Node): boolean {
	return parent && ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText());
}

/** Files that lie directly in each folder. */
export function countPerFolder(files: Iterable<string>): Map<string, number> {
	const counts = new Map<string, number>();
	for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
	return counts;
}

export function fullFolderFindings(files: Iterable<string>, most = MOST.files): Finding[] {
	return [...countPerFolder(files)].flatMap(([folder, count]) =>
		count > most
			? [
					{
						key: folder,
						place: folder,
						text: `The folder holds ${count} files, more than ${most}. Put those that decide one thing together into a folder named after it.`,
					},
				]
			: [],
	);
}
