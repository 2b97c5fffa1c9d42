import { Random } from '../../random';
import type { Company } from '../company';
import { createContext, wholeSecond } from '../context';
import { cents, decimal, sum } from '../money';
import type { Fields } from '../records';
import { entity } from '../schema/entities';
import type { QuickBooksSwitches } from '../switches';
import { shipFrom } from '../sale/formDetails';
import { addDays, dayIn } from '../times';
import { writeRecord } from '../operations/write';
import { AGE } from './setup';

const DAY = 86_400_000;
const given = [
	'Ada',
	'Björn',
	'Carmen',
	'Dara',
	'Élodie',
	'Farid',
	'Grace',
	'Hanna',
	'Ines',
	'Jürgen',
	'Keiko',
	'Liam',
	'Mei',
	'Noor',
	"D'Arcy",
	'Priya',
	'Quinn',
	'Rosa',
	'Søren',
	'Tomás',
	'Uma',
	'Viktor',
	'Wanda',
	'Ximena',
	'Yusuf',
	'Zoë',
];
const family = [
	'Abbott',
	'Brown',
	"O'Connor",
	'Díaz',
	'Evans',
	'Fischer',
	'García',
	'Hughes',
	'Ito',
	'Jensen',
	'Kowalski',
	'Lund',
	'Müller',
	'Nguyen',
	'Okafor',
	'Petrov',
	'Quist',
	'Rossi',
	'Singh',
	'Tremblay',
	'Ueda',
	'Vargas',
	'Wójcik',
	'Young',
	'Zhang',
];
const ITEMS = 20;

interface Ids {
	customer: bigint;
	transaction: bigint;
	address: bigint;
	number: bigint;
}
interface Stock {
	items: { id: string; price: number }[];
	shipFrom: Fields | undefined;
}
interface Bill {
	fields: Fields & { Id: string };
	at: number;
	paid: boolean;
}

/**
 * Fills the first company with customers and two invoices each; about every fourth invoice is paid.
 * The records are put as they would be
 * stored, past the rules, since sets of hundreds of thousands have to be ready in seconds; the same
 * seed gives the same records.
 */
export function generateQuickBooksRecords(
	companies: readonly Company[],
	{ customers, seed }: { customers: number; seed: number },
	switches: QuickBooksSwitches,
	now: number,
): void {
	const company = companies[0] as Company;
	const random = new Random(seed);
	const stock: Stock = {
		items: seedItems(company, random, switches, now),
		shipFrom: shipFrom(company),
	};
	const { records } = company;
	const ids: Ids = {
		customer: records.peek('names'),
		transaction: records.peek('transactions'),
		address: records.peek('addresses'),
		number: 1001n,
	};
	for (let index = 1; index <= customers; index += 1)
		seedCustomer(company, random, ids, stock, index, now);
	records.startAt('names', ids.customer);
	records.startAt('transactions', ids.transaction);
	records.startAt('addresses', ids.address);
	records.startAt('numbers:Invoice', ids.number);
}

function seedItems(
	company: Company,
	random: Random,
	switches: QuickBooksSwitches,
	now: number,
): { id: string; price: number }[] {
	const context = createContext(company, switches, now - AGE);
	const account = company.records.select('Account', 'AND display_name = ?', ['Services'])[0]?.id;
	return Array.from({ length: ITEMS }, (_, index) => {
		const price = random.int(500, 25_000) / 100;
		const name = `Service ${String(index + 1).padStart(2, '0')}`;
		return {
			id: writeRecord(context, entity('Item'), {
				Name: name,
				Sku: `SV-${index + 1}`,
				Type: 'Service',
				IncomeAccountRef: { value: account },
				UnitPrice: price,
			}).entry.id,
			price,
		};
	});
}

function seedCustomer(
	company: Company,
	random: Random,
	ids: Ids,
	stock: Stock,
	index: number,
	now: number,
): void {
	const Id = String(ids.customer++);
	const created = wholeSecond(now - random.int(200, 390) * DAY);
	const [GivenName, FamilyName] = [random.pick(given), random.pick(family)];
	const name = `${GivenName} ${FamilyName} ${String(index).padStart(6, '0')}`;
	const address = {
		Id: String(ids.address++),
		Line1: `${random.int(1, 9999)} Main St`,
		City: 'Oakland',
		CountrySubDivisionCode: 'CA',
		PostalCode: `946${String(random.int(1, 21)).padStart(2, '0')}`,
	};
	const bills = [1, 2].map(() => bill(company, random, ids, stock, Id, address, now));
	const open = cents(sum(bills.map(({ fields }) => fields['Balance'])));
	const updated = Math.max(created, ...bills.map(({ at }) => at));
	company.records.put(entity('Customer'), {
		id: Id,
		created,
		updated,
		fields: {
			Id,
			SyncToken: '0',
			Taxable: true,
			BillAddr: address,
			Job: false,
			BillWithParent: false,
			Balance: open,
			BalanceWithJobs: open,
			CurrencyRef: { value: company.profile.currency },
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			GivenName,
			FamilyName,
			FullyQualifiedName: name,
			DisplayName: name,
			PrintOnCheckName: `${GivenName} ${FamilyName}`,
			Active: true,
			PrimaryEmailAddr: { Address: `customer${String(index).padStart(6, '0')}@generated.example` },
		},
	});
	for (const { fields, at, paid } of bills) {
		if (paid) pay(company, ids, fields, at);
		company.records.put(entity('Invoice'), {
			id: fields.Id,
			created: at,
			updated: at,
			fields: fields as Fields & { Id: string; SyncToken: string },
		});
	}
}

function bill(
	company: Company,
	random: Random,
	ids: Ids,
	stock: Stock,
	customer: string,
	address: Fields,
	now: number,
): Bill {
	const at = wholeSecond(now - random.int(DAY, 180 * DAY));
	const TxnDate = dayIn(company.profile.zone, at);
	const lines = Array.from({ length: random.int(1, 3) }, (_, position) => {
		const item = random.pick(stock.items);
		const Qty = random.int(1, 40) / 4;
		return {
			Id: String(position + 1),
			LineNum: position + 1,
			Amount: cents(decimal(Qty).times(item.price)),
			DetailType: 'SalesItemLineDetail',
			SalesItemLineDetail: {
				ItemRef: { value: item.id },
				UnitPrice: item.price,
				Qty,
				TaxCodeRef: { value: 'NON' },
			},
		};
	});
	const total = cents(sum(lines.map((line) => line.Amount)));
	const paid = random.int(1, 4) === 1;
	const fields = {
		Id: String(ids.transaction++),
		SyncToken: '0',
		AllowIPNPayment: false,
		AllowOnlinePayment: false,
		AllowOnlineCreditCardPayment: true,
		AllowOnlineACHPayment: true,
		DocNumber: String(ids.number++),
		TxnDate,
		CurrencyRef: { value: company.profile.currency },
		LinkedTxn: [],
		Line: [...lines, { Amount: total, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }],
		TxnTaxDetail: { TotalTax: 0 },
		CustomerRef: { value: customer },
		BillAddr: address,
		FreeFormAddress: true,
		ShipFromAddr: stock.shipFrom,
		DueDate: addDays(TxnDate, 30),
		TotalAmt: total,
		ApplyTaxAfterDiscount: false,
		PrintStatus: 'NeedToPrint',
		EmailStatus: 'NotSet',
		Balance: paid ? 0 : total,
	};
	return { fields, at, paid };
}

/** A payment of the whole invoice on the same day. */
function pay(company: Company, ids: Ids, invoice: Fields & { Id: string }, at: number): void {
	const id = String(ids.transaction++);
	invoice['LinkedTxn'] = [{ TxnId: id, TxnType: 'Payment' }];
	invoice['SyncToken'] = '1';
	const fields = {
		Id: id,
		SyncToken: '0',
		CustomerRef: invoice['CustomerRef'],
		DepositToAccountRef: { value: '4' },
		TotalAmt: invoice['TotalAmt'],
		UnappliedAmt: 0,
		ProcessPayment: false,
		TxnDate: invoice['TxnDate'],
		CurrencyRef: invoice['CurrencyRef'],
		Line: [{ Amount: invoice['TotalAmt'], LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }],
	};
	company.records.put(entity('Payment'), { id, created: at, updated: at, fields });
}
