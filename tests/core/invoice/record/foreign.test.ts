import {
	besideWarning,
	isKeptByHubSpot,
	judgeForeign,
	recordsBeside,
	wasOfAnother,
	writableTo,
	type ForeignRecord,
} from '../../../../src/core/invoice/record/foreign';
import { propertyNames } from '../../../../src/core/records/names';
import type { HubSpotRecord } from '../../../../src/core/records/hubspot';
import type { QuickBooksInvoice } from '../../../../src/core/records/quickbooks';

const invoice = {
	Id: '7',
	DocNumber: '1001',
	TotalAmt: 120,
	CustomerRef: { value: '1', name: 'Gray Inc:Gus Gray' },
	BillEmail: { Address: 'gus@example.com' },
	Line: [],
} as unknown as QuickBooksInvoice;
const payer = { link: '9:7', linkName: 'quickbooks_id_9' };
const record = (id: string, properties: Record<string, string>) =>
	({
		id,
		objectType: 'invoices',
		properties,
		associations: {},
		createdAt: '',
		updatedAt: '',
	}) as unknown as HubSpotRecord;
const candidate = (
	properties: Record<string, string> = {},
	people: Array<Record<string, string>> = [],
): ForeignRecord => ({
	record: record('5', {
		hs_number: '1001',
		hs_amount_billed: '120',
		hs_currency: 'USD',
		...properties,
	}),
	people: people.map((one, index) => record(String(50 + index), one)),
});
const judged = (...candidates: ForeignRecord[]) => judgeForeign(invoice, 'USD', candidates, payer);

describe('a record of the number of an invoice is its own', () => {
	it.each([
		['with nobody', []],
		['with the linked contact', [{ quickbooks_id_9: '9:1' }]],
		['with the address that is billed', [{ email: 'GUS@example.com' }]],
		[
			'with a second address that is billed',
			[{ email: 'x@example.com', hs_additional_emails: 'y@example.com;gus@example.com' }],
		],
		['with the name of the customer', [{ firstname: 'Gus', lastname: 'Gray' }]],
		['with the company of that full name', [{ name: 'gray inc:gus gray' }]],
	])('%s', (_who, people) => {
		expect(judged(candidate({}, people))).toMatchObject({ kind: 'adopt', record: { id: '5' } });
	});

	it('also where another one of the number differs', () => {
		expect(judged(candidate({ hs_amount_billed: '1' }), candidate())).toMatchObject({
			kind: 'adopt',
		});
	});

	it('whatever its amount, when the invoice is void', () => {
		const voided = { ...invoice, TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' };
		expect(judgeForeign(voided, 'USD', [candidate()], payer)).toMatchObject({ kind: 'adopt' });
	});
});

describe('a record of the number of an invoice is a conflict', () => {
	it.each([
		['another total', candidate({ hs_amount_billed: '120.01' })],
		['no total', candidate({ hs_amount_billed: '' })],
		['another currency', candidate({ hs_currency: 'EUR' })],
		[
			'a contact of another customer, whatever it is called',
			candidate({}, [{ quickbooks_id_9: '9:2', firstname: 'Gus', lastname: 'Gray' }]),
		],
		['somebody else', candidate({}, [{ email: 'ann@example.com' }])],
	])('with %s', (_what, one) => {
		expect(judged(one)).toMatchObject({ kind: 'conflict' });
	});

	it('when two fit', () => {
		expect(judged(candidate(), candidate())).toMatchObject({
			kind: 'conflict',
			reason: expect.stringContaining('several records'),
		});
	});
});

it('an invoice that HubSpot bills itself, with another total, says nothing', () => {
	expect(
		judged(
			candidate({
				hs_amount_billed: '1',
				hs_invoice_billable: 'true',
				hs_invoice_source: 'manual',
			}),
		),
	).toBeUndefined();
	expect(
		judged(
			candidate({
				hs_amount_billed: '1',
				hs_invoice_billable: 'true',
				hs_invoice_source: 'data_sync',
			}),
		),
	).toMatchObject({ kind: 'conflict' });
	expect(judged()).toBeUndefined();
});

it('only values of our own go into a record that HubSpot keeps itself', () => {
	const values = { hs_number: '1', quickbooks_invoice_number: '1' };
	expect(
		[
			{ hs_invoice_billable: 'true' },
			{ hs_invoice_source: 'data_sync' },
			{ hs_invoice_billable: 'false', hs_invoice_source: 'api' },
			{},
		].map(isKeptByHubSpot),
	).toEqual([true, true, false, false]);
	expect(writableTo(record('5', { hs_invoice_billable: 'true' }), values)).toEqual({
		quickbooks_invoice_number: '1',
	});
	expect([
		writableTo(record('5', { hs_invoice_billable: 'false' }), values),
		writableTo(undefined, values),
	]).toEqual([values, values]);
});

it('a record that was unlinked from another invoice is not this one’s', () => {
	const of = (url: string) =>
		wasOfAnother(propertyNames(), record('5', { quickbooks_invoice_url: url }), invoice);
	expect([
		of('https://qbo.intuit.com/app/invoice?txnId=17'),
		of('https://qbo.intuit.com/app/invoice?txnId=7'),
		of(''),
	]).toEqual([true, false, false]);
});

describe('records beside the one that an invoice has', () => {
	const beside = (...candidates: ForeignRecord[]) =>
		recordsBeside(invoice, 'USD', candidates, payer);

	it('are those that would have been taken, however many', () => {
		const other = { ...candidate(), record: { ...candidate().record, id: '6' } };
		expect(
			beside(
				candidate(),
				other,
				candidate({ hs_amount_billed: '1' }),
				candidate({}, [{ email: 'ann@example.com' }]),
			).map(({ id }) => id),
		).toEqual(['5', '6']);
	});

	it('are named with what to do', () => {
		const words = besideWarning(invoice, '4', [
			candidate().record,
			record('6', { hs_invoice_billable: 'true' }),
		]);
		expect(words).toContain(
			'HubSpot has other records of invoice 1001: 5 and 6 have the same number, total and customer as 4, which this sync keeps current. Delete 5 and 6 in HubSpot.',
		);
		expect(words).toContain('HubSpot may collect the payment of 6 itself');
	});
});
