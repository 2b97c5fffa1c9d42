import { BillingAccounts } from '../../support/billingAccounts';
import { Bookkeeping } from '../../support/bookkeeping';

let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	bookkeeping = new Bookkeeping(billing);
});
afterAll(async () => await billing.accounts.stop());

const mail = (Address: string) => ({ PrimaryEmailAddr: { Address } });

describe('customers as accountants keep them', () => {
	it.each([
		['the first', 'nina@kept.example, billing@kept.example'],
		['a later one', 'billing@other.example,OTTO@kept.example'],
		[
			'one with signs that a pattern may read otherwise',
			'x@other.example, pia_50%off@kept.example',
		],
	])('one of several addresses: %s', async (_which, address) => {
		const email = /[^,; ]+@kept\.example/i.exec(address)?.[0].toLowerCase() ?? '';
		const known = await bookkeeping.customer({ DisplayName: `Kept ${email}`, ...mail(address) });
		await bookkeeping.customer({ DisplayName: `Longer ${email}`, ...mail(`not${email}`) });
		const contact = await billing.contact({ email });
		expect((await bookkeeping.bill(await bookkeeping.deal(contact))).customer.Id).toBe(known.Id);
	});

	it('a customer before its own jobs that share its address', async () => {
		const top = await bookkeeping.customer({
			DisplayName: 'Northwind Books',
			...mail('bob@northwind.example'),
		});
		const site = await bookkeeping.customer({
			DisplayName: 'Website',
			Job: true,
			ParentRef: { value: top.Id },
			...mail('bob@northwind.example'),
		});
		await bookkeeping.customer({
			DisplayName: 'Checkout',
			Job: true,
			ParentRef: { value: site.Id },
			...mail('bob@northwind.example'),
		});
		const contact = await billing.contact({
			firstname: 'Bob',
			lastname: 'Reed',
			email: 'bob@northwind.example',
		});
		expect((await bookkeeping.bill(await bookkeeping.deal(contact))).customer.Id).toBe(top.Id);
	});

	it('two jobs without their customer’s address are not guessed between, nor to be merged', async () => {
		const top = await bookkeeping.customer({ DisplayName: 'Southwind' });
		for (const DisplayName of ['Roof', 'Cellar'])
			await bookkeeping.customer({
				DisplayName,
				Job: true,
				ParentRef: { value: top.Id },
				...mail('sue@southwind.example'),
			});
		const contact = await billing.contact({
			firstname: 'Sue',
			lastname: 'South',
			email: 'sue@southwind.example',
		});
		const { message, remedy } = await bookkeeping.refusal(await bookkeeping.deal(contact));
		expect(message).toContain(
			'Several QuickBooks customers match "Sue South" by the e-mail address',
		);
		expect(message).toContain('"Southwind:Cellar"');
		expect(remedy).toContain('Choose the customer in the node');
		expect(remedy).not.toMatch(/merge/i);
	});

	it('a company named with those above it, as QuickBooks writes it', async () => {
		const top = await bookkeeping.customer({ DisplayName: 'Harbour' });
		const other = await bookkeeping.customer({ DisplayName: 'Bay' });
		const job = await bookkeeping.customer({
			DisplayName: 'East Pier',
			Job: true,
			ParentRef: { value: top.Id },
		});
		await bookkeeping.customer({
			DisplayName: 'East Pier',
			Job: true,
			ParentRef: { value: other.Id },
		});
		const company = await billing.create('companies', { name: 'Harbour:East Pier' });
		expect(
			(
				await bookkeeping.bill(await bookkeeping.deal(await billing.contact(), { company }), {
					billingParty: 'company',
				})
			).customer.Id,
		).toBe(job.Id);
	});

	it.each([
		['a backslash', 'AC\\DC Ltd', 'AC\\DC Ltd'],
		['a backslash that QuickBooks lacks', 'In\\Out Ltd', 'In Out Ltd'],
		['a tab and a line break', 'Tab\tand\nbreak', 'Tab and break'],
		['a colon', 'Colon: Ltd', 'Colon - Ltd'],
		['two spaces', 'Wide  Gap', 'Wide Gap'],
		['a per cent sign', '100% Wool', '100% wool'],
	])('a name with %s is found again, and made once', async (_what, name, inQuickBooks) => {
		const known = await bookkeeping.customer({ DisplayName: inQuickBooks });
		const company = await billing.create('companies', { name });
		const { customer } = await bookkeeping.bill(
			await bookkeeping.deal(await billing.contact(), { company }),
			{
				billingParty: 'company',
			},
		);
		expect(customer.Id).toBe(known.Id);
	});

	it.each(['accept', 'refuse'] as const)(
		'curly quotes and long dashes, where queries %s them',
		async (position) => {
			await bookkeeping.turn('typographicText', position);
			const name = `Zoë’s “Café” – ${position}`;
			const known = await bookkeeping.customer({ DisplayName: name });
			const company = await billing.create('companies', { name });
			const item = await bookkeeping.item({ Name: `Tea – “${position}”` });
			const lines = [{ name: `Tea – “${position}”`, quantity: 1_000, price: 5_000 }];
			const { customer, quickbooks } = await bookkeeping.bill(
				await bookkeeping.deal(await billing.contact(), { company, lines }),
				{ billingParty: 'company' },
			);
			expect(customer.Id).toBe(known.Id);
			const sold = await billing.accounts.quickBooks<{
				Invoice: { Line: Array<{ SalesItemLineDetail?: { ItemRef: { value: string } } }> };
			}>(`invoice/${quickbooks.id}`);
			expect(sold.Invoice.Line[0]?.SalesItemLineDetail?.ItemRef.value).toBe(item);
			await bookkeeping.turn('typographicText', 'accept');
		},
	);

	it('an item named with its category', async () => {
		const category = await bookkeeping.item({ Name: 'General services', Type: 'Category' });
		const other = await bookkeeping.item({ Name: 'Special services', Type: 'Category' });
		const item = await bookkeeping.item({
			Name: 'Services 7',
			SubItem: true,
			ParentRef: { value: category },
		});
		await bookkeeping.item({ Name: 'Services 7', SubItem: true, ParentRef: { value: other } });
		const lines = [{ name: 'General services:Services 7', quantity: 2_000, price: 50_000 }];
		const { quickbooks } = await bookkeeping.bill(
			await bookkeeping.deal(await billing.contact(), { lines }),
		);
		const sold = await billing.accounts.quickBooks<{
			Invoice: { Line: Array<{ SalesItemLineDetail?: { ItemRef: { value: string } } }> };
		}>(`invoice/${quickbooks.id}`);
		expect(sold.Invoice.Line[0]?.SalesItemLineDetail?.ItemRef.value).toBe(item);
	});
});
