import { readFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { relative } from 'node:path';
import ts from 'typescript';
import { nameOfFunction } from '../../../scripts/house/functionName';
import { root } from '../../../scripts/house/imports';

/** A function of ours. */
export interface OwnFunction {
	/** Its file and line, from the root. */
	place: string;
	/** Its name, or what an arrow function without a name is given to or stands in. */
	name: string;
	/** Whether its caller waits for a promise that this function makes. */
	isAwaited: boolean;
}

const sources = new Map<string, ts.SourceFile>();
const known = new Map<string, OwnFunction>();

/** @param place file, line and column of a place in compiled code, as a stack has them */
export function functionAt(place: string): OwnFunction {
	const found = known.get(place) ?? enclosing(place);
	known.set(place, found);
	return found;
}

function enclosing(place: string): OwnFunction {
	const [, file = '', line = '1', column = '1'] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
	const origin = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
	const source = sourceOf(file);
	const position =
		origin && 'originalLine' in origin
			? [origin.originalLine, origin.originalColumn]
			: [Number(line) - 1, Number(column) - 1];
	const [row = 0, start = 0] = position;
	const found = innermost(source, source.getPositionOfLineAndCharacter(row, start));
	const { line: at } = source.getLineAndCharacterOfPosition(found.getStart());
	return {
		place: `${relative(root, file)}:${at + 1}`,
		name: nameOfFunction(found),
		isAwaited: makesPromise(found),
	};
}

/** What makes a promise out of others, or of nothing. */
const COMBINING = /^(then|catch|finally|all|allSettled|race|any)$/;

/**
 * A function is suspended until the request is answered when it is async. One that joins promises
 * by hand stands in the way all the same; one that only passes a promise on does not.
 */
function makesPromise(found: ts.Node): boolean {
	if (!ts.isFunctionLike(found)) return false;
	if (ts.canHaveModifiers(found) && isAsync(found)) return true;
	let makes = false;
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		makes ||= isPromiseMade(node);
		ts.forEachChild(node, visit);
	};
	ts.forEachChild(found, visit);
	return makes;
}

function isAsync(found: ts.HasModifiers): boolean {
	return (ts.getModifiers(found) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
}

function isPromiseMade(node: ts.Node): boolean {
	if (ts.isNewExpression(node)) return node.expression.getText() === 'Promise';
	return (
		ts.isCallExpression(node) &&
		ts.isPropertyAccessExpression(node.expression) &&
		COMBINING.test(node.expression.name.text)
	);
}

function sourceOf(file: string): ts.SourceFile {
	const source =
		sources.get(file) ??
		ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	sources.set(file, source);
	return source;
}

function innermost(source: ts.SourceFile, position: number): ts.Node {
	let found: ts.Node = source;
	const visit = (node: ts.Node): void => {
		if (position < node.getStart() || position >= node.end) return;
		if (ts.isFunctionLike(node)) found = node;
		ts.forEachChild(node, visit);
	};
	ts.forEachChild(source, visit);
	return found;
}
