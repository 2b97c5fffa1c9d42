import type { Desk } from '../desk';
import { wholeSecond } from '../desk';
import { entity } from '../schema/entities';

interface Code {
	id?: string;
	name: string;
	description: string;
	rates: { name: string; percent: number }[];
	/** States whose sales the code is for, with automated tax. */
	regions?: string[];
	taxable?: boolean;
}

const codes: Record<'US' | 'GB' | 'CA', { agency: string; codes: Code[] }> = {
	US: {
		agency: 'California Department of Tax and Fee Administration',
		codes: [
			{ id: 'TAX', name: 'TAX', description: 'TAX', rates: [] },
			{ id: 'NON', name: 'NON', description: 'NON', rates: [], taxable: false },
			{ name: 'California', description: 'California', rates: [{ name: 'California State', percent: 7.25 }, { name: 'Alameda County', percent: 3 }], regions: ['CA'] },
			{ name: 'Nevada', description: 'Nevada', rates: [{ name: 'Nevada State', percent: 6.85 }], regions: ['NV'] },
		],
	},
	GB: {
		agency: 'HMRC',
		codes: [
			{ name: '20.0% S', description: 'Standard', rates: [{ name: '20.0% S', percent: 20 }] },
			{ name: '5.0% R', description: 'Reduced', rates: [{ name: '5.0% R', percent: 5 }] },
			{ name: '0.0% Z', description: 'Zero rate', rates: [{ name: '0.0% Z', percent: 0 }] },
			{ name: 'Exempt', description: 'Exempt', rates: [{ name: 'Exempt', percent: 0 }], taxable: false },
			{ name: 'No VAT', description: 'Outside the scope of VAT', rates: [{ name: 'No VAT', percent: 0 }], taxable: false },
		],
	},
	CA: {
		agency: 'Canada Revenue Agency',
		codes: [
			{ name: 'HST ON', description: 'HST (Ontario)', rates: [{ name: 'HST ON', percent: 13 }] },
			{ name: 'GST', description: 'GST', rates: [{ name: 'GST', percent: 5 }] },
			{ name: 'GST/PST BC', description: 'GST and provincial tax, British Columbia', rates: [{ name: 'GST (BC)', percent: 5 }, { name: 'PST BC', percent: 7 }] },
			{ name: 'Zero-rated', description: 'Zero-rated', rates: [{ name: 'Zero-rated', percent: 0 }] },
			{ name: 'Exempt', description: 'Exempt', rates: [{ name: 'Exempt', percent: 0 }], taxable: false },
		],
	},
};

/** The agency, rates and codes that a company of the country starts with. */
export function seedTaxes(desk: Desk): void {
	const { agency, codes: own } = codes[desk.company.profile.country];
	const agencyId = put(desk, 'TaxAgency', { DisplayName: agency, TaxTrackedOnSales: true, TaxTrackedOnPurchases: false });
	desk.records.startAt('taxCodes', 2n);
	desk.records.startAt('taxRates', 3n);
	for (const code of own) {
		const details = code.rates.map(({ name, percent }, TaxOrder) => {
			const rate = put(desk, 'TaxRate', { Name: name, Description: name, Active: true, RateValue: percent, AgencyRef: { value: agencyId }, SpecialTaxType: 'NONE', DisplayType: 'ReadOnly' });
			return { TaxRateRef: { value: rate, name }, TaxTypeApplicable: 'TaxOnAmount', TaxOrder };
		});
		const fields = { Name: code.name, Description: code.description, Active: true, Hidden: false, Taxable: code.taxable ?? true, TaxGroup: details.length > 0, SalesTaxRateList: { TaxRateDetail: details }, PurchaseTaxRateList: { TaxRateDetail: [] } };
		put(desk, 'TaxCode', code.regions ? { ...fields, Regions: code.regions } : fields, code.id);
	}
}

function put(desk: Desk, name: string, fields: Record<string, unknown>, id?: string): string {
	const kind = entity(name);
	const own = id ?? desk.records.nextOf(kind.ids);
	const at = wholeSecond(desk.now);
	desk.records.put(kind, { id: own, created: at, updated: at, fields: { ...fields, Id: own, SyncToken: '0' } });
	return own;
}
