import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import { connectQuickBooks } from '../connection/connect';
import { withNodeErrors } from './editor';
import { searchInvoices } from './invoices';
import { searchQuotes } from './quotes';
import { hubSpotSearch, quickBooksSearch } from './searches';
import { searchTaxCodes } from './taxCodes';

interface NamedRecord {
	Name: string;
	FullyQualifiedName?: string;
}

const fullName = ({ FullyQualifiedName, Name }: NamedRecord) => FullyQualifiedName ?? Name;

/** The searchable lists of the pickers of all nodes. */
export const listSearch = {
	searchDeals: hubSpotSearch('deals', ['dealname']),
	searchContacts: hubSpotSearch('contacts', ['firstname', 'lastname', 'email']),
	searchCompanies: hubSpotSearch('companies', ['name', 'domain'], ([name = '']) => name),
	searchInvoices,
	searchQuotes,
	searchCustomers: quickBooksSearch(
		'Customer',
		'DisplayName',
		({ DisplayName, FullyQualifiedName }) => FullyQualifiedName ?? DisplayName,
	),
	searchItems: quickBooksSearch(
		'Item',
		'Name',
		(item) => `${fullName(item)}${item.Sku ? ` (${item.Sku})` : ''}`,
	),
	searchTerms: quickBooksSearch('Term', 'Name', ({ Name }) => Name),
	searchIncomeAccounts: quickBooksSearch('Account', 'Name', fullName, [
		{ field: 'AccountType', operator: '=', value: 'Income' },
	]),
	searchBankAccounts: quickBooksSearch('Account', 'Name', fullName, [
		{ field: 'AccountType', operator: 'IN', value: ['Bank', 'Other Current Asset'] },
	]),
	searchClasses: quickBooksSearch(
		'Class',
		'Name',
		({ FullyQualifiedName, Name, Id }) => FullyQualifiedName ?? Name ?? Id,
	),
	searchLocations: quickBooksSearch(
		'Department',
		'Name',
		({ FullyQualifiedName, Name, Id }) => FullyQualifiedName ?? Name ?? Id,
	),
	searchTaxCodes,
};

/** Custom fields that are switched on for sales forms. */
async function getCustomFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withNodeErrors(this, async () => {
		const { preferences, company } = await (await connectQuickBooks(this)).readSettings();
		return readCompanyRules(preferences, company).customFields.map(({ definitionId, name }) => ({
			name,
			value: definitionId,
		}));
	});
}

/** The option lists of Create QuickBooks Invoice. */
export const invoiceLoadOptions = { getCustomFields };
