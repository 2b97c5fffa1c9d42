import type { RequestContext } from '../context';
import { Fault, faultError, faults } from '../faults/fault';
import { cents, decimal } from '../money';
import type { Fields } from '../records';
import type { Draft } from './rule';

const KINDS = [
	'AccountBasedExpenseLineDetail',
	'ItemBasedExpenseLineDetail',
	'JournalEntryLineDetail',
	'DepositLineDetail',
	'DescriptionOnly',
];

/**
 * The lines of bills and other expenses, with Ids. A line that only links to another transaction has
 * no Id.
 * @throws Fault 2020 if a line lacks a field, 6070 if an amount is not quantity × price
 */
export function expenseLines(
	context: RequestContext,
	{ entity, fields, before }: Draft,
	{ firstLineId, numbered }: { firstLineId: number; numbered: boolean },
): Fields[] {
	const lines = fields['Line'] as Fields[];
	if (lines.length === 0)
		throw context.switches.emptyLines === '2250'
			? faults.of('2250', 'At least one line is required.', 'Line')
			: faults.required('Line');
	const known = new Set(
		((before?.['Line'] ?? []) as Fields[]).flatMap((line) =>
			line['Id'] === undefined ? [] : [String(line['Id'])],
		),
	);
	let last = Math.max(firstLineId - 1, ...[...known].map(Number));
	return lines.map((line, index) => {
		if (line['Amount'] === undefined || line['Amount'] === null) throw faults.required('Amount');
		if (line['DetailType'] === undefined && line['LinkedTxn'] !== undefined)
			return {
				Amount: cents(decimal(line['Amount'])),
				LinkedTxn: line['LinkedTxn'],
				...(line['DepositLineDetail'] !== undefined && {
					DepositLineDetail: line['DepositLineDetail'],
				}),
			};
		const Id = known.delete(String(line['Id'])) ? String(line['Id']) : String(++last);
		return {
			...detailed(context, line),
			...(ordered(entity.name, line) && { Received: line['Received'] ?? 0 }),
			Id,
			...(numbered && { LineNum: index + 1 }),
		};
	});
}

/** Whether a line orders an item, and therefore shows the received quantity. */
function ordered(entityName: string, line: Fields): boolean {
	return entityName === 'PurchaseOrder' && line['DetailType'] === 'ItemBasedExpenseLineDetail';
}

function detailed(context: RequestContext, line: Fields): Fields {
	const kind = String(line['DetailType'] ?? '');
	if (kind === '') throw faults.required('DetailType');
	if (!KINDS.includes(kind))
		throw faults.of('2170', `Value ${kind} is not one of [${KINDS.join(', ')}]`, 'DetailType');
	const detail = line[kind] as Fields | undefined;
	if (!detail || !kind.includes('ExpenseLine')) return line;
	const needed = kind.startsWith('Account') ? 'AccountRef' : 'ItemRef';
	if (detail[needed] === undefined) throw faults.required(needed);
	checkAmount(line, detail);
	const untaxed = context.company.profile.country === 'US' ? { TaxCodeRef: { value: 'NON' } } : {};
	return { ...line, [kind]: { BillableStatus: 'NotBillable', ...untaxed, ...detail } };
}

function checkAmount(line: Fields, { Qty, UnitPrice }: Fields): void {
	if (Qty === undefined || UnitPrice === undefined) return;
	if (cents(decimal(line['Amount'])) === cents(decimal(Qty).times(decimal(UnitPrice)))) return;
	const shown = Number(line['Amount']).toLocaleString('en-US', {
		minimumFractionDigits: 2,
		maximumFractionDigits: 2,
	});
	throw new Fault([
		faultError(
			'6070',
			`Amount is not equal to UnitPrice * Qty. Supplied value:${shown}`,
			'Line.Amount',
		),
	]);
}
