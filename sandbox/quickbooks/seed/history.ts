import type { Company } from '../company';
import { createContext, type RequestContext } from '../context';
import { cents, decimal } from '../money';
import { voidTransaction } from '../operations/remove';
import { sendForm } from '../operations/send';
import { writeRecord } from '../operations/write';
import type { Fields } from '../records';
import { entity } from '../schema/entities';
import type { QuickBooksSwitches } from '../switches';

const DAY = 86_400_000;

/** Writes the records of a company as its users would, on days before the start. */
export class CompanyHistory {
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

	/** Makes an item a bundle of other items. Only people can do this in QuickBooks. */
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
