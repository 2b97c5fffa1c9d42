import { contactKind } from '../../src/core/contact/fields';
import { propertyNames } from '../../src/core/records/names';
import type { QuickBooksInvoice, QuickBooksPayload } from '../../src/core/records/quickbooks';
import { readHubSpotSides } from '../../src/flows/watchInvoices/links';
import { Bench } from '../flows/sync/bench';
import { runTemplateCode } from '../support/templateCode';

let bench: Bench;
let serial = 0;
// Companies that HubSpot gives contacts by itself would be changes, too.
beforeEach(async () => {
	bench = await Bench.start({
		seed: 'demo',
		fast: true,
		switches: { hubspot: { companiesByDomain: 'never' } },
	});
	await bench.sync(contactKind);
	bench.state = {};
});
afterEach(async () => await bench.stop());

const key = () => `deals of an invoice ${(serial += 1)}`;
const origin = (deal: string) =>
	`[HubSpot 48291573 deal ${deal}, deal, 0.00-100.00 of 100.00, no. 1]`;
const later = () => bench.sandbox.runtime.clock.advance(60_000);

async function invoice(amount: number, more: QuickBooksPayload = {}): Promise<QuickBooksInvoice> {
	const [item] = await bench.quickbooks.find('Item', {
		where: [{ field: 'Type', operator: '=', value: 'Service' }],
		limit: 1,
	});
	const [customer] = await bench.quickbooks.find('Customer', { limit: 1 });
	const line = {
		Amount: amount,
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: { ItemRef: { value: item?.Id } },
	};
	return await bench.quickbooks.create(
		'Invoice',
		{ CustomerRef: { value: customer?.Id }, Line: [line], DueDate: '2031-01-01', ...more },
		key(),
	);
}

async function pay({ Id, CustomerRef }: QuickBooksInvoice, amount: number): Promise<void> {
	await bench.quickbooks.create(
		'Payment',
		{
			CustomerRef: { value: CustomerRef.value },
			TotalAmt: amount,
			Line: [{ Amount: amount, LinkedTxn: [{ TxnId: Id, TxnType: 'Invoice' }] }],
		},
		key(),
	);
}

const edit = async ({ Id }: QuickBooksInvoice, fields: QuickBooksPayload) =>
	await bench.quickbooks.update('Invoice', {
		Id,
		SyncToken: (await bench.quickbooks.read('Invoice', Id)).SyncToken,
		sparse: true,
		...fields,
	});
const recordOf = async ({ Id }: QuickBooksInvoice) =>
	(
		await bench.hubspot.readObjects('invoices', [`${bench.realmId}:${Id}`], {
			properties: [],
			idProperty: `quickbooks_id_${bench.realmId}`,
		})
	)[0]?.id ?? '';
const attach = async (one: QuickBooksInvoice, deal: string) =>
	await bench.hubspot.associate('invoices', 'deals', [
		{ fromId: await recordOf(one), toId: deal, typeIds: [175] },
	]);

async function deal(id: string): Promise<Record<string, string | number>> {
	const { properties } = await bench.hubspot.readObject('deals', id, {
		properties: [...propertyNames().deal],
	});
	const of = (name: string) => properties[name] ?? '';
	return {
		number: of('quickbooks_invoice_number'),
		status: of('quickbooks_invoice_status'),
		due: of('quickbooks_invoice_due_date'),
		count: Number(of('quickbooks_invoice_count')),
		billed: Number(of('quickbooks_total_billed')),
		outstanding: Number(of('quickbooks_total_outstanding')),
	};
}

describe('synced invoices and their deals', () => {
	it('a payment shows on both deals of an invoice', async () => {
		const one = await invoice(100, { PrivateNote: origin('402') });
		await bench.syncInvoices();
		await attach(one, '403');
		later();
		await pay(one, 100);
		await bench.syncInvoices();
		const paid = {
			number: one.DocNumber,
			status: 'paid_in_full',
			due: '2031-01-01',
			count: 1,
			billed: 100,
			outstanding: 0,
		};
		expect([await deal('402'), await deal('403')]).toEqual([paid, paid]);
		expect((await bench.syncInvoices({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('a deal shows the invoice updated last, and the totals over all', async () => {
		const [first, second] = [await invoice(100, { PrivateNote: origin('402') }), await invoice(50)];
		await bench.syncInvoices();
		await attach(second, '402');
		later();
		await pay(first, 30);
		await bench.syncInvoices();
		expect(await deal('402')).toEqual({
			number: first.DocNumber,
			status: 'partial_payment',
			due: '2031-01-01',
			count: 2,
			billed: 150,
			outstanding: 120,
		});
		later();
		await edit(second, { DueDate: '2031-03-03' });
		await bench.syncInvoices();
		expect(await deal('402')).toMatchObject({
			number: second.DocNumber,
			due: '2031-03-03',
			billed: 150,
			outstanding: 120,
		});
	});

	it('an edit of number and amount reaches the deal', async () => {
		const one = await invoice(100, { PrivateNote: origin('402') });
		await bench.syncInvoices();
		later();
		const [line] = one.Line;
		await edit(one, { DocNumber: 'EDITED-1', Line: [{ ...line, Amount: 80 }] });
		await bench.syncInvoices();
		expect(await deal('402')).toMatchObject({ number: 'EDITED-1', billed: 80, outstanding: 80 });
	});

	it.each(['nothing', 'archive', 'unlink', 'mark'] as const)(
		'an invoice that was deleted counts no more, On Delete: %s',
		async (onDelete) => {
			const [gone, stays] = [
				await invoice(100, { PrivateNote: origin('402') }),
				await invoice(50, { PrivateNote: origin('402') }),
			];
			await bench.syncInvoices({ onDelete });
			expect(await deal('402')).toMatchObject({ count: 2, billed: 150 });
			later();
			await bench.quickbooks.deleteInvoice({ Id: gone.Id, SyncToken: gone.SyncToken });
			await bench.syncInvoices({ onDelete });
			expect(await deal('402')).toMatchObject({
				number: stays.DocNumber,
				count: 1,
				billed: 50,
				outstanding: 50,
			});
		},
	);

	it('a dry run prints what the deal would be told, and writes nothing', async () => {
		await invoice(100, { PrivateNote: origin('402') });
		const { results, writes } = await bench.syncInvoices({}, { dryRun: true });
		expect(writes).toEqual([]);
		const planned = results
			.flatMap(({ plan = [] }) => plan)
			.filter(({ target }) => target === 'deals/402');
		expect(planned).toEqual([
			{
				system: 'HubSpot',
				operation: 'update',
				target: 'deals/402',
				payload: {
					properties: expect.objectContaining({
						quickbooks_total_billed: '100.00',
						quickbooks_invoice_count: '1',
					}),
				},
			},
		]);
	});

	it('deals that cannot be read fail their own invoices only, and are brought up to date by the next run', async () => {
		const [one, other] = [await invoice(100, { PrivateNote: origin('402') }), await invoice(50)];
		const { faults } = bench.sandbox.runtime;
		const { id } = faults.add({ system: 'hubspot', path: '/deals/batch/update', behaviour: '500' });
		const { results } = await bench.syncInvoices();
		expect(
			results.filter(({ action }) => action === 'failed').map(({ quickbooks }) => quickbooks?.id),
		).toEqual([one.Id]);
		expect(results.find(({ quickbooks }) => quickbooks?.id === other.Id)?.action).toBe('created');
		faults.remove(id);
		await bench.syncInvoices();
		expect(await deal('402')).toMatchObject({ billed: 100 });
	});
});

it('an invoice of two deals names both of them to workflows, the first one as before', async () => {
	const one = await invoice(100, { PrivateNote: origin('402') });
	await bench.syncInvoices();
	await attach(one, '403');
	const sides = await readHubSpotSides(bench.hubspot, bench.realmId, [
		{ id: one.Id, customerId: one.CustomerRef.value, record: one },
	]);
	const side = sides.get(one.Id) as unknown as {
		deal: { id: string };
		deals: Array<{ id: string; name: string; url: string }>;
	};
	expect([side.deal.id, side.deals.map(({ id }) => id)]).toEqual(['402', ['402', '403']]);
	expect(side.deals[1]).toMatchObject({
		name: expect.any(String),
		url: expect.stringContaining('403'),
		stage: expect.any(String),
	});
});

it('the template tells each deal of an invoice', () => {
	const event = (deals: object[]) => ({
		event: 'paid',
		invoice: { id: '5' },
		hubspot: { deal: deals[0], deals },
	});
	const told = runTemplateCode('deal-invoice-properties', 'Each of its deals', {
		input: [event([{ id: '402' }, { id: '403' }]), event([{ id: '404' }])] as never,
	});
	expect(told.map(({ json }) => (json['hubspot'] as { deal: object }).deal)).toEqual([
		{ id: '402' },
		{ id: '403' },
		{ id: '404' },
	]);
	expect(told.map(({ json }) => json['invoice'])).toEqual([{ id: '5' }, { id: '5' }, { id: '5' }]);
});
