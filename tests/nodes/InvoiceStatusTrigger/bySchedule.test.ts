import type { DescribedEvent } from '../../../src/flows/watchInvoices/describe';
import { accounts, act, invoice, poll, steer, told, trigger } from './watchingWorkflow';

/** Links a HubSpot contact with a QuickBooks customer, as other nodes of the package do. */
async function linkContact(contactId: string, customerId: string): Promise<void> {
	const name = await linkProperty('contacts');
	await accounts.hubSpot(
		`/crm/objects/2026-03/contacts/${contactId}`,
		{ properties: { [name]: `${accounts.realmId}:${customerId}` } },
		'PATCH',
	);
}

async function linkProperty(objectType: string): Promise<string> {
	const name = `quickbooks_id_${accounts.realmId}`;
	const group = objectType === 'contacts' ? 'contactinformation' : 'invoice_information';
	await accounts
		.hubSpot(`/crm/properties/2026-03/${objectType}`, {
			name,
			label: name,
			type: 'string',
			fieldType: 'text',
			groupName: group,
			hasUniqueValue: true,
		})
		.catch(() => undefined);
	return name;
}

/** HubSpot's record of an invoice, of deal 402 and its people. */
async function recordOf(invoiceId: string): Promise<void> {
	const link = await linkProperty('invoices');
	await accounts
		.hubSpot('/crm/properties/2026-03/invoices', {
			name: 'quickbooks_invoice_number',
			label: 'Number',
			type: 'string',
			fieldType: 'text',
			groupName: 'invoice_information',
		})
		.catch(() => undefined);
	const to = (id: string, associationTypeId: number) => ({
		to: { id },
		types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
	});
	await accounts.hubSpot('/crm/objects/2026-03/invoices', {
		properties: {
			[link]: `${accounts.realmId}:${invoiceId}`,
			hs_currency: 'USD',
			quickbooks_invoice_number: 'R-1',
		},
		associations: [to('402', 175), to('102', 177), to('202', 179)],
	});
}

describe('by schedule', () => {
	it('tells nothing of what is there, then each event once, and is quiet with one request', async () => {
		const workflow = trigger();
		expect(await poll(workflow)).toEqual([]);
		const id = await invoice({
			BillEmail: { Address: 'niamh.obrien@example.com' },
			EmailStatus: 'NeedToSend',
		});
		await act(`invoices/${id}/send`);
		await act('payments', { invoiceId: id, amount: 40, reference: 'CHK-7' });
		await act('payments', { invoiceId: id });
		const events = await poll(workflow);
		expect(told(events)).toEqual([
			'created',
			'paid',
			'partiallyPaid',
			'paymentReceived',
			'paymentReceived',
			'sent',
			'waitingToBeSent',
		]);
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(7);
		expect(await poll(workflow)).toEqual([]);
		accounts.forgetRequests();
		expect(await poll(workflow)).toEqual([]);
		expect(accounts.requests).toHaveLength(1);
		expect(JSON.stringify(workflow.staticData).length).toBeLessThan(2000);
	});

	it('names the deal that the memo’s deal was merged into', async () => {
		const workflow = trigger({ events: ['partiallyPaid'], hubspotAuthentication: 'serviceKey' });
		await poll(workflow);
		const id = await invoice({
			PrivateNote: '[HubSpot 48291573 deal 401, deal, 0.00-100.00 of 100.00, no. 1]',
		});
		const { id: survivor } = await accounts.hubSpot<{ id: string }>(
			'/crm/objects/2026-09/deals/merge',
			{ primaryObjectId: '402', objectIdToMerge: '401' },
		);
		await act('payments', { invoiceId: id, amount: 40 });
		expect((await poll(workflow)).map(({ hubspot }) => hubspot?.deal?.id)).toEqual([survivor]);
	});

	it('gives each event the invoice, its customer, the payment and what HubSpot has', async () => {
		const workflow = trigger({ events: ['partiallyPaid'], hubspotAuthentication: 'serviceKey' });
		await poll(workflow);
		const id = await invoice({
			PrivateNote: '[HubSpot 48291573 deal 401, deal, 0.00-100.00 of 100.00, no. 1]',
			DueDate: '2030-01-31',
		});
		await linkContact('101', '1');
		const { payment } = await act<{ payment: { Id: string; TxnDate: string } }>('payments', {
			invoiceId: id,
			amount: 40,
			reference: 'CHK-7',
		});
		const [event, ...others] = await poll(workflow);
		expect(others).toEqual([]);
		expect(event).toEqual({
			event: 'partiallyPaid',
			eventId: `${accounts.realmId}:invoice:${id}:partiallyPaid:${payment.Id}:40.00`,
			at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.000Z$/),
			oldStatus: 'waiting_to_be_sent',
			newStatus: 'partial_payment',
			invoice: expect.objectContaining({
				id,
				status: 'partial_payment',
				statusLabel: 'Partial payment',
				emailStatus: 'NotSet',
				total: '100.00',
				balance: '60.00',
				paid: '40.00',
				dueOn: '2030-01-31',
				currency: 'USD',
			}),
			customer: {
				id: '1',
				name: "Niamh O'Brien",
				email: 'niamh.obrien@example.com',
				balance: '60.00',
				openCredit: null,
			},
			owed: null,
			payment: { id: payment.Id, amount: '40.00', date: payment.TxnDate, reference: 'CHK-7' },
			daysOverdue: 0,
			hubspot: {
				invoice: null,
				deal: expect.objectContaining({
					id: '401',
					name: "Spring planting – O'Brien's garden 🌷",
					stage: 'closedwon',
					url: expect.stringContaining('/48291573/record/0-3/401'),
				}),
				deals: [expect.objectContaining({ id: '401' })],
				contact: expect.objectContaining({
					id: '101',
					name: "Niamh O'Brien",
					email: 'niamh.obrien@example.com',
				}),
				company: null,
			},
			quickbooks: {
				entity: 'Invoice',
				id,
				docNumber: event?.invoice.number,
				realmId: accounts.realmId,
				url: expect.stringContaining(`invoice?txnId=${id}`),
			},
			environment: 'custom',
			warnings: [],
		});
	});

	it('finds deal, contact and company by the invoice record in HubSpot, also of a deleted invoice', async () => {
		const workflow = trigger({
			events: ['voided', 'deleted'],
			hubspotAuthentication: 'serviceKey',
		});
		const [a, b] = [await invoice(), await invoice()];
		await accounts.n8n.poll(workflow, 'Trigger');
		await recordOf(a);
		await recordOf(b);
		await act(`invoices/${a}/void`);
		await act(`invoices/${b}/delete`);
		const events = await poll(workflow);
		expect(told(events)).toEqual(['deleted', 'voided']);
		for (const event of events)
			expect(event.hubspot).toMatchObject({
				deal: { id: '402' },
				contact: { id: '102' },
				company: { id: '202' },
			});
		expect(events.find(({ event }) => event === 'deleted')).toMatchObject({
			invoice: { id: b, number: 'R-1', status: 'deleted', statusLabel: 'Deleted' },
			customer: null,
			oldStatus: null,
			newStatus: 'deleted',
		});
	});

	it('tells an event with its deal once HubSpot answers again, and nothing without it', async () => {
		const workflow = trigger({ events: ['created'], hubspotAuthentication: 'serviceKey' });
		await poll(workflow);
		const id = await invoice();
		accounts.fault({ system: 'hubspot', behaviour: 'expired-token' });
		await expect(poll(workflow)).rejects.toThrow('HubSpot does not accept the credential');
		accounts.clearFaults();
		accounts.fault({ system: 'hubspot', behaviour: '477', retryAfterSeconds: 3600 });
		await expect(poll(workflow)).rejects.toThrow('HubSpot');
		accounts.clearFaults();
		expect(await poll(workflow)).toMatchObject([
			{ event: 'created', invoice: { id }, warnings: [] },
		]);
	});

	it('loses nothing when QuickBooks fails, and does not overlap itself', async () => {
		const workflow = trigger({ events: ['created'] });
		await poll(workflow);
		const id = await invoice();
		accounts.fault({ system: 'quickbooks', behaviour: 'missing-scope' });
		await expect(poll(workflow)).rejects.toThrow();
		accounts.clearFaults();
		const [one, two] = await Promise.all([poll(workflow), poll(workflow)]);
		expect([...one, ...two]).toMatchObject([{ event: 'created', invoice: { id } }]);
	});

	it('goes on when n8n forgot what the first poll left, as the durable scheduler does', async () => {
		const workflow = trigger({ events: ['created'] });
		await poll(workflow);
		expect(workflow.staticData).toHaveProperty(['node:Trigger', 'watch']);
		const { id: node = '' } = workflow.nodes[0] ?? {};
		expect(workflow.staticData).toHaveProperty(
			['global', `start of ${node}`, 'realmId'],
			accounts.realmId,
		);
		delete workflow.staticData?.['node:Trigger'];
		const id = await invoice();
		expect(await poll(workflow)).toMatchObject([{ event: 'created', invoice: { id } }]);
	});

	it('tells overdue invoices when the day has come', async () => {
		const workflow = trigger({ events: ['overdue'], options: { timeZone: 'America/Los_Angeles' } });
		await steer('clock', { now: '2026-05-05T18:00:00Z' }, 'PUT');
		await poll(workflow);
		const id = await invoice({ TxnDate: '2026-04-01', DueDate: '2026-05-05' });
		expect(await poll(workflow)).toEqual([]);
		await steer('clock', { now: '2026-05-06T07:00:30Z' }, 'PUT');
		const events = await poll(workflow);
		expect(events.filter(({ invoice: { id: own } }) => own === id)).toMatchObject([
			{
				event: 'overdue',
				daysOverdue: 1,
				oldStatus: 'waiting_to_be_sent',
				newStatus: 'overdue',
				invoice: { daysOverdue: 1 },
			},
		]);
		expect(await poll(workflow)).toEqual([]);
	});

	it('refuses days that are none', async () => {
		await expect(poll(trigger({ overdueDays: '1, soon' }))).rejects.toThrow(
			'Days Overdue: "1, soon" is not a list of days.',
		);
		await expect(poll(trigger({ options: { timeZone: 'Oakland' } }))).rejects.toThrow(
			'"Oakland" is not a time zone.',
		);
	});

	it('tells existing invoices when asked', async () => {
		const events = await poll(
			trigger({ events: ['voided', 'overdue', 'paid'], firstRun: 'existing' }),
		);
		expect(told(events)).toEqual(['overdue', 'paid', 'voided']);
	});
});

describe('in the editor', () => {
	it('shows the latest event of each kind when tested', async () => {
		const workflow = trigger({ events: ['paid', 'overdue', 'voided', 'bounced'] });
		const run = await accounts.n8n.run(workflow);
		expect(run.error).toBeUndefined();
		const events = run.items('Trigger').map(({ json }) => json as unknown as DescribedEvent);
		expect(told(events)).toEqual(['overdue', 'paid', 'voided']);
		expect((await accounts.n8n.poll(workflow, 'Trigger', 'manual'))?.[0]).toHaveLength(3);
	});

	it('says what to do when nothing of the kind ever happened', async () => {
		const run = await accounts.n8n.run(trigger({ events: ['bounced'] }));
		expect(run.error?.message).toBe(
			'None of the invoices that changed last had one of the chosen events.',
		);
	});
});
