import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactKind } from '../src/core/contact/fields';
import { customInvoiceFields, invoiceFields } from '../src/core/invoice/record/syncFields';
import { productKind } from '../src/core/product/fields';
import { propertyNames } from '../src/core/records/names';
import type { FieldMapping, QuickBooksField, SyncKind } from '../src/core/sync/types';

const PAGE = join(__dirname, '..', 'docs', 'mapping.md');
/** The end of what is written by hand. */
const MARK = 'a test fails when it is out of date. -->\n';

const cell = (text: string) => text.replace(/\|/g, '\\|');
const table = (head: string[], rows: string[][]) =>
	[
		`| ${head.join(' | ')} |`,
		`|${head.map(() => '---').join('|')}|`,
		...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
	].join('\n');

function fieldRows(fields: readonly QuickBooksField[]): string[][] {
	return fields.map(({ label, path, type, longest, readOnly }) => [
		label,
		`\`${path}\``,
		longest && !readOnly ? `${type}, up to ${longest}` : type,
		readOnly ? 'to HubSpot only' : 'both ways',
	]);
}

function defaultRows(
	defaults: readonly FieldMapping[],
	fields: readonly QuickBooksField[],
): string[][] {
	return defaults.map(({ property, field }) => [
		`\`${property}\``,
		fields.find(({ path }) => path === field)?.label ?? '',
		`\`${field}\``,
	]);
}

function kindSection(title: string, { defaults, fields, keys, words }: SyncKind): string {
	return `## ${title}

A record is recognised by its stored link, then by ${keys.map(({ name }) => name).join(', then by ')}.

Synced by default:

${table([`HubSpot ${words.hubSpot} property`, `QuickBooks ${words.quickBooks} field`, 'Path'], defaultRows(defaults, fields))}

Fields that you can map to any HubSpot property of the account:

${table(['QuickBooks field', 'Path', 'Type', 'Goes'], fieldRows(fields))}`;
}

/** The part of the page about synced fields, made from the tables that the nodes use. */
function syncedFields(): string {
	const custom = customInvoiceFields({
		customFields: [{ definitionId: '1', name: 'Crew #' }],
	} as unknown as Parameters<typeof customInvoiceFields>[0]);
	return `
# Synced fields

Values are compared as both sides would store them. Numbers and times are compared by their meaning, e-mail addresses without case, choices by label or value. Texts are cut to QuickBooks' length. A state or country is recognised by its name or code, so CA is *California* in a list of states. A state or country that its property cannot hold is left out with a warning; any other value that does not fit fails the record and says why.

${kindSection('Contacts', contactKind)}

${kindSection('Products', productKind)}

## Invoices

An invoice is recognised by its stored link. Every record has ${['lines', 'contact', 'company', 'deal', ...propertyNames().invoice.map((name) => `\`${name}\``)].join(', ')}, and HubSpot's own number, dates, currency and status.

Further fields that you can map to any HubSpot invoice property:

${table(['QuickBooks field', 'Path', 'Type', 'Goes'], fieldRows([...custom, ...invoiceFields]))}
`;
}

/** The page as it is, and as it should be. */
export function mappingPage(): { is: string; due: string } {
	const is = readFileSync(PAGE, 'utf8');
	const end = is.indexOf(MARK);
	if (end < 0) throw new Error(`docs/mapping.md has lost the line that ends in "${MARK.trim()}"`);
	return { is, due: is.slice(0, end + MARK.length) + syncedFields() };
}

if (require.main === module) writeFileSync(PAGE, mappingPage().due);
