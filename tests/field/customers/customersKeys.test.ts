import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';
import { Bookkeeping, HOURS } from '../../support/bookkeeping';
import { count } from '../../support/figures';

let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
let account = '';
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	bookkeeping = new Bookkeeping(billing);
	account = await billing.id('Account', "AccountType = 'Income'");
});
afterAll(async () => await billing.accounts.stop());

const making = () => ({ ifNoItem: 'create', incomeAccount: picked(account) });
const product = (name: string, price: number, sku?: string) => [
	{ name, quantity: 1_000, price, ...(sku && { sku }) },
];
const itemsNamed = async (name: string) =>
	await billing.accounts.query<{ Id: string; Name: string; Sku?: string; Active: boolean }>(
		`select * from Item where Name like '${name}%' and Active in (true, false)`,
	);

async function itemOf(invoiceId: string): Promise<string> {
	const invoice = await billing.accounts.quickBooks<{
		Invoice: { Line: Array<{ SalesItemLineDetail?: { ItemRef: { value: string } } }> };
	}>(`invoice/${invoiceId}`);
	return invoice.Invoice.Line[0]?.SalesItemLineDetail?.ItemRef.value ?? '';
}

describe('a key whose record is no longer what was asked for', () => {
	it('leads to a new customer where the first one was merged and the link was cleared', async () => {
		const contact = await billing.contact({
			firstname: 'Dora',
			lastname: 'Key',
			email: 'dora.key@example.com',
		});
		const first = await bookkeeping.bill(await bookkeeping.deal(contact));
		const survivor = await bookkeeping.customer({ DisplayName: 'Key Holding' });
		await bookkeeping.merge(first.customer.Id, survivor.Id);
		await bookkeeping.setLink('contacts', contact, null);
		await bookkeeping.later();
		const second = await bookkeeping.bill(await bookkeeping.deal(contact));
		expect(second.customer).toMatchObject({ DisplayName: 'Dora Key', Active: true });
		expect([first.customer.Id, survivor.Id]).not.toContain(second.customer.Id);
	});

	it('leads to a new customer where the first one is somebody else by now', async () => {
		const contact = await billing.contact({
			firstname: 'Edda',
			lastname: 'Key',
			email: 'edda.key@example.com',
		});
		const first = await bookkeeping.bill(await bookkeeping.deal(contact));
		await bookkeeping.edit('Customer', first.customer.Id, {
			DisplayName: 'Frida Lock',
			PrimaryEmailAddr: { Address: 'frida@example.com' },
		});
		await bookkeeping.setLink('contacts', contact, null);
		await bookkeeping.later();
		expect((await bookkeeping.bill(await bookkeeping.deal(contact))).customer).toMatchObject({
			DisplayName: 'Edda Key',
			PrimaryEmailAddr: { Address: 'edda.key@example.com' },
		});
	});

	it.each<[string, object]>([
		['renamed', { Name: 'Another thing' }],
		['made inactive', { Active: false }],
	])('leads to a new item where the first one was %s', async (how, changes) => {
		const lines = product(`Lantern ${how}`, 20_000);
		const contact = await billing.contact();
		const first = await itemOf(
			(await bookkeeping.bill(await bookkeeping.deal(contact, { lines }), making())).quickbooks.id,
		);
		await bookkeeping.edit('Item', first, { ...changes });
		await bookkeeping.later();
		if (how === 'made inactive') {
			expect(
				(await bookkeeping.refusal(await bookkeeping.deal(contact, { lines }), making())).message,
			).toContain('which is inactive');
			await bookkeeping.edit('Item', first, { Active: false, Name: 'Long gone' });
		}
		const { quickbooks } = await bookkeeping.bill(
			await bookkeeping.deal(contact, { lines }),
			making(),
		);
		expect(await itemOf(quickbooks.id)).not.toBe(first);
		expect((await itemsNamed(`Lantern ${how}`)).filter(({ Active }) => Active)).toHaveLength(1);
	});

	it('is used again as long as the record is', async () => {
		const contact = await billing.contact();
		const lines = product('Trellis', 30_000);
		const deals = [
			await bookkeeping.deal(contact, { lines }),
			await bookkeeping.deal(contact, { lines }),
		];
		const made: string[] = [];
		for (const deal of deals)
			made.push(await itemOf((await bookkeeping.bill(deal, making())).quickbooks.id));
		expect(new Set(made).size).toBe(1);
	});
});

describe('an answer that was lost', () => {
	it.each(['never', 'forever'] as const)(
		'makes neither a second customer nor a second item where QuickBooks remembers a key: %s',
		async (memory) => {
			await bookkeeping.turn('requestIdMemory', memory);
			const contact = await billing.contact({
				firstname: 'Lost',
				lastname: memory,
				email: `lost.${memory}@example.com`,
			});
			const deal = await bookkeeping.deal(contact, { lines: product(`Pergola ${memory}`, 40_000) });
			for (const path of ['/customer\\?', '/item\\?'])
				billing.accounts.fault({
					system: 'quickbooks',
					method: 'POST',
					path,
					behaviour: 'drop-after',
					times: 1,
				});
			await bookkeeping.bill(deal, making());
			billing.accounts.clearFaults();
			await bookkeeping.turn('requestIdMemory', 'forever');
			expect([
				(await bookkeeping.customers(`DisplayName like 'Lost ${memory}%'`)).length,
				(await itemsNamed(`Pergola ${memory}`)).length,
			]).toEqual([1, 1]);
		},
	);
});

describe('two runs that make the same thing at one moment', () => {
	const both = async (deals: string[], parameters: object = {}) => {
		count({ runs: deals.length });
		return await Promise.all(
			deals.map(
				async (deal) =>
					await billing.accounts.run(TYPE, {
						deal: picked(deal),
						source: 'scratch',
						ifNoItem: 'fail',
						...parameters,
					}),
			),
		);
	};

	it('share a new item, whatever its price on each deal', async () => {
		const [a, b] = [await billing.contact(), await billing.contact()];
		const deals = [
			await bookkeeping.deal(a, { lines: product('Sundial', 50_000) }),
			await bookkeeping.deal(b, { lines: product('Sundial', 60_000) }),
		];
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'POST',
			path: '/item\\?',
			behaviour: 'slow',
			delayMs: 1000,
			times: 1,
		});
		const runs = await both(deals, making());
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
		expect(await itemsNamed('Sundial')).toHaveLength(1);
		const totals = await Promise.all(
			runs.map(
				async (run) =>
					(await billing.invoice((run.items('Node')[0]?.json['quickbooks'] as { id: string }).id))
						.TotalAmt,
			),
		);
		count({ invoicesLost: 0, invoicesDoubled: 0 });
		expect(totals).toEqual([50, 60]);
	});

	it('make two items where their SKUs tell them apart', async () => {
		const contact = await billing.contact();
		const deals = [
			await bookkeeping.deal(contact, { lines: product('Bench', 90_000, 'B-ASH') }),
			await bookkeeping.deal(contact, { lines: product('Bench', 80_000, 'B-OAK') }),
		];
		const runs = await both(deals, making());
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
		const items = await itemsNamed('Bench');
		const sold = await Promise.all(
			runs.map(
				async (run) =>
					await itemOf((run.items('Node')[0]?.json['quickbooks'] as { id: string }).id),
			),
		);
		expect(sold.map((id) => items.find(({ Id }) => Id === id)?.Sku)).toEqual(['B-ASH', 'B-OAK']);
		expect(items.map(({ Name }) => Name).sort()[0]).toBe('Bench');
	});

	it('say what to do where the name is a category’s', async () => {
		await bookkeeping.item({ Name: 'Statues', Type: 'Category' });
		const { message, remedy } = await bookkeeping.refusal(
			await bookkeeping.deal(await billing.contact(), { lines: product('Statues', 10_000) }),
			making(),
		);
		expect(message).toContain('the category "Statues" has its name');
		expect(remedy).toContain('HubSpot product');
		expect(`${message} ${remedy}`).not.toMatch(/customer/i);
	});

	it('share the customer of one contact', async () => {
		const contact = await billing.contact({
			firstname: 'Gus',
			lastname: 'Twice',
			email: 'gus@example.com',
		});
		const deals = [await bookkeeping.deal(contact), await bookkeeping.deal(contact)];
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/contacts/${contact}`,
			{ properties: { phone: '1' } },
			'PATCH',
		);
		const runs = await both(deals);
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
		expect(await bookkeeping.customers("DisplayName like 'Gus Twice%'")).toHaveLength(1);
	});

	it('find the customer that the other one has just made with other values', async () => {
		const contact = await billing.contact({
			firstname: 'Ida',
			lastname: 'Swift',
			email: 'ida@example.com',
		});
		const deal = await bookkeeping.deal(contact, { lines: HOURS });
		const rule = billing.accounts.sandbox.runtime.faults.add({
			system: 'quickbooks',
			method: 'POST',
			path: '/customer\\?',
			behaviour: 'slow',
			delayMs: 1000,
			times: 1,
		});
		const running = bookkeeping.bill(deal);
		while (rule.done === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		const other = await bookkeeping.customer({
			DisplayName: 'Ida Swift',
			PrimaryEmailAddr: { Address: 'ida@example.com, office@example.com' },
			GivenName: 'Ida',
		});
		expect((await running).customer.Id).toBe(other.Id);
		billing.accounts.clearFaults();
	});
});
