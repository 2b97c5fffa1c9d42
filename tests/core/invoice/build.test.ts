import { buildInvoice } from '../../../src/core/invoice/lines/build';
import type { InvoiceParts } from '../../../src/core/invoice/lines/parts';
import { invoiceSubtotal } from '../../../src/core/invoice/lines/buildLines';
import {
	companyProblems,
	formProblems,
	type InvoiceDetails,
} from '../../../src/core/invoice/billing/details';
import { readCompanyRules, type CompanyRules } from '../../../src/core/invoice/billing/settings';
import { decideTaxes, type TaxSettings } from '../../../src/core/invoice/lines/amounts/taxes';
import { readTaxTable } from '../../../src/core/invoice/lines/amounts/taxTable';
import { decimal, moneyText } from '../../../src/core/money';
import type { QuickBooksPreferences } from '../../../src/core/records/quickbooks';
import { billedLine, item, MetaData } from '../../support/sampleRecords';

const rulesOf = (preferences: QuickBooksPreferences, Country = 'US'): CompanyRules =>
	readCompanyRules(preferences, { CompanyName: 'Garden', Country });
const us = rulesOf({
	TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
	SalesFormsPrefs: { ETransactionPaymentEnabled: true },
});
const details: InvoiceDetails = {
	lineDiscounts: 'price',
	number: { kind: 'auto' },
	customFields: [],
};
const lines = [
	billedLine('a', '956.25', {
		name: 'Design',
		quantity: decimal('12.5'),
		unitPrice: decimal(85),
		gross: decimal('1062.50'),
		discount: decimal('106.25'),
		discountLabel: '10 %',
	}),
	billedLine('b', '56.33', {
		name: 'Fertilizer',
		description: 'by weight',
		quantity: decimal('17.625'),
		unitPrice: decimal('3.196'),
		gross: decimal('56.33'),
	}),
];

function parts(more: Partial<InvoiceParts> = {}): InvoiceParts {
	return {
		customerId: '58',
		lines,
		itemIds: new Map([
			['a', '1'],
			['b', '2'],
		]),
		taxes: {
			codeByLine: new Map([
				['a', 'NON'],
				['b', 'TAX'],
			]),
		},
		details,
		rules: us,
		currency: 'USD',
		billing: {
			realmId: '9',
			portalId: '7',
			dealId: '401',
			source: 'deal',
			span: { from: decimal(0), to: decimal('1012.58') },
			total: decimal('1012.58'),
			round: 1,
		},
		...more,
	};
}

describe('the invoice', () => {
	it('says what is known and leaves the rest to QuickBooks', () => {
		expect(buildInvoice(parts({ billEmail: 'ann@example.com' }))).toEqual({
			CustomerRef: { value: '58' },
			Line: [
				{
					Amount: 956.25,
					Description: 'Design\n12.5 × 85 less 10 %',
					DetailType: 'SalesItemLineDetail',
					SalesItemLineDetail: {
						ItemRef: { value: '1' },
						Qty: 12.5,
						UnitPrice: 76.5,
						TaxCodeRef: { value: 'NON' },
					},
				},
				{
					Amount: 56.33,
					Description: 'by weight',
					DetailType: 'SalesItemLineDetail',
					SalesItemLineDetail: {
						ItemRef: { value: '2' },
						Qty: 17.625,
						UnitPrice: 3.196,
						TaxCodeRef: { value: 'TAX' },
					},
				},
			],
			PrivateNote: '[HubSpot 7 deal 401, deal, 0.00-1012.58 of 1012.58, no. 1]',
			BillEmail: { Address: 'ann@example.com' },
			EmailStatus: 'NeedToSend',
		});
	});

	it('leaves out quantity and price where no price gives the amount', () => {
		const thirds = billedLine('a', '10.00', {
			quantity: decimal(3),
			unitPrice: decimal(10),
			gross: decimal('30.00'),
			discount: decimal(20),
			discountLabel: '20.00',
		});
		const [line] = buildInvoice(parts({ lines: [thirds] }))['Line'] as Array<{
			Amount: number;
			SalesItemLineDetail: object;
		}>;
		expect(line).toMatchObject({
			Amount: 10,
			SalesItemLineDetail: { Qty: 3, UnitPrice: 3.3333333 },
		});
		const none = billedLine('a', '10.01', {
			quantity: decimal('300000'),
			unitPrice: decimal('0.01'),
			gross: decimal('3000.00'),
			discount: decimal('2989.99'),
		});
		const [bare] = buildInvoice(parts({ lines: [none] }))['Line'] as Array<{
			SalesItemLineDetail: object;
		}>;
		expect(bare?.SalesItemLineDetail).toEqual({
			ItemRef: { value: '1' },
			TaxCodeRef: { value: 'NON' },
		});
	});

	it('puts all discounts into one line below when asked', () => {
		const built = buildInvoice(
			parts({
				details: {
					...details,
					lineDiscounts: 'line',
					discount: { kind: 'percent', value: decimal(10) },
				},
			}),
		);
		expect((built['Line'] as object[]).at(-1)).toEqual({
			Amount: 207.51,
			DetailType: 'DiscountLineDetail',
			DiscountLineDetail: { PercentBased: false },
		});
		expect(
			moneyText(
				invoiceSubtotal(
					parts({
						details: {
							...details,
							lineDiscounts: 'line',
							discount: { kind: 'percent', value: decimal(10) },
						},
					}),
				),
			),
		).toBe('911.32');
	});

	it('has everything that a person adds', () => {
		const rules = rulesOf({
			TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true },
			SalesFormsPrefs: { CustomTxnNumbers: true, ETransactionPaymentEnabled: true },
			AccountingInfoPrefs: { ClassTrackingPerTxn: true },
			CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: 'USD' } },
		});
		const more: InvoiceDetails = {
			...details,
			termId: '3',
			issuedOn: '2026-05-01',
			dueOn: '2026-05-31',
			customerMessage: 'Thank you',
			memo: 'Ask Ann',
			cc: 'b@example.com',
			bcc: 'c@example.com',
			classId: '4',
			locationId: '5',
			deposit: decimal(12),
			depositAccountId: '35',
			shipping: decimal('7.5'),
			discount: { kind: 'amount', value: decimal(1) },
			cardPayment: true,
			bankPayment: false,
			customFields: [{ definitionId: '1', value: 'Crew 7' }],
		};
		const built = buildInvoice(
			parts({ details: more, rules, currency: 'EUR', exchangeRate: 1.08 }),
		);
		expect(built).toMatchObject({
			CurrencyRef: { value: 'EUR' },
			ExchangeRate: 1.08,
			DocNumber: 'AUTO_GENERATE',
			TxnDate: '2026-05-01',
			DueDate: '2026-05-31',
			SalesTermRef: { value: '3' },
			CustomerMemo: { value: 'Thank you' },
			ClassRef: { value: '4' },
			DepartmentRef: { value: '5' },
			Deposit: 12,
			DepositToAccountRef: { value: '35' },
			BillEmailCc: { Address: 'b@example.com' },
			BillEmailBcc: { Address: 'c@example.com' },
			CustomField: [{ DefinitionId: '1', Type: 'StringType', StringValue: 'Crew 7' }],
			AllowOnlineCreditCardPayment: true,
			AllowOnlineACHPayment: false,
			PrivateNote: 'Ask Ann\n[HubSpot 7 deal 401, deal, 0.00-1012.58 of 1012.58, no. 1]',
		});
		expect((built['Line'] as object[]).slice(2)).toEqual([
			{
				Amount: 7.5,
				DetailType: 'SalesItemLineDetail',
				SalesItemLineDetail: { ItemRef: { value: 'SHIPPING_ITEM_ID' } },
			},
			{ Amount: 1, DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: false } },
		]);
	});
});

describe('what the company does not allow', () => {
	const problems = (given: InvoiceDetails, preferences: QuickBooksPreferences) =>
		[...formProblems(given), ...companyProblems(given, rulesOf(preferences), '2026-05-05')]
			.map(({ message }) => message)
			.join(' ');

	it.each<[string, Partial<InvoiceDetails>, QuickBooksPreferences, RegExp]>([
		['no date', { issuedOn: '2026-02-30' }, {}, /"2026-02-30" is not a date/],
		[
			'due before it is issued',
			{ issuedOn: '2026-05-02', dueOn: '2026-05-01' },
			{},
			/before the invoice date 2026-05-02/,
		],
		[
			'closed books',
			{ issuedOn: '2026-01-31' },
			{ AccountingInfoPrefs: { BookCloseDate: '2026-01-31' } },
			/books are closed up to 2026-01-31/,
		],
		[
			'a long message',
			{ customerMessage: 'x'.repeat(1001) },
			{},
			/has 1001 characters; QuickBooks takes 1000/,
		],
		[
			'an address that is none',
			{ billEmail: 'ann at home' },
			{},
			/"ann at home" is no e-mail address/,
		],
		['one bad copy of two', { cc: 'a@example.com, b' }, {}, /is no e-mail address/],
		[
			'a number of one’s own',
			{ number: { kind: 'given', value: '7' } },
			{},
			/lets QuickBooks number its invoices/,
		],
		[
			'a long number',
			{ number: { kind: 'given', value: '1'.repeat(22) } },
			{ SalesFormsPrefs: { CustomTxnNumbers: true } },
			/has 22 characters; QuickBooks takes 21/,
		],
		['a class', { classId: '1' }, {}, /does not track classes/],
		['a location', { locationId: '1' }, {}, /does not track locations/],
		[
			'shipping',
			{ shipping: decimal(1) },
			{ SalesFormsPrefs: { AllowShipping: false } },
			/shipping is switched off/,
		],
		[
			'a deposit',
			{ deposit: decimal(1) },
			{ SalesFormsPrefs: { AllowDeposit: false } },
			/deposits are switched off/,
		],
		[
			'a discount',
			{ discount: { kind: 'percent', value: decimal(5) } },
			{ SalesFormsPrefs: { AllowDiscount: false } },
			/discounts are switched off/,
		],
		[
			'110 % off',
			{ discount: { kind: 'percent', value: decimal(110) } },
			{},
			/110 % is out of range/,
		],
		[
			'an unknown custom field',
			{ customFields: [{ definitionId: '2', value: 'x' }] },
			{},
			/has no custom field "2"/,
		],
		['online payment', { cardPayment: true }, {}, /online payments are switched off/],
	])('%s', (_name, more, preferences, message) => {
		expect(problems({ ...details, ...more }, preferences)).toMatch(message);
	});

	it('names everything at once', () => {
		expect(problems({ ...details, classId: '1', locationId: '2' }, {})).toMatch(
			/class.*locations/s,
		);
	});

	it('an invoice without a date has that of today', () => {
		const closed = (BookCloseDate: string) =>
			problems(details, { AccountingInfoPrefs: { BookCloseDate } });
		expect([closed('2026-05-04'), closed('2026-05-05')]).toEqual([
			'',
			'Invoice Date: it is today, 2026-05-05, and the books are closed up to 2026-05-05.',
		]);
	});
});

describe('taxes', () => {
	const taxed = [
		billedLine('a', '10'),
		billedLine('b', '20', { taxRateGroupId: 'vat20' }),
		billedLine('c', '30', { taxCodeId: '9' }),
	];
	const items = new Map([['a', item('1', 'A', { Taxable: true })]]);
	const settings = {
		codeByRate: { vat20: '5' },
		calculation: 'TaxExcluded',
		useHubSpotTax: false,
	} as const;

	it.each([
		['none', settings, { codeByLine: {} }],
		[
			'codes',
			{ ...settings, defaultTaxCodeId: '3' },
			{ codeByLine: { a: '3', b: '5', c: '9' }, calculation: 'TaxExcluded', defaultCode: '3' },
		],
		[
			'codes',
			{ ...settings, calculation: 'NotApplicable' },
			{ codeByLine: {}, calculation: 'NotApplicable' },
		],
	] as const)('%s with %j', (regime, given, expected) => {
		const { codeByLine, ...rest } = decideTaxes(taxed, items, regime, given);
		expect({ codeByLine: Object.fromEntries(codeByLine), ...rest }).toEqual(expected);
	});

	it('the US taxes what the item or HubSpot taxes', () => {
		const us = [
			billedLine('a', '10'),
			billedLine('b', '20'),
			billedLine('c', '30', { hubSpotTax: decimal('2.4') }),
		];
		const { codeByLine, totalTax } = decideTaxes(us, items, 'usAutomated', {
			...settings,
			useHubSpotTax: true,
		});
		expect([Object.fromEntries(codeByLine), totalTax && moneyText(totalTax)]).toEqual([
			{ a: 'TAX', b: 'NON', c: 'TAX' },
			'2.40',
		]);
	});

	it('every line without a code is named before anything is written', () => {
		expect(() =>
			decideTaxes([billedLine('a', '1'), billedLine('b', '2')], new Map(), 'codes', settings),
		).toThrow(/Line "a" has no tax code.*Line "b" has no tax code/s);
	});

	it('the US has two codes only', () => {
		expect(() =>
			decideTaxes([billedLine('a', '1', { taxCodeId: '3' })], new Map(), 'usManual', settings),
		).toThrow(/a US company knows only TAX and NON/);
	});
});

describe('amounts that include tax', () => {
	const table = readTaxTable(
		[
			{
				Id: '2',
				SyncToken: '0',
				MetaData,
				Name: '20.0% S',
				SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: '7' } }] },
			},
			{ Id: '9', SyncToken: '0', MetaData, Name: 'Old', Active: false },
		],
		[{ Id: '7', SyncToken: '0', MetaData, Name: 'VAT', RateValue: 20 }],
		'2026-05-05',
	);
	const given: TaxSettings = {
		defaultTaxCodeId: '2',
		codeByRate: {},
		calculation: 'TaxInclusive',
		useHubSpotTax: false,
	};
	const uk = rulesOf({ TaxPrefs: { UsingSalesTax: true } }, 'GB');

	it('are told both ways, and a discount is taken off the lines', () => {
		const taxes = decideTaxes(lines, new Map(), 'codes', given, { table, hasShipping: true });
		const built = buildInvoice(
			parts({
				rules: uk,
				taxes,
				details: {
					...details,
					lineDiscounts: 'line',
					shipping: decimal(6),
					discount: { kind: 'amount', value: decimal('10.01') },
				},
			}),
		)['Line'] as Array<{ Amount: number; SalesItemLineDetail: { TaxInclusiveAmt: number } }>;
		expect(
			built.map(({ Amount, SalesItemLineDetail }) => [Amount, SalesItemLineDetail.TaxInclusiveAmt]),
		).toEqual([
			[789, 946.8],
			[46.48, 55.77],
			[5, 6],
		]);
	});

	it('are told both ways for the parts of a bundle', () => {
		const bundle = {
			itemId: '5',
			parts: [
				{
					itemId: '1',
					name: 'Sod',
					quantity: decimal(1),
					weight: decimal(2),
					taxable: true,
					isStocked: false,
				},
				{
					itemId: '2',
					name: 'Feed',
					quantity: decimal(1),
					weight: decimal(1),
					taxable: true,
					isStocked: false,
				},
			],
		};
		const kit = billedLine('a', '99.99');
		const taxes = decideTaxes([kit], new Map(), 'codes', given, { table });
		const [line] = buildInvoice(
			parts({ rules: uk, taxes, lines: [kit], bundles: new Map([['a', bundle]]) }),
		)['Line'] as Array<{
			GroupLineDetail: {
				Line: Array<{ Amount: number; SalesItemLineDetail: { TaxInclusiveAmt: number } }>;
			};
		}>;
		expect(
			line?.GroupLineDetail.Line.map(({ Amount, SalesItemLineDetail }) => [
				Amount,
				SalesItemLineDetail.TaxInclusiveAmt,
			]),
		).toEqual([
			[55.55, 66.66],
			[27.78, 33.33],
		]);
	});

	it.each<[string, string | undefined, RegExp]>([
		[
			'a code that is inactive',
			'9',
			/has the tax code "9", which does not exist or is inactive in this QuickBooks company/,
		],
		['no code for shipping', undefined, /Shipping has no tax code/],
	])('%s is declined', (_name, code, message) => {
		const { defaultTaxCodeId: _none, ...rest } = given;
		expect(() =>
			decideTaxes(
				[],
				new Map(),
				'codes',
				{ ...rest, ...(code && { defaultTaxCodeId: code }) },
				{ table, hasShipping: true },
			),
		).toThrow(message);
	});
});
