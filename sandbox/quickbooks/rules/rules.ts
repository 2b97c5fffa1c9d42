import type { RequestContext } from '../desk';
import type { Entry, Fields } from '../records';
import type { Entity } from '../schema/entities';
import { customerRules, employeeRules, vendorRules } from './names';
import { itemRules } from './item';
import {
	accountRules,
	attachableRules,
	currencyRules,
	paymentMethodRules,
	singletonRules,
	termRules,
	treeRules,
} from './lists';
import { expenseRules } from './expense';
import { paymentRules } from './payment';
import { saleRules } from '../sale/sale';

/** A record on its way to be stored. */
export interface Draft {
	entity: Entity;
	/** What the request says, null where it empties a field. */
	sent: Fields;
	/** What the record would be: `sent` over the stored fields that stay. */
	fields: Fields;
	before: (Fields & { Id: string; SyncToken: string }) | undefined;
	sparse: boolean;
}

/** What is particular to one entity. */
export interface Rules {
	/**
	 * The fields as they will be stored, without Id and SyncToken. @throws Fault when the business
	 * rules say no
	 */
	complete(desk: RequestContext, draft: Draft): Fields;
	/** What follows for other records; both are as stored. */
	changed?(desk: RequestContext, before: Fields | undefined, after: Entry): void;
	/** What follows for other records when it is deleted. @throws Fault when it may not be */
	deleted?(desk: RequestContext, before: Entry): void;
	/** Fields that survive a full update which leaves them out. */
	kept?: readonly string[];
}

const plain: Rules = { complete: (_desk, { fields }) => fields };

const table: Record<string, Rules> = {
	Customer: customerRules,
	Vendor: vendorRules,
	Employee: employeeRules,
	Item: itemRules,
	Account: accountRules,
	Term: termRules,
	PaymentMethod: paymentMethodRules,
	Class: treeRules('SubClass'),
	Department: treeRules('SubDepartment'),
	CompanyCurrency: currencyRules,
	Attachable: attachableRules,
	Preferences: singletonRules,
	CompanyInfo: singletonRules,
	Invoice: saleRules('Invoice'),
	Estimate: saleRules('Estimate'),
	CreditMemo: saleRules('CreditMemo'),
	SalesReceipt: saleRules('SalesReceipt'),
	Payment: paymentRules,
	...Object.fromEntries(
		[
			'Bill',
			'VendorCredit',
			'BillPayment',
			'Purchase',
			'PurchaseOrder',
			'Deposit',
			'JournalEntry',
			'Transfer',
		].map((name) => [name, expenseRules(name)]),
	),
};

export function rulesOf(entityName: string): Rules {
	return table[entityName] ?? plain;
}
