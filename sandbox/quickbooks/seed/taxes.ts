import type { RequestContext } from '../context';
import { wholeSecond } from '../context';
import { entity } from '../schema/entities';

interface Code {
	id?: string;
	name: string;
	description: string;
	rates: {
		name: string;
		percent: number;
		/** Where it was changed: what it was up to a day. */ before?: {
			percent: number;
			until: string;
			from: string;
		};
	}[];
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
			{
				name: 'California',
				description: 'California',
				rates: [
					{ name: 'California State', percent: 7.25 },
					{ name: 'Alameda County', percent: 3 },
				],
				regions: ['CA'],
			},
			{
				name: 'Nevada',
				description: 'Nevada',
				rates: [{ name: 'Nevada State', percent: 6.85 }],
				regions: ['NV'],
			},
		],
	},
	GB: {
		agency: 'HMRC',
		codes: [
			{
				name: '20.0% S',
				description: 'Standard',
				rates: [
					{
						name: '20.0% S',
						percent: 20,
						before: { percent: 17.5, until: '2011-01-03', from: '2011-01-04' },
					},
				],
			},
			{ name: '5.0% R', description: 'Reduced', rates: [{ name: '5.0% R', percent: 5 }] },
			{ name: '0.0% Z', description: 'Zero rate', rates: [{ name: '0.0% Z', percent: 0 }] },
			{
				name: 'Exempt',
				description: 'Exempt',
				rates: [{ name: 'Exempt', percent: 0 }],
				taxable: false,
			},
			{
				name: 'No VAT',
				description: 'Outside the scope of VAT',
				rates: [{ name: 'No VAT', percent: 0 }],
				taxable: false,
			},
		],
	},
	CA: {
		agency: 'Canada Revenue Agency',
		codes: [
			{ name: 'HST ON', description: 'HST (Ontario)', rates: [{ name: 'HST ON', percent: 13 }] },
			{ name: 'GST', description: 'GST', rates: [{ name: 'GST', percent: 5 }] },
			{
				name: 'GST/PST BC',
				description: 'GST and provincial tax, British Columbia',
				rates: [
					{ name: 'GST (BC)', percent: 5 },
					{ name: 'PST BC', percent: 7 },
				],
			},
			{
				name: 'Zero-rated',
				description: 'Zero-rated',
				rates: [{ name: 'Zero-rated', percent: 0 }],
			},
			{
				name: 'Exempt',
				description: 'Exempt',
				rates: [{ name: 'Exempt', percent: 0 }],
				taxable: false,
			},
			{
				name: 'HST NS',
				description: 'HST (Nova Scotia)',
				rates: [
					{
						name: 'HST NS',
						percent: 14,
						before: { percent: 15, until: '2025-03-31', from: '2025-04-01' },
					},
				],
			},
		],
	},
};

/**
 * As a live company of 2017 had it: the first value has no beginning that anybody remembers, the
 * last one no end.
 */
function dated(
	percent: number,
	{ percent: former, until, from }: { percent: number; until: string; from: string },
) {
	return [
		{
			RateValue: former,
			EffectiveDate: '1970-01-01T00:00:00-08:00',
			EndDate: `${until}T00:00:00-07:00`,
		},
		{ RateValue: percent, EffectiveDate: `${from}T00:00:00-07:00` },
	];
}

/** The agency, rates and codes that a company of the country starts with. */
export function seedTaxes(context: RequestContext): void {
	const { agency, codes: own } = codes[context.company.profile.country];
	const agencyId = put(context, 'TaxAgency', {
		DisplayName: agency,
		TaxTrackedOnSales: true,
		TaxTrackedOnPurchases: false,
	});
	context.records.startAt('taxCodes', 2n);
	context.records.startAt('taxRates', 3n);
	for (const code of own) {
		const details = code.rates.map(({ name, percent, before }, TaxOrder) => {
			const rate = put(context, 'TaxRate', {
				Name: name,
				Description: name,
				Active: true,
				RateValue: percent,
				AgencyRef: { value: agencyId },
				SpecialTaxType: 'NONE',
				DisplayType: 'ReadOnly',
				...(before && { EffectiveTaxRate: dated(percent, before) }),
			});
			return { TaxRateRef: { value: rate, name }, TaxTypeApplicable: 'TaxOnAmount', TaxOrder };
		});
		const fields = {
			Name: code.name,
			Description: code.description,
			Active: true,
			Hidden: false,
			Taxable: code.taxable ?? true,
			TaxGroup: details.length > 0,
			SalesTaxRateList: { TaxRateDetail: details },
			PurchaseTaxRateList: { TaxRateDetail: [] },
		};
		put(context, 'TaxCode', code.regions ? { ...fields, Regions: code.regions } : fields, code.id);
	}
}

function put(
	context: RequestContext,
	name: string,
	fields: Record<string, unknown>,
	id?: string,
): string {
	const kind = entity(name);
	const own = id ?? context.records.nextOf(kind.ids);
	const at = wholeSecond(context.now);
	context.records.put(kind, {
		id: own,
		created: at,
		updated: at,
		fields: { ...fields, Id: own, SyncToken: '0' },
	});
	return own;
}
