import type { CustomerChosen } from '../../../contact/choose';
import { moneyText, sum, type Decimal } from '../../../money';
import { isTaxedByHubSpot, type BilledLine } from '../lines';
import type { TaxTable } from './taxTable';

/** What QuickBooks keeps about the taxes of a customer. */
export interface CustomerTax {
	name: string;
	/** The customer's own tax code. */
	codeId?: string;
	/** US: no sales tax is charged. */
	isExempt: boolean;
}

/** A customer that is still to be created has nothing of the kind. */
export function customerTaxOf(chosen: CustomerChosen): CustomerTax | undefined {
	if (chosen.kind === 'create') return undefined;
	const { DisplayName, DefaultTaxCodeRef, Taxable } = chosen.customer;
	return {
		name: DisplayName,
		...(DefaultTaxCodeRef && { codeId: DefaultTaxCodeRef.value }),
		isExempt: Taxable === false,
	};
}

/** The customer's code, where the company still has it. */
export function usableCode(
	customer: CustomerTax | undefined,
	table: TaxTable | undefined,
): string | undefined {
	return customer?.codeId !== undefined && (!table || table.has(customer.codeId))
		? customer.codeId
		: undefined;
}

/**
 * The customer's code counts, and the node or the item says another one. @param others ids of the
 * codes that would count otherwise
 */
export function customerCodeWarnings(
	customer: CustomerTax | undefined,
	others: readonly (string | undefined)[],
	table: TaxTable | undefined,
): string[] {
	const code = usableCode(customer, table);
	if (!customer || customer.codeId === undefined) return [];
	if (code === undefined)
		return [
			`The tax code of the customer "${customer.name}" (ID ${customer.codeId}) is inactive in QuickBooks or no longer exists, so it is not used. Give the customer another tax code in QuickBooks.`,
		];
	const nameOf = (id: string) => `"${table?.get(id)?.name ?? id}"`;
	const different = [
		...new Set(others.filter((other) => other !== undefined && other !== code)),
	] as string[];
	if (different.length === 0) return [];
	return [
		`QuickBooks has the tax code ${nameOf(code)} for the customer "${customer.name}", so it is used instead of ${different.map(nameOf).join(', ')}. If another code is right, give the line a tax code or map its HubSpot tax rate.`,
	];
}

/**
 * HubSpot taxes a customer whom the books of a US company do not. @param sent whether HubSpot's tax
 * is sent with the invoice
 */
export function exemptWarnings(
	customer: CustomerTax | undefined,
	lines: readonly BilledLine[],
	quoteTax: Decimal | undefined,
	sent: boolean,
): string[] {
	const taxed = lines.filter(isTaxedByHubSpot);
	const tax = quoteTax ?? sum(taxed.flatMap(({ hubSpotTax }) => hubSpotTax ?? []));
	if (!customer?.isExempt || (quoteTax === undefined && taxed.length === 0)) return [];
	const what = sent
		? `HubSpot shows ${moneyText(tax)} of tax, which is sent with the invoice`
		: `HubSpot shows ${moneyText(tax)} of tax, and QuickBooks charges none of it`;
	return [
		`The customer "${customer.name}" is exempt from sales tax in QuickBooks, but ${what}. If the customer is exempt, remove the tax in HubSpot and from the invoice. If not, make the customer taxable in QuickBooks.`,
	];
}
