import {
	decline,
	Declined,
	declineIfAny,
	declineTogether,
	problemsIn,
	quoted,
	type Problem,
} from '../../../decline';
import { chooseItems, withNamesOfDefaulted, type ItemsChosen } from '../../../product/choose';
import type { QuickBooksItem } from '../../../records/quickbooks';
import { checkCurrency } from '../../billing/agreement';
import { companyProblems } from '../../billing/details';
import {
	currencyProblems,
	foreignCurrency,
	numberProblems,
	stockProblems,
	wantedNumber,
} from '../../billing/refusals';
import type { BilledLine } from '../../lines/lines';
import { withStock } from '../../lines/sold/stock';
import type { InvoiceFacts } from '../../request/facts';
import { namedProblems, referencesOf } from '../../request/namedRecords';
import { existingCustomer, type PayerAsked } from './whoIsBilled';

type SaleFacts = Pick<InvoiceFacts, 'input' | 'source' | 'rules' | 'ledger' | 'names' | 'realmId'>;

/** What a new invoice sells. */
export interface Sale {
	items: ItemsChosen;
	itemByLine: ReadonlyMap<string, QuickBooksItem>;
	/** The lines of the source, as their items are sold. */
	lines: BilledLine[];
}

/**
 * Decides for every line which item a new invoice sells.
 *
 * @throws Declined with everything that stands in the way of a new invoice
 */
export function decideSale(facts: SaleFacts, payer: PayerAsked): Sale {
	const { input, source, rules, ledger } = facts;
	const named = namedProblems(referencesOf(input, source.lines, rules), ledger.named);
	const problems = [...payerProblems(payer), ...problemsOfNew(facts, payer, named.problems)];
	const items = declineTogether(problems, () => itemsOf(facts));
	const itemByLine = declineTogether(problems, () => withDefaults(items, facts));
	const { components } = ledger.items;
	declineIfAny([
		...problems,
		...(items.create.length > 0 ? named.ofNewItems : []),
		...stockProblems(source.lines, itemByLine, components, input.details.issuedOn ?? source.today),
	]);
	const lines = withStock(withNamesOfDefaulted(source.lines, items), itemByLine, components);
	return { items, itemByLine, lines };
}

function payerProblems({ customer, parent }: PayerAsked): Problem[] {
	return [customer, parent].flatMap((one) => (one instanceof Declined ? one.problems : []));
}

/**
 * All that stands in the way of a new invoice, beside its items; an invoice that exists is returned
 * whatever stands here.
 */
function problemsOfNew(
	{ input: { details }, source, rules, ledger }: SaleFacts,
	payer: PayerAsked,
	named: readonly Problem[],
): Problem[] {
	const customer = existingCustomer(payer);
	return [
		...companyProblems(details, rules, source.today),
		...source.classProblems,
		...named,
		...numberProblems(wantedNumber(details), ledger.numbered.holders),
		...problemsIn(() => checkCurrency(source.currency, customer, rules)),
		...currencyProblems(source.currency, rules, customer, ledger.currencies),
	];
}

function itemsOf({ input, source, rules, ledger, names, realmId }: SaleFacts): ItemsChosen {
	return chooseItems(
		source.lines,
		ledger.items.items,
		ledger.items.products,
		realmId,
		names.link(realmId),
		input.items,
		foreignCurrency(source.currency, rules) !== undefined,
	);
}

/** @throws Declined when the default item cannot be sold */
function withDefaults(
	chosen: ItemsChosen,
	{ input: { items: policy }, ledger }: SaleFacts,
): Map<string, QuickBooksItem> {
	const byLine = new Map(chosen.existing);
	if (policy.ifNone !== 'default' || chosen.defaulted.length === 0) return byLine;
	const item = ledger.items.items.find(({ Id }) => Id === policy.itemId);
	if (!item?.Active)
		return decline(
			'Default Item',
			`The default item ${quoted(policy.itemId)} ${item ? 'is inactive' : 'does not exist'} in QuickBooks.`,
			'Choose another default item.',
		);
	for (const key of chosen.defaulted) byLine.set(key, item);
	return byLine;
}
