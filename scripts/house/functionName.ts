import ts from 'typescript';

/** Its own name, that of what it is given to, the call that takes it, or what it stands in. */
export function nameOfFunction(node: ts.Node): string {
	if (ts.isSourceFile(node)) return 'the module';
	const own = (node as ts.FunctionLikeDeclaration).name ?? (node.parent as { name?: ts.Node }).name;
	if (own) return own.getText();
	if (ts.isConstructorDeclaration(node)) return `the constructor of ${nameOfFunction(node.parent)}`;
	const test = titleOfTest(node.parent);
	if (test !== undefined) return test;
	let outer = node.parent;
	while (outer.parent && !ts.isFunctionLike(outer)) outer = outer.parent;
	return `an arrow function in ${nameOfFunction(outer)}`;
}

/** What a test is called, where the function is the callback of one. */
function titleOfTest(call: ts.Node): string | undefined {
	if (!ts.isCallExpression(call)) return undefined;
	const [title] = call.arguments;
	return title && ts.isStringLiteralLike(title) ? `"${title.text}"` : undefined;
}
