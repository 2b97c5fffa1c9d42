import { contactKind } from '../../../src/core/contact/fields';
import { propertyNames } from '../../../src/core/records/names';
import type { QuickBooksInvoice, QuickBooksPayload } from '../../../src/core/records/quickbooks';
import { readHubSpotSides } from '../../../src/flows/watchInvoices/links';
import { SyncAccounts } from '../../support/syncAccounts';
import { runTemplateCode } from '../../support/templateCode';

let accounts: SyncAccounts;
let serial = 0;
// Companies that HubSpot gives contacts by itself would be changes, too.
beforeEach(async () => {
	accounts = await SyncAccounts.start({
		seed: 'demo',
		fast: true,
		switches: { hubspot: { companiesByDomain: 'never' } },
	});
	await accounts.sync(contactKind);
	accounts.state = {};
});
afterEach(async () => await accounts.stop());

const key = () => `deals of an invoice ${(serial += 1)}`;
const origin = (deal: string) =>
	`[HubSpot 48291573 deal ${deal}, deal, 0.00-100.00 of 100.00, no. 1]`;
const later = () => accounts.sandbox.runtime.clock.advance(60_000);

async function invoice(amount: number, more: QuickBooksPayload = {}): Promise<QuickBooksInvoice> {
	const [item] = await accounts.quickbooks.find('Item', {
		where: [{ field: 'Type', operator: '=', value: 'Service' }],
		limit: 1,
	});
	const [customer] = await accounts.quickbooks.find('Customer', { limit: 1 });
	const line = {
		Amount: amount,
		DetailType: 'SalesItemLineDetail',
		SalesItemLineDetail: { ItemRef: { value: item?.Id } },
	};
	return await accounts.quickbooks.create(
		'Invoice',
		{ CustomerRef: { value: customer?.Id }, Line: [line], DueDate: '2031-01-01', ...more },
		key(),
	);
}

async function pay({ Id, CustomerRef }: QuickBooksInvoice, amount: number): Promise<void> {
	await accounts.quickbooks.create(
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
	await accounts.quickbooks.update('Invoice', {
		Id,
		SyncToken: (await accounts.quickbooks.read('Invoice', Id)).SyncToken,
		sparse: true,
		...fields,
	});
const recordOf = async ({ Id }: QuickBooksInvoice) =>
	(
		await accounts.hubspot.readObjects('invoices', [`${accounts.realmId}:${Id}`], {
			properties: [],
			idProperty: `quickbooks_id_${accounts.realmId}`,
		})
	)[0]?.id ?? '';
const attach = async (one: QuickBooksInvoice, deal: string) =>
	await accounts.hubspot.associate('invoices', 'deals', [
		{ fromId: await recordOf(one), toId: deal, typeIds: [175] },
	]);

async function deal(id: string): Promise<Record<string, string | number>> {
	const { properties } = await accounts.hubspot.readObject('deals', id, {
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
		await accounts.syncInvoices();
		await attach(one, '403');
		later();
		await pay(one, 100);
		await accounts.syncInvoices();
		const paid = {
			number: one.DocNumber,
			status: 'paid_in_full',
			due: '2031-01-01',
			count: 1,
			billed: 100,
			outstanding: 0,
		};
		expect([await deal('402'), await deal('403')]).toEqual([paid, paid]);
		expect((await accounts.syncInvoices({}, { scope: { kind: 'all' } })).writes).toEqual([]);
	});

	it('a deal shows the invoice updated last, and the totals over all', async () => {
		const [first, second] = [await invoice(100, { PrivateNote: origin('402') }), await invoice(50)];
		await accounts.syncInvoices();
		await attach(second, '402');
		later();
		await pay(first, 30);
		await accounts.syncInvoices();
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
		await accounts.syncInvoices();
		expect(await deal('402')).toMatchObject({
			number: second.DocNumber,
			due: '2031-03-03',
			billed: 150,
			outstanding: 120,
		});
	});

	it('an edit of number and amount reaches the deal', async () => {
		const one = await invoice(100, { PrivateNote: origin('402') });
		await accounts.syncInvoices();
		later();
		const [line] = one.Line;
		await edit(one, { DocNumber: 'EDITED-1', Line: [{ ...line, Amount: 80 }] });
		await accounts.syncInvoices();
		expect(await deal('402')).toMatchObject({ number: 'EDITED-1', billed: 80, outstanding: 80 });
	});

	it.each(['nothing', 'archive', 'unlink', 'mark'] as const)(
		'an invoice that was deleted counts no more, On Delete: %s',
		async (onDelete) => {
			const [gone, stays] = [
				await invoice(100, { PrivateNote: origin('402') }),
				await invoice(50, { PrivateNote: origin('402') }),
			];
			await accounts.syncInvoices({ onDelete });
			expect(await deal('402')).toMatchObject({ count: 2, billed: 150 });
			later();
			await accounts.deleteInvoice({ Id: gone.Id, SyncToken: gone.SyncToken });
			await accounts.syncInvoices({ onDelete });
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
		const { results, writes } = await accounts.syncInvoices({}, { dryRun: true });
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
		const { faults } = accounts.sandbox.runtime;
		const { id } = faults.add({ system: 'hubspot', path: '/deals/batch/update', behaviour: '500' });
		const { results } = await accounts.syncInvoices();
		expect(
			results.filter(({ action }) => action === 'failed').map(({ quickbooks }) => quickbooks?.id),
		).toEqual([one.Id]);
		expect(results.find(({ quickbooks }) => quickbooks?.id === other.Id)?.action).toBe('created');
		faults.remove(id);
		await accounts.syncInvoices();
		expect(await deal('402')).toMatchObject({ billed: 100 });
	});
});

it('an invoice of two deals names both of them to workflows, the first one as before', async () => {
	const one = await invoice(100, { PrivateNote: origin('402') });
	await accounts.syncInvoices();
	await attach(one, '403');
	const sides = await readHubSpotSides(accounts.hubspot, accounts.realmId, [
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
