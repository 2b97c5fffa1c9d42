import { Random } from '../../../sandbox/random';
import type { Sandbox } from '../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from './companyClient';

const STEPS = 250;

let sandbox: Sandbox;
let us: CompanyClient;
let random: Random;
let customers: string[];

beforeEach(async () => {
	sandbox = await startDemoSandbox({ seed: 'empty' }, { voidPaidInvoice: 'unlink' });
	us = await connectCompany(sandbox, realms.us);
	random = new Random(20260701);
	customers = [];
	for (const name of ['A', 'B', 'C'])
		customers.push(
			((await us.post('/customer', { DisplayName: name })).body['Customer'] as Json)['Id'],
		);
	customers.push(
		(
			(await us.post('/customer', { DisplayName: 'Below A', ParentRef: { value: customers[0] } }))
				.body['Customer'] as Json
		)['Id'],
	);
});
afterEach(() => sandbox.stop());

const rows = async (entity: string): Promise<Json[]> =>
	((await us.query(`select * from ${entity} orderby Id maxresults 1000`)).body['QueryResponse'][
		entity
	] ?? []) as Json[];
const lines = () =>
	Array.from({ length: random.int(1, 3) }, () => ({
		DetailType: 'SalesItemLineDetail',
		Amount: random.int(1, 20_000) / 100,
		SalesItemLineDetail: { TaxCodeRef: { value: random.pick(['TAX', 'NON']) } },
	}));
const cents = (value: unknown) => Math.round(Number(value) * 100);
const token = ({ Id, SyncToken }: Json) => ({ Id, SyncToken });

/** One thing that someone may do to the books; what QuickBooks refuses changes nothing. */
const deeds: (() => Promise<{ status: number }>)[] = [
	async () =>
		us.post('/invoice', { CustomerRef: { value: random.pick(customers) }, Line: lines() }),
	async () =>
		us.post('/invoice', {
			CustomerRef: { value: random.pick(customers) },
			Line: lines(),
			Deposit: 1,
		}),
	async () =>
		us.post('/creditmemo', { CustomerRef: { value: random.pick(customers) }, Line: lines() }),
	async () =>
		us.post('/payment', {
			CustomerRef: { value: random.pick(customers) },
			TotalAmt: random.int(1, 9000) / 100,
		}),
	async () => {
		const invoice = random.pick(await rows('Invoice'));
		const Amount = cents(invoice['Balance'] * random.pick([0.3, 1, 1, 1.5])) / 100;
		return us.post('/payment', {
			CustomerRef: invoice['CustomerRef'],
			TotalAmt: Amount + random.pick([0, 0, 2]),
			Line: [{ Amount, LinkedTxn: [{ TxnId: invoice['Id'], TxnType: 'Invoice' }] }],
		});
	},
	async () => {
		const memo = random.pick(await rows('CreditMemo'));
		const invoice = (await rows('Invoice')).find(
			(each) => each['CustomerRef'].value === memo?.['CustomerRef'].value && each['Balance'] > 0,
		);
		const Amount = Math.min(
			Number(memo?.['RemainingCredit'] ?? 0),
			Number(invoice?.['Balance'] ?? 0),
		);
		const on = (TxnId: string, TxnType: string) => ({ Amount, LinkedTxn: [{ TxnId, TxnType }] });
		return us.post('/payment', {
			CustomerRef: memo?.['CustomerRef'],
			TotalAmt: 0,
			Line: [on(invoice?.['Id'], 'Invoice'), on(memo?.['Id'], 'CreditMemo')],
		});
	},
	async () =>
		us.post('/invoice', {
			...token(random.pick(await rows('Invoice'))),
			sparse: true,
			Line: lines(),
		}),
	async () =>
		us.post('/invoice', {
			...token(random.pick(await rows('Invoice'))),
			sparse: true,
			CustomerRef: { value: random.pick(customers) },
		}),
	async () =>
		us.post('/payment', {
			...token(random.pick(await rows('Payment'))),
			sparse: true,
			TotalAmt: random.int(1, 9000) / 100,
		}),
	async () =>
		us.post('/payment', { ...token(random.pick(await rows('Payment'))), sparse: true, Line: [] }),
	async () =>
		us.post('/payment?operation=update&include=void', token(random.pick(await rows('Payment')))),
	async () => us.post('/payment?operation=delete', token(random.pick(await rows('Payment')))),
	async () => us.post('/invoice?operation=void', token(random.pick(await rows('Invoice')))),
	async () => us.post('/invoice?operation=delete', token(random.pick(await rows('Invoice')))),
	async () => us.post('/creditmemo?operation=delete', token(random.pick(await rows('CreditMemo')))),
];

/** Every balance from nothing but the transactions themselves. */
async function audit(): Promise<{ told: unknown; reckoned: unknown }> {
	const [people, invoices, payments, memos] = [
		await rows('Customer'),
		await rows('Invoice'),
		await rows('Payment'),
		await rows('CreditMemo'),
	];
	const parts = payments.flatMap((payment) =>
		((payment['Line'] ?? []) as Json[]).map((line) => ({
			payment,
			amount: cents(line['Amount']),
			...(line['LinkedTxn'][0] as { TxnId: string; TxnType: string }),
		})),
	);
	const paid = (type: string, id: string) =>
		parts.filter(({ TxnType, TxnId }) => TxnType === type && TxnId === id);
	const sum = (list: number[]) => list.reduce((total, amount) => total + amount, 0);
	const bills = invoices.map(
		(invoice) =>
			cents(invoice['TotalAmt']) -
			cents(invoice['Deposit'] ?? 0) -
			sum(paid('Invoice', invoice['Id']).map(({ amount }) => amount)),
	);
	const credits = memos.map(
		(memo) =>
			cents(memo['TotalAmt']) - sum(paid('CreditMemo', memo['Id']).map(({ amount }) => amount)),
	);
	const spare = payments.map(
		(payment) =>
			cents(payment['TotalAmt']) +
			sum(
				parts
					.filter((part) => part.payment === payment)
					.map(({ amount, TxnType }) => (TxnType === 'CreditMemo' ? amount : -amount)),
			),
	);
	const of = (list: Json[], amounts: number[], id: string) =>
		sum(amounts.filter((_amount, index) => list[index]?.['CustomerRef'].value === id));
	const owed = (id: string) =>
		of(invoices, bills, id) - of(memos, credits, id) - of(payments, spare, id);
	const links = (list: Json[]) =>
		list.map((entry) =>
			((entry['LinkedTxn'] ?? []) as Json[]).map(({ TxnId }) => TxnId as string).sort(),
		);
	return {
		told: {
			bills: invoices.map((invoice) => cents(invoice['Balance'])),
			credits: memos.map((memo) => cents(memo['RemainingCredit'])),
			spare: payments.map((payment) => cents(payment['UnappliedAmt'])),
			owed: people.map((person) => [
				person['DisplayName'],
				cents(person['Balance']),
				cents(person['BalanceWithJobs']),
			]),
			links: links(invoices),
			creditLinks: links(memos),
		},
		reckoned: {
			bills,
			credits,
			spare,
			owed: people.map(({ Id, DisplayName }) => [
				DisplayName,
				owed(Id),
				owed(Id) +
					sum(
						people
							.filter((each) => each['ParentRef']?.value === Id)
							.map((each) => owed(each['Id'])),
					),
			]),
			links: invoices.map(({ Id }) =>
				paid('Invoice', Id)
					.map(({ payment }) => payment['Id'] as string)
					.sort(),
			),
			creditLinks: memos.map(({ Id }) =>
				paid('CreditMemo', Id)
					.map(({ payment }) => payment['Id'] as string)
					.sort(),
			),
		},
	};
}

it('whatever is done to them, in whatever order, the books balance to the cent', async () => {
	for (let turn = 0; turn < 3; turn += 1) for (const deed of deeds.slice(0, 4)) await deed();
	const answers: Record<number, number> = {};
	for (let step = 0; step < STEPS; step += 1) {
		sandbox.runtime.clock.advance(1000);
		const { status } = await random.pick(deeds)();
		answers[status] = (answers[status] ?? 0) + 1;
		if (step % 10 !== 9) continue;
		const { told, reckoned } = await audit();
		expect(told).toEqual(reckoned);
	}
	expect(Object.keys(answers)).toEqual(['200', '400']);
	expect(answers[200]).toBeGreaterThan(STEPS / 2);
});
