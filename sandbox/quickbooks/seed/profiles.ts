import type { Profile } from '../company';

export interface Opening extends Profile {
	address: Record<string, string>;
	multiCurrency: boolean;
	customTxnNumbers: boolean;
	onlinePayment: boolean;
	/** US: sales tax with the company's own codes, as in companies from before November 2017. */
	manualTax?: true;
	email: string;
}

const zoe = { id: '9341450000009001', name: 'Zoë Hartmann' };

/**
 * The five companies: US, US with custom numbers, UK with VAT, Canada with GST/HST and several
 * currencies, and US with manual sales tax.
 */
export const openings: Opening[] = [
	{
		key: 'us',
		realmId: '9341450000000001',
		name: "Zoë's Garden & Design LLC",
		country: 'US',
		currency: 'USD',
		zone: 'America/Los_Angeles',
		user: zoe,
		multiCurrency: false,
		customTxnNumbers: false,
		onlinePayment: true,
		address: {
			Line1: '88 Telegraph Ave',
			City: 'Oakland',
			Country: 'USA',
			CountrySubDivisionCode: 'CA',
			PostalCode: '94612',
		},
		email: 'books@zoes-garden.example',
	},
	{
		key: 'us-numbers',
		realmId: '9341450000000002',
		name: 'Numbered Works Inc.',
		country: 'US',
		currency: 'USD',
		zone: 'America/New_York',
		user: { id: '9341450000009002', name: 'Theo Park' },
		multiCurrency: false,
		customTxnNumbers: true,
		onlinePayment: false,
		address: {
			Line1: '5 Court Sq',
			City: 'Reno',
			Country: 'USA',
			CountrySubDivisionCode: 'NV',
			PostalCode: '89501',
		},
		email: 'books@numbered.example',
	},
	{
		key: 'uk',
		realmId: '9341450000000003',
		name: 'Hedge & Border Ltd',
		country: 'GB',
		currency: 'GBP',
		zone: 'Europe/London',
		user: { id: '9341450000009003', name: 'Imogen Shaw' },
		multiCurrency: false,
		customTxnNumbers: false,
		onlinePayment: false,
		address: { Line1: '14 Mill Lane', City: 'Harrogate', Country: 'GBR', PostalCode: 'HG1 2AB' },
		email: 'books@hedge.example',
	},
	{
		key: 'ca',
		realmId: '9341450000000004',
		name: 'Jardins Érable Inc.',
		country: 'CA',
		currency: 'CAD',
		zone: 'America/Toronto',
		user: { id: '9341450000009004', name: 'Éloïse Roy' },
		multiCurrency: true,
		customTxnNumbers: false,
		onlinePayment: false,
		address: {
			Line1: '210 Queen St W',
			City: 'Toronto',
			Country: 'CAN',
			CountrySubDivisionCode: 'ON',
			PostalCode: 'M5V 1Z4',
		},
		email: 'books@erable.example',
	},
	{
		key: 'us-manual',
		realmId: '9341450000000005',
		name: 'Old Ledger Supply Co.',
		country: 'US',
		currency: 'USD',
		zone: 'America/Los_Angeles',
		user: { id: '9341450000009005', name: 'Ines Prado' },
		multiCurrency: false,
		customTxnNumbers: false,
		onlinePayment: false,
		manualTax: true,
		address: {
			Line1: '31 Front St',
			City: 'Sacramento',
			Country: 'USA',
			CountrySubDivisionCode: 'CA',
			PostalCode: '95814',
		},
		email: 'books@oldledger.example',
	},
];
