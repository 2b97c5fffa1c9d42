import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { decimal, moneyText } from '../../core/money';
import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { quickBooksUrl } from '../../core/urls';
import { listInvoices } from '../../flows/attachInvoice/attachInvoice';
import type { TargetType } from '../../flows/attachInvoice/types';
import type { QuickBooksPort } from '../../gateways/ports';
import { connectBoth, connectQuickBooks, type HubSpotAuthentication } from '../connect';
import { toNodeError } from '../errors';
import { ANY_STATE } from '../../flows/accounts/quickBooksRecords';
import { uniqueById } from '../../core/records/byId';

const PAGE = 50;
/** Customers whose names hold what is typed. */
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
	try {
		const typed = filter?.trim() ?? '';
		return this.getCurrentNodeParameter('operation') === 'detach'
			? await attached(this, typed)
			: await all(this, typed, Number(paginationToken ?? 1));
	} catch (error) {
		throw toNodeError(this.getNode(), error, 0);
	}
}

async function all(
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
		limit: PAGE,
		startPosition,
	});
	return {
		results: invoices.map((invoice) => toChoice(invoice, quickbooks)),
		...(invoices.length === PAGE && { paginationToken: String(startPosition + PAGE) }),
	};
}

/** QuickBooks' queries know no OR, and no customer's name on an invoice. */
async function findTyped(quickbooks: QuickBooksPort, text: string): Promise<QuickBooksInvoice[]> {
	const latest = { orderBy: { field: 'Id', descending: true }, limit: PAGE };
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
		name: named(
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
function named(
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

async function attached(
	context: ILoadOptionsFunctions,
	typed: string,
): Promise<INodeListSearchResult> {
	const record = context.getCurrentNodeParameter('record') as string;
	const id = context.getCurrentNodeParameter(record, { extractValue: true });
	const objectType = targetTypes[record];
	if (!objectType || typeof id !== 'string' || !/^\d+$/.test(id)) return { results: [] };
	const flow = await connectBoth(
		context,
		(context.getCurrentNodeParameter('hubspotAuthentication') as
			HubSpotAuthentication | undefined) ?? 'serviceKey',
	);
	const listed = await listInvoices(
		{ target: { objectType, id }, search: { statuses: [], limit: 1000 } },
		flow,
	);
	const choices = listed.flatMap(({ quickbooks, invoice }) => {
		if (!quickbooks) return [];
		const name = invoice
			? named(
					invoice.number,
					invoice.customer.name,
					`${invoice.total} ${invoice.currency}`,
					invoice.issuedOn,
				)
			: `Deleted invoice with the id ${quickbooks.id}`;
		return [{ name, value: quickbooks.id, url: quickbooks.url }];
	});
	return {
		results: choices.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase())),
	};
}
