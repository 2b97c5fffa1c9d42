import type { Fields } from '../../quickbooks/records';
import { fieldsOf, listOf, queryText, type Act } from '../acts';
import type { Exchange } from '../recordings';
import { isClosed, NEW_FORM } from './settings';

type Positions = [shown: boolean, switches: Record<string, unknown>][];

/** The switch positions that an exchange shows. Where it shows nothing, the switches stay. */
export function switchesOf(exchange: Exchange, acts: Act[]): Record<string, unknown> {
	const positions = [
		...alwaysShown(exchange, acts),
		...shownByFaults(exchange, acts),
		...shownByOperations(acts),
		...shownByQueries(exchange, acts),
	];
	return Object.assign(
		{},
		...positions.filter(([shown]) => shown).map(([, switches]) => switches),
	) as Record<string, unknown>;
}

function faultOf(acts: Act[], code: string): Act['faults'][number] | undefined {
	return acts.flatMap(({ faults }) => faults).find((fault) => fault.code === code);
}

function alwaysShown(exchange: Exchange, acts: Act[]): Positions {
	const written = acts.filter(
		({ kind, rows }) =>
			rows.length > 0 && (kind === 'create' || kind === 'update' || kind === 'void'),
	);
	const uncounted = counted(exchange, acts);
	return [
		[
			true,
			{
				replyAge: exchange.at !== undefined && exchange.at < NEW_FORM ? '2020' : '2026',
				duplicateNumbers: faultOf(acts, '6140') ? 'refused' : 'allowed',
			},
		],
		[
			written.some(({ entity: { name } }) => name !== 'Invoice') || uncounted !== undefined,
			{
				alsoShown: [
					...written.flatMap((act) => alsoShown(act.entity.name, act.rows[0] as Fields)),
					...(uncounted === undefined ? [] : [`${uncounted}.totalCount`]),
				],
			},
		],
	];
}

function shownByFaults(exchange: Exchange, acts: Act[]): Positions {
	const fault = (code: string) => faultOf(acts, code);
	const duplicate = fault('6240')?.detail;
	return [
		[
			exchange.status === 200 &&
				acts.some(({ faults }) => faults.length > 0) &&
				fieldsOf(exchange.reply)['Fault'] !== undefined,
			{ faultStatus: '200' },
		],
		[
			duplicate !== undefined,
			{ duplicateNameDetail: duplicate?.endsWith('null') ? 'null' : 'sentence' },
		],
		[
			exchange.status === 429,
			{ throttleBody: typeof exchange.reply === 'string' ? 'xml' : 'json' },
		],
		[fault('2250') !== undefined, { emptyLines: '2250' }],
		[isClosed(fault('5010')?.detail), { closedBooksCode: '5010' }],
		[fault('2410') !== undefined, { missingExchangeRate: 'refuse' }],
		[fault('6000')?.detail.includes('income account') === true, { missingIncomeAccount: '6000' }],
		[fault('6220') === undefined, { deactivateWithBalance: 'allow' }],
	];
}

function shownByOperations(acts: Act[]): Positions {
	const otherReason = !faultOf(acts, '610') && !faultOf(acts, '5010');
	return [
		[
			acts.some(({ kind, rows }) => kind === 'void' && rows.length > 0),
			{ voidPaidInvoice: 'unlink' },
		],
		[
			acts.some(({ kind, faults }) => kind === 'delete' && faults.length > 0 && otherReason),
			{ deletePaidInvoice: 'refuse' },
		],
		[
			acts.some(
				(act) =>
					act.entity.name === 'Invoice' &&
					(act.kind === 'read' || act.kind === 'update') &&
					hidesLink(act),
			),
			{ invoiceLinkWithoutInclude: false },
		],
	];
}

function shownByQueries(exchange: Exchange, acts: Act[]): Positions {
	const text = queryText(exchange);
	const answered = exchange.status === 200;
	return [
		[/startposition\s+0\b/i.test(text) && answered, { startPositionZero: 'asOne' }],
		[/maxresults\s+\d{4,}/i.test(text) && exchange.status === 400, { tooManyResults: 'refuse' }],
		[/\bEmailStatus\b/i.test(text) && answered, { filterByEmailStatus: true }],
		[/\bUnappliedAmt\s*[<>=]/i.test(text) && answered, { filterByUnappliedAmount: true }],
		[exchange.path.toLowerCase() === 'cdc' && answered, { cdcErrors: 'empty' }],
		[namesColumns(text, acts), { projection: 'named' }],
	];
}

/** Entities whose lists were recorded, with or without a count. */
const recordedLists = new Set([
	'Customer',
	'Item',
	'Vendor',
	'Account',
	'Payment',
	'Estimate',
	'CreditMemo',
	'Purchase',
	'Employee',
	'SalesReceipt',
]);

/** The entity whose list shows a count although none was known for it. */
function counted({ reply }: Exchange, [act]: Act[]): string | undefined {
	const response = fieldsOf(fieldsOf(reply)['QueryResponse']);
	return act?.kind === 'query' &&
		act.rows.length > 0 &&
		response['totalCount'] !== undefined &&
		!act.entity.totalCount &&
		!recordedLists.has(act.entity.name)
		? act.entity.name
		: undefined;
}

/** Keys that were known only from invoices and that a record of another entity shows. */
function alsoShown(entityName: string, row: Fields): string[] {
	const lines = listOf(row['Line']).filter((line) => line['SalesItemLineDetail'] === undefined);
	const shown: Record<string, boolean> = {
		FreeFormAddress: row['FreeFormAddress'] !== undefined,
		ShipFromAddr: row['ShipFromAddr'] !== undefined,
		LastModifiedByRef: fieldsOf(row['MetaData'])['LastModifiedByRef'] !== undefined,
		LinkedTxn: Array.isArray(row['LinkedTxn']) && row['LinkedTxn'].length === 0,
		CustomExtensions: [row, ...lines].some((each) => each['CustomExtensions'] !== undefined),
	};
	return entityName === 'Invoice'
		? []
		: Object.keys(shown)
				.filter((key) => shown[key])
				.map((key) => `${entityName}.${key}`);
}

/** Whether a query that names columns received no other columns. */
function namesColumns(text: string, acts: Act[]): boolean {
	const columns = /^\s*select\s+([\w\s,.]+?)\s+from\s/i
		.exec(text)?.[1]
		?.split(',')
		.map((name) => name.trim().split('.')[0]?.toLowerCase());
	const row = acts[0]?.rows[0];
	return (
		columns !== undefined &&
		row !== undefined &&
		Object.keys(row).every((key) =>
			['domain', 'sparse', 'id', ...columns].includes(key.toLowerCase()),
		)
	);
}

/** Whether an invoice that can be paid online, and has an email address, lacks its link. */
function hidesLink({ rows: [row] }: Act): boolean {
	const payable =
		row?.['AllowOnlineCreditCardPayment'] === true || row?.['AllowOnlineACHPayment'] === true;
	return (
		payable &&
		row?.['InvoiceLink'] === undefined &&
		fieldsOf(row?.['BillEmail'])['Address'] !== undefined
	);
}
