import { decline, quoted } from '../../core/decline';
import type { GivenLine } from '../../core/invoice/lines/givenLines';
import type { InvoiceSource } from '../../core/invoice/request/request';
import type { FormReader } from './form';
import { asDateText, withoutUndefined } from './values';

/** A line as the form has it, whose pickers and names differ from the plain values of the core. */
interface LineParameter extends Omit<GivenLine, 'itemId' | 'taxCodeId' | 'servedOn' | 'classId'> {
	item?: unknown;
	taxCode?: unknown;
	serviceDate?: unknown;
	class?: unknown;
}

/**
 * What the lines of the invoice are taken from: a quote, lines of the form, or the deal's line items.
 * @throws Declined when the quote's ID is not a number, or the JSON is not a list of lines
 */
export function readInvoiceSource(form: FormReader): InvoiceSource {
	if (form.choice('source', ['quote', 'scratch']) === 'quote') {
		const quoteId = form.id('quote');
		if (quoteId && !/^\d+$/.test(quoteId))
			decline(
				'Quote',
				`Quote: "${quoted(quoteId)}" is not a HubSpot quote ID.`,
				'Choose a quote from the list, or enter its ID, which is a number.',
			);
		return { kind: 'quote', ...(quoteId && { quoteId }) };
	}
	const { line: entered = [] } = form.collection<{ line?: LineParameter[] }>('lines');
	const lines = entered.length > 0 ? entered : readLinesJson(form);
	return lines.length > 0
		? { kind: 'lines', lines: lines.map((line) => toLine(form, line)) }
		: { kind: 'deal' };
}

/** @throws Declined when the text is not a list of lines */
function readLinesJson(form: FormReader): LineParameter[] {
	const given = form.json('linesJson');
	if (given === undefined) return [];
	const isList =
		Array.isArray(given) &&
		given.every((line) => typeof line === 'object' && line !== null && !Array.isArray(line));
	return isList
		? (given as LineParameter[])
		: decline(
				'Lines as JSON',
				'The lines are not a list of JSON objects.',
				'Enter a list such as [{ "item": "19", "quantity": 2, "unitPrice": 45 }].',
			);
}

function toLine(form: FormReader, line: LineParameter): GivenLine {
	const readId = (field: 'item' | 'taxCode' | 'class') =>
		form.idIn(line[field], `lines.line.${field}`);
	const readText = (field: 'name' | 'sku' | 'description') =>
		form.textIn(line[field], `lines.line.${field}`);
	const optional = {
		kind: line.kind || undefined,
		itemId: readId('item'),
		taxCodeId: readId('taxCode'),
		classId: readId('class'),
		name: readText('name'),
		sku: readText('sku'),
		description: readText('description'),
		servedOn: asDateText(line.serviceDate),
		unitPrice: line.unitPrice ?? undefined,
	};
	return {
		...withoutUndefined(optional),
		quantity: line.quantity ?? 1,
		discountPercent: line.discountPercent ?? 0,
		discountAmount: line.discountAmount ?? 0,
	};
}
