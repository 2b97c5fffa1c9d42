import { type WorkflowUnderTest } from '../../support/inProcess';
import { picked } from '../../support/billingAccounts';
import { count } from '../../support/figures';
import {
	attach,
	beginningWith,
	bill,
	billing,
	CONTACTS,
	HOUR,
	invoices,
	INVOICES,
	PREFIX,
	properties,
	READ,
	sync,
	told,
	TRIGGER,
} from './prefixedAccount';

const OBJECTS = ['contacts', 'companies', 'deals', 'products', 'line_items', 'invoices'];
async function pay(id: string, amount: number): Promise<void> {
	const { CustomerRef } = await billing.invoice(id);
	await billing.accounts.quickBooks('payment', {
		CustomerRef: { value: CustomerRef.value },
		TotalAmt: amount,
		Line: [{ Amount: amount, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }],
	});
}

/** Properties that the account itself has, of a type that takes none of our values. */
async function ownProperties(): Promise<void> {
	await billing.accounts.hubSpot('/crm/properties/2026-03/deals/groups', {
		name: 'own',
		label: 'Own',
	});
	for (const name of ['quickbooks_invoice_status', 'quickbooks_invoice_number'])
		await billing.accounts.hubSpot('/crm/properties/2026-03/deals', {
			name,
			label: name,
			groupName: 'own',
			type: 'number',
			fieldType: 'number',
		});
}

describe('under a prefix of its own', () => {
	it('a deal is billed, attached to, synced, watched and detached from, and no property of the usual names is written', async () => {
		await ownProperties();
		await billing.accounts.prefixWith(PREFIX);
		const trigger: WorkflowUnderTest = {
			nodes: [
				{
					id: 'trigger',
					name: 'Trigger',
					type: TRIGGER,
					typeVersion: 1,
					position: [0, 0],
					parameters: { events: ['paid'], hubspotAuthentication: 'serviceKey' },
					credentials: billing.accounts.nodeCredentials,
				},
			],
			connections: {},
		};
		const poll = async () =>
			((await billing.accounts.n8n.poll(trigger, 'Trigger'))?.[0] ?? []).map(
				({ json }) =>
					json as {
						hubspot: { deal: { id: string } | null; invoice: { number: string } | null } | null;
					},
			);
		await poll();
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());

		const [other] = await billing.accounts.query<{ Id: string; TotalAmt: number }>(
			"select * from Invoice where Balance > '0' maxresults 1",
		);
		const before = await invoices();
		const made = await bill(deal);
		const { id } = made.quickbooks;
		expect([made.action, (await bill(deal)).action]).toEqual(['created', 'existing']);
		const { DocNumber, TotalAmt } = await billing.invoice(id);
		expect(await told(deal)).toEqual({
			invoice_status: 'waiting_to_be_sent',
			invoice_count: 1,
			total_billed: TotalAmt,
			total_outstanding: TotalAmt,
		});

		await attach('attach', deal, other?.Id ?? '');
		expect(await told(deal)).toMatchObject({
			invoice_count: 2,
			total_billed: TotalAmt + (other?.TotalAmt ?? 0),
		});

		await sync(INVOICES, { onDelete: 'mark' });
		await sync(CONTACTS, { direction: 'twoWay', onDelete: 'mark' });
		await pay(id, TotalAmt);
		await sync(INVOICES, { onDelete: 'mark' });
		expect(await told(deal)).toMatchObject({ invoice_status: 'paid_in_full', invoice_count: 2 });
		const [event, ...more] = await poll();
		expect([event?.hubspot?.deal?.id, event?.hubspot?.invoice?.number, more]).toEqual([
			deal,
			DocNumber,
			[],
		]);
		expect(
			await billing.accounts.one(READ, { operation: 'choices', deal: picked(deal) }),
		).toMatchObject({
			customer: { matched: { by: 'link' } },
		});

		await attach('detach', deal, other?.Id ?? '');
		expect(await told(deal)).toEqual({
			invoice_status: 'paid_in_full',
			invoice_count: 1,
			total_billed: TotalAmt,
			total_outstanding: 0,
		});

		expect(
			await Promise.all(OBJECTS.map(async (type) => await beginningWith(type, 'quickbooks_'))),
		).toEqual([[], [], ['quickbooks_invoice_status', 'quickbooks_invoice_number'], [], [], []]);
		const written = billing.accounts.requests.filter(
			({ system, method, url, requestBody = '' }) =>
				system === 'hubspot' &&
				method !== 'GET' &&
				!url.includes('/deals/groups') &&
				!requestBody.includes('"groupName":"own"'),
		);
		expect(
			written.filter(({ requestBody = '', url }) =>
				`${url} ${requestBody}`.includes('quickbooks_'),
			),
		).toEqual([]);
		expect((await beginningWith('contacts', PREFIX)).sort()).toEqual([
			`${PREFIX}id_${billing.accounts.realmId}`,
			`${PREFIX}record_state`,
			`${PREFIX}sync_${billing.accounts.realmId}`,
		]);
		count({ runs: 11, invoicesDoubled: (await invoices()) - before - 1 });
	});

	it('labels tell the properties from those of the usual names', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await bill(deal);
		await billing.accounts.prefixWith(PREFIX);
		await bill(deal);
		const labels = (await properties('deals'))
			.filter(({ name }) => /^(quickbooks|acme_qbo)_invoice_status$/.test(name))
			.map(({ label }) => label);
		expect(labels.sort()).toEqual([
			'QuickBooks invoice status',
			'QuickBooks invoice status (acme_qbo)',
		]);
	});
});
