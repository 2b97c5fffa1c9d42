import type { Company } from '../company';
import { createContext, type RequestContext } from '../context';
import { cents, decimal } from '../money';
import type { Fields } from '../records';
import { voidTransaction } from '../operations/remove';
import { entity } from '../schema/entities';
import { sendForm } from '../operations/send';
import type { QuickBooksSwitches } from '../switches';
import { writeRecord } from '../operations/write';

const DAY = 86_400_000;

/** A company's records, written as its users would have, at days before the start. */
class Diary {
	constructor(
		readonly company: Company,
		private readonly switches: QuickBooksSwitches,
		private readonly now: number,
	) {}

	/** @returns the new record's id */
	add(daysAgo: number, name: string, fields: Fields): string {
		return writeRecord(this.context(daysAgo), entity(name), fields).entry.id;
	}

	context(daysAgo: number): RequestContext {
		return createContext(this.company, this.switches, this.now - daysAgo * DAY);
	}

	id(name: string, list: string): string {
		const found = this.company.records.select(list, 'AND display_name = ?', [name])[0];
		if (!found) throw new RangeError(`${this.company.profile.key} has no ${list} ${name}`);
		return found.id;
	}

	change(daysAgo: number, name: string, id: string, fields: Fields): void {
		const stored = this.company.records.find(name, id);
		writeRecord(this.context(daysAgo), entity(name), {
			Id: id,
			SyncToken: stored?.fields.SyncToken,
			sparse: true,
			...fields,
		});
	}

	/** Makes an item a bundle of others, as a person does in QuickBooks; the API cannot. */
	bundle(id: string, parts: [item: string, quantity: number][]): void {
		const stored = this.company.records.find('Item', id);
		if (!stored) throw new RangeError(`${this.company.profile.key} has no item ${id}`);
		const { IncomeAccountRef: _account, ...fields } = stored.fields;
		const ItemGroupLine = parts.map(([item, Qty]) => ({
			Qty,
			ItemRef: {
				value: item,
				name: this.company.records.find('Item', item)?.fields['Name'],
				type: this.company.records.find('Item', item)?.fields['Type'],
			},
		}));
		this.company.records.put(entity('Item'), {
			...stored,
			fields: {
				...fields,
				Type: 'Group',
				ItemGroupDetail: { ItemGroupLine },
				PrintGroupedItems: true,
			},
		});
	}

	/** An invoice of items: quantity and price. */
	bill(
		daysAgo: number,
		customer: string,
		lines: [item: string, quantity: number, price: number, taxCode?: string][],
		extra: Fields = {},
	): string {
		const Line = lines.map(([item, Qty, UnitPrice, taxCode]) => ({
			DetailType: 'SalesItemLineDetail',
			Amount: cents(decimal(Qty).times(UnitPrice)),
			SalesItemLineDetail: {
				ItemRef: { value: item },
				Qty,
				UnitPrice,
				...(taxCode && { TaxCodeRef: { value: taxCode } }),
			},
		}));
		return this.add(daysAgo, 'Invoice', { CustomerRef: { value: customer }, Line, ...extra });
	}

	pay(daysAgo: number, customer: string, amount: number, invoice?: string): string {
		const Line =
			invoice === undefined
				? []
				: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }];
		return this.add(daysAgo, 'Payment', {
			CustomerRef: { value: customer },
			TotalAmt: amount,
			Line,
		});
	}

	send(daysAgo: number, invoice: string, to: string): void {
		sendForm(this.context(daysAgo), entity('Invoice'), invoice, to);
	}

	void(daysAgo: number, invoice: string): void {
		voidTransaction(this.context(daysAgo), entity('Invoice'), {
			Id: invoice,
			SyncToken: this.company.records.find('Invoice', invoice)?.fields.SyncToken,
		});
	}
}

/**
 * Zoë's customers, items and invoices in several states; names with quotes, accents and emoji, and
 * names that clash.
 */
export function seedQuickBooksDemo(
	companies: readonly Company[],
	switches: QuickBooksSwitches,
	now: number,
): void {
	for (const company of companies) seeds[company.profile.key]?.(new Diary(company, switches, now));
}

const seeds: Record<string, (diary: Diary) => void> = {
	us: seedUs,
	'us-numbers': seedNumbers,
	uk: seedUk,
	ca: seedCa,
};

function seedUs(diary: Diary): void {
	const oakland = {
		Line1: '1420 Broadway',
		City: 'Oakland',
		CountrySubDivisionCode: 'CA',
		PostalCode: '94612',
	};
	const niamh = diary.add(320, 'Customer', {
		GivenName: 'Niamh',
		FamilyName: "O'Brien",
		DisplayName: "Niamh O'Brien",
		CompanyName: "O'Brien & Söhne Landscaping",
		PrimaryEmailAddr: { Address: 'niamh.obrien@example.com' },
		PrimaryPhone: { FreeFormNumber: '(510) 555-0142' },
		BillAddr: oakland,
		ShipAddr: oakland,
	});
	const ann = diary.add(310, 'Customer', {
		GivenName: 'Ann',
		FamilyName: 'Miller',
		DisplayName: 'Ann Miller',
		PrimaryEmailAddr: { Address: 'ann@millers.example' },
		BillAddr: {
			Line1: '9 Lakeside Dr',
			City: 'Reno',
			CountrySubDivisionCode: 'NV',
			PostalCode: '89501',
		},
	});
	diary.add(300, 'Vendor', {
		DisplayName: 'Café Olé 🌿',
		CompanyName: 'Café Olé 🌿',
		PrimaryEmailAddr: { Address: 'orders@cafe-ole.example' },
	});
	const harbor = diary.add(290, 'Customer', {
		DisplayName: 'Harbor View HOA',
		CompanyName: 'Harbor View HOA',
		PrimaryEmailAddr: { Address: 'board@harborview.example' },
		BillAddr: {
			Line1: '200 Marina Way',
			City: 'Alameda',
			CountrySubDivisionCode: 'CA',
			PostalCode: '94501',
		},
	});
	const courtyard = diary.add(280, 'Customer', {
		DisplayName: 'Courtyard – Phase 2',
		ParentRef: { value: harbor },
		Job: true,
	});
	const school = diary.add(270, 'Customer', {
		DisplayName: 'Sunny Slope School',
		PrimaryEmailAddr: { Address: 'office@sunnyslope.example' },
		Taxable: false,
	});
	const closed = diary.add(390, 'Customer', {
		DisplayName: 'Old Mill Nursery',
		PrimaryEmailAddr: { Address: 'hello@oldmill.example' },
	});
	diary.change(120, 'Customer', closed, { Active: false });

	const services = { value: diary.id('Services', 'Account') };
	const goods = { value: diary.id('Sales of Product Income', 'Account') };
	const hours = diary.add(380, 'Item', {
		Name: 'Hours',
		Type: 'Service',
		IncomeAccountRef: services,
		UnitPrice: 70,
	});
	const design = diary.add(360, 'Item', {
		Name: 'Design hours',
		Sku: 'GD-HOUR',
		Type: 'Service',
		IncomeAccountRef: services,
		UnitPrice: 85,
		Description: 'Garden design, by the hour',
	});
	const sod = diary.add(350, 'Item', {
		Name: 'Sod roll 5\' × 2"',
		Type: 'NonInventory',
		IncomeAccountRef: goods,
		UnitPrice: 6.4,
		Taxable: true,
	});
	const fertilizer = diary.add(350, 'Item', {
		Name: 'Fertilizer',
		Sku: 'FERT-KG',
		Type: 'NonInventory',
		IncomeAccountRef: goods,
		UnitPrice: 3.196,
		Taxable: true,
		Description: 'By the kilogram',
	});
	diary.add(350, 'Item', {
		Name: 'Delivery',
		Type: 'Service',
		IncomeAccountRef: services,
		UnitPrice: 45,
		Description: 'Within the county',
	});
	const kit = diary.add(340, 'Item', {
		Name: 'Lawn starter kit',
		Sku: 'KIT-LAWN',
		Type: 'Service',
		IncomeAccountRef: goods,
		Description: 'Sod and fertilizer for 50 sq ft',
	});
	diary.bundle(kit, [
		[sod, 5],
		[fertilizer, 2.5],
	]);
	const bark = diary.add(380, 'Item', {
		Name: 'Bark mulch',
		Sku: 'BARK',
		Type: 'NonInventory',
		IncomeAccountRef: goods,
		UnitPrice: 31.5,
	});
	diary.change(100, 'Item', bark, { Active: false });

	const paid = diary.bill(
		95,
		niamh,
		[
			[design, 6, 85],
			[sod, 25, 6.4, 'TAX'],
		],
		{ BillEmail: { Address: 'niamh.obrien@example.com' } },
	);
	diary.send(95, paid, 'niamh.obrien@example.com');
	diary.pay(
		70,
		niamh,
		Number(diary.company.records.find('Invoice', paid)?.fields['TotalAmt']),
		paid,
	);
	const partly = diary.bill(
		40,
		courtyard,
		[
			[hours, 12, 70],
			[fertilizer, 17.625, 3.196, 'TAX'],
		],
		{ SalesTermRef: { value: '4' } },
	);
	diary.send(40, partly, 'board@harborview.example');
	diary.pay(12, courtyard, 400, partly);
	const overdue = diary.bill(62, school, [[design, 3.5, 85]], {
		BillEmail: { Address: 'office@sunnyslope.example' },
		CustomerMemo: { value: 'Thank you 🌷' },
	});
	diary.send(62, overdue, 'office@sunnyslope.example');
	const wrong = diary.bill(30, ann, [[hours, 2, 70]], { PrivateNote: 'Billed twice by mistake' });
	diary.void(29, wrong);
	diary.bill(
		9,
		harbor,
		[
			[design, 1.25, 85],
			[sod, 3, 6.4, 'TAX'],
		],
		{ EmailStatus: 'NeedToSend', BillEmail: { Address: 'board@harborview.example' } },
	);
	diary.bill(4, ann, [[fertilizer, 40, 3.196, 'TAX']]);
}

function seedNumbers(diary: Diary): void {
	const income = { value: diary.id('Services', 'Account') };
	const work = diary.add(200, 'Item', {
		Name: 'Workshop day',
		Sku: 'WD-1',
		Type: 'Service',
		IncomeAccountRef: income,
		UnitPrice: 640,
	});
	diary.add(200, 'Class', { Name: 'Workshops' });
	diary.add(200, 'Department', { Name: 'Reno' });
	const customer = diary.add(190, 'Customer', {
		DisplayName: 'Basin & Range LLC',
		PrimaryEmailAddr: { Address: 'ap@basinrange.example' },
	});
	diary.bill(20, customer, [[work, 2, 640]], { DocNumber: 'NW-2026-014' });
	diary.bill(6, customer, [[work, 1, 640]]);
}

function seedUk(diary: Diary): void {
	const income = { value: diary.id('Services', 'Account') };
	const standard = diary.id('20.0% S', 'TaxCode');
	const work = diary.add(200, 'Item', {
		Name: 'Hedge trimming',
		Sku: 'HT-H',
		Type: 'Service',
		IncomeAccountRef: income,
		UnitPrice: 42,
		Taxable: true,
	});
	const customer = diary.add(190, 'Customer', {
		DisplayName: 'Betty’s Tea Rooms',
		PrimaryEmailAddr: { Address: 'accounts@bettys.example' },
		BillAddr: { Line1: '1 Parliament St', City: 'Harrogate', PostalCode: 'HG1 2QU' },
	});
	diary.bill(15, customer, [[work, 7.5, 42, standard]]);
}

function seedCa(diary: Diary): void {
	const income = { value: diary.id('Services', 'Account') };
	const hst = diary.id('HST ON', 'TaxCode');
	const work = diary.add(200, 'Item', {
		Name: 'Aménagement',
		Sku: 'AM-1',
		Type: 'Service',
		IncomeAccountRef: income,
		UnitPrice: 110,
		Taxable: true,
	});
	const maple = diary.add(190, 'Customer', {
		DisplayName: 'Maple Leaf Outfitters Inc.',
		CompanyName: 'Maple Leaf Outfitters Inc.',
		PrimaryEmailAddr: { Address: 'renee@mapleleaf.example' },
		CurrencyRef: { value: 'CAD' },
	});
	const foreign = diary.add(180, 'Customer', {
		DisplayName: 'Pine State Gardens (USD)',
		PrimaryEmailAddr: { Address: 'ap@pinestate.example' },
		CurrencyRef: { value: 'USD' },
	});
	diary.bill(22, maple, [[work, 4, 110, hst]], { CurrencyRef: { value: 'CAD' } });
	diary.bill(8, foreign, [[work, 2, 95, diary.id('Zero-rated', 'TaxCode')]], {
		CurrencyRef: { value: 'USD' },
		ExchangeRate: 1.3676,
	});
}
