import {
	hasNoCriteria,
	isAboutOpenInvoices,
	matchesSearch,
	searchProblems,
	type InvoiceSearch,
} from '../../../../src/core/invoice/attach/search';
import { decimal } from '../../../../src/core/money';
import type { QuickBooksInvoice } from '../../../../src/core/records/quickbooks';
import { invoice } from '../../../support/sampleRecords';

const TODAY = '2026-05-10';
const search = (more: Partial<InvoiceSearch>): InvoiceSearch => ({
	statuses: [],
	limit: 50,
	...more,
});
const one = invoice('1', {
	DocNumber: 'NW-2026-014',
	TxnDate: '2026-05-01',
	DueDate: '2026-05-09',
	TotalAmt: 100.1,
	Balance: 40,
	CustomerRef: { value: '7', name: 'Ann' },
});
const { TxnDate: _date, DueDate: _due, DocNumber: _number, ...bare } = one;

describe('an invoice matches a search', () => {
	it.each<[boolean, Partial<InvoiceSearch>, QuickBooksInvoice?]>([
		[true, {}],
		[true, { number: 'nw-2026' }],
		[true, { number: '014' }],
		[false, { number: '15' }],
		[false, { number: '%' }],
		[false, { number: '1' }, bare],
		[true, { customerId: '7' }],
		[false, { customerId: '77' }],
		[true, { statuses: ['overdue'] }],
		[true, { statuses: ['paid_in_full', 'overdue'] }],
		[false, { statuses: ['partial_payment'] }],
		[true, { issuedFrom: '2026-05-01', issuedTo: '2026-05-01' }],
		[false, { issuedFrom: '2026-05-02' }],
		[false, { issuedTo: '2026-04-30' }],
		[true, { dueTo: '2026-05-09' }],
		[false, { dueFrom: '2026-05-10' }],
		[false, { issuedFrom: '2020-01-01' }, bare],
		[false, { dueTo: '2030-01-01' }, bare],
		[true, { totalFrom: decimal('100.1'), totalTo: decimal('100.10') }],
		[false, { totalFrom: decimal('100.11') }],
		[false, { totalTo: decimal('100.09') }],
		[false, { number: '014', customerId: '8' }],
	])('%p: %j', (expected, criteria, row = one) => {
		expect(matchesSearch(row, search(criteria), TODAY)).toBe(expected);
	});
});

describe('a search', () => {
	it.each<[Partial<InvoiceSearch>, RegExp[]]>([
		[{}, []],
		[
			{
				issuedFrom: '2026-05-01',
				issuedTo: '2026-05-01',
				totalFrom: decimal(1),
				totalTo: decimal(1),
			},
			[],
		],
		[{ issuedFrom: '2026-02-30' }, [/Issued From: "2026-02-30" is not a date/]],
		[{ dueFrom: 'soon', dueTo: '1 May' }, [/Due From: "soon"/, /Due To: "1 May"/]],
		[{ dueFrom: '2026-05-02', dueTo: '2026-05-01' }, [/2026-05-01 is before 2026-05-02/]],
		[{ totalFrom: decimal(2), totalTo: decimal(1) }, [/at least 2\.00 and at most 1\.00/]],
		[{ limit: 0 }, [/The limit is 0/]],
		[{ limit: 1.5 }, [/The limit is 1\.5/]],
		[{ limit: 1001, issuedFrom: 'x' }, [/"x" is not a date/, /The limit is 1001/]],
	])('%j has these problems', (criteria, problems) => {
		expect(searchProblems(search(criteria)).map(({ message }) => message)).toEqual(
			problems.map((problem) => expect.stringMatching(problem)),
		);
	});

	it('without criteria is told from one with', () => {
		expect(
			[
				search({}),
				search({ statuses: ['voided'] }),
				search({ number: '1' }),
				search({ totalTo: decimal(0) }),
			].map(hasNoCriteria),
		).toEqual([true, false, false, false]);
	});

	it('knows when only invoices with a balance can match', () => {
		expect(
			[
				search({}),
				search({ statuses: ['overdue', 'partial_payment'] }),
				search({ statuses: ['overdue', 'sent_to_customer'] }),
			].map(isAboutOpenInvoices),
		).toEqual([false, true, false]);
	});
});
