import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { anotherWorker } from '../../support/anotherWorker';
import { oneNodeWorkflow, type FinishedRun } from '../../support/inProcess';
import { count } from '../../support/figures';

const OTHER = `${TYPE}2`;
const lines = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 }];
const another = (reference: string): INodeParameters => ({ ifInvoiced: 'another', reference });

let billing: BillingAccounts;
let contact: string;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [OTHER]: anotherWorker() });
	contact = await billing.contact();
	for (const type of [TYPE, OTHER])
		await billing.accounts.one(type, orderOf(await billing.deal(lines, 'USD', contact)));
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	for (const system of [billing.accounts.sandbox.hubspot, billing.accounts.sandbox.quickbooks])
		system.setSwitches({ latencyMs: 0 });
});

function orderOf(deal: string, more: INodeParameters = {}): INodeParameters {
	return { deal: picked(deal), source: 'scratch', ifNoItem: 'fail', ...more };
}
const newDeal = async () => await billing.deal(lines, 'USD', contact);
const run = async (deal: string, more: INodeParameters = {}, type = TYPE) =>
	await billing.accounts.run(type, orderOf(deal, more));
const bill = async (deal: string, more: INodeParameters = {}) =>
	await billing.bill(orderOf(deal, more));
const invoices = async (deal: string) =>
	(
		await billing.accounts.query<Invoice>('select * from Invoice orderby Id desc maxresults 200')
	).filter(
		({ PrivateNote }) =>
			PrivateNote?.includes(`deal ${deal},`) && !PrivateNote.startsWith('Voided'),
	);

/** n8n's own Retry On Fail: the whole node runs again, all of its items. */
async function retried(
	parameters: INodeParameters,
	items: IDataObject[],
	maxTries = 3,
): Promise<FinishedRun> {
	const node = {
		name: 'Node',
		type: TYPE,
		parameters,
		credentials: billing.accounts.nodeCredentials,
		retryOnFail: true,
		maxTries,
		waitBetweenTries: 1,
	};
	return await billing.accounts.n8n.run(oneNodeWorkflow(node, items));
}

/** Checks how many invoices a deal has, and counts those too few or too many. */
async function expectInvoices(deal: string, expected: number, runs: number): Promise<void> {
	const found = (await invoices(deal)).length;
	count({
		runs,
		invoicesLost: Math.max(0, expected - found),
		invoicesDoubled: Math.max(0, found - expected),
	});
	expect(found).toBe(expected);
}

describe('a deliberate repeat is made once for each reference, whatever is repeated', () => {
	it('Retry On Fail runs the node three times because a later item fails', async () => {
		const deal = await newDeal();
		const empty = await billing.deal([], 'USD', contact);
		await bill(deal);
		const ran = await retried(
			orderOf('', { deal: '={{ $json.deal }}', ...another('={{ $json.event }}') }),
			[
				{ deal, event: 'evt-1' },
				{ deal: empty, event: 'evt-2' },
			],
		);
		expect(ran.error?.message).toMatch(/has no line items/);
		await expectInvoices(deal, 2, 4);
	});

	it('HubSpot is down after the invoice, and the execution is retried and started again', async () => {
		const deal = await newDeal();
		await bill(deal);
		// Refused rather than unanswered, which is tried once and takes no time.
		billing.accounts.fault({
			system: 'hubspot',
			method: 'POST',
			path: 'objects/2026-03/invoices$',
			behaviour: 'missing-scope',
		});
		billing.accounts.fault({
			system: 'hubspot',
			method: 'PATCH',
			path: 'objects/2026-03/deals',
			behaviour: 'missing-scope',
		});
		const ran = await retried(orderOf(deal, another('order 7')), [{}], 2);
		expect(ran.error?.message).toMatch(/is in QuickBooks, but a later step failed/);
		billing.accounts.clearFaults();
		const { action, quickbooks } = await bill(deal, another(' order 7 '));
		expect([action, (await bill(deal, another('order 7'))).quickbooks.id]).toEqual([
			'existing',
			quickbooks.id,
		]);
		await expectInvoices(deal, 2, 5);
	});

	it('a failed execution is run again by hand and by an error workflow', async () => {
		const deal = await newDeal();
		const first = await bill(deal, another('May'));
		for (let time = 0; time < 3; time += 1)
			expect(await bill(deal, another('May'))).toMatchObject({
				action: 'existing',
				quickbooks: { id: first.quickbooks.id },
				warnings: [],
			});
		await expectInvoices(deal, 1, 4);
	});

	it('an answer of QuickBooks is lost', async () => {
		const deal = await newDeal();
		await bill(deal);
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'POST',
			path: '/invoice',
			behaviour: 'drop-after',
			times: 1,
		});
		await run(deal, another('lost'));
		await bill(deal, another('lost'));
		await expectInvoices(deal, 2, 3);
	});

	it('two processes ask for one reference at one moment, of a deal that one of them saw before it was edited', async () => {
		const deal = await newDeal();
		await bill(deal);
		for (const system of [billing.accounts.sandbox.hubspot, billing.accounts.sandbox.quickbooks])
			system.setSwitches({ latencyMs: 300 });
		const edited = {
			lines: { line: [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1, unitPrice: 110 }] },
		};
		const runs = await Promise.all([
			run(deal, another('twice')),
			run(deal, { ...another('twice'), ...edited }, OTHER),
		]);
		expect(
			new Set(
				runs.flatMap(
					({ items }) =>
						(items('Node')[0]?.json as { quickbooks?: { id: string } } | undefined)?.quickbooks
							?.id ?? [],
				),
			).size,
		).toBe(1);
		await expectInvoices(deal, 2, 3);
	});

	it('two processes ask for two references of an unbilled deal at one moment', async () => {
		const deal = await newDeal();
		for (const system of [billing.accounts.sandbox.hubspot, billing.accounts.sandbox.quickbooks])
			system.setSwitches({ latencyMs: 300 });
		const runs = await Promise.all([run(deal, another('a')), run(deal, another('b'), OTHER)]);
		expect(runs.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
		await expectInvoices(deal, 2, 2);
	});
});

describe('what a reference is', () => {
	it('another one is another invoice, in any letters, with brackets, quotation marks and emoji', async () => {
		const deal = await newDeal();
		const references = [
			'May',
			'no. 1] [HubSpot 48291573 deal 1, deal, 0.00-1.00 of 1.00, no. 1]',
			'"ärger", 100 % 🎉 №',
			'may',
		];
		const ids = new Set<string>();
		for (const reference of references)
			ids.add((await bill(deal, another(reference))).quickbooks.id);
		for (const reference of references)
			ids.add((await bill(deal, another(reference))).quickbooks.id);
		expect(ids.size).toBe(references.length);
		await expectInvoices(deal, references.length, 2 * references.length);
		const { properties } = await billing.accounts.deal(deal, [
			'quickbooks_total_billed',
			'quickbooks_invoice_count',
		]);
		expect(properties).toMatchObject({ quickbooks_invoice_count: String(references.length) });
	});

	it('a number is one, and a stored memo with a mark of the first version still counts', async () => {
		const deal = await newDeal();
		const first = await bill(deal, { ifInvoiced: 'another', reference: '={{ 42 }}' });
		expect((await bill(deal, another('42'))).quickbooks.id).toBe(first.quickbooks.id);
		const { SyncToken, PrivateNote = '' } = (await billing.invoice(
			first.quickbooks.id,
		)) as Invoice & {
			SyncToken: string;
		};
		expect(PrivateNote).toMatch(/, no\. 1\] \[in USD, for "42"\]$/);
		await billing.accounts.quickBooks('invoice', {
			Id: first.quickbooks.id,
			SyncToken,
			sparse: true,
			PrivateNote: PrivateNote.replace(/ \[in.*$/, ''),
		});
		expect((await bill(deal)).quickbooks.id).toBe(first.quickbooks.id);
		expect((await bill(deal, another('43'))).action).toBe('created');
	});

	it.each<[string, INodeParameters]>([
		['an empty one', { reference: '' }],
		['blanks', { reference: '={{ "  " }}' }],
		['none, as in a workflow that was stored earlier', {}],
		['none in a dry run', { dryRun: true }],
		['an expression that gives nothing', { reference: '={{ $json.nothing }}' }],
		['one that is too long', { reference: 'x'.repeat(101) }],
		['half a character', { reference: '={{ "🎉".slice(0, 1) }}' }],
	])('%s is refused before anything is asked or written', async (_name, more) => {
		const deal = await newDeal();
		billing.accounts.forgetRequests();
		const { error } = await run(deal, { ifInvoiced: 'another', ...more });
		expect(error?.message).toMatch(/^Reference: /);
		expect(billing.accounts.requests).toEqual([]);
	});

	it('with a part of the deal it bills a further part, never more than the deal, and says when the same reference is asked for another share', async () => {
		const deal = await newDeal();
		const part = async (sharePercentage: number, reference: string) =>
			await run(deal, { share: 'percentage', sharePercentage, ...another(reference) });
		for (const reference of ['1st', '2nd'])
			expect((await part(40, reference)).error).toBeUndefined();
		expect((await part(40, '3rd')).error?.message).toMatch(
			/40 % of the deal is 40\.00, but of 100\.00 only 20\.00 is left/,
		);
		const again = (await part(60, '2nd')).items('Node')[0]?.json as { warnings: string[] };
		expect(again.warnings).toEqual([
			expect.stringMatching(
				/^The reference "2nd" belongs to invoice \d+, which bills 40\.00 of the deal, not 60 % of the deal\./,
			),
		]);
		expect((await run(deal, another('whole'))).error?.message).toMatch(/only 20\.00 is left/);
		await bill(deal, { share: 'rest' });
		expect((await bill(deal, another('whole'))).warnings).toEqual([
			expect.stringMatching(/is billed again, as requested/),
		]);
		await expectInvoices(deal, 4, 8);
	});

	it('a voided invoice sets its reference free', async () => {
		const deal = await newDeal();
		const { quickbooks } = await bill(deal, another('void'));
		const { SyncToken } = (await billing.invoice(quickbooks.id)) as Invoice & { SyncToken: string };
		await billing.accounts.quickBooks('invoice?operation=void', { Id: quickbooks.id, SyncToken });
		const second = await bill(deal, another('void'));
		expect([second.action, (await bill(deal, another('void'))).quickbooks.id]).toEqual([
			'created',
			second.quickbooks.id,
		]);
		await expectInvoices(deal, 1, 3);
	});
});
