import {
	mayHaveUnapplied,
	owedAfterCredits,
	toOpenCredits,
	type OpenCredit,
	type OwedInvoice,
} from '../../core/invoice/openCredits';
import type {
	QuickBooksCustomer,
	QuickBooksInvoice,
	QuickBooksPayment,
} from '../../core/records/quickbooks';
import type { QuickBooksPort } from '../../gateways/ports';
import type { QuickBooksCriterion } from '../../core/records/quickbooksQueries';
import { ANY_STATE, findByIds } from './quickBooksRecords';
import { byId } from '../../core/records/byId';

/** What customers owe, and what they have open as credit. */
export interface OpenItems {
	/** Invoices with a balance, the one that is due first at the top. */
	invoices: QuickBooksInvoice[];
	credits: OpenCredit[];
	/** By invoice id. */
	owed: Map<string, OwedInvoice>;
}

/** QuickBooks knows five levels of customers. */
const LEVELS = 5;
const isOpen: QuickBooksCriterion = { field: 'Balance', operator: '>', value: '0' };

/**
 * Open invoices and credits of a company, or of some of its customers with those that they belong
 * to. Queries cannot ask for
 * payments that are not applied, so payments are read of those customers only whose balance says
 * that there may be some.
 *
 * @throws GatewayError
 */
export async function readOpenItems(
	quickbooks: QuickBooksPort,
	homeCurrency: string,
	customerIds?: readonly string[],
): Promise<OpenItems> {
	const asked =
		customerIds &&
		(await withParents(quickbooks, await findByIds(quickbooks, 'Customer', customerIds)));
	const of: QuickBooksCriterion[] = asked
		? [{ field: 'CustomerRef', operator: 'IN', value: asked.map(({ Id }) => Id) }]
		: [];
	const [invoices, memos, negative] = await Promise.all([
		quickbooks.find('Invoice', { where: [...of, isOpen], orderBy: { field: 'DueDate' } }),
		quickbooks.find('CreditMemo', { where: [...of, isOpen] }),
		asked
			? []
			: quickbooks.find('Customer', {
					where: [{ field: 'Balance', operator: '<', value: '0' }, ANY_STATE],
				}),
	]);
	const named = [
		...new Set([...invoices, ...memos].map(({ CustomerRef }) => CustomerRef.value)),
	].filter((id) => !negative.some(({ Id }) => Id === id));
	const customers =
		asked ??
		(await withParents(quickbooks, [
			...negative,
			...(await findByIds(quickbooks, 'Customer', named)),
		]));
	const payments = await findPayments(
		quickbooks,
		mayHaveUnapplied(customers, invoices, memos, homeCurrency),
	);
	const credits = toOpenCredits(memos, payments, homeCurrency);
	return { invoices, credits, owed: owedAfterCredits(invoices, credits, customers, homeCurrency) };
}

async function findPayments(
	quickbooks: QuickBooksPort,
	customerIds: readonly string[],
): Promise<QuickBooksPayment[]> {
	return customerIds.length === 0
		? []
		: await quickbooks.find('Payment', {
				where: [{ field: 'CustomerRef', operator: 'IN', value: customerIds }],
			});
}

async function withParents(
	quickbooks: QuickBooksPort,
	customers: readonly QuickBooksCustomer[],
): Promise<QuickBooksCustomer[]> {
	const all = byId(customers);
	for (let level = 1; level < LEVELS; level += 1) {
		const missing = [...all.values()]
			.flatMap(({ ParentRef }) => ParentRef?.value ?? [])
			.filter((id) => !all.has(id));
		if (missing.length === 0) break;
		for (const parent of await findByIds(quickbooks, 'Customer', missing))
			all.set(parent.Id, parent);
	}
	return [...all.values()];
}
