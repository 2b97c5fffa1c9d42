import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { shipRegion } from '../../quickbooks/sale/region';
import { createContext } from '../../quickbooks/desk';
import type { QuickBooksSwitches } from '../../quickbooks/switches';
import { fieldsOf, listOf, type Act } from '../acts';
import { minimal } from './bring';
import type { PreparedState } from './scene';

/**
 * Codes and rates that lead to the tax lines of a reply: in the US one code for the place,
 * elsewhere the codes that the lines name.
 */
export function stageTaxes(scene: PreparedState, act: Act, row: Fields): void {
	const tax = fieldsOf(row['TxnTaxDetail']);
	const rates = listOf(tax['TaxLine']).map((line) => fieldsOf(line['TaxLineDetail']));
	if (rates.length === 0) return;
	for (const rate of rates) stageRate(scene, rate);
	if (scene.company.profile.country === 'US')
		return stageCode(scene, String(fieldsOf(tax['TxnTaxCodeRef'])['value'] ?? '900000001'), rates, [
			regionOf(scene, row),
		]);
	const codes = listOf(act.body['Line'])
		.map((line) => fieldsOf(fieldsOf(line['SalesItemLineDetail'])['TaxCodeRef'])['value'])
		.filter((code) => typeof code === 'string');
	const [first] = codes;
	if (first !== undefined) stageCode(scene, first, rates, []);
}

function stageRate(scene: PreparedState, rate: Fields): void {
	const id = String(fieldsOf(rate['TaxRateRef'])['value'] ?? '');
	if (id !== '')
		scene.put(
			entity('TaxRate'),
			minimal('TaxRate', id, { RateValue: Number(rate['TaxPercent'] ?? 0) }, scene.now),
		);
}

function stageCode(scene: PreparedState, id: string, rates: Fields[], regions: string[]): void {
	const TaxRateDetail = rates.map((rate, TaxOrder) => ({
		TaxRateRef: { value: String(fieldsOf(rate['TaxRateRef'])['value'] ?? '') },
		TaxTypeApplicable: 'TaxOnAmount',
		TaxOrder,
	}));
	const code = minimal(
		'TaxCode',
		id,
		{ TaxGroup: true, SalesTaxRateList: { TaxRateDetail } },
		scene.now,
	);
	scene.put(entity('TaxCode'), { ...code, fields: { ...code.fields, Regions: regions } });
}

function regionOf(scene: PreparedState, row: Fields): string {
	return shipRegion(createContext(scene.company, {} as QuickBooksSwitches, scene.now), row);
}
