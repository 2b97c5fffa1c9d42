import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { decimal, moneyText } from '../../core/money';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import { listInvoices } from '../../flows/attachInvoice/attachInvoice';
import type { TargetType } from '../../core/invoice/attach/target';
import type { AttachInvoiceResult } from '../../flows/attachInvoice/types';
import { ANY_STATE } from '../../flows/accounts/quickBooksRecords';
import { uniqueById } from '../../core/records/byId';
import type { QuickBooksPort } from '../../gateways/ports';
import { connectQuickBooks } from '../connection/connect';
import { connectChosenAccounts, LIST_PAGE, namesContaining, withNodeErrors } from './editor';

/** Customers whose names contain what is typed. */
const MOST_CUSTOMERS = 100;

/**
 * Invoices by number or customer; for detaching, those that are attached to the record chosen in
 * the form.
 */
export async function searchInvoices(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await withNodeErrors(this, async () => {
		const typed = filter?.trim() ?? '';
		return this.getCurrentNodeParameter('operation') === 'detach'
			? await searchAttachedInvoices(this, typed)
			: await searchCompanyInvoices(this, typed, Number(paginationToken ?? 1));
	});
}

async function searchCompanyInvoices(
	context: ILoadOptionsFunctions,
	typed: string,
	startPosition: number,
): Promise<INodeListSearchResult> {
	const quickbooks = await connectQuickBooks(context);
	const text = typed.replace(/[%\\\p{Cc}\p{Cs}]/gu, '');
	if (text)
		return {
			results: (await findTyped(quickbooks, text)).map((invoice) => toChoice(invoice, quickbooks)),
		};
	const invoices = await quickbooks.find('Invoice', {
		orderBy: { field: 'Id', descending: true },
		limit: LIST_PAGE,
		startPosition,
	});
	return {
		results: invoices.map((invoice) => toChoice(invoice, quickbooks)),
		...(invoices.length === LIST_PAGE && { paginationToken: String(startPosition + LIST_PAGE) }),
	};
}

/** QuickBooks' queries have no OR and cannot search invoices by a customer's name. */
async function findTyped(quickbooks: QuickBooksPort, text: string): Promise<QuickBooksInvoice[]> {
	const latest = { orderBy: { field: 'Id', descending: true }, limit: LIST_PAGE };
	const [numbered, customers] = await Promise.all([
		quickbooks.find('Invoice', {
			where: [{ field: 'DocNumber', operator: 'LIKE', value: `%${text}%` }],
			...latest,
		}),
		quickbooks.find('Customer', {
			where: [{ field: 'DisplayName', operator: 'LIKE', value: `%${text}%` }, ANY_STATE],
			limit: MOST_CUSTOMERS,
		}),
	]);
	const billed =
		customers.length > 0
			? await quickbooks.find('Invoice', {
					where: [{ field: 'CustomerRef', operator: 'IN', value: customers.map(({ Id }) => Id) }],
					...latest,
				})
			: [];
	return uniqueById([...numbered, ...billed]);
}

function toChoice(
	{ Id, DocNumber, CustomerRef, TotalAmt, CurrencyRef, TxnDate }: QuickBooksInvoice,
	{ environment }: QuickBooksPort,
): INodeListSearchItems {
	return {
		name: invoiceName(
			DocNumber ?? null,
			CustomerRef.name ?? '',
			`${moneyText(decimal(TotalAmt))} ${CurrencyRef?.value ?? ''}`,
			TxnDate ?? null,
		),
		value: Id,
		url: quickBooksUrl(environment, 'Invoice', Id),
	};
}

/** `1041 – Ann Miller, 127.84 USD, 2026-05-31` */
function invoiceName(
	number: string | null,
	customer: string,
	amount: string,
	day: string | null,
): string {
	return `${number ?? 'No number'} – ${[customer, amount.trim(), day].filter(Boolean).join(', ')}`;
}

const targetTypes: Record<string, TargetType> = {
	deal: 'deals',
	contact: 'contacts',
	company: 'companies',
};

async function searchAttachedInvoices(
	context: ILoadOptionsFunctions,
	typed: string,
): Promise<INodeListSearchResult> {
	const record = context.getCurrentNodeParameter('record') as string;
	const id = context.getCurrentNodeParameter(record, { extractValue: true });
	const objectType = targetTypes[record];
	if (!objectType || typeof id !== 'string' || !/^\d+$/.test(id)) return { results: [] };
	const flow = await connectChosenAccounts(context);
	const listed = await listInvoices(
		{ target: { objectType, id }, search: { statuses: [], limit: 1000 } },
		flow,
	);
	return { results: namesContaining(listed.flatMap(toAttachedChoice), typed) };
}

/** Records without a QuickBooks invoice cannot be chosen. */
function toAttachedChoice({ quickbooks, invoice }: AttachInvoiceResult): INodeListSearchItems[] {
	if (!quickbooks) return [];
	const name = invoice
		? invoiceName(
				invoice.number,
				invoice.customer.name,
				`${invoice.total} ${invoice.currency}`,
				invoice.issuedOn,
			)
		: `Deleted invoice with the ID ${quickbooks.id}`;
	return [{ name, value: quickbooks.id, url: quickbooks.url }];
}
