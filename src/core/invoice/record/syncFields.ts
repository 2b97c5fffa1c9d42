import type { QuickBooksField } from '../../sync/types';
import type { CompanyRules } from '../billing/settings';

/**
 * Fields of a QuickBooks invoice that can be mapped to properties of HubSpot's invoice record,
 * beside those it always has.
 * Source: developer.intuit.com, accounting API, invoice.
 */
export const invoiceFields: QuickBooksField[] = [
	{ path: 'DocNumber', label: 'Number', type: 'text' },
	{ path: 'TxnDate', label: 'Date', type: 'day' },
	{ path: 'DueDate', label: 'Due date', type: 'day' },
	{ path: 'TotalAmt', label: 'Total', type: 'number' },
	{ path: 'Balance', label: 'Balance', type: 'number' },
	{ path: 'TxnTaxDetail.TotalTax', label: 'Tax', type: 'number' },
	{ path: 'Deposit', label: 'Deposit', type: 'number' },
	{ path: 'CurrencyRef.value', label: 'Currency', type: 'text' },
	{ path: 'ExchangeRate', label: 'Exchange rate', type: 'number' },
	{ path: 'HomeTotalAmt', label: 'Total in home currency', type: 'number' },
	{ path: 'CustomerRef.value', label: 'Customer ID', type: 'text' },
	{ path: 'CustomerRef.name', label: 'Customer', type: 'text' },
	{ path: 'CustomerMemo.value', label: 'Message to the customer', type: 'text' },
	{ path: 'PrivateNote', label: 'Memo', type: 'text' },
	{ path: 'BillEmail.Address', label: 'E-mail', type: 'email' },
	{ path: 'SalesTermRef.name', label: 'Terms', type: 'text' },
	{ path: 'ClassRef.name', label: 'Class', type: 'text' },
	{ path: 'DepartmentRef.name', label: 'Location', type: 'text' },
	{ path: 'EmailStatus', label: 'E-mail status', type: 'text' },
	{ path: 'DeliveryInfo.DeliveryTime', label: 'Sent', type: 'time' },
	{ path: 'InvoiceLink', label: 'Payment link', type: 'text' },
	{ path: 'BillAddr.City', label: 'Billing address: city', type: 'text' },
	{
		path: 'BillAddr.CountrySubDivisionCode',
		label: 'Billing address: state',
		type: 'text',
		region: 'state' as const,
	},
	{ path: 'BillAddr.PostalCode', label: 'Billing address: postal code', type: 'text' },
	{ path: 'ShipAddr.City', label: 'Shipping address: city', type: 'text' },
	{ path: 'Id', label: 'Invoice ID', type: 'text' },
	{ path: 'MetaData.CreateTime', label: 'Created', type: 'time' },
].map((field) => ({ ...field, type: field.type as QuickBooksField['type'], readOnly: true }));

/** The company's custom fields on sales forms. */
export function customInvoiceFields({ customFields }: CompanyRules): QuickBooksField[] {
	return customFields.map(({ definitionId, name }) => ({
		path: `CustomField.${definitionId}`,
		label: `${name} (custom field)`,
		type: 'text',
		readOnly: true,
	}));
}
