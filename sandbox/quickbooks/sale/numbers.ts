import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Draft } from '../rules/rule';

/** Invoices, credit memos and receipts share one sequence; estimates have their own. */
const families: Record<string, string[]> = { Estimate: ['Estimate'] };
const SALES = ['Invoice', 'CreditMemo', 'SalesReceipt'];
const words: Record<string, string> = { CreditMemo: 'Credit Memo', SalesReceipt: 'Sales Receipt' };
const FIRST = 1001n;

/**
 * The number of a sale. With custom numbers, a sale without number has none, and `AUTO_GENERATE` asks
 * for one. Otherwise the company sets the number, and continues after the highest number that was
 * sent.
 * @throws Fault 6140 if the number is taken, unless the request allows duplicates
 */
export function docNumber(context: RequestContext, draft: Draft): string | undefined {
	const { customTxnNumbers } = context.company.settings;
	const family = families[draft.entity.name] ?? SALES;
	const number = draft.fields['DocNumber'] as string | undefined;
	const sentNumber = typeof draft.sent['DocNumber'] === 'string';
	if (customTxnNumbers && number === undefined) return undefined;
	const wantsOne = number === undefined || (number === 'AUTO_GENERATE' && sentNumber);
	const ignored =
		sentNumber &&
		!customTxnNumbers &&
		!draft.before &&
		context.switches.docNumberWhenAutomatic === 'ignored';
	if (wantsOne || ignored) return nextNumber(context, family);
	if (number !== draft.before?.['DocNumber'])
		refuseTaken(context, family, number, draft.before?.Id);
	if (sentNumber && /^\d{1,9}$/.test(number) && BigInt(number) >= upcoming(context, family))
		context.records.startAt(sequence(family), BigInt(number) + 1n);
	return number;
}

/**
 * Purchase orders have their own sequence. They get a number only on creation; a full update without a
 * number removes it.
 */
export function orderNumber(context: RequestContext, { fields }: Draft): string {
	return typeof fields['DocNumber'] === 'string'
		? fields['DocNumber']
		: nextNumber(context, ['PurchaseOrder']);
}

function sequence(family: string[]): string {
	return `numbers:${family[0]}`;
}

function upcoming(context: RequestContext, family: string[]): bigint {
	const next = context.records.peek(sequence(family));
	return next < FIRST ? FIRST : next;
}

function nextNumber(context: RequestContext, family: string[]): string {
	let number = upcoming(context, family);
	while (holder(context, family, String(number))) number += 1n;
	context.records.startAt(sequence(family), number + 1n);
	return String(number);
}

function holder(
	context: RequestContext,
	family: string[],
	number: string,
	except?: string,
): { entity: string; id: string } | undefined {
	for (const entity of family) {
		const found = context.records
			.select(entity, 'AND doc_number = ? LIMIT 2', [number])
			.find((entry) => entry.id !== except);
		if (found) return { entity, id: found.id };
	}
	return undefined;
}

function refuseTaken(
	context: RequestContext,
	family: string[],
	number: string,
	ownId: string | undefined,
): void {
	if (
		context.switches.duplicateNumbers === 'allowed' ||
		context.include.has('allowduplicatedocnum')
	)
		return;
	const taken = holder(context, family, number, ownId);
	if (!taken) return;
	const sentence = 'You must specify a different number. This number has already been used.';
	throw faults.of(
		'6140',
		`Duplicate Document Number Error : ${sentence} DocNumber=${number} is assigned to TxnType=${words[taken.entity] ?? taken.entity} with TxnId=${taken.id}`,
		'',
	);
}
