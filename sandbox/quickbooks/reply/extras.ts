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

/**
 * Sales lines have their list of extensions anyway; the subtotal, discounts and mere links never.
 */
function extended(line: Fields): Fields {
	return 'SubTotalLineDetail' in line ||
		'DiscountLineDetail' in line ||
		'CustomExtensions' in line ||
		line['DetailType'] === undefined
		? line
		: { ...line, CustomExtensions: [] };
}

/** What replies of 2026 were seen to show beside those of invoices. */
const seen = ['Bill', 'Purchase', 'PurchaseOrder', 'Deposit', 'JournalEntry'].map(
	(name) => `${name}.CustomExtensions`,
);

/**
 * Keys that were seen, and those that the switch `alsoShown` adds, in replies of 2026 about an
 * entity; a record that came from elsewhere says itself what it shows.
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
