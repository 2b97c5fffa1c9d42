import ts from 'typescript';
import type { Finding } from './finding';
import { FOLDERS, type Project } from './program';

/** A name that a file exports and declares itself. */
interface OwnExport {
	name: string;
	file: string;
	line: number;
	symbol: ts.Symbol;
}

function resolveAlias({ checker }: Project, symbol: ts.Symbol): ts.Symbol {
	return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Re-exports of what another file declares are left out. */
export function ownExports(project: Project, folder: string): OwnExport[] {
	return [...project.files].flatMap(([file, source]) => {
		const module = project.checker.getSymbolAtLocation(source);
		if (!module || !file.startsWith(`${folder}/`)) return [];
		return project.checker.getExportsOfModule(module).flatMap((exported) => {
			const symbol = resolveAlias(project, exported);
			const declaration = symbol.declarations?.[0];
			if (declaration?.getSourceFile() !== source) return [];
			const { line } = source.getLineAndCharacterOfPosition(declaration.getStart());
			return [{ name: exported.name, file, line: line + 1, symbol }];
		});
	});
}

export function exportedTwiceFindings(project: Project): Finding[] {
	const places = new Map<string, OwnExport[]>();
	for (const one of ownExports(project, 'src'))
		places.set(one.name, [...(places.get(one.name) ?? []), one]);
	return [...places].flatMap(([name, [first, ...others]]) =>
		first && others.length > 0
			? [
					{
						key: name,
						place: `${first.file}:${first.line}`,
						text:
							`${name} is exported with ${others.length + 1} meanings, also in ` +
							`${others.map(({ file, line }) => `${file}:${line}`).join(', ')}. ` +
							'Give each the name of what it is, or keep one if they are the same.',
					},
				]
			: [],
	);
}

/** n8n loads these by their files' names. */
const LOADED_BY_N8N = /\.(node|credentials)\.ts$/;

export function unusedExportFindings(project: Project): Finding[] {
	const used = usedElsewhere(project);
	return FOLDERS.flatMap((folder) => ownExports(project, folder))
		.filter(({ file, symbol }) => !LOADED_BY_N8N.test(file) && !used.has(symbol))
		.map(({ name, file, line }) => ({
			key: name,
			place: `${file}:${line}`,
			text: `Only its own file uses ${name}. Take the word export away, or the declaration where nothing uses it.`,
		}));
}

/** What is imported, re-exported or loaded by another file. */
function usedElsewhere(project: Project): ReadonlySet<ts.Symbol> {
	const used = new Set<ts.Symbol>();
	for (const source of project.files.values()) {
		const visit = (node: ts.Node): void => {
			for (const symbol of importedBy(project, node)) used.add(resolveAlias(project, symbol));
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	return used;
}

function importedBy({ checker }: Project, node: ts.Node): ts.Symbol[] {
	if (ts.isImportSpecifier(node) || ts.isImportClause(node)) return symbolOf(checker, node.name);
	if (ts.isExportSpecifier(node) && node.parent.parent.moduleSpecifier)
		return symbolOf(checker, node.name);
	const whole = wholeModule(node);
	const module = whole && checker.getSymbolAtLocation(whole);
	return module ? checker.getExportsOfModule(module) : [];
}

function symbolOf(checker: ts.TypeChecker, name: ts.Node | undefined): ts.Symbol[] {
	const symbol = name && checker.getSymbolAtLocation(name);
	return symbol ? [symbol] : [];
}

/** The module that `import * as x`, `import()`, `typeof import()` or `require()` takes whole. */
function wholeModule(node: ts.Node): ts.Node | undefined {
	if (ts.isNamespaceImport(node)) return node.parent.parent.moduleSpecifier;
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
		return node.argument.literal;
	if (!ts.isCallExpression(node)) return undefined;
	const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
	return isImport || node.expression.getText() === 'require' ? node.arguments[0] : undefined;
}
