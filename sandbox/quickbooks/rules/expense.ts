import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import { cents, decimal, sum } from '../money';
import type { Fields } from '../records';
import { linksOf } from '../sale/open/balances';
import { currencyOf, isForeign } from '../sale/currency';
import { dueDate } from '../sale/due';
import { orderNumber } from '../sale/numbers';
import { home } from '../sale/open/openAmounts';
import { updateVendorBalances } from './expenseBalances';
import { expenseLines } from './expenseLines';
import type { Draft, Rules } from './rule';

/** The differences between the kinds of expense. */
interface Shape {
	needs: string[];
	/** Default fields of a new record. */
	added: (context: RequestContext, fields: Fields, total: number) => Fields;
	/** How much it adds to the balance of its vendor. */
	owed: (fields: Fields) => number;
	firstLineId: number;
	numbered: boolean;
}

const none = (): number => 0;
const totalled = (_context: RequestContext, _fields: Fields, total: number): Fields => ({
	TotalAmt: total,
});
const plain: Shape = {
	needs: ['Line'],
	added: totalled,
	owed: none,
	firstLineId: 1,
	numbered: false,
};

const shapes: Record<string, Shape> = {
	Bill: {
		...plain,
		needs: ['VendorRef', 'Line'],
		numbered: true,
		added: (context, fields, total) => ({
			APAccountRef: payables(context),
			DueDate: due(context, fields),
			TotalAmt: total,
			Balance: total,
		}),
		owed: (fields) => Number(fields['Balance'] ?? 0),
	},
	VendorCredit: {
		...plain,
		needs: ['VendorRef', 'Line'],
		added: (context, _fields, total) => ({
			APAccountRef: payables(context),
			TotalAmt: total,
			Balance: total,
		}),
		owed: (fields) => -Number(fields['Balance'] ?? 0),
	},
	BillPayment: { ...plain, needs: ['VendorRef', 'PayType', 'TotalAmt', 'Line'], added: payment },
	Purchase: {
		...plain,
		needs: ['AccountRef', 'PaymentType', 'Line'],
		added: (_context, fields, total) => ({
			TotalAmt: total,
			...(fields['PaymentType'] === 'CreditCard' && { Credit: false }),
			...(fields['PaymentType'] === 'Check' && { PrintStatus: 'NotSet' }),
			PurchaseEx: transactionType(),
		}),
	},
	PurchaseOrder: {
		...plain,
		needs: ['VendorRef', 'Line'],
		numbered: true,
		added: (context, _fields, total) => ({
			APAccountRef: payables(context),
			TotalAmt: total,
			POStatus: 'Open',
			EmailStatus: 'NotSet',
		}),
	},
	Deposit: { ...plain, needs: ['DepositToAccountRef', 'Line'], numbered: true },
	JournalEntry: { ...plain, firstLineId: 0, added: balanced },
	Transfer: { ...plain, needs: ['FromAccountRef', 'ToAccountRef', 'Amount'], added: () => ({}) },
};

/**
 * The rules of bills and other expenses: lines, total, and the balance of the vendor. Taxes on
 * purchases are kept as sent.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/bill and
 * its neighbours
 */
export function expenseRules(name: keyof typeof shapes): Rules {
	const shape = shapes[name] as Shape;
	return {
		kept: [
			...(name === 'PurchaseOrder' ? [] : ['DocNumber']),
			'CurrencyRef',
			'ExchangeRate',
			'APAccountRef',
			'DepositToAccountRef',
			'PrintStatus',
			'POStatus',
			'Credit',
			'PurchaseEx',
			'Adjustment',
		],
		complete: (context, draft) => completeExpense(context, draft, shape),
		changed: (context, before, after) =>
			updateVendorBalances(context, shape, before, after.fields, after.id),
		deleted(context, before) {
			if (linksOf(before.fields).some((link) => link.TxnType.startsWith('BillPayment')))
				throw faults.of('6480', 'The bill is paid by a bill payment.', '');
			updateVendorBalances(context, shape, before.fields, undefined, before.id);
		},
	};
}

function completeExpense(context: RequestContext, draft: Draft, shape: Shape): Fields {
	const missing = shape.needs.filter((field) => draft.fields[field] === undefined);
	if (missing.length > 0) throw faults.required(...missing);
	const { name } = draft.entity;
	const dated: Fields = { ...draft.fields, TxnDate: draft.fields['TxnDate'] ?? context.today };
	const vendor = vendorOf(context, dated);
	if (name === 'Bill') requireRate(context, dated);
	const Line = shape.needs.includes('Line') ? expenseLines(context, draft, shape) : undefined;
	const whole: Fields = {
		...dated,
		...currencyOf(context, dated, vendor),
		...(Line && { Line }),
	};
	const added = shape.added(context, whole, totalOf(Line ?? [], dated));
	const result: Fields = {
		...added,
		...withoutTotals(whole),
		...(added['CheckPayment'] !== undefined && { CheckPayment: added['CheckPayment'] }),
	};
	return {
		...result,
		...home(context, result, {}),
		...paidSoFar(draft, result),
		...(name === 'PurchaseOrder' && !draft.before && { DocNumber: orderNumber(context, draft) }),
	};
}

function totalOf(lines: Fields[], fields: Fields): number {
	const tax = (fields['TxnTaxDetail'] as Fields | undefined)?.['TotalTax'] ?? 0;
	return cents(sum(lines.map((line) => line['Amount'])).plus(decimal(tax)));
}

/** The server computes totals; those of the record before the change do not count. */
function withoutTotals({ TotalAmt, Balance: _old, ...fields }: Fields): Fields {
	return fields['PayType'] === undefined ? fields : { ...fields, TotalAmt };
}

/** The open balance of a bill after its payments. */
function paidSoFar({ entity, before }: Draft, fields: Fields): Fields {
	if (entity.name !== 'Bill' || !before) return {};
	const paid = decimal(before['TotalAmt'] ?? 0).minus(decimal(before['Balance'] ?? 0));
	return { Balance: cents(decimal(fields['TotalAmt']).minus(paid)) };
}

function vendorOf(context: RequestContext, fields: Fields): Fields | undefined {
	const id = (fields['VendorRef'] as { value: string } | undefined)?.value;
	return id === undefined ? undefined : context.records.find('Vendor', id)?.fields;
}

/** A bill in another currency needs an exchange rate. @throws Fault 2410 */
function requireRate(context: RequestContext, fields: Fields): void {
	const code = (fields['CurrencyRef'] as { value: string } | undefined)?.value;
	if (
		code !== undefined &&
		isForeign(context.company, code) &&
		fields['ExchangeRate'] === undefined
	)
		throw faults.of(
			'2410',
			'The currency and exchange rate are required for transaction in foreign currency.',
			'',
		);
}

function due(context: RequestContext, fields: Fields): string {
	const term = fields['SalesTermRef'] ?? vendorOf(context, fields)?.['TermRef'];
	return term === undefined
		? String(fields['TxnDate'])
		: dueDate(context, { SalesTermRef: term }, String(fields['TxnDate']));
}

function payables(context: RequestContext): { value: string } | undefined {
	const account = context.records.select(
		'Account',
		"AND json_extract(json, '$.AccountType') = 'Accounts Payable' ORDER BY number LIMIT 1",
	)[0];
	return account && { value: account.id };
}

function transactionType(): Fields {
	const part = {
		name: '{http://schema.intuit.com/finance/v3}NameValue',
		declaredType: 'com.intuit.schema.finance.v3.NameValue',
		scope: 'javax.xml.bind.JAXBElement$GlobalScope',
		value: { Name: 'TxnType', Value: '54' },
		nil: false,
		globalScope: true,
		typeSubstituted: false,
	};
	return { any: [part] };
}

/** @throws Fault 6000 if debits and credits differ */
function balanced(_context: RequestContext, fields: Fields): Fields {
	const of = (type: string) =>
		sum(
			(fields['Line'] as Fields[])
				.filter(
					(line) =>
						(line['JournalEntryLineDetail'] as Fields | undefined)?.['PostingType'] === type,
				)
				.map((line) => line['Amount']),
		);
	if (!of('Debit').eq(of('Credit')))
		throw faults.business('Your debits and credits do not balance.');
	return { Adjustment: false };
}

/** @throws Fault 620 if a paid bill does not exist */
function payment(context: RequestContext, fields: Fields): Fields {
	for (const line of fields['Line'] as Fields[]) {
		for (const link of linksOf(line).filter(({ TxnType }) => TxnType === 'Bill'))
			if (!context.records.find('Bill', link.TxnId))
				throw faults.of(
					'620',
					`Transaction cannot be linked : Bill ${link.TxnId} was not found.`,
					'LinkedTxn',
				);
	}
	return {
		...(fields['PayType'] === 'Check' && {
			CheckPayment: {
				PrintStatus: 'NeedToPrint',
				...(fields['CheckPayment'] as Fields | undefined),
			},
		}),
	};
}
