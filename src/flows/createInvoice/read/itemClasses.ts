import { itemClassUses, lostClassWarnings } from '../../../core/invoice/lines/classes';
import type { InvoiceDetails } from '../../../core/invoice/billing/details';
import type { BilledLine } from '../../../core/invoice/lines/lines';
import type { CompanyRules } from '../../../core/invoice/billing/settings';
import type { QuickBooksItem } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';
import { findByIds } from '../../accounts/quickBooksRecords';

/** What the lines sell. */
interface Sold {
	itemByLine: ReadonlyMap<string, QuickBooksItem>;
	/** With the items that bundles are made of. */
	components: readonly QuickBooksItem[];
}

/**
 * The same without classes that cannot be used, and what is said of them. Nothing is asked where no
 * line takes over a class.
 */
export async function withUsableClasses(
	lines: readonly BilledLine[],
	sold: Sold,
	details: InvoiceDetails,
	rules: CompanyRules,
	quickbooks: QuickBooksPort,
): Promise<Sold & { warnings: string[] }> {
	const uses = itemClassUses(lines, sold.itemByLine, sold.components, details, rules);
	if (uses.length === 0) return { ...sold, warnings: [] };
	const ids = [...new Set(uses.map(({ classId }) => classId))];
	const classes = await findByIds(quickbooks, 'Class', ids);
	const usable = new Set(classes.filter(({ Active }) => Active !== false).map(({ Id }) => Id));
	const lost = uses.filter(({ classId }) => !usable.has(classId));
	const lostIds = new Set(lost.map(({ classId }) => classId));
	const cleared = (item: QuickBooksItem): QuickBooksItem => {
		const { ClassRef, ...rest } = item;
		return ClassRef && lostIds.has(ClassRef.value) ? rest : item;
	};
	return {
		itemByLine: new Map([...sold.itemByLine].map(([key, item]) => [key, cleared(item)])),
		components: sold.components.map(cleared),
		warnings: lostClassWarnings(lost, new Map(classes.map(({ Id, Name }) => [Id, Name ?? Id]))),
	};
}
