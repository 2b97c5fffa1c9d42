import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import { decideInTemplate, runTemplateCode } from '../../support/templateCode';
import { count } from '../../support/figures';
import { control } from '../../support/testSandbox';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];

const steer = async (path: string, body: object = {}) =>
	await control(billing.accounts.sandbox, 'POST', path, body);

const newDeal = async (email: string) =>
	await billing.deal(HOURS, 'USD', await billing.contact({ email }));

async function bill(deal: string, more: INodeParameters = {}) {
	const result = (await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	})) as unknown as {
		quickbooks: { id: string };
		action: string;
		reason: string;
		warnings: string[];
		invoice: { bounced: boolean };
	};
	const { BillEmail, EmailStatus } = (await billing.invoice(result.quickbooks.id)) as unknown as {
		BillEmail?: { Address: string };
		EmailStatus: string;
	};
	return { ...result, id: result.quickbooks.id, to: BillEmail?.Address, status: EmailStatus };
}

const mailsOf = (id: string) =>
	billing.accounts.requests.filter(
		({ method, url }) => method === 'POST' && url.includes(`/invoice/${id}/send`),
	).length;

/** The mail comes back some minutes later, when no run is at it any more. */
async function bounce(id: string): Promise<void> {
	await steer('clock/advance', { seconds: 180 });
	await steer(`quickbooks/companies/us/invoices/${id}/bounced`);
	await steer('clock/advance', { seconds: 180 });
}

// https://github.com/mautic/mautic/issues/5723,
// https://github.com/invoiceninja/invoiceninja/issues/9311
describe('an invoice whose mail came back', () => {
	it('is mailed once more to another address that the node names, and to no other', async () => {
		const deal = await newDeal('wrong1@example.com');
		const first = await bill(deal, { send: 'now' });
		await bounce(first.id);
		const again = await bill(deal, { send: 'now', billEmail: 'right@example.com' });
		expect(again).toMatchObject({
			id: first.id,
			to: 'right@example.com',
			status: 'EmailSent',
			warnings: [],
		});
		expect([again.reason, again.invoice.bounced]).toEqual([
			expect.stringMatching(
				/Its e-mail to wrong1@example\.com was not delivered, so it was sent to right@example\.com now\.$/,
			),
			false,
		]);
		await bill(deal, { send: 'now', billEmail: 'right@example.com' });
		await bill(deal, { send: 'now' });
		expect(mailsOf(first.id)).toBe(2);
		count({ runs: 4, mailsDoubled: mailsOf(first.id) - 2 });
	});

	it('is told with what to do where no other address is named, and not mailed again', async () => {
		const deal = await newDeal('wrong2@example.com');
		const first = await bill(deal, { send: 'now' });
		await bounce(first.id);
		const says = expect.stringMatching(
			/^The mail of invoice \d+ to wrong2@example\.com came back \(Bounced Email\)\. Enter another address as "Bill Email"/,
		) as unknown;
		expect((await bill(deal, { send: 'now' })).warnings).toEqual([says]);
		expect((await bill(deal, { send: 'now', billEmail: 'Wrong2@example.com' })).warnings).toEqual([
			says,
		]);
		expect(mailsOf(first.id)).toBe(1);
		count({ runs: 3, mailsDoubled: mailsOf(first.id) - 1 });
	});
});

// https://github.com/AyeCode/invoicing/issues/672
describe('an invoice that was paid before it was to be mailed', () => {
	it('is not mailed, and a warning says so; one that is paid in part is', async () => {
		const [paid, partly] = [await newDeal('paid@example.com'), await newDeal('partly@example.com')];
		const [one, other] = [await bill(paid), await bill(partly)];
		await steer('quickbooks/companies/us/payments', { invoiceId: one.id });
		await steer('quickbooks/companies/us/payments', { invoiceId: other.id, amount: 400 });
		expect(await bill(paid, { send: 'now' })).toMatchObject({
			id: one.id,
			status: 'NeedToSend',
			warnings: [expect.stringMatching(/^Invoice \d+ is paid in full, so it was not sent\./)],
		});
		expect(await bill(partly, { send: 'now' })).toMatchObject({
			id: other.id,
			status: 'EmailSent',
			warnings: [],
		});
		expect([mailsOf(one.id), mailsOf(other.id)]).toEqual([0, 1]);
		count({ runs: 4, mailsLost: 1 - mailsOf(other.id) });
	});
});

describe('a draft that somebody was asked to approve', () => {
	const won = { deal: { id: '1', name: 'Patio' }, hubspot: { url: 'deal' } };
	/**
	 * What the template for won deals does after *Send it*, and what *Trouble* says where the draft
	 * is not to be sent.
	 */
	async function approved(deal: string, draft: object) {
		const again = (await bill(deal, {
			send: 'now',
			dryRun: true,
			ifInvoiced: 'return',
		})) as unknown as IDataObject;
		const around = {
			input: [again],
			nodes: { 'Create the draft': [draft as IDataObject], Addresses: [won], 'Approved?': [{}] },
		};
		return {
			isSent: decideInTemplate('won-deal-approval', 'Still the draft?', around),
			trouble: runTemplateCode('won-deal-approval', 'Trouble', around)[0]?.json,
		};
	}

	it('is sent as it was shown, and not with another amount: that is told', async () => {
		const deal = await newDeal('approved@example.com');
		const draft = await bill(deal, { ifInvoiced: 'return' });
		const { Line, SyncToken, TotalAmt } = (await billing.invoice(draft.id)) as unknown as {
			Line: Array<{ DetailType: string; Amount: number; SalesItemLineDetail?: object }>;
			SyncToken: string;
			TotalAmt: number;
		};
		expect((await approved(deal, draft)).isSent).toBe(true);
		const line = Line.find(({ DetailType }) => DetailType === 'SalesItemLineDetail');
		const dearer = {
			...line,
			Amount: (line?.Amount ?? 0) * 2,
			SalesItemLineDetail: { ...line?.SalesItemLineDetail, Qty: 2, UnitPrice: line?.Amount },
		};
		await billing.accounts.quickBooks('invoice', {
			Id: draft.id,
			SyncToken,
			sparse: true,
			Line: [dearer],
		});
		const { isSent, trouble } = await approved(deal, draft);
		expect(isSent).toBe(false);
		const was = TotalAmt.toFixed(2);
		expect(trouble).toMatchObject({
			subject: expect.stringMatching(/^Invoice \d+ could not be sent$/),
			html: expect.stringMatching(
				new RegExp(
					`The amount of the draft was changed after you were asked: you approved USD ${was.replace('.', '\\.')}, and it is USD [\\d.]+ now\\..*Nothing was sent\\.`,
				),
			),
		});
		expect(trouble?.['html']).not.toContain('voided or deleted');
		expect(mailsOf(draft.id)).toBe(0);
		count({ runs: 3 });
	});
});
