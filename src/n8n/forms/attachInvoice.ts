import type {
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { decline, quoted } from '../../core/decline';
import type { InvoiceRef, InvoiceSelection } from '../../core/invoice/attach/chooseInvoices';
import type { InvoiceSearch } from '../../core/invoice/attach/search';
import { invoiceStatuses } from '../../core/invoice/status';
import type { Decimal } from '../../core/money';
import type { TargetType } from '../../core/invoice/attach/target';
import type { TargetRef } from '../../flows/attachInvoice/types';
import { formOfItem, type FormReader } from './form';
import { withoutUndefined } from './values';

/**
 * The addresses of an invoice's and a customer's page in QuickBooks. n8n does not extract the ID of
 * an address inside a collection.
 */
const INVOICE_ADDRESS = /^https:\/\/[^/]*qbo\.intuit\.com\/(?:.*[?&])?txnId=(\d+)/i;
const CUSTOMER_ADDRESS = /^https:\/\/[^/]*qbo\.intuit\.com\/(?:.*[?&])?nameId=(\d+)/i;

const targetTypes: Record<'deal' | 'contact' | 'company', TargetType> = {
	deal: 'deals',
	contact: 'contacts',
	company: 'companies',
};

interface SearchParameter {
	number?: string | number;
	customer?: unknown;
	status?: string[];
	issuedFrom?: unknown;
	issuedTo?: unknown;
	dueFrom?: unknown;
	dueTo?: unknown;
	totalFrom?: string | number;
	totalTo?: string | number;
}

export type AttachInvoiceForm =
	| {
			operation: 'attach' | 'detach';
			target: TargetRef;
			invoices: InvoiceSelection;
			dryRun: boolean;
	  }
	| { operation: 'list'; target: TargetRef; search: InvoiceSearch };

/**
 * What the form of Attach Invoice asks for, for one item.
 * @param fields the node's form
 * @throws Declined when a record or an invoice is not named, or a criterion is not valid
 */
export function readAttachInvoiceInput(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: readonly INodeProperties[],
): AttachInvoiceForm {
	const form = formOfItem(context, itemIndex, fields);
	const operation = form.choice('operation', ['attach', 'detach', 'list']);
	const target = readTarget(form);
	if (operation === 'list') return { operation, target, search: readSearch(form) };
	const isSearch = form.choice('invoices', ['chosen', 'search']) === 'search';
	const invoices: InvoiceSelection = isSearch
		? { kind: 'search', search: readSearch(form) }
		: { kind: 'chosen', refs: readChosen(form) };
	return { operation, target, invoices, dryRun: form.flag('dryRun') };
}

function readTarget(form: FormReader): TargetRef {
	const record = form.choice('record', ['deal', 'contact', 'company']);
	const id = form.id(record);
	if (!id || !/^\d+$/.test(id))
		decline(
			'Record',
			id ? `"${quoted(id)}" is not a HubSpot ${record} ID.` : `No ${record} is chosen.`,
			`Choose a ${record} from the list, or enter its ID, which is a number.`,
		);
	return { objectType: targetTypes[record], id };
}

function readChosen(form: FormReader): InvoiceRef[] {
	const { invoice = [] } = form.collection<{ invoice?: Array<{ invoice?: unknown }> }>('chosen');
	return invoice.flatMap(({ invoice: picked }) => toRefs(picked));
}

/** An expression may give several at once: a list, or IDs separated by commas. */
function toRefs(picked: unknown): InvoiceRef[] {
	const { mode, value } = isLocator(picked) ? picked : { mode: 'id', value: picked };
	const values = (Array.isArray(value) ? value : [value])
		.flatMap((one) =>
			typeof one === 'string' || typeof one === 'number' ? [String(one).trim()] : [],
		)
		.filter((one) => one !== '');
	if (mode === 'number') return values.map((one) => ({ kind: 'number', value: one }));
	if (mode === 'url')
		return values.map((one) => ({
			kind: 'id',
			value: INVOICE_ADDRESS.exec(one)?.[1] ?? noAddress(one),
		}));
	return values.flatMap((one) => one.split(/[\s,;]+/)).map((one) => ({ kind: 'id', value: one }));
}

function isLocator(value: unknown): value is INodeParameterResourceLocator {
	return typeof value === 'object' && value !== null && 'mode' in value;
}

function noAddress(text: string): never {
	return decline(
		'Invoices',
		`"${quoted(text)}" is not the address of a QuickBooks invoice.`,
		'Copy the address of the invoice from the browser. It contains "txnId=".',
	);
}

function readSearch(form: FormReader): InvoiceSearch {
	const search = form.collection<SearchParameter>('search');
	const optional = {
		number: String(search.number ?? '').trim() || undefined,
		customerId: readCustomer(form.idIn(search.customer, 'search.customer')),
		issuedFrom: form.dateIn(search.issuedFrom, 'search.issuedFrom'),
		issuedTo: form.dateIn(search.issuedTo, 'search.issuedTo'),
		dueFrom: form.dateIn(search.dueFrom, 'search.dueFrom'),
		dueTo: form.dateIn(search.dueTo, 'search.dueTo'),
		totalFrom: positiveMinimum(form.numberIn(search.totalFrom, 'search.totalFrom')),
		totalTo: form.numberIn(search.totalTo, 'search.totalTo'),
	};
	return {
		...withoutUndefined(optional),
		statuses: form.choices(search.status, invoiceStatuses, 'search.status'),
		limit: Number(form.number('limit').toString()),
	};
}

function readCustomer(text: string | undefined): string | undefined {
	const id = (text && CUSTOMER_ADDRESS.exec(text)?.[1]) ?? text;
	if (id !== undefined && !/^\d+$/.test(id))
		decline(
			'Customer',
			`"${quoted(id)}" is not a QuickBooks customer ID.`,
			'Choose a customer from the list, or enter its ID, which is a number.',
		);
	return id;
}

/** Every invoice is at least 0, so that minimum is no criterion. */
function positiveMinimum(from: Decimal | undefined): Decimal | undefined {
	return from?.gt(0) ? from : undefined;
}
