import { picked, BillingAccounts, TYPE } from '../support/billingAccounts';
import { type Shop, taxed } from './refusedCases';
import { refusedReferences } from './refusedReferences';
import { refusedValues } from './refusedValues';
import { refusedInvoices } from './refusedInvoices';

const skus: Record<Shop, { currency: string; sku: string; name: string }> = {
	us: { currency: 'USD', sku: 'GD-HOUR', name: 'Design hours' },
	'us-numbers': { currency: 'USD', sku: 'WD-1', name: 'Workshop day' },
	uk: { currency: 'GBP', sku: 'HT-H', name: 'Hedge trimming' },
	ca: { currency: 'CAD', sku: 'AM-1', name: 'Aménagement' },
};

const billingByCompany = new Map<Shop, BillingAccounts>();
beforeAll(async () => {
	for (const shop of Object.keys(skus) as Shop[])
		billingByCompany.set(shop, await BillingAccounts.open(shop));
	await billingByCompany
		.get('us-numbers')
		?.prefer('AccountingInfoPrefs', { ClassTrackingPerTxn: true, TrackDepartments: true });
}, 60_000);
afterAll(async () => {
	for (const billing of billingByCompany.values()) await billing.accounts.stop();
});

interface Told {
	message: string;
	description: string;
	context: { itemIndex?: number };
}

const invoicesOf = async (billing: BillingAccounts, deal: string) =>
	(
		await billing.accounts.query<{ PrivateNote?: string }>(
			'select * from Invoice orderby Id desc maxresults 50',
		)
	).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));

/**
 * What each refusal of QuickBooks that the node can meet says: what it is about, the field, and
 * what to do. Nothing is written, and once corrected the deal is billed.
 */
it.each([...refusedReferences, ...refusedValues, ...refusedInvoices])(
	'$code $what',
	async (one) => {
		const billing = billingByCompany.get(one.shop) as BillingAccounts;
		const { currency, sku, name } = skus[one.shop];
		const company = one.company && (await billing.create('companies', one.company));
		const deal = await billing.deal(
			[{ sku, name, quantity: 1_000, price: 50_000 }],
			currency,
			await billing.contact(one.contact),
			company,
		);
		const parameters = { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' };
		const given = await one.given?.(billing);
		if (one.fault) billing.accounts.fault(one.fault);
		const run = await billing.accounts.run(TYPE, { ...parameters, ...given });
		billing.accounts.clearFaults();
		const { message, description, context } = run.error as unknown as Told;
		expect([message, description]).toEqual([
			expect.stringMatching(one.says),
			expect.stringMatching(one.remedy),
		]);
		expect(description).toMatch(/[.)]$/);
		expect(message.length).toBeLessThan(600);
		expect(context.itemIndex).toBe(0);
		const { properties, associations } = await billing.accounts.deal(deal, [
			'quickbooks_invoice_number',
		]);
		expect([
			await invoicesOf(billing, deal),
			properties['quickbooks_invoice_number'] ?? null,
			associations,
		]).toEqual([[], null, undefined]);
		await billing.prefer('AccountingInfoPrefs', { BookCloseDate: null });
		const corrected = await billing.bill({
			...parameters,
			...(await taxed(billing, one.shop)),
			...(one.fault && given),
		});
		expect([corrected.action, (await invoicesOf(billing, deal)).length]).toEqual(['created', 1]);
	},
	60_000,
);

it('2040, 6170, 2410 cannot be met: names are cleaned, no tax is sent out of scope, a rate is always sent', async () => {
	const [us, uk, ca] = (['us', 'uk', 'ca'] as const).map(
		(shop) => billingByCompany.get(shop) as BillingAccounts,
	) as [BillingAccounts, BillingAccounts, BillingAccounts];
	const named = await us.bill({
		deal: picked(
			await us.deal(
				[{ ...skus.us, quantity: 1_000, price: 1_000 }],
				'USD',
				await us.contact({ firstname: 'Ann: the\tbuyer' }),
			),
		),
		source: 'scratch',
		ifNoItem: 'fail',
	});
	expect((await us.invoice(named.quickbooks.id)).CustomerRef.name).toMatch(
		/^Ann - the buyer No\. \d+$/,
	);
	const scoped = await uk.bill({
		deal: picked(
			await uk.deal([{ ...skus.uk, quantity: 1_000, price: 1_000 }], 'GBP', await uk.contact()),
		),
		source: 'scratch',
		ifNoItem: 'fail',
		taxes: { calculation: 'NotApplicable', useHubSpotTax: true },
	});
	expect((await uk.invoice(scoped.quickbooks.id)).TotalAmt).toBe(1);
	ca.accounts.sandbox.quickbooks.setSwitches({ missingExchangeRate: 'refuse' });
	const foreign = await ca.bill({
		deal: picked(
			await ca.deal([{ ...skus.ca, quantity: 1_000, price: 1_000 }], 'USD', await ca.contact()),
		),
		source: 'scratch',
		ifNoItem: 'fail',
		...(await taxed(ca, 'ca')),
	});
	expect((await ca.invoice(foreign.quickbooks.id)).ExchangeRate).toBeGreaterThan(1);
});
