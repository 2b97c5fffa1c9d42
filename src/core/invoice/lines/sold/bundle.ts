import type { Day } from '../../../calendar';
import { decline } from '../../../decline';
import { present } from '../../../contact/party';
import { allocate, decimal, sum, toJsonNumber, zero, type Decimal } from '../../../money';
import type { QuickBooksItem, QuickBooksPayload } from '../../../records/quickbooks';
import { PRICE_PLACES, type BilledLine } from '../lines';
import { declineStock, isStocked, stockPrice } from './stock';

/** What a bundle (QuickBooks: an item of type Group) is made of, for one line. */
export interface Bundle {
	itemId: string;
	parts: Array<{
		itemId: string;
		name: string;
		quantity: Decimal;
		/** Its share of the price. */ weight: Decimal;
		taxable: boolean;
		isStocked: boolean;
		taxCodeId?: string;
		classId?: string;
	}>;
}

export function isBundle(item: QuickBooksItem): boolean {
	return item.Type === 'Group';
}

export function componentIds(items: readonly QuickBooksItem[]): string[] {
	return items
		.filter(isBundle)
		.flatMap((item) =>
			(item.ItemGroupDetail?.ItemGroupLine ?? []).map(({ ItemRef }) => ItemRef.value),
		);
}

/**
 * Takes a bundle apart. The line's price is spread over the parts as their own prices stand to each
 * other.
 * @throws Declined when the bundle is empty or one of its items cannot be sold
 */
export function takeApart(
	line: BilledLine,
	item: QuickBooksItem,
	items: readonly QuickBooksItem[],
): Bundle {
	const parts = (item.ItemGroupDetail?.ItemGroupLine ?? []).map(({ ItemRef, Qty = 1 }) => {
		const part = items.find(({ Id }) => Id === ItemRef.value);
		if (!part?.Active)
			return decline(
				line.label,
				`${line.label} sells the bundle "${item.Name}", whose item "${ItemRef.name ?? ItemRef.value}" is inactive or no longer exists.`,
				'Change the bundle in QuickBooks, or make its items active.',
			);
		const quantity = decimal(Qty);
		return {
			itemId: part.Id,
			name: part.Name,
			quantity,
			weight: quantity.times(decimal(part.UnitPrice ?? 0)),
			taxable: part.Taxable === true,
			isStocked: isStocked(part),
			...(part.SalesTaxCodeRef && { taxCodeId: part.SalesTaxCodeRef.value }),
			...(part.ClassRef && { classId: part.ClassRef.value }),
		};
	});
	if (parts.length === 0)
		decline(
			line.label,
			`${line.label} sells the bundle "${item.Name}", which is empty.`,
			'Add items to the bundle in QuickBooks.',
		);
	return { itemId: item.Id, parts };
}

type Part = Bundle['parts'][number];

/** What is said of each part. */
interface PartsTold {
	/** The tax code of a part. */
	codeOf: (part: Part) => string | undefined;
	classOf: (part: Part) => string | undefined;
	/** What QuickBooks is told of an amount. */
	tell: (amount: Decimal) => { amount: Decimal; inclusive?: number };
	servedOn: Day | undefined;
}

const ref = (value: string | undefined) => (value ? { value } : undefined);

/**
 * The line of a bundle with a line for each part; the parts' amounts come to the line's amount
 * exactly.
 */
export function buildBundleLine(
	line: BilledLine,
	bundle: Bundle,
	amount: Decimal,
	description: string,
	{ codeOf, classOf, tell, servedOn }: PartsTold,
): QuickBooksPayload {
	const weights = sum(bundle.parts.map(({ weight }) => weight)).eq(zero)
		? bundle.parts.map(() => decimal(1))
		: bundle.parts.map(({ weight }) => weight);
	const amounts = allocate(amount, weights, line.places);
	const times = line.quantity.eq(0) ? decimal(1) : line.quantity;
	return present({
		Amount: 0,
		Description: description || undefined,
		DetailType: 'GroupLineDetail',
		GroupLineDetail: {
			GroupItemRef: { value: bundle.itemId },
			Quantity: toJsonNumber(times),
			Line: bundle.parts.map((part, index) => {
				const told = tell(amounts[index] ?? zero);
				const quantity = part.quantity.times(times).round(PRICE_PLACES);
				const price = priceOf(line, part, quantity, told.amount);
				return {
					Amount: toJsonNumber(told.amount),
					Description: `${part.quantity.times(times).toFixed()} × ${part.name}`,
					DetailType: 'SalesItemLineDetail',
					SalesItemLineDetail: present({
						ItemRef: { value: part.itemId },
						Qty: price && toJsonNumber(quantity),
						UnitPrice: price && toJsonNumber(price),
						TaxCodeRef: ref(codeOf(part)),
						TaxInclusiveAmt: told.inclusive,
						ClassRef: ref(classOf(part)),
						ServiceDate: servedOn,
					}),
				};
			}),
		},
	});
}

/** A part of a share has no quantity of its own unless it is taken from stock. @throws Declined */
function priceOf(
	line: BilledLine,
	part: Part,
	quantity: Decimal,
	amount: Decimal,
): Decimal | undefined {
	if (!part.isStocked && line.quantity.eq(0)) return undefined;
	const price = line.quantity.eq(0) ? undefined : stockPrice(quantity, amount);
	if (price === undefined && part.isStocked)
		declineStock(`${line.label}, "${part.name}"`, quantity, amount);
	return price;
}
