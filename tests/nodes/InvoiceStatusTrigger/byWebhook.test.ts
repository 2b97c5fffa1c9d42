import { createHmac } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import type { DescribedEvent } from '../../../src/flows/watchInvoices/describe';
import type { WorkflowUnderTest } from '../../support/inProcess';
import { accounts, act, invoice, poll, told, trigger } from './watchingWorkflow';

const QUICKBOOKS = 'quickBooksInvoicingOAuth2Api';

describe('by webhook', () => {
	const TOKEN = 'verifier-token-1';
	const sign = (body: string) => createHmac('sha256', TOKEN).update(body).digest('base64');
	const cloudEvents = (events: Array<{ id: string; type: string; realmId?: string }>) =>
		JSON.stringify(
			events.map(({ id, type, realmId = accounts.realmId }) => ({
				specversion: '1.0',
				id: `e-${id}`,
				source: 'intuit.x',
				type,
				time: new Date().toISOString(),
				intuitentityid: id,
				intuitaccountid: realmId,
				data: {},
			})),
		);

	function webhookTrigger(
		parameters: INodeParameters = {},
		webhookVerifierToken = TOKEN,
	): WorkflowUnderTest {
		const workflow = trigger({ source: 'both', ...parameters });
		const [node] = workflow.nodes;
		if (node)
			node.credentials = {
				...node.credentials,
				...accounts.n8n.credential(QUICKBOOKS, {
					...accounts.n8n.credentials.read(accounts.nodeCredentials[QUICKBOOKS]?.id ?? ''),
					webhookVerifierToken,
				}),
			};
		return workflow;
	}

	async function deliver(
		workflow: WorkflowUnderTest,
		body: string,
		signature: string | undefined = sign(body),
	) {
		const { result, sent } = await accounts.n8n.webhook(workflow, 'Trigger', {
			body,
			...(signature !== undefined && { headers: { 'intuit-signature': signature } }),
		});
		return {
			sent,
			result,
			events: (result.workflowData?.[0] ?? []).map(({ json }) => json as unknown as DescribedEvent),
		};
	}

	it('brings the same events under the same ids as the next poll, in both forms', async () => {
		const workflow = webhookTrigger();
		await poll(workflow);
		const id = await invoice({ BillEmail: { Address: 'niamh.obrien@example.com' } });
		await act(`invoices/${id}/send`);
		const { payment } = await act<{ payment: { Id: string } }>('payments', { invoiceId: id });
		const modern = await deliver(
			workflow,
			cloudEvents([
				{ id, type: 'qbo.invoice.updated.v1' },
				{ id: payment.Id, type: 'qbo.payment.created.v1' },
			]),
		);
		expect(modern.sent).toEqual({ status: 200, body: 'OK' });
		expect(modern.result.noWebhookResponse).toBe(true);
		expect(told(modern.events)).toEqual([
			'created',
			'paid',
			'paymentReceived',
			'sent',
			'waitingToBeSent',
		]);
		const legacy = JSON.stringify({
			eventNotifications: [
				{
					realmId: accounts.realmId,
					dataChangeEvent: {
						entities: [
							{
								name: 'Payment',
								id: payment.Id,
								operation: 'Create',
								lastUpdated: new Date().toISOString(),
							},
						],
					},
				},
			],
		});
		const withoutClock = (events: DescribedEvent[]) =>
			events.map((event) => JSON.stringify(event)).sort();
		expect(withoutClock((await deliver(webhookTrigger(), legacy)).events)).toEqual(
			withoutClock(modern.events),
		);
		expect((await deliver(workflow, legacy)).events).toEqual([]);
		expect(withoutClock(await poll(workflow))).toEqual(withoutClock(modern.events));
	});

	it('tells a payment that is taken back at once, also when no poll has seen it', async () => {
		const workflow = webhookTrigger();
		await poll(workflow);
		const id = await invoice();
		const { payment } = await act<{ payment: { Id: string } }>('payments', { invoiceId: id });
		expect(
			told(
				(await deliver(workflow, cloudEvents([{ id: payment.Id, type: 'qbo.payment.created.v1' }])))
					.events,
			),
		).toContain('paid');
		await act(`payments/${payment.Id}/delete`);
		const { events } = await deliver(
			workflow,
			cloudEvents([{ id, type: 'qbo.invoice.updated.v1' }]),
		);
		const reopened = [
			{
				event: 'reopened',
				eventId: `${accounts.realmId}:invoice:${id}:reopened:1`,
				oldStatus: 'paid_in_full',
				newStatus: 'waiting_to_be_sent',
			},
		];
		expect(events.filter(({ event }) => event === 'reopened')).toMatchObject(reopened);
		expect((await poll(workflow)).filter(({ event }) => event === 'reopened')).toMatchObject(
			reopened,
		);
		expect(await poll(workflow)).toEqual([]);
	});

	it('answers 401 to what is unsigned, forged or signed for another body, and starts nothing', async () => {
		const workflow = webhookTrigger();
		const id = await invoice();
		const body = cloudEvents([{ id, type: 'qbo.invoice.created.v1' }]);
		accounts.forgetRequests();
		for (const signature of [
			undefined,
			'',
			'x',
			sign(`${body} `),
			createHmac('sha256', 'another').update(body).digest('base64'),
		]) {
			const { sent, result } =
				signature === undefined
					? await accounts.n8n.webhook(workflow, 'Trigger', { body })
					: await deliver(workflow, body, signature);
			expect(sent).toEqual({ status: 401, body: 'The signature is missing or wrong.' });
			expect(result).toEqual({ noWebhookResponse: true });
		}
		expect(accounts.requests).toEqual([]);
	});

	it('refuses everything while the credential has no verifier token', async () => {
		const body = cloudEvents([{ id: '1', type: 'qbo.invoice.created.v1' }]);
		const { sent } = await accounts.n8n.webhook(trigger({ source: 'both' }), 'Trigger', {
			body,
			headers: { 'intuit-signature': createHmac('sha256', '').update(body).digest('base64') },
		});
		expect(sent.status).toBe(401);
	});

	it('takes a verifier token that was pasted with its line break, but none of blanks', async () => {
		const body = cloudEvents([{ id: '1', type: 'qbo.invoice.created.v1' }]);
		expect((await deliver(webhookTrigger({}, `${TOKEN}\n`), body)).sent.status).toBe(200);
		expect(
			(
				await deliver(
					webhookTrigger({}, '  '),
					body,
					createHmac('sha256', '').update(body).digest('base64'),
				)
			).sent.status,
		).toBe(401);
	});

	it('passes over other companies, other records and bodies that say nothing', async () => {
		const workflow = webhookTrigger();
		const id = await invoice();
		for (const body of [
			cloudEvents([{ id, type: 'qbo.invoice.created.v1', realmId: '9341450000000002' }]),
			cloudEvents([{ id, type: 'qbo.customer.updated.v1' }]),
			'{"hello":1}',
			'not json',
			'[null, 7]',
		]) {
			expect(await deliver(workflow, body)).toMatchObject({
				sent: { status: 200 },
				result: { noWebhookResponse: true },
				events: [],
			});
		}
	});

	it('tells a deletion, but only of what is gone', async () => {
		const workflow = webhookTrigger({ events: ['deleted'] });
		const id = await invoice();
		const body = cloudEvents([{ id, type: 'qbo.invoice.deleted.v1' }]);
		expect((await deliver(workflow, body)).events).toEqual([]);
		await act(`invoices/${id}/delete`);
		const { events } = await deliver(workflow, body);
		expect(events).toMatchObject([
			{ event: 'deleted', eventId: `${accounts.realmId}:invoice:${id}:deleted` },
		]);
	});

	it('leaves to the next poll what cannot be read now, and stores nothing', async () => {
		const workflow = webhookTrigger({ events: ['created'] });
		await poll(workflow);
		const before = JSON.stringify(workflow.staticData);
		const id = await invoice();
		accounts.fault({ system: 'quickbooks', behaviour: 'missing-scope' });
		expect(
			await deliver(workflow, cloudEvents([{ id, type: 'qbo.invoice.created.v1' }])),
		).toMatchObject({ sent: { status: 200 }, events: [] });
		accounts.clearFaults();
		expect(JSON.stringify(workflow.staticData)).toBe(before);
		expect(await poll(workflow)).toMatchObject([{ event: 'created', invoice: { id } }]);
	});
});
