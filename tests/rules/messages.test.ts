import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import ts from 'typescript';
import { HubspotInvoicingOAuth2Api } from '../../credentials/HubspotInvoicingOAuth2Api.credentials';
import { HubspotServiceKeyApi } from '../../credentials/HubspotServiceKeyApi.credentials';
import { QuickBooksInvoicingOAuth2Api } from '../../credentials/QuickBooksInvoicingOAuth2Api.credentials';
import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node';
import { CreateQuickBooksInvoice } from '../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { DealStageTrigger } from '../../nodes/DealStageTrigger/DealStageTrigger.node';
import { InvoiceStatusTrigger } from '../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import { ReadInvoicingData } from '../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { SyncContact } from '../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node';
import { SyncProduct } from '../../nodes/SyncProduct/SyncProduct.node';
import { mustBeSentences } from '../support/sentences';
import { root, sourceFiles } from '../../scripts/house/imports';

/** One text of a source file; where a value is filled in, it has `${}`. */
interface Text {
	where: string;
	text: string;
	/** What it is for: `message`, `remedy`, `warnings`; undefined where that cannot be seen. */
	role?: string;
}

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isTemplateExpression(node))
		return node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('');
	return undefined;
}

/** By the property that it is given to, or by its place in a call of `decline`. */
function roleOf(node: ts.Node): string | undefined {
	const { parent } = node;
	if (ts.isPropertyAssignment(parent))
		return isFragment(parent) ? undefined : parent.name.getText();
	if (ts.isConditionalExpression(parent) && node !== parent.condition) return roleOf(parent);
	if (
		ts.isArrayLiteralExpression(parent) &&
		ts.isPropertyAssignment(parent.parent) &&
		parent.parent.name.getText() === 'warnings'
	)
		return 'warning';
	if (!ts.isCallExpression(parent)) return undefined;
	const called = parent.expression.getText();
	if (called === 'warnings.push' || called.endsWith('.warnings.push')) return 'warning';
	return called === 'decline'
		? ['field', 'message', 'remedy'][parent.arguments.indexOf(node as ts.Expression)]
		: undefined;
}

/**
 * What stands beside a kind of failure is put into a sentence of that kind, in src/n8n/errors.ts.
 */
function isFragment({ parent }: ts.PropertyAssignment): boolean {
	return parent.properties.some(({ name }) => name?.getText() === 'kind');
}

function textsOf(file: string, source = readFileSync(join(root, file), 'utf8')): Text[] {
	const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const found: Text[] = [];
	const visit = (node: ts.Node): void => {
		const text = textOf(node);
		const role = text === undefined ? undefined : roleOf(node);
		if (text !== undefined)
			found.push({
				where: `${file}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
				text,
				...(role && { role }),
			});
		ts.forEachChild(node, visit);
	};
	visit(parsed);
	return found;
}

const texts = sourceFiles('src').flatMap((file) => textsOf(file));
const SENTENCES = new Set(['message', 'remedy', 'warning']);

/**
 * What a person reads starts with a capital, a quotation mark or a value, and ends like a sentence
 * or with a value.
 */
function isSentence(text: string): boolean {
	return text === '' || (/^(?:[A-Z"]|\$\{\}|n8n )/.test(text) && /(?:[.…]|\$\{\})$/.test(text));
}

const forms = [
	CreateQuickBooksInvoice,
	AttachInvoice,
	SyncContact,
	SyncProduct,
	SyncInvoice,
	ReadInvoicingData,
	InvoiceStatusTrigger,
	DealStageTrigger,
].map((Node) => new Node().description.properties);
const credentials = [
	new HubspotServiceKeyApi(),
	new HubspotInvoicingOAuth2Api(),
	new QuickBooksInvoicingOAuth2Api(),
].map(({ properties }) => properties);

type FormPart = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** Every name that a form shows: fields, groups and choices. */
function namesIn(fields: readonly FormPart[]): string[] {
	return fields.flatMap((field) => {
		const own = 'displayName' in field ? field.displayName : field.name;
		return [own, ...namesIn(partsOf(field))];
	});
}

function partsOf(field: FormPart): readonly FormPart[] {
	if ('values' in field) return field.values;
	return 'options' in field ? (field.options ?? []) : [];
}

/** Names that HubSpot and Intuit show on their own pages. */
const THEIRS = ['Association type ID values', 'Intuit App Partner Program'];

describe('what messages say', () => {
	it('messages, remedies and warnings are sentences', () => {
		const wrong = texts.filter(({ role = '', text }) => SENTENCES.has(role) && !isSentence(text));
		expect(wrong.map(({ where, text }) => `${where} ${text}`)).toEqual([]);
	});

	it('a field or choice that they quote is on a form under that name', () => {
		const shown = new Set([...[...forms, ...credentials].flatMap(namesIn), ...THEIRS]);
		const quotedNames = texts.flatMap(({ where, text }) =>
			[...text.matchAll(/"([A-Z][A-Za-z' -]+)"/g)].map(([, name = '']) => ({ where, name })),
		);
		expect(quotedNames.length).toBeGreaterThan(20);
		expect(
			quotedNames
				.filter(({ name }) => !shown.has(name))
				.map(({ where, name }) => `${where} ${name}`),
		).toEqual([]);
	});
});

describe('the rule itself', () => {
	it.each([
		[{ warnings: ['It is so.', 'invoice 7 is so.'] }, /No sentence: invoice 7 is so\./],
		[{ details: { reason: 'It is so' } }, /No sentence: It is so$/],
		[
			{ warnings: ['"x" is so.', 'It is so …'], reason: 'It is so (request 7)', remedy: '' },
			undefined,
		],
	])('looks at what a run says: %j', (json, message) => {
		const check = () =>
			mustBeSentences({
				error: undefined,
				items: (_node, output) => (output === 1 ? [] : [{ json }]),
			});
		if (message) expect(check).toThrow(message);
		else expect(check).not.toThrow();
	});

	it.each([
		["decline('Share', 'the share is 0.', 'Enter more.')", ['message']],
		["decline('Share', 'The share is 0', 'Enter more')", ['message', 'remedy']],
		['const problem = { message: isBad ? `it is ${bad}.` : `It is ${good}.` };', ['message']],
		["read.warnings.push('left out')", ['warning']],
	])('finds %s', (source, roles) => {
		const found = textsOf('src/core/example.ts', source).filter(
			({ role = '', text }) => SENTENCES.has(role) && !isSentence(text),
		);
		expect(found.map(({ role }) => role)).toEqual(roles);
	});
});
