import type { Company } from '../../quickbooks/company';
import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { fieldsOf, listOf, queryText, type Act } from '../acts';
import type { Exchange } from '../recordings';

/** Replies between the ages the contract knows: those of 2022 still had the form of 2020. */
const NEW_FORM = Date.parse('2024-01-01T00:00:00Z');

/** Which of the sandbox's companies a recording was made in, by what only such a company says. */
export function companyKey(exchanges: Exchange[]): string {
	const text = JSON.stringify(exchanges.map(({ body, reply }) => [body, reply]));
	const home =
		/"HomeCurrency":\{"value":"(\w+)"/.exec(text)?.[1] ??
		/"Country":"(?:GB|CA)[RN]?"/.exec(text)?.[0];
	const british = home === 'GBP' || home?.includes('GB') || / a VAT rate /.test(text);
	const canadian = home === 'CAD' || home?.includes('CA') || / a GST\/HST rate /.test(text);
	if (british) return 'uk';
	if (canadian) return 'ca';
	if (!/"GlobalTaxCalculation":/.test(text)) return 'us';
	return /"CurrencyRef":\{[^}]*"GBP"/.test(text) ? 'uk' : 'ca';
}

/** Sets the company's preferences so that it would reply as the recording's company did. */
export function prepareSettings(company: Company, acts: Act[]): void {
	const stored = company.records.find('Preferences', '1');
	if (!stored) return;
	const rows = acts.flatMap(({ rows: shown }) => shown);
	const has = (test: (row: Fields) => boolean) => rows.some(test);
	const line = (row: Fields, key: string) =>
		listOf(row['Line']).some((each) => fieldsOf(each['SalesItemLineDetail'])[key] !== undefined);
	const parts: Record<string, Fields> = {
		SalesFormsPrefs: {
			CustomTxnNumbers: acts.some(
				({ kind, entity: { name }, rows: [row] }) =>
					kind === 'create' &&
					name === 'Invoice' &&
					row !== undefined &&
					row['DocNumber'] === undefined,
			),
			CustomField: customFields(rows),
			ETransactionPaymentEnabled: has(
				(row) =>
					row['InvoiceLink'] !== undefined ||
					row['AllowOnlineCreditCardPayment'] === true ||
					row['AllowOnlineACHPayment'] === true,
			),
		},
		CurrencyPrefs: {
			MultiCurrencyEnabled:
				has((row) => row['ExchangeRate'] !== undefined || row['HomeTotalAmt'] !== undefined) ||
				company.settings.multiCurrency ||
				acts.some(({ faults }) => faults.some(({ detail }) => detail.includes('foreign currency'))),
		},
		AccountingInfoPrefs: {
			TrackDepartments: has((row) => row['DepartmentRef'] !== undefined),
			ClassTrackingPerTxn: has((row) => row['ClassRef'] !== undefined),
			ClassTrackingPerTxnLine: has((row) => line(row, 'ClassRef')),
			...(acts.some(({ faults }) =>
				faults.some(({ code, detail }) => code === '6200' || code === '6210' || isClosed(detail)),
			) && { BookCloseDate: '9999-12-31' }),
		},
	};
	const fields = { ...stored.fields };
	for (const [name, part] of Object.entries(parts))
		fields[name] = { ...fieldsOf(fields[name]), ...part };
	company.records.put(entity('Preferences'), { ...stored, fields });
}

/** The custom fields that sales forms show, as the preferences say that they are on. */
function customFields(rows: Fields[]): Fields[] {
	const names = new Map(
		rows
			.flatMap((row) => listOf(row['CustomField']))
			.filter((field) => field['Type'] === 'StringType')
			.map((field) => [String(field['DefinitionId']), String(field['Name'])]),
	);
	const uses = [...names.keys()].map((number) => ({
		Name: `SalesFormsPrefs.UseSalesCustom${number}`,
		Type: 'BooleanType',
		BooleanValue: true,
	}));
	const called = [...names].map(([number, name]) => ({
		Name: `SalesFormsPrefs.SalesCustomName${number}`,
		Type: 'StringType',
		StringValue: name,
	}));
	return names.size === 0 ? [] : [{ CustomField: uses }, { CustomField: called }];
}

/** The positions of switches that an exchange shows; where it shows nothing, they stay. */
export function switchesOf(exchange: Exchange, acts: Act[]): Record<string, unknown> {
	const faults = acts.flatMap((act) => act.faults);
	const fault = (code: string) => faults.find((each) => each.code === code);
	const text = queryText(exchange);
	const duplicate = fault('6240')?.detail;
	const written = acts.filter(
		({ kind, rows }) =>
			rows.length > 0 && (kind === 'create' || kind === 'update' || kind === 'void'),
	);
	const uncounted = counted(exchange, acts);
	const positions: [shown: boolean, switches: Record<string, unknown>][] = [
		[
			true,
			{
				replyAge: exchange.at !== undefined && exchange.at < NEW_FORM ? '2020' : '2026',
				duplicateNumbers: fault('6140') ? 'refused' : 'allowed',
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
		[
			exchange.status === 200 &&
				faults.length > 0 &&
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
		[
			acts.some(({ kind, rows }) => kind === 'void' && rows.length > 0),
			{ voidPaidInvoice: 'unlink' },
		],
		[
			acts.some(
				({ kind, faults: own }) =>
					kind === 'delete' && own.length > 0 && !fault('610') && !fault('5010'),
			),
			{ deletePaidInvoice: 'refuse' },
		],
		[/startposition\s+0\b/i.test(text) && exchange.status === 200, { startPositionZero: 'asOne' }],
		[/maxresults\s+\d{4,}/i.test(text) && exchange.status === 400, { tooManyResults: 'refuse' }],
		[/\bEmailStatus\b/i.test(text) && exchange.status === 200, { filterByEmailStatus: true }],
		[
			/\bUnappliedAmt\s*[<>=]/i.test(text) && exchange.status === 200,
			{ filterByUnappliedAmount: true },
		],
		[exchange.path.toLowerCase() === 'cdc' && exchange.status === 200, { cdcErrors: 'empty' }],
		[namesColumns(text, acts), { projection: 'named' }],
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
	return Object.assign(
		{},
		...positions.filter(([shown]) => shown).map(([, switches]) => switches),
	) as Record<string, unknown>;
}

function isClosed(detail: string | undefined): boolean {
	return /account period has closed/.test(detail ?? '');
}

/** Lists of these were recorded, with a count or without. */
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

/** The entity whose list shows a count, where none was known of it. */
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

/** Which of the keys that are known of invoices only a written record of another entity shows. */
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

/** Whether a query that names columns got no others. */
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

/** An invoice that could be paid online and has an address, shown without its link. */
function hidesLink({ rows: [row] }: Act): boolean {
	const payable =
		row?.['AllowOnlineCreditCardPayment'] === true || row?.['AllowOnlineACHPayment'] === true;
	return (
		payable &&
		row?.['InvoiceLink'] === undefined &&
		fieldsOf(row?.['BillEmail'])['Address'] !== undefined
	);
}
