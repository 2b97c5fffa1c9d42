import type { ReplyContext } from './reply';
import type { Entry, Fields } from './records';
import { shipFrom } from './sale/paper';
import type { Entity } from './schema/entities';

type Extra = (context: ReplyContext, shown: Fields) => Fields;

const extras: Record<string, Extra> = {
	FreeFormAddress: () => ({ FreeFormAddress: true }),
	ShipFromAddr: ({ company }) => ({ ShipFromAddr: shipFrom(company) }),
	LinkedTxn: (_context, shown) => ({ LinkedTxn: shown['LinkedTxn'] ?? [] }),
	CustomExtensions: (_context, shown) => (Array.isArray(shown['Line']) ? { Line: (shown['Line'] as Fields[]).map(extended) } : { CustomExtensions: [] }),
};

/** Sales lines have their list of extensions anyway, the subtotal never. */
function extended(line: Fields): Fields {
	return 'SubTotalLineDetail' in line || 'CustomExtensions' in line ? line : { ...line, CustomExtensions: [] };
}

/** Keys that the switch `alsoShown` adds to replies of 2026 about an entity; a record that came from elsewhere says itself what it shows. */
export function alsoShown(entity: Entity, entry: Entry, shown: Fields, context: ReplyContext): Fields {
	if (context.switches.replyAge === '2020' || entry.fields['MetaData'] !== undefined) return {};
	const named = context.switches.alsoShown.filter((key) => key.startsWith(`${entity.name}.`)).map((key) => key.slice(entity.name.length + 1));
	return Object.assign({}, ...named.map((key) => extras[key]?.(context, shown) ?? {})) as Fields;
}
