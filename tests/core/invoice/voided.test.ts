import { emptiedWarnings, isVoided } from '../../../src/core/invoice/voided';
import { parseOrigin } from '../../../src/core/invoice/billing/billing';
import type { QuickBooksInvoice } from '../../../src/core/records/quickbooks';
import { invoice } from '../../support/sampleRecords';

const mark = '[HubSpot 48291573 deal 401, deal, 0.00-1000.00 of 1000.00, no. 1]';
const free = '[HubSpot 48291573 deal 401, deal, 0.00-0.00 of 0.00, no. 1]';
const line = (Amount: number) => ({ DetailType: 'SalesItemLineDetail', Amount });
const zeroed = (PrivateNote: string | undefined, more: Partial<QuickBooksInvoice> = {}) =>
	invoice('7', {
		SyncToken: '2',
		TotalAmt: 0,
		Balance: 0,
		Line: [line(0), { DetailType: 'SubTotalLineDetail', Amount: 0 }],
		...(PrivateNote !== undefined && { PrivateNote }),
		...more,
	});

describe('an invoice whose amounts are all zero', () => {
	it.each([
		`Voided - ${mark}`,
		`Cancelled by Ann on 3 May. Voided - ${mark}`,
		'VOID',
		'Wrong customer, voided.',
		'Annulé',
		'Facture annulée - Jardin',
		'ANNULE\u0301E',
		'Anulada - 12',
		'Fatura anulado',
		'Annullata',
		'Rechnung storniert',
		'Ongeldig',
		'已作废 - 订单',
	])('is voided when its memo says so: %s', (memo) => {
		expect(isVoided(zeroed(memo))).toBe(true);
	});

	it('is voided when its memo says that it billed money, whatever else stands there', () => {
		expect(isVoided(zeroed(mark))).toBe(true);
		expect(isVoided(zeroed(`Not wanted any more\n${mark}`))).toBe(true);
		expect(isVoided(zeroed(undefined), parseOrigin(mark))).toBe(true);
	});

	it.each([
		undefined,
		'',
		'A free sample',
		'Avoid delays: send today',
		'Devoid of charge',
		'Nulla da pagare',
		free,
	])('was free from the start otherwise: %s', (memo) => {
		expect(isVoided(zeroed(memo))).toBe(false);
	});

	it('was made like this when nobody has changed it since, as with a discount of everything in its prices', () => {
		expect(isVoided(zeroed(mark, { SyncToken: '0' }))).toBe(false);
	});

	it('was made like this when its memo tells of a discount of everything', () => {
		expect(isVoided(zeroed(`${mark} [in USD, less 1000.00]`))).toBe(false);
		expect(isVoided(zeroed(`${mark} [in USD, less 10.00]`))).toBe(true);
	});

	it.each<[string, Partial<QuickBooksInvoice>]>([
		['a line', { Line: [line(100), { DetailType: 'DiscountLineDetail', Amount: 100 }] }],
		[
			'a line of a bundle',
			{
				Line: [
					{ DetailType: 'GroupLineDetail', GroupLineDetail: { Line: [line(100)] } },
					{ DetailType: 'DiscountLineDetail', Amount: 0 },
				],
			},
		],
		['the total', { TotalAmt: 1 }],
		['the balance', { Balance: 1 }],
	])('is not voided while %s has an amount', (_what, more) => {
		expect(isVoided(zeroed(`Voided - ${mark}`, more))).toBe(false);
	});
});

describe('an invoice that was emptied by hand', () => {
	it('is named with what to do; one that QuickBooks voided is not', () => {
		const own = (memo: string) => ({ invoice: zeroed(memo), origin: parseOrigin(mark)! });
		expect(emptiedWarnings([own(`Voided - ${mark}`), own(mark)])).toEqual([
			expect.stringMatching(
				/^Invoice 107 was made for this deal, and all its amounts are now 0\.00\. It counts as voided\./,
			),
		]);
	});
});
