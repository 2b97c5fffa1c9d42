import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

export const root = resolve(__dirname, '../..');

/**
 * One import of a source file: `target` is a path from the root for our own files, else the
 * package's or built-in's name.
 */
export interface Import {
	file: string;
	line: number;
	target: string;
	typeOnly: boolean;
}

/**
 * Every TypeScript file under a folder, as paths from the root; none where the folder does not
 * exist.
 *
 * @param base another checkout's root
 */
export function sourceFiles(folder: string, base = root): string[] {
	const path = join(base, folder);
	if (!statSync(path, { throwIfNoEntry: false })) return [];
	const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
	return names
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name).replaceAll('\\', '/'))
		.sort();
}

/**
 * Imports, re-exports, `import()`, `import x = require()`, `require()` and `typeof import()`, in
 * the file's order.
 */
export function importsOf(file: string, text?: string, base = root): Import[] {
	const source = ts.createSourceFile(
		file,
		text ?? readFileSync(join(base, file), 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const found: Import[] = [];
	const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean) => {
		if (!specifier || !ts.isStringLiteralLike(specifier)) return;
		const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
		found.push({ file, line, target: targetOf(file, specifier.text), typeOnly });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node))
			add(node, node.moduleSpecifier, isTypeOnly(node.importClause));
		else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isExternalModuleReference(node)) add(node, node.expression, false);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			add(node, node.argument.literal, true);
		else if (
			ts.isCallExpression(node) &&
			(node.expression.kind === ts.SyntaxKind.ImportKeyword ||
				node.expression.getText() === 'require')
		)
			add(node, node.arguments[0], false);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
	if (!clause) return false;
	if (clause.isTypeOnly) return true;
	const named = clause.namedBindings;
	return (
		!clause.name &&
		named !== undefined &&
		ts.isNamedImports(named) &&
		named.elements.length > 0 &&
		named.elements.every((element) => element.isTypeOnly)
	);
}

function targetOf(file: string, specifier: string): string {
	if (specifier.startsWith('.'))
		return relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/');
	if (specifier.startsWith('node:')) return specifier;
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}
