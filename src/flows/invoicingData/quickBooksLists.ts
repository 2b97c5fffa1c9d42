import type { QuickBooksPort } from '../../gateways/ports';

/** Rows of one list at most: a form with more is no help to anybody. */
const LIST_LIMIT = 1000;

/** QuickBooks' lists that a form offers, and a warning for each that is cut. @throws GatewayError */
export async function readLists(quickbooks: QuickBooksPort) {
	const [customers, items, terms, accounts] = await Promise.all([
		quickbooks.find('Customer', { orderBy: { field: 'DisplayName' }, limit: LIST_LIMIT }),
		quickbooks.find('Item', { orderBy: { field: 'Name' }, limit: LIST_LIMIT }),
		quickbooks.find('Term', {}),
		quickbooks.find('Account', {
			where: [{ field: 'AccountType', operator: '=', value: 'Income' }],
		}),
	]);
	const full = [
		...(customers.length === LIST_LIMIT ? ['customers'] : []),
		...(items.length === LIST_LIMIT ? ['items'] : []),
	];
	return {
		customers,
		items,
		terms,
		accounts,
		warnings: full.map((name) => `The list of ${name} holds the first ${LIST_LIMIT} by name only.`),
	};
}
