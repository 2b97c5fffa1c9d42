import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { halfUp, total, type CaseLine } from '../support/lineAmounts';
import { beforeTax, picked, BillingAccounts, type Invoice } from '../support/billingAccounts';

interface Customer {
	Id: string;
	SyncToken: string;
	DisplayName: string;
	Active: boolean;
	Job?: boolean;
	ParentRef?: { value: string };
	CurrencyRef?: { value: string };
}

const shops = {
	us: { currency: 'USD', sku: 'GD-HOUR', item: 'Design hours' },
	uk: { currency: 'GBP', sku: 'HT-H', item: 'Hedge trimming', taxCode: '20.0% S' },
	ca: { currency: 'CAD', sku: 'AM-1', item: 'Aménagement', taxCode: 'HST ON' },
	'us-numbers': { currency: 'USD', sku: 'WD-1', item: 'Workshop day' },
};
type Shop = keyof typeof shops;
const billingByCompany = new Map<Shop, BillingAccounts>();
beforeAll(async () => {
	for (const key of Object.keys(shops) as Shop[])
		billingByCompany.set(key, await BillingAccounts.open(key));
	await (billingByCompany.get('us') as BillingAccounts).prefer('SalesFormsPrefs', {
		AllowShipping: true,
	});
	await (billingByCompany.get('us-numbers') as BillingAccounts).prefer('AccountingInfoPrefs', {
		ClassTrackingPerTxn: true,
		TrackDepartments: true,
	});
}, 60_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});

const linesOf = (shop: Shop): CaseLine[] => [
	{ sku: shops[shop].sku, name: shops[shop].item, quantity: 2_000, price: 50_250 },
];
let count = 0;

interface Done {
	billing: BillingAccounts;
	invoice: Invoice;
	result: Awaited<ReturnType<BillingAccounts['bill']>>;
	customer: Customer;
	payload: IDataObject;
}

/** Bills a deal of the contact twice over: as a dry run, then for good; both must say the same. */
async function bill(
	shop: Shop,
	contact: string,
	parameters: INodeParameters = {},
	company?: string,
	lines = linesOf(shop),
): Promise<Done> {
	const billing = billingByCompany.get(shop) as BillingAccounts;
	const { currency, ...more } = shops[shop];
	const deal = await billing.deal(lines, currency, contact, company);
	const taxCode =
		'taxCode' in more && !('defaultTaxCode' in parameters)
			? { defaultTaxCode: picked(await billing.id('TaxCode', `Name = '${more.taxCode}'`)) }
			: {};
	const common = {
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...taxCode,
		...parameters,
	};
	const planned =
		(await billing.bill({ ...common, dryRun: true })).plan?.find(
			({ target, operation }) => target === 'Invoice' && operation === 'create',
		)?.payload ?? {};
	billing.accounts.forgetRequests();
	const result = await billing.bill(common);
	const sent =
		billing.accounts.requests
			.filter(({ method, url }) => method === 'POST' && /\/invoice\?/.test(url))
			.map(({ requestBody }) => JSON.parse(requestBody ?? '{}') as IDataObject)[0] ?? {};
	const known = {
		...planned,
		CustomerRef: (planned['CustomerRef'] as { value: string }).value.startsWith('(')
			? sent['CustomerRef']
			: planned['CustomerRef'],
	};
	expect(sent).toEqual(known);
	const invoice = await billing.invoice(result.quickbooks.id);
	const { Customer } = await billing.accounts.quickBooks<{ Customer: Customer }>(
		`customer/${invoice.CustomerRef.value}`,
	);
	return { billing, invoice, result, customer: Customer, payload: sent };
}

async function customer(billing: BillingAccounts, fields: IDataObject): Promise<Customer> {
	return (await billing.accounts.quickBooks<{ Customer: Customer }>('customer', fields)).Customer;
}

let people = 0;
const person = () => {
	people += 1;
	return {
		firstname: 'Petra',
		lastname: `Maß–O'Neil ${people}`,
		email: `petra${people}@example.com`,
	};
};
const nameOf = ({ firstname, lastname }: ReturnType<typeof person>) => `${firstname} ${lastname}`;

describe.each<Shop>(['us', 'uk', 'ca'])('customers: %s', (shop) => {
	const billing = () => billingByCompany.get(shop) as BillingAccounts;
	const { currency } = shops[shop];
	const money = shop === 'ca' ? { CurrencyRef: { value: currency } } : {};

	it('found by e-mail under another name', async () => {
		const who = person();
		const known = await customer(billing(), {
			DisplayName: `Somebody ${who.email}`,
			PrimaryEmailAddr: { Address: who.email.toUpperCase() },
			...money,
		});
		const done = await bill(shop, await billing().contact(who));
		expect(done.customer.Id).toBe(known.Id);
	});

	it('found by name', async () => {
		const who = person();
		const known = await customer(billing(), { DisplayName: nameOf(who), ...money });
		expect((await bill(shop, await billing().contact(who))).customer.Id).toBe(known.Id);
	});

	it('created, and found again for the next deal', async () => {
		const contact = await billing().contact(person());
		const first = await bill(shop, contact);
		const second = await bill(shop, contact);
		expect([second.customer.Id, second.invoice.Id === first.invoice.Id]).toEqual([
			first.customer.Id,
			false,
		]);
	});

	it('chosen', async () => {
		const known = await customer(billing(), { DisplayName: `Chosen ${person().email}`, ...money });
		expect(
			(
				await bill(shop, await billing().contact(), {
					customer: 'specific',
					customerId: picked(known.Id),
				})
			).customer.Id,
		).toBe(known.Id);
	});

	it('the company instead of the person', async () => {
		const company = await billing().create('companies', { name: `Firma ${person().email}` });
		expect(
			(await bill(shop, await billing().contact(), { billingParty: 'company' }, company)).customer
				.DisplayName,
		).toMatch(/^Firma /);
	});

	it('the person below the company', async () => {
		const who = person();
		const company = await billing().create('companies', { name: `Holding ${who.email}` });
		const done = await bill(
			shop,
			await billing().contact(who),
			{ customerOptions: { underCompany: true } },
			company,
		);
		const parent = await billing().accounts.quickBooks<{ Customer: Customer }>(
			`customer/${done.customer.ParentRef?.value}`,
		);
		expect([done.customer.DisplayName, done.customer.Job, parent.Customer.DisplayName]).toEqual([
			nameOf(who),
			true,
			`Holding ${who.email}`,
		]);
	});

	it('with a suffix where the name is somebody else’s', async () => {
		const who = person();
		await customer(billing(), {
			DisplayName: nameOf(who),
			PrimaryEmailAddr: { Address: `other.${who.email}` },
			...money,
		});
		const contact = await billing().contact(who);
		expect((await bill(shop, contact)).customer.DisplayName).toBe(
			`${nameOf(who)} (HubSpot ${contact})`,
		);
	});

	it('below the customer that has the name', async () => {
		const who = person();
		const holder = await customer(billing(), {
			DisplayName: nameOf(who),
			PrimaryEmailAddr: { Address: `other.${who.email}` },
			...money,
		});
		expect(
			(await bill(shop, await billing().contact(who), { nameTaken: 'subCustomer' })).customer,
		).toMatchObject({ Job: true, ParentRef: { value: holder.Id } });
	});

	it('with a suffix where the name is a vendor’s', async () => {
		const who = person();
		await billing().accounts.quickBooks('vendor', { DisplayName: nameOf(who) });
		const contact = await billing().contact(who);
		expect((await bill(shop, contact)).customer.DisplayName).toBe(
			`${nameOf(who)} (HubSpot ${contact})`,
		);
	});

	it('made active again when asked, never silently', async () => {
		const who = person();
		const known = await customer(billing(), {
			DisplayName: nameOf(who),
			PrimaryEmailAddr: { Address: who.email },
			...money,
		});
		await customer(billing(), {
			Id: known.Id,
			SyncToken: known.SyncToken,
			sparse: true,
			Active: false,
		});
		const contact = await billing().contact(who);
		await expect(bill(shop, contact)).rejects.toMatchObject({
			message: expect.stringMatching(/is inactive/) as string,
		});
		const done = await bill(shop, contact, { customerOptions: { reactivate: true } });
		expect([done.customer.Id, done.customer.Active]).toEqual([known.Id, true]);
	});
});

describe('numbers', () => {
	const billing = () => billingByCompany.get('us-numbers') as BillingAccounts;

	it('the next free one, where the company numbers by hand', async () => {
		expect((await bill('us-numbers', await billing().contact())).invoice.DocNumber).toMatch(/\S/);
	});

	it('one of the user’s', async () => {
		count += 1;
		expect(
			(await bill('us-numbers', await billing().contact(), { options: { number: `ÄX-${count}` } }))
				.invoice.DocNumber,
		).toBe(`ÄX-${count}`);
	});

	it('one that is taken, refused', async () => {
		await bill('us-numbers', await billing().contact(), { options: { number: 'TWICE' } });
		await expect(
			bill('us-numbers', await billing().contact(), { options: { number: 'TWICE' } }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Invoice Number: TWICE is the number of the invoice/,
			) as string,
		});
	});

	it('one that is taken, on request', async () => {
		await bill('us-numbers', await billing().contact(), { options: { number: 'AGAIN' } });
		expect(
			(
				await bill('us-numbers', await billing().contact(), {
					options: { number: 'AGAIN', allowDuplicateNumber: true },
				})
			).invoice.DocNumber,
		).toBe('AGAIN');
	});

	it('QuickBooks’ own, where it numbers', async () => {
		expect(
			(await bill('us', await (billingByCompany.get('us') as BillingAccounts).contact())).invoice
				.DocNumber,
		).toMatch(/^\d+$/);
	});
});

describe('taxes', () => {
	it.each([
		['uk', '20.0% S', 20n],
		['ca', 'HST ON', 13n],
	] as const)('%s: before tax', async (shop, _code, rate) => {
		const { invoice } = await bill(
			shop,
			await (billingByCompany.get(shop) as BillingAccounts).contact(),
		);
		expect([
			beforeTax(invoice),
			BigInt(Math.round((invoice.TxnTaxDetail?.TotalTax ?? 0) * 100)),
		]).toEqual([10050n, halfUp(10050n * rate, 100n)]);
	});

	const inclusive = [
		['without more', {}, 100.5],
		['a discount', { options: { discountAmount: 10.01 } }, 90.49],
		['a percentage off', { options: { discountPercent: 7 } }, 93.46],
	] as const;
	it.each(
		(['uk', 'ca'] as const).flatMap((shop) =>
			(['net', 'gross'] as const).flatMap((reading) =>
				inclusive.map(([name, more, expected]) => ({ shop, reading, name, more, expected })),
			),
		),
	)(
		'$shop: amounts that include tax, read as $reading, $name',
		async ({ shop, reading, more, expected }) => {
			const { accounts } = billingByCompany.get(shop) as BillingAccounts;
			accounts.sandbox.quickbooks.setSwitches({ taxInclusiveAmount: reading });
			const { invoice, result } = await bill(
				shop,
				await (billingByCompany.get(shop) as BillingAccounts).contact(),
				{
					taxes: { calculation: 'TaxInclusive' },
					...more,
				},
			);
			expect([
				invoice.GlobalTaxCalculation,
				invoice.TotalAmt,
				(invoice.TxnTaxDetail?.TotalTax ?? 0) > 0,
				result.warnings,
			]).toEqual(['TaxInclusive', expected, true, []]);
			accounts.sandbox.quickbooks.setSwitches({ taxInclusiveAmount: 'net' });
		},
	);

	it('a tax code that the company lacks is told before anything is written', async () => {
		const billing = billingByCompany.get('uk') as BillingAccounts;
		billing.accounts.forgetRequests();
		await expect(
			bill('uk', await billing.contact(), { defaultTaxCode: picked('98765') }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/has the tax code "98765", which does not exist or is inactive in this QuickBooks company/,
			) as string,
		});
		expect(
			billing.accounts.requests.filter(
				({ system, method, url }) =>
					system === 'quickbooks' && method === 'POST' && !/oauth|\/batch/.test(url),
			),
		).toEqual([]);
	});

	it.each([
		['20', undefined],
		[
			'5',
			/shows 5\.03 of tax for what is billed, but QuickBooks would add 20\.10: a difference of -15\.07/,
		],
	] as const)(
		'UK: a quote with %s %% of tax comes to its total, or is declined',
		async (percent, refusal) => {
			const billing = billingByCompany.get('uk') as BillingAccounts;
			const contact = await billing.contact();
			const deal = await billing.deal(linesOf('uk'), 'GBP', contact);
			const quote = await billing.quote(
				deal,
				contact,
				linesOf('uk'),
				'GBP',
				{ hs_type: 'PERCENT', hs_value: percent, hs_label: 'VAT' },
				'taxes',
			);
			const billed = billing.bill({
				deal: picked(deal),
				source: 'quote',
				quote: picked(quote),
				ifNoItem: 'fail',
				defaultTaxCode: picked(await billing.id('TaxCode', "Name = '20.0% S'")),
			});
			if (refusal)
				return await expect(billed).rejects.toMatchObject({
					message: expect.stringMatching(refusal) as string,
				});
			const { properties } = await billing.accounts.hubSpot<{ properties: IDataObject }>(
				`/crm/objects/2026-03/quotes/${quote}?properties=hs_quote_amount`,
			);
			expect([
				(await billing.invoice((await billed).quickbooks.id)).TotalAmt,
				Number(properties['hs_quote_amount']),
			]).toEqual([120.6, 120.6]);
		},
	);

	it.each(['uk', 'ca'] as const)('%s: out of scope', async (shop) => {
		const { invoice } = await bill(
			shop,
			await (billingByCompany.get(shop) as BillingAccounts).contact(),
			{
				taxes: { calculation: 'NotApplicable' },
			},
		);
		expect([invoice.TotalAmt, invoice.TxnTaxDetail?.TotalTax ?? 0]).toEqual([100.5, 0]);
	});

	it.each(['uk', 'ca'] as const)(
		'%s: a line without a code is named before anything is written',
		async (shop) => {
			const billing = billingByCompany.get(shop) as BillingAccounts;
			billing.accounts.forgetRequests();
			await expect(
				bill(shop, await billing.contact(), { defaultTaxCode: picked('') }),
			).rejects.toMatchObject({ message: expect.stringMatching(/has no tax code/) as string });
			expect(
				billing.accounts.requests.filter(
					({ system, method, url }) =>
						system === 'quickbooks' && method === 'POST' && !/oauth|\/batch/.test(url),
				),
			).toEqual([]);
		},
	);

	it('US: a code for every line', async () => {
		const { invoice } = await bill(
			'us',
			await (billingByCompany.get('us') as BillingAccounts).contact(),
			{
				defaultTaxCode: picked('TAX'),
			},
		);
		expect(invoice.Line[0]?.SalesItemLineDetail?.TaxCodeRef).toEqual({ value: 'TAX' });
	});
});

describe('details', () => {
	const us = () => billingByCompany.get('us') as BillingAccounts;

	it.each([
		['1', 0],
		['2', 15],
		['3', 30],
		['4', 60],
	])('terms %s are due in %i days', async (terms, days) => {
		const { invoice } = await bill('us', await us().contact(), {
			terms: picked(terms),
			invoiceDate: '2026-11-02T00:00:00.000Z',
		});
		expect([
			invoice.TxnDate,
			Math.round((Date.parse(invoice.DueDate) - Date.parse(invoice.TxnDate)) / 86_400_000),
		]).toEqual(['2026-11-02', days]);
	});

	it.each<[string, INodeParameters, (invoice: Invoice) => unknown, unknown]>([
		['a due date', { dueDate: '2027-01-15' }, ({ DueDate }) => DueDate, '2027-01-15'],
		[
			'a deposit',
			{ options: { deposit: 40.25 } },
			({ TotalAmt, Balance }) => Math.round((TotalAmt - Balance) * 100),
			4025,
		],
		['shipping', { options: { shipping: 9.99 } }, (invoice) => beforeTax(invoice), 11049n],
		[
			'a discount before tax',
			{ options: { discountAmount: 10, taxAfterDiscount: true } },
			(invoice) => beforeTax(invoice),
			9050n,
		],
		[
			'a memo',
			{ memo: 'For the gardener' },
			({ PrivateNote }) => PrivateNote?.split('\n')[0],
			'For the gardener',
		],
	])('%s', async (_name, parameters, read, expected) => {
		expect(read((await bill('us', await us().contact(), parameters)).invoice)).toEqual(expected);
	});

	it('a class and a location, where they are tracked', async () => {
		const billing = billingByCompany.get('us-numbers') as BillingAccounts;
		const parameters = {
			class: picked(await billing.id('Class', "Name = 'Workshops'")),
			location: picked(await billing.id('Department', "Name = 'Reno'")),
		};
		const { payload } = await bill('us-numbers', await billing.contact(), parameters);
		expect(payload).toMatchObject({
			ClassRef: { value: parameters.class.value },
			DepartmentRef: { value: parameters.location.value },
		});
	});

	it('a foreign customer’s currency, with the rate of the day', async () => {
		const billing = billingByCompany.get('ca') as BillingAccounts;
		const contact = await billing.contact();
		const lines = linesOf('ca');
		const deal = await billing.deal(lines, 'EUR', contact);
		const { quickbooks } = await billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			defaultTaxCode: picked(await billing.id('TaxCode', "Name = 'Zero-rated'")),
		});
		const invoice = await billing.invoice(quickbooks.id);
		expect([
			invoice.CurrencyRef.value,
			(invoice.ExchangeRate ?? 0) > 1,
			beforeTax(invoice),
		]).toEqual(['EUR', true, total(lines)]);
	});

	it('another currency than the customer’s is declined', async () => {
		const billing = billingByCompany.get('ca') as BillingAccounts;
		const contact = await billing.contact();
		await bill('ca', contact);
		const deal = await billing.deal(linesOf('ca'), 'USD', contact);
		await expect(
			billing.bill({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail' }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/is in USD, but the QuickBooks customer .* is in CAD/,
			) as string,
		});
	});
});
