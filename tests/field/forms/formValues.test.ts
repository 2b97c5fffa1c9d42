import type { IDataObject } from 'n8n-workflow';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

const SYNC = 'n8n-nodes-hubspot-quickbooks.syncContact';
const lines = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 }];

let billing: BillingAccounts;
let deal = '';
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [SYNC]: new SyncContact() });
	deal = await billing.deal(lines, 'USD', await billing.contact());
});
afterAll(async () => await billing.accounts.stop());

const order = (more: IDataObject) =>
	({ deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more }) as never;
const invoices = async () =>
	(await billing.accounts.query<Invoice>('select * from Invoice maxresults 1000')).length;

/** Values as expressions, forms, tables and models give them. */
describe('a value that is not of the form', () => {
	it.each(['={{ "true" }}', '={{ " TRUE " }}'])(
		'dry run as the text %s is a dry run',
		async (dryRun) => {
			const before = await invoices();
			expect(await billing.bill(order({ dryRun }))).toMatchObject({ action: 'planned' });
			count({ runs: 1, invoicesDoubled: (await invoices()) - before });
			expect(await invoices()).toBe(before);
		},
	);

	it.each<[string, IDataObject, RegExp]>([
		['dry run as a number', { dryRun: '={{ 1 }}' }, /^Dry Run: "1" is neither true nor false/],
		['dry run as a word', { dryRun: '={{ "yes" }}' }, /^Dry Run: "yes" is neither true nor false/],
		['no share', { share: '={{ null }}', dryRun: true }, /^Share: "" is not a choice/],
		[
			'totals that differ',
			{ options: { ifTotalsDiffer: '={{ "Fail" }}' }, dryRun: true },
			/^Options → If Totals Differ: "Fail" is not a choice/,
		],
		[
			'lines that start later',
			{ options: { laterLines: '={{ "later" }}' }, dryRun: true },
			/^Options → Lines That Start Later: "later" is not a choice/,
		],
		[
			'line discounts',
			{ options: { lineDiscounts: '={{ "x" }}' }, dryRun: true },
			/^Options → Line Discounts: "x" is not a choice/,
		],
		[
			'whether amounts include tax',
			{ taxes: { calculation: '={{ "inclusive" }}' }, dryRun: true },
			/^Taxes → Amounts Are: "inclusive" is not a choice/,
		],
		[
			'a switch in the options',
			{ options: { allowDuplicateNumber: '={{ "maybe" }}' }, dryRun: true },
			/^Options → Use a Number That Is Taken: "maybe" is neither true nor false/,
		],
		[
			'an invoice date that is none',
			{ invoiceDate: '={{ new Date("soon") }}', dryRun: true },
			/^Invoice Date: "Invalid Date" is not a date/,
		],
		[
			'a due date that is none',
			{ dueDate: '={{ DateTime.fromISO("soon") }}', dryRun: true },
			/^Due Date: "Invalid Date" is not a date/,
		],
	])('%s is told, instead of something else being done', async (_name, more, message) => {
		const before = await invoices();
		const { error } = await billing.accounts.run(TYPE, order(more));
		count({ runs: 1 });
		expect([error?.message, await invoices()]).toEqual([expect.stringMatching(message), before]);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'what to do about a name that is taken',
			{ options: { nameTaken: 'sufix' } },
			/^Options → If Name Is Taken: "sufix" is not a choice/,
		],
		[
			'the direction of a field',
			{ fieldRules: { rule: [{ property: 'email', direction: 'up' }] } },
			/^Field Rules → Direction: "up" is not a choice/,
		],
		[
			'empty values of a field',
			{ fieldRules: { rule: [{ property: 'email', ifEmpty: 'delete' }] } },
			/^Field Rules → Empty Values: "delete" is not a choice/,
		],
	])('%s is told in a sync, too', async (_name, more, message) => {
		const { error } = await billing.accounts.run(SYNC, {
			direction: 'twoWay',
			dryRun: true,
			...more,
		});
		expect(error?.message).toMatch(message);
	});

	it('a switch that is the text "false" is off', async () => {
		const { plan } = await billing.bill(
			order({ options: { cardPayment: '={{ "false" }}' }, dryRun: true }),
		);
		expect(plan?.find(({ target }) => target === 'Invoice')?.payload).toMatchObject({
			AllowOnlineCreditCardPayment: false,
		});
	});
});
