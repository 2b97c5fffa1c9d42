import type { RequestContext } from '../context';
import type { Fields } from '../records';

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
 * The state that goods of a sale go to: of the shipping address, else the billing address, else the
 * company's own.
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
