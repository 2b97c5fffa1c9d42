import type { Company } from '../company';
import type { QuickBooksSwitches } from '../switches';
import { seedUs } from './demoUs';
import { CompanyHistory } from './history';

/**
 * Adds customers, items and invoices in several states to the demo companies. Some names have quotes,
 * accents or emoji, and some names clash.
 */
export function seedQuickBooksDemo(
	companies: readonly Company[],
	switches: QuickBooksSwitches,
	now: number,
): void {
	for (const company of companies)
		seeds[company.profile.key]?.(new CompanyHistory(company, switches, now));
}

const seeds: Record<string, (history: CompanyHistory) => void> = {
	us: seedUs,
	'us-numbers': seedNumbers,
	uk: seedUk,
	ca: seedCa,
};

function seedNumbers(history: CompanyHistory): void {
	const income = { value: history.id('Services', 'Account') };
	const work = history.add(200, 'Item', {
		Name: 'Workshop day',
		Sku: 'WD-1',
		Type: 'Service',
		IncomeAccountRef: income,
		UnitPrice: 640,
	});
	history.add(200, 'Class', { Name: 'Workshops' });
	history.add(200, 'Department', { Name: 'Reno' });
	const customer = history.add(190, 'Customer', {
		DisplayName: 'Basin & Range LLC',
		PrimaryEmailAddr: { Address: 'ap@basinrange.example' },
	});
	history.bill(20, customer, [[work, 2, 640]], { DocNumber: 'NW-2026-014' });
	history.bill(6, customer, [[work, 1, 640]]);
}

function seedUk(history: CompanyHistory): void {
	const income = { value: history.id('Services', 'Account') };
	const standard = history.id('20.0% S', 'TaxCode');
	const work = history.add(200, 'Item', {
		Name: 'Hedge trimming',
		Sku: 'HT-H',
		Type: 'Service',
		IncomeAccountRef: income,
		UnitPrice: 42,
		Taxable: true,
	});
	const customer = history.add(190, 'Customer', {
		DisplayName: 'Betty’s Tea Rooms',
		PrimaryEmailAddr: { Address: 'accounts@bettys.example' },
		BillAddr: { Line1: '1 Parliament St', City: 'Harrogate', PostalCode: 'HG1 2QU' },
	});
	history.bill(15, customer, [[work, 7.5, 42, standard]]);
}

function seedCa(history: CompanyHistory): void {
	const income = { value: history.id('Services', 'Account') };
	const hst = history.id('HST ON', 'TaxCode');
	const work = history.add(200, 'Item', {
		Name: 'Aménagement',
		Sku: 'AM-1',
		Type: 'Service',
		IncomeAccountRef: income,
		UnitPrice: 110,
		Taxable: true,
	});
	const maple = history.add(190, 'Customer', {
		DisplayName: 'Maple Leaf Outfitters Inc.',
		CompanyName: 'Maple Leaf Outfitters Inc.',
		PrimaryEmailAddr: { Address: 'renee@mapleleaf.example' },
		CurrencyRef: { value: 'CAD' },
	});
	const foreign = history.add(180, 'Customer', {
		DisplayName: 'Pine State Gardens (USD)',
		PrimaryEmailAddr: { Address: 'ap@pinestate.example' },
		CurrencyRef: { value: 'USD' },
	});
	history.bill(22, maple, [[work, 4, 110, hst]], { CurrencyRef: { value: 'CAD' } });
	history.bill(8, foreign, [[work, 2, 95, history.id('Zero-rated', 'TaxCode')]], {
		CurrencyRef: { value: 'USD' },
		ExchangeRate: 1.3676,
	});
}
