import { Company } from '../../../../sandbox/quickbooks/company';
import { invoicePdf } from '../../../../sandbox/quickbooks/pdf/pdf';
import { CompanyRecords, type Fields } from '../../../../sandbox/quickbooks/records';
import { entity } from '../../../../sandbox/quickbooks/schema/entities';
import { toWinAnsi } from '../../../../sandbox/quickbooks/pdf/winAnsi';
import { Store } from '../../../../sandbox/store';
import { pdfPages } from './pdfText';

function newCompany(): Company {
	const store = new Store(':memory:');
	CompanyRecords.prepare(store);
	const company = new Company(
		{
			key: 'us',
			realmId: '1',
			name: `Zoë's Garden & Design LLC`,
			country: 'US',
			currency: 'USD',
			zone: 'America/Los_Angeles',
			user: { id: '9', name: 'B' },
		},
		new CompanyRecords(store, '1'),
	);
	const put = (name: string, id: string, fields: Fields) =>
		company.records.put(entity(name), {
			id,
			created: 0,
			updated: 0,
			fields: { Id: id, SyncToken: '0', ...fields },
		});
	put('CompanyInfo', '1', {
		CompanyName: `Zoë's Garden & Design LLC`,
		CompanyAddr: {
			Line1: '1 Rose Way',
			City: 'Portland',
			CountrySubDivisionCode: 'OR',
			PostalCode: '97201',
		},
		Email: { Address: 'hello@zoe.example' },
	});
	put('Customer', '7', { DisplayName: 'Café Olé 🌿', FullyQualifiedName: 'Café Olé 🌿' });
	put('Item', '1', { Name: 'Design hours' });
	put('Item', '2', { Name: `Sod roll 5' × 2″` });
	put('Term', '3', { Name: 'Net 30' });
	return company;
}

const sale = (
	item: string,
	quantity: number,
	price: number,
	amount: number,
	description?: string,
) => ({
	DetailType: 'SalesItemLineDetail',
	Amount: amount,
	...(description !== undefined && { Description: description }),
	SalesItemLineDetail: { ItemRef: { value: item }, Qty: quantity, UnitPrice: price },
});
const invoice: Fields = {
	Id: '130',
	DocNumber: '1042',
	TxnDate: '2026-01-15',
	DueDate: '2026-02-14',
	CurrencyRef: { value: 'USD' },
	CustomerRef: { value: '7' },
	SalesTermRef: { value: '3' },
	BillEmail: { Address: 'jose@cafe-ole.example' },
	BillAddr: {
		Line1: 'Straße 5',
		Line2: 'Łódź',
		City: 'Bayshore',
		CountrySubDivisionCode: 'CA',
		PostalCode: '94326',
	},
	CustomerMemo: { value: 'Thank you — see you soon 🌷' },
	Line: [
		sale('1', 12.5, 85, 1062.5, '“Terrace” plan'),
		sale('2', 17.625, 3.196, 56.33),
		{ DetailType: 'DescriptionOnly', Description: 'Delivered on Monday' },
		{ DetailType: 'SubTotalLineDetail', Amount: 1118.83 },
		{
			DetailType: 'DiscountLineDetail',
			Amount: 111.88,
			DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
		},
	],
	TxnTaxDetail: { TotalTax: 80.56 },
	TotalAmt: 1087.51,
	Balance: 87.51,
};

describe('an invoice as PDF', () => {
	it('says everything that the invoice says', async () => {
		const pdf = await invoicePdf(newCompany(), invoice);
		expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
		expect(pdf.subarray(-6).toString()).toBe('%%EOF\n');
		expect(pdfPages(pdf)).toEqual([
			[
				`Zoë's Garden & Design LLC`,
				'1 Rose Way',
				'Portland, OR 97201',
				'hello@zoe.example',
				'INVOICE',
				'No.  1042',
				'Date  2026-01-15',
				'Terms  Net 30',
				'Due  2026-02-14',
				'Bill to',
				'Café Olé',
				'Straße 5',
				'Lódz',
				'Bayshore, CA 94326',
				'jose@cafe-ole.example',
				'Description',
				'Qty',
				'Rate',
				'Amount',
				'Design hours: “Terrace” plan',
				'12.5',
				'85.00',
				'1,062.50',
				`Sod roll 5' × 2"`,
				'17.625',
				'3.196',
				'56.33',
				'Delivered on Monday',
				'Subtotal',
				'1,118.83',
				'Discount 10%',
				'-111.88',
				'Tax',
				'80.56',
				'Total (USD)',
				'1,087.51',
				'Paid',
				'1,000.00',
				'Balance due (USD)',
				'87.51',
				'Thank you — see you soon',
				'Page 1 of 1',
			],
		]);
	});

	it('takes as many pages as the lines need, each with the head of the table', async () => {
		const many = {
			...invoice,
			Line: Array.from({ length: 100 }, (_, index) => sale('1', 1, 1, 1, `line ${index + 1}`)),
		};
		const pages = pdfPages(await invoicePdf(newCompany(), many));
		expect(pages.length).toBeGreaterThan(2);
		expect(pages.map((page) => page.includes('Description'))).toEqual(pages.map(() => true));
		expect(pages.map((page) => page.at(-1))).toEqual(
			pages.map((_, index) => `Page ${index + 1} of ${pages.length}`),
		);
		expect(pages.flat().filter((text) => text.startsWith('Design hours: line'))).toEqual(
			Array.from({ length: 100 }, (_, index) => `Design hours: line ${index + 1}`),
		);
	});

	it('names other forms, and takes a record that has next to nothing', async () => {
		const pages = pdfPages(
			await invoicePdf(newCompany(), { Id: '1', TxnDate: '2026-01-15', TotalAmt: 0 }, 'CreditMemo'),
		);
		expect(pages[0]).toEqual(
			expect.arrayContaining(['CREDIT MEMO', 'Date  2026-01-15', 'Total (USD)', '0.00']),
		);
	});

	it('the same record gives the same bytes', async () => {
		expect(
			(await invoicePdf(newCompany(), invoice)).equals(await invoicePdf(newCompany(), invoice)),
		).toBe(true);
	});
});

describe('text in the encoding of the standard fonts', () => {
	it.each([
		['Zoë’s “Garden” – 5 € … ™ ÿ Ÿ Œ', 'Zoë’s “Garden” – 5 € … ™ ÿ Ÿ Œ'],
		['e\u0301 o\u0308', 'é ö'],
		['Łódź Čapek Őrség İstanbul ŞĞ', 'Lódz Capek Orség Istanbul SG'],
		['Александр Щукин', 'Aleksandr Shchukin'],
		['Ωμέγα', 'Omega'],
		['小龙 李 🐉', '?? ?'],
		['a 🌷 b 👩‍👩‍👧 c 🇫🇷', 'a b c'],
		['two  spaces\nand a line', 'two  spaces and a line'],
		['ﬁ ２ ½ ⅓ №', 'fi 2 ½ 1/3 No'],
		['2″ × 5′ − 1', `2" × 5' - 1`],
		['', ''],
	])('%j → %j', (text, expected) => {
		expect(toWinAnsi(text)).toBe(expected);
	});

	it('never leaves a character that the fonts lack', () => {
		for (let code = 0; code < 0x3000; code += 1) {
			expect(toWinAnsi(String.fromCodePoint(code))).toMatch(
				/^[ -~\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/,
			);
		}
	});
});
