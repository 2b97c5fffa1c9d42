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
import type { Rules } from './rule';

const plain: Rules = { complete: (_context, { fields }) => fields };

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
