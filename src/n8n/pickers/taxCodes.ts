import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import type { QuickBooksPort } from '../../gateways/ports';
import { connectQuickBooks } from '../connection/connect';
import { namesContaining, withNodeErrors } from './editor';

const US_CODES: INodeListSearchItems[] = [
	{ name: 'Taxable (TAX)', value: 'TAX' },
	{ name: 'Non-Taxable (NON)', value: 'NON' },
];

/** The tax codes that lines of the company's invoices can have. */
export async function searchTaxCodes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withNodeErrors(this, async () => {
		const codes = await readLineCodes(await connectQuickBooks(this));
		return { results: namesContaining(codes, filter) };
	});
}

/**
 * Lines of US companies know TAX and NON. Without automated sales tax, their invoices have a code
 * of the company's own as well.
 */
async function readLineCodes(quickbooks: QuickBooksPort): Promise<INodeListSearchItems[]> {
	const { preferences, company } = await quickbooks.readSettings();
	const { taxRegime } = readCompanyRules(preferences, company);
	if (taxRegime === 'codes') return await readOwnCodes(quickbooks);
	if (taxRegime !== 'usManual') return US_CODES;
	const own = await readOwnCodes(quickbooks);
	return [...US_CODES, ...own.filter(({ value }) => value !== 'TAX' && value !== 'NON')];
}

async function readOwnCodes(quickbooks: QuickBooksPort): Promise<INodeListSearchItems[]> {
	const codes = await quickbooks.find('TaxCode', {});
	return codes
		.filter(({ Active }) => Active !== false)
		.map(({ Id, Name, Description }) => ({
			name: Description && Description !== Name ? `${Name} (${Description})` : Name,
			value: Id,
		}));
}
