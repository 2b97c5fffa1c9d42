import type { ReplyContext } from './context';
import type { Entry, Fields } from '../records';
import { shipFrom } from '../sale/formDetails';
import type { Entity } from '../schema/entity';

type Extra = (context: ReplyContext, shown: Fields) => Fields;

const extras: Record<string, Extra> = {
	FreeFormAddress: () => ({ FreeFormAddress: true }),
	ShipFromAddr: ({ company }) => ({ ShipFromAddr: shipFrom(company) }),
	LinkedTxn: (_context, shown) => ({ LinkedTxn: shown['LinkedTxn'] ?? [] }),
	CustomExtensions: (_context, shown) =>
		Array.isArray(shown['Line'])
			? { Line: (shown['Line'] as Fields[]).map(extended) }
			: { CustomExtensions: [] },
};

/** Sales lines have extensions already; subtotals, discounts and pure links never have them. */
function extended(line: Fields): Fields {
	return 'SubTotalLineDetail' in line ||
		'DiscountLineDetail' in line ||
		'CustomExtensions' in line ||
		line['DetailType'] === undefined
		? line
		: { ...line, CustomExtensions: [] };
}

/** Keys that were seen in replies of 2026 for entities other than invoices. */
const seen = ['Bill', 'Purchase', 'PurchaseOrder', 'Deposit', 'JournalEntry'].map(
	(name) => `${name}.CustomExtensions`,
);

/**
 * The additional keys of a reply of 2026: those that were seen, and those of the switch `alsoShown`. A
 * recorded record shows its own keys.
 */
export function alsoShown(
	entity: Entity,
	entry: Entry,
	shown: Fields,
	context: ReplyContext,
): Fields {
	if (context.switches.replyAge === '2020' || entry.fields['MetaData'] !== undefined) return {};
	const named = [...seen, ...context.switches.alsoShown]
		.filter((key) => key.startsWith(`${entity.name}.`))
		.map((key) => key.slice(entity.name.length + 1));
	return Object.assign({}, ...named.map((key) => extras[key]?.(context, shown) ?? {})) as Fields;
}
