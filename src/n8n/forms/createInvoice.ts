import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { decline, quoted } from '../../core/decline';
import type { GivenLine } from '../../core/invoice/lines/givenLines';
import type { InvoiceDetails } from '../../core/invoice/billing/details';
import type { LaterLines } from '../../core/invoice/lines/laterLines';
import type { Share } from '../../core/invoice/billing/share';
import type { TaxSettings } from '../../core/invoice/lines/amounts/taxes';
import type { Decimal } from '../../core/money';
import type {
	CreateInvoiceInput,
	CustomerChoice,
	InvoiceSource,
	ItemChoice,
} from '../../core/invoice/request/request';
import { formOfItem, type FormReader } from './form';

interface TaxesParameter {
	calculation?: TaxSettings['calculation'];
	useHubSpotTax?: boolean;
	codeByRate?: { mapping?: Array<{ rate: unknown; taxCode: unknown }> };
}

interface OptionsParameter {
	cc?: unknown;
	bcc?: unknown;
	countAttached?: string;
	customFields?: { field?: Array<{ definitionId: unknown; value: unknown }> };
	deposit?: number | string;
	depositAccount?: unknown;
	discountAmount?: number | string;
	discountPercent?: number | string;
	taxAfterDiscount?: boolean;
	ifTotalsDiffer?: 'fail' | 'warn';
	number?: unknown;
	lineDiscounts?: InvoiceDetails['lineDiscounts'];
	bankPayment?: boolean;
	cardPayment?: boolean;
	shipping?: number | string;
	allowDuplicateNumber?: boolean;
	classProperty?: unknown;
	serviceDate?: unknown;
	laterLines?: LaterLines;
}

/** A line as the form has it, with pickers and other names where the core has plain values. */
interface LineParameter extends Omit<GivenLine, 'itemId' | 'taxCodeId' | 'servedOn' | 'classId'> {
	item?: unknown;
	taxCode?: unknown;
	serviceDate?: unknown;
	class?: unknown;
}

/**
 * What the form of Create QuickBooks Invoice asks for, for one item.
 * @param fields the node's form
 * @throws Declined when a field that is needed is empty, or a value is not of the form
 */
export function readCreateInvoiceInput(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: readonly INodeProperties[],
): CreateInvoiceInput {
	const form = formOfItem(context, itemIndex, fields);
	const dealId = form.id('deal');
	if (!dealId || !/^\d+$/.test(dealId))
		decline(
			'Deal',
			dealId ? `"${quoted(dealId)}" is no HubSpot deal id.` : 'No deal is chosen.',
			'Choose a deal from the list, or give its id, which is a number.',
		);
	const options = form.collection<OptionsParameter>('options');
	const classProperty = form.textIn(options.classProperty, 'options.classProperty');
	const reference = form.identifier('reference');
	return {
		dealId,
		...(classProperty && { classProperty }),
		laterLines: form.choiceIn(options.laterLines, ['bill', 'leaveOut'], 'options.laterLines'),
		source: readSource(form),
		customer: readCustomer(form),
		items: readItems(form),
		taxes: readTaxes(form),
		details: readDetails(form, options),
		share: readShare(form),
		ifInvoiced: form.choice('ifInvoiced', ['return', 'fail', 'another']),
		...(reference && { reference }),
		countAttached: form.choiceIn(
			options.countAttached,
			['warn', 'count', 'fail'],
			'options.countAttached',
		),
		ifTotalsDiffer: form.choiceIn(
			options.ifTotalsDiffer,
			['fail', 'warn'],
			'options.ifTotalsDiffer',
		),
		send: form.choice('send', ['no', 'now']),
		pdf: form.flag('pdf'),
		dryRun: form.flag('dryRun'),
	};
}

function readSource(form: FormReader): InvoiceSource {
	if (form.choice('source', ['quote', 'scratch']) === 'quote') {
		const quoteId = form.id('quote');
		if (quoteId && !/^\d+$/.test(quoteId))
			decline(
				'Quote',
				`Quote: "${quoted(quoteId)}" is no HubSpot quote ID.`,
				'Choose a quote from the list, or give its ID, which is a number.',
			);
		return { kind: 'quote', ...(quoteId && { quoteId }) };
	}
	const { line: entered = [] } = form.collection<{ line?: LineParameter[] }>('lines');
	const lines = entered.length > 0 ? entered : readLinesJson(form);
	return lines.length > 0
		? { kind: 'lines', lines: lines.map((line) => toLine(form, line)) }
		: { kind: 'deal' };
}

/** @throws Declined when the text is no list of lines */
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
				'Give a list such as [{ "item": "19", "quantity": 2, "unitPrice": 45 }].',
			);
}

function toLine(form: FormReader, line: LineParameter): GivenLine {
	const [itemId, taxCodeId, classId] = (['item', 'taxCode', 'class'] as const).map((field) =>
		form.idIn(line[field], `lines.line.${field}`),
	);
	const [name, sku, description] = (['name', 'sku', 'description'] as const).map((field) =>
		form.textIn(line[field], `lines.line.${field}`),
	);
	const servedOn = form.dateOf(line.serviceDate);
	return {
		...(line.kind && { kind: line.kind }),
		...(itemId && { itemId }),
		...(taxCodeId && { taxCodeId }),
		...(classId && { classId }),
		...(servedOn && { servedOn }),
		...(name && { name }),
		...(sku && { sku }),
		...(description && { description }),
		quantity: line.quantity ?? 1,
		...(line.unitPrice !== undefined && line.unitPrice !== null && { unitPrice: line.unitPrice }),
		discountPercent: line.discountPercent ?? 0,
		discountAmount: line.discountAmount ?? 0,
	};
}

function readCustomer(form: FormReader): CustomerChoice {
	if (form.choice('customer', ['auto', 'specific']) === 'specific') {
		const id = form.id('customerId');
		if (id && /^\d+$/.test(id)) return { kind: 'specific', id };
		return decline(
			'QuickBooks Customer',
			id
				? `QuickBooks Customer: "${quoted(id)}" is no QuickBooks customer ID.`
				: 'QuickBooks Customer: none is chosen.',
			'Choose one from the list, or give its ID, which is a number.',
		);
	}
	const { reactivate, underCompany } = form.collection<{
		reactivate?: unknown;
		underCompany?: unknown;
	}>('customerOptions');
	return {
		kind: 'auto',
		party: form.choice('billingParty', ['auto', 'contact', 'company']),
		ifNone: form.choice('ifNoCustomer', ['create', 'fail']),
		nameTaken: form.choice('nameTaken', ['suffix', 'subCustomer', 'fail']),
		reactivate: form.flagIn(reactivate, 'customerOptions.reactivate') ?? false,
		underCompany: form.flagIn(underCompany, 'customerOptions.underCompany') ?? false,
	};
}

function readItems(form: FormReader): ItemChoice {
	const ifNone = form.choice('ifNoItem', ['create', 'default', 'fail']);
	if (ifNone === 'fail') return { ifNone };
	if (ifNone === 'create') {
		const incomeAccountId = form.id('incomeAccount');
		return { ifNone, ...(incomeAccountId && { incomeAccountId }) };
	}
	return {
		ifNone,
		itemId:
			form.id('defaultItem') ??
			decline(
				'Default Item',
				'No default item is chosen.',
				'Choose the item that lines without one are sold under.',
			),
	};
}

function readTaxes(form: FormReader): TaxSettings {
	const { codeByRate, ...given } = form.collection<TaxesParameter>('taxes');
	const calculation = form.choiceIn(
		given.calculation,
		['TaxExcluded', 'TaxInclusive', 'NotApplicable'],
		'taxes.calculation',
	);
	const useHubSpotTax = form.flagIn(given.useHubSpotTax, 'taxes.useHubSpotTax') ?? false;
	const mapped = (codeByRate?.mapping ?? []).flatMap(({ rate, taxCode }) => {
		const code = form.idIn(taxCode, 'taxes.codeByRate.mapping.taxCode');
		const group = form.textIn(rate, 'taxes.codeByRate.mapping.rate');
		return group && code ? [[group, code] as const] : [];
	});
	const defaultTaxCodeId = form.id('defaultTaxCode');
	return {
		calculation,
		useHubSpotTax,
		codeByRate: Object.fromEntries(mapped),
		...(defaultTaxCodeId && { defaultTaxCodeId }),
	};
}

function readShare(form: FormReader): Share {
	const kind = form.choice('share', ['whole', 'percentage', 'amount', 'rest']);
	if (kind === 'whole' || kind === 'rest') return { kind };
	const value = form.number(kind === 'percentage' ? 'sharePercentage' : 'shareAmount');
	return { kind: kind === 'percentage' ? 'percent' : 'amount', value };
}

function readDetails(form: FormReader, options: OptionsParameter): InvoiceDetails {
	const optional = {
		termId: form.id('terms'),
		issuedOn: form.date('invoiceDate'),
		dueOn: form.date('dueDate'),
		servedOn: form.dateOf(options.serviceDate),
		customerMessage: form.text('customerMessage'),
		memo: form.text('memo'),
		billEmail: form.text('billEmail'),
		cc: form.textIn(options.cc, 'options.cc'),
		bcc: form.textIn(options.bcc, 'options.bcc'),
		classId: form.id('class'),
		locationId: form.id('location'),
		deposit: amount(form, options.deposit, 'options.deposit'),
		depositAccountId: form.idIn(options.depositAccount, 'options.depositAccount'),
		shipping: amount(form, options.shipping, 'options.shipping'),
		discount: readDiscount(form, options),
		taxAfterDiscount: form.flagIn(options.taxAfterDiscount, 'options.taxAfterDiscount'),
		cardPayment: form.flagIn(options.cardPayment, 'options.cardPayment'),
		bankPayment: form.flagIn(options.bankPayment, 'options.bankPayment'),
	};
	const given = Object.fromEntries(
		Object.entries(optional).filter(([, value]) => value !== undefined),
	) as { [K in keyof typeof optional]?: NonNullable<(typeof optional)[K]> };
	const number = form.textIn(options.number, 'options.number');
	return {
		...given,
		lineDiscounts: form.choiceIn(options.lineDiscounts, ['price', 'line'], 'options.lineDiscounts'),
		number: number ? { kind: 'given', value: number } : { kind: 'auto' },
		allowDuplicateNumber:
			form.flagIn(options.allowDuplicateNumber, 'options.allowDuplicateNumber') ?? false,
		customFields: (options.customFields?.field ?? []).flatMap((field) => {
			const [definitionId, value] = [
				form.textIn(field.definitionId, 'options.customFields.field.definitionId'),
				form.textIn(field.value, 'options.customFields.field.value'),
			];
			return definitionId && value ? [{ definitionId, value }] : [];
		}),
	};
}

function readDiscount(
	form: FormReader,
	{ discountAmount, discountPercent }: OptionsParameter,
): InvoiceDetails['discount'] {
	const percent = amount(form, discountPercent, 'options.discountPercent');
	const fixed = amount(form, discountAmount, 'options.discountAmount');
	if (percent && fixed)
		decline(
			'Discount',
			'There is a discount in per cent and one as an amount.',
			'Keep one of them.',
		);
	return percent ? { kind: 'percent', value: percent } : fixed && { kind: 'amount', value: fixed };
}

/** Zero counts as not given. */
function amount(
	form: FormReader,
	value: string | number | undefined,
	path: string,
): Decimal | undefined {
	const number = form.numberIn(value, path);
	return number?.eq(0) ? undefined : number;
}
