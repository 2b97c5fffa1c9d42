import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const lines = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 }];
type Kept = Invoice & { SyncToken: string };
type Result = IDataObject & {
	action: string;
	quickbooks: { id: string; docNumber: string };
	warnings: string[];
	hubspot: { id: string };
};

let billing: BillingAccounts;
let contact: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [ATTACH]: new AttachInvoice() });
	contact = await billing.contact();
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => billing.accounts.clearFaults());

const newDeal = async () => await billing.deal(lines, 'USD', contact);
const bill = async (deal: string, more: INodeParameters = {}) =>
	(await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	})) as unknown as Result;
const attach = async (operation: 'attach' | 'detach', invoiceId: string, deal: string) =>
	await billing.accounts.one(ATTACH, {
		operation,
		record: 'deal',
		deal: picked(deal),
		invoices: 'chosen',
		chosen: { invoice: [{ invoice: picked(invoiceId) }] },
	});
const billed = async (deal: string) =>
	(await billing.accounts.deal(deal, ['quickbooks_total_billed'])).properties[
		'quickbooks_total_billed'
	];
/** An invoice that somebody wrote in QuickBooks. */
async function handwritten(amount: number): Promise<Kept> {
	const customer = await billing.id('Customer', 'Active = true');
	const item = await billing.id('Item', "Type = 'Service'");
	return (
		await billing.accounts.quickBooks<{ Invoice: Kept }>('invoice', {
			CustomerRef: { value: customer },
			Line: [
				{
					Amount: amount,
					DetailType: 'SalesItemLineDetail',
					SalesItemLineDetail: { ItemRef: { value: item }, TaxCodeRef: { value: 'NON' } },
				},
			],
		})
	).Invoice;
}

describe('an invoice that was moved to another deal', () => {
	it('counts there, and the deal it was made from may be billed again, with a warning', async () => {
		const [a, b] = [await newDeal(), await newDeal()];
		const first = await bill(a);
		await attach('detach', first.quickbooks.id, a);
		await attach('attach', first.quickbooks.id, b);
		const moved = await bill(b);
		const again = await bill(a);
		const repeated = await bill(a);
		count({
			runs: 4,
			invoicesDoubled:
				Number(moved.quickbooks.id !== first.quickbooks.id) +
				Number(repeated.quickbooks.id !== again.quickbooks.id),
			invoicesLost: Number(again.quickbooks.id === first.quickbooks.id),
		});
		expect([moved.action, moved.quickbooks.id, moved.warnings]).toEqual([
			'existing',
			first.quickbooks.id,
			[],
		]);
		expect([again.action, again.quickbooks.id === first.quickbooks.id, again.warnings]).toEqual([
			'created',
			false,
			[
				expect.stringMatching(
					new RegExp(
						`^Invoice ${first.quickbooks.docNumber} was made from this deal and detached from it in HubSpot`,
					),
				),
			],
		]);
		expect([repeated.quickbooks.id, await billed(a), await billed(b)]).toEqual([
			again.quickbooks.id,
			'100.00',
			'100.00',
		]);
	});

	it('that was only detached does not count any more, also with a share and a dry run', async () => {
		const deal = await newDeal();
		const first = await bill(deal, { share: 'percentage', sharePercentage: 60 });
		await attach('detach', first.quickbooks.id, deal);
		expect((await bill(deal, { dryRun: true })).warnings).toEqual([
			expect.stringMatching(/detached from it in HubSpot/),
		]);
		const whole = await bill(deal);
		expect([whole.action, await billed(deal)]).toEqual(['created', '100.00']);
		count({ runs: 2 });
	});

	it('counts for its own deal where it was merely attached to another one, too', async () => {
		const [a, b] = [await newDeal(), await newDeal()];
		const first = await bill(a);
		await attach('attach', first.quickbooks.id, b);
		const other = await bill(b);
		expect([other.action, other.warnings]).toEqual([
			'created',
			[
				expect.stringMatching(
					new RegExp(
						`^Invoice ${first.quickbooks.docNumber} \\(100\\.00 USD before tax\\) is attached to the deal, but was not made from it, so it does not count as billed`,
					),
				),
			],
		]);
		expect((await bill(a)).quickbooks.id).toBe(first.quickbooks.id);
		count({ runs: 3, invoicesLost: Number(other.quickbooks.id === first.quickbooks.id) });
	});

	it('and whose memo somebody cleared is known by HubSpot’s record', async () => {
		const [a, b] = [await newDeal(), await newDeal()];
		const first = await bill(a);
		const { SyncToken } = (await billing.invoice(first.quickbooks.id)) as Kept;
		await billing.accounts.quickBooks('invoice', {
			Id: first.quickbooks.id,
			SyncToken,
			sparse: true,
			PrivateNote: 'Thanks',
		});
		await attach('detach', first.quickbooks.id, a);
		await attach('attach', first.quickbooks.id, b);
		expect((await bill(b)).quickbooks.id).toBe(first.quickbooks.id);
	});

	it('a run that broke off before HubSpot had the invoice on the deal is completed, and bills nothing twice', async () => {
		const deal = await newDeal();
		billing.accounts.fault({
			system: 'hubspot',
			method: 'POST',
			path: 'objects/2026-03/invoices$',
			behaviour: 'missing-scope',
		});
		await expect(bill(deal)).rejects.toMatchObject({
			message: expect.stringMatching(/is in QuickBooks, but a later step failed/) as string,
		});
		billing.accounts.clearFaults();
		const second = await bill(deal);
		const all = (
			await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 50')
		).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));
		// A sync may have made the record, and broken off before its links and lines.
		const link = `quickbooks_id_${billing.accounts.realmId}`;
		const other = await newDeal();
		billing.accounts.fault({
			system: 'hubspot',
			method: 'POST',
			path: 'objects/2026-03/invoices$',
			behaviour: 'missing-scope',
		});
		await bill(other).catch(() => undefined);
		billing.accounts.clearFaults();
		const [made] = (
			await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 50')
		).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${other},`));
		await billing.create('invoices', {
			[link]: `${billing.accounts.realmId}:${made?.Id}`,
			hs_currency: 'USD',
			hs_invoice_billable: 'false',
		});
		const third = await bill(other);
		count({ runs: 4, invoicesDoubled: all.length - 1 + Number(third.quickbooks.id !== made?.Id) });
		expect([second.action, all.length, third.quickbooks.id]).toEqual(['existing', 1, made?.Id]);
		expect(
			(await billing.accounts.deal(other)).associations?.['invoices']?.results.map(({ id }) => id),
		).toContain(third.hubspot.id);
	});
});

describe('invoices that were attached by hand', () => {
	it.each<[string, INodeParameters, number | RegExp, RegExp[]]>([
		[
			'are named in a warning, and count as nothing billed',
			{ share: 'rest' },
			100,
			[
				/^Invoice \d+, invoice \d+ \(50\.00 USD before tax\) are attached to the deal, but were not made from it, so they do not count as billed: set "Count Attached Invoices" to Count/,
			],
		],
		['count as billed', { share: 'rest', options: { countAttached: 'count' } }, 50, []],
		[
			'leave no room for the whole',
			{ options: { countAttached: 'count' } },
			/The whole deal is 100\.00, but of 100\.00 only 50\.00 is left to bill \(invoice \d+, \d+\)/,
			[],
		],
		[
			'stop the run',
			{ options: { countAttached: 'fail' } },
			/^Invoice \d+, invoice \d+ \(50\.00 USD before tax\) are attached to the deal, but were not made from it\.$/,
			[],
		],
		[
			'are no choice that is not on the list',
			{ options: { countAttached: '={{ "maybe" }}' } },
			/"maybe" is not a choice/,
			[],
		],
	])('%s', async (_name, more, expected, warnings) => {
		const deal = await newDeal();
		for (const amount of [20, 30]) await attach('attach', (await handwritten(amount)).Id, deal);
		const voided = await handwritten(500);
		await attach('attach', voided.Id, deal);
		await billing.accounts.quickBooks('invoice?operation=void', {
			Id: voided.Id,
			SyncToken: voided.SyncToken,
		});
		if (typeof expected !== 'number')
			return await expect(bill(deal, more)).rejects.toMatchObject({
				message: expect.stringMatching(expected) as string,
			});
		const made = await bill(deal, more);
		expect([(await billing.invoice(made.quickbooks.id)).Line[0]?.Amount, made.warnings]).toEqual([
			expected,
			warnings.map((warning) => expect.stringMatching(warning) as string),
		]);
		const again = await bill(deal, more);
		expect([again.quickbooks.id, again.warnings]).toEqual([made.quickbooks.id, []]);
		count({ runs: 2, invoicesDoubled: Number(again.quickbooks.id !== made.quickbooks.id) });
	});
});
