import { isTaxedByHubSpot, type BilledLine } from '../invoice/lines/lines';
import type { TaxRegime } from '../invoice/billing/settings';
import { isCodeChosen, type InvoiceTaxes, type TaxSettings } from '../invoice/lines/amounts/taxes';
import type { ItemsChosen, ItemToCreate } from './choose';

const hasTaxableItems = (regime: TaxRegime) => regime === 'usAutomated' || regime === 'usManual';

/**
 * In the US a new item is taxable when a line that it is made for is taxed, so that later invoices
 * tax it, too. QuickBooks makes others not taxable.
 */
export function withTaxability(
	chosen: ItemsChosen,
	{ codeByLine }: InvoiceTaxes,
	regime: TaxRegime,
): ItemsChosen {
	if (!hasTaxableItems(regime)) return chosen;
	const isTaxed = ({ lineKeys }: ItemToCreate) =>
		lineKeys.some((key) => codeByLine.get(key) === 'TAX');
	return {
		...chosen,
		create: chosen.create.map((one) =>
			isTaxed(one) ? { ...one, payload: { ...one.payload, Taxable: true } } : one,
		),
	};
}

/**
 * New items that nothing says the tax of: they are sold without sales tax from then on. Where
 * HubSpot taxes other lines of the deal, it says so of these.
 */
export function untaxedItemWarnings(
	{ create }: ItemsChosen,
	lines: readonly BilledLine[],
	{ codeByLine }: InvoiceTaxes,
	regime: TaxRegime,
	settings: TaxSettings,
): string[] {
	if (!hasTaxableItems(regime) || lines.some(isTaxedByHubSpot)) return [];
	const isOpen = (line: BilledLine) =>
		codeByLine.get(line.key) === 'NON' && !line.taxRateGroupId && !isCodeChosen(line, settings);
	const names = create
		.filter(({ lineKeys }) => lines.some((line) => lineKeys.includes(line.key) && isOpen(line)))
		.map(({ payload }) => `"${String(payload['Name'])}"`);
	if (names.length === 0) return [];
	const [items, are, it] = names.length > 1 ? ['items', 'are', 'they'] : ['item', 'is', 'it'];
	return [
		`The new ${items} ${names.join(', ')} ${are} not taxable in QuickBooks, because HubSpot shows no tax: ${it} ${are} sold without sales tax, now and on later invoices. If that is wrong, mark ${names.length > 1 ? 'them' : 'it'} as taxable in QuickBooks and correct this invoice, or give the lines a tax rate in HubSpot before they are billed.`,
	];
}
