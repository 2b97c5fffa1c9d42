import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { shipRegion } from '../../quickbooks/sale/tax/region';
import { createContext } from '../../quickbooks/context';
import type { QuickBooksSwitches } from '../../quickbooks/switches';
import { fieldsOf, listOf, type Act } from '../acts';
import { minimal } from './bring';
import type { PreparedState } from './state';

/**
 * Stores codes and rates that lead to the tax lines of a reply. In the US there is one code for the
 * place; elsewhere the lines name their codes.
 */
export function prepareTaxes(state: PreparedState, act: Act, row: Fields): void {
	const tax = fieldsOf(row['TxnTaxDetail']);
	const rates = listOf(tax['TaxLine']).map((line) => fieldsOf(line['TaxLineDetail']));
	if (rates.length === 0) return;
	for (const rate of rates) prepareRate(state, rate);
	if (state.company.profile.country === 'US')
		return prepareCode(
			state,
			String(fieldsOf(tax['TxnTaxCodeRef'])['value'] ?? '900000001'),
			rates,
			[regionOf(state, row)],
		);
	const codes = listOf(act.body['Line'])
		.map((line) => fieldsOf(fieldsOf(line['SalesItemLineDetail'])['TaxCodeRef'])['value'])
		.filter((code) => typeof code === 'string');
	const [first] = codes;
	if (first !== undefined) prepareCode(state, first, rates, []);
}

function prepareRate(state: PreparedState, rate: Fields): void {
	const id = String(fieldsOf(rate['TaxRateRef'])['value'] ?? '');
	if (id !== '')
		state.put(
			entity('TaxRate'),
			minimal('TaxRate', id, { RateValue: Number(rate['TaxPercent'] ?? 0) }, state.now),
		);
}

function prepareCode(state: PreparedState, id: string, rates: Fields[], regions: string[]): void {
	const TaxRateDetail = rates.map((rate, TaxOrder) => ({
		TaxRateRef: { value: String(fieldsOf(rate['TaxRateRef'])['value'] ?? '') },
		TaxTypeApplicable: 'TaxOnAmount',
		TaxOrder,
	}));
	const code = minimal(
		'TaxCode',
		id,
		{ TaxGroup: true, SalesTaxRateList: { TaxRateDetail } },
		state.now,
	);
	state.put(entity('TaxCode'), { ...code, fields: { ...code.fields, Regions: regions } });
}

function regionOf(state: PreparedState, row: Fields): string {
	return shipRegion(createContext(state.company, {} as QuickBooksSwitches, state.now), row);
}
