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

/**
 * Fills the first company with customers and two invoices each; about one invoice in four is paid. The
 * records are stored without the rules, so that hundreds of thousands are ready in seconds. The same
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
	const items = seedItems(company, random, switches, now);
	const generator = new Generator(company, random, items, now);
	for (let index = 1; index <= customers; index += 1) generator.addCustomer(index);
	generator.saveSequences();
}

interface PricedItem {
	id: string;
	price: number;
}

interface GeneratedInvoice {
	fields: Fields & { Id: string };
	at: number;
	paid: boolean;
}

function seedItems(
	company: Company,
	random: Random,
	switches: QuickBooksSwitches,
	now: number,
): PricedItem[] {
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

class Generator {
	private readonly shipFrom: Fields | undefined;
	private customerId: bigint;
	private transactionId: bigint;
	private addressId: bigint;
	private number = 1001n;

	constructor(
		private readonly company: Company,
		private readonly random: Random,
		private readonly items: PricedItem[],
		private readonly now: number,
	) {
		const { records } = company;
		this.shipFrom = shipFrom(company);
		this.customerId = records.peek('names');
		this.transactionId = records.peek('transactions');
		this.addressId = records.peek('addresses');
	}

	/** Later records of the company continue after the generated ids and numbers. */
	saveSequences(): void {
		const { records } = this.company;
		records.startAt('names', this.customerId);
		records.startAt('transactions', this.transactionId);
		records.startAt('addresses', this.addressId);
		records.startAt('numbers:Invoice', this.number);
	}

	addCustomer(index: number): void {
		const { random, company } = this;
		const Id = String(this.customerId++);
		const created = wholeSecond(this.now - random.int(200, 390) * DAY);
		const names = { GivenName: random.pick(given), FamilyName: random.pick(family) };
		const address = this.address();
		const invoices = [1, 2].map(() => this.invoice(Id, address));
		const open = cents(sum(invoices.map(({ fields }) => fields['Balance'])));
		const balances = { Balance: open, BalanceWithJobs: open };
		company.records.put(entity('Customer'), {
			id: Id,
			created,
			updated: Math.max(created, ...invoices.map(({ at }) => at)),
			fields: this.customerFields(Id, index, { ...names, ...balances, BillAddr: address }),
		});
		for (const invoice of invoices) this.storeInvoice(invoice);
	}

	private address(): Fields {
		const { random } = this;
		return {
			Id: String(this.addressId++),
			Line1: `${random.int(1, 9999)} Main St`,
			City: 'Oakland',
			CountrySubDivisionCode: 'CA',
			PostalCode: `946${String(random.int(1, 21)).padStart(2, '0')}`,
		};
	}

	private customerFields(
		Id: string,
		index: number,
		{ BillAddr, Balance, BalanceWithJobs, GivenName, FamilyName }: Fields,
	): Fields & { Id: string; SyncToken: string } {
		const number = String(index).padStart(6, '0');
		const person = `${String(GivenName)} ${String(FamilyName)}`;
		const name = `${person} ${number}`;
		return {
			Id,
			SyncToken: '0',
			Taxable: true,
			BillAddr,
			Job: false,
			BillWithParent: false,
			Balance,
			BalanceWithJobs,
			CurrencyRef: { value: this.company.profile.currency },
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			GivenName,
			FamilyName,
			FullyQualifiedName: name,
			DisplayName: name,
			PrintOnCheckName: person,
			Active: true,
			PrimaryEmailAddr: { Address: `customer${number}@generated.example` },
		};
	}

	private storeInvoice({ fields, at, paid }: GeneratedInvoice): void {
		if (paid) this.addPayment(fields, at);
		this.company.records.put(entity('Invoice'), {
			id: fields.Id,
			created: at,
			updated: at,
			fields: fields as Fields & { Id: string; SyncToken: string },
		});
	}

	private invoice(customer: string, address: Fields): GeneratedInvoice {
		const { random, company } = this;
		const at = wholeSecond(this.now - random.int(DAY, 180 * DAY));
		const TxnDate = dayIn(company.profile.zone, at);
		const lines = Array.from({ length: random.int(1, 3) }, (_, position) =>
			this.line(position + 1),
		);
		const total = cents(sum(lines.map((line) => line['Amount'])));
		const paid = random.int(1, 4) === 1;
		const fields = {
			Id: String(this.transactionId++),
			SyncToken: '0',
			...ONLINE_PAYMENT,
			DocNumber: String(this.number++),
			TxnDate,
			CurrencyRef: { value: company.profile.currency },
			LinkedTxn: [],
			Line: [...lines, { Amount: total, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }],
			TxnTaxDetail: { TotalTax: 0 },
			CustomerRef: { value: customer },
			BillAddr: address,
			FreeFormAddress: true,
			ShipFromAddr: this.shipFrom,
			DueDate: addDays(TxnDate, 30),
			TotalAmt: total,
			ApplyTaxAfterDiscount: false,
			PrintStatus: 'NeedToPrint',
			EmailStatus: 'NotSet',
			Balance: paid ? 0 : total,
		};
		return { fields, at, paid };
	}

	private line(number: number): Fields {
		const item = this.random.pick(this.items);
		const Qty = this.random.int(1, 40) / 4;
		return {
			Id: String(number),
			LineNum: number,
			Amount: cents(decimal(Qty).times(item.price)),
			DetailType: 'SalesItemLineDetail',
			SalesItemLineDetail: {
				ItemRef: { value: item.id },
				UnitPrice: item.price,
				Qty,
				TaxCodeRef: { value: 'NON' },
			},
		};
	}

	/** A payment of the whole invoice on the same day. */
	private addPayment(invoice: Fields & { Id: string }, at: number): void {
		const id = String(this.transactionId++);
		const amount = invoice['TotalAmt'];
		invoice['LinkedTxn'] = [{ TxnId: id, TxnType: 'Payment' }];
		invoice['SyncToken'] = '1';
		const fields = {
			Id: id,
			SyncToken: '0',
			CustomerRef: invoice['CustomerRef'],
			DepositToAccountRef: { value: '4' },
			TotalAmt: amount,
			UnappliedAmt: 0,
			ProcessPayment: false,
			TxnDate: invoice['TxnDate'],
			CurrencyRef: invoice['CurrencyRef'],
			Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }],
		};
		this.company.records.put(entity('Payment'), { id, created: at, updated: at, fields });
	}
}

const ONLINE_PAYMENT = {
	AllowIPNPayment: false,
	AllowOnlinePayment: false,
	AllowOnlineCreditCardPayment: true,
	AllowOnlineACHPayment: true,
};
