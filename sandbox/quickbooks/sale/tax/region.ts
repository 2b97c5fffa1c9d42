import type { RequestContext } from '../../context';
import type { Fields } from '../../records';

const states: Record<string, string> = {
	CALIFORNIA: 'CA',
	NEVADA: 'NV',
	ARIZONA: 'AZ',
	OREGON: 'OR',
	WASHINGTON: 'WA',
	TEXAS: 'TX',
	'NEW YORK': 'NY',
};

/**
 * The state to which a sale is shipped, from the shipping address, otherwise from the billing address,
 * otherwise from the company's address.
 */
export function shipRegion(context: RequestContext, fields: Fields): string {
	const company = context.records.find('CompanyInfo', '1')?.fields['CompanyAddr'];
	for (const address of [fields['ShipAddr'], fields['BillAddr'], company] as (
		Fields | undefined
	)[]) {
		const region = address?.['CountrySubDivisionCode'];
		if (typeof region === 'string' && region !== '')
			return states[region.trim().toUpperCase()] ?? region.trim().toUpperCase();
	}
	return '';
}
