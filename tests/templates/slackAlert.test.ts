import { execution, executionsOf, publish, runManually } from '../../scripts/n8n/workflows';
import { billDeals } from './support/bill';
import { importTemplate, unconnected } from './support/editor';
import { startTemplateStack, VERIFIER_TOKEN, type TemplateStack } from './support/templateStack';

let stack: TemplateStack;
beforeAll(async () => (stack = await startTemplateStack()), 400_000);
afterAll(async () => await stack?.stop(), 60_000);

it('tells Slack of each payment at once and once, with what is left', async () => {
	const [invoice] = await billDeals(stack, ['401']);
	const workflow = await importTemplate(stack, 'slack-payment-alert');
	expect(unconnected(workflow)).toEqual([]);
	await publish(stack.session, workflow.id);
	const trigger = workflow.nodes.find(({ name }) => name === 'Payment received');
	// Every event comes twice.
	await stack.control('POST', '/quickbooks/webhooks', {
		url: `${stack.n8n.url}/webhook/${trigger?.webhookId}/quickbooks`,
		verifierToken: VERIFIER_TOKEN,
		duplicate: 1,
	});
	const pay = (amount: number, reference: string) =>
		stack.control('POST', '/quickbooks/companies/us/payments', {
			invoiceId: invoice?.id,
			amount,
			reference,
		});

	await pay(1000, 'CHQ <1>');
	const [first] = await stack.slack.waitFor(1);
	expect(first?.method).toBe('chat.postMessage');
	expect(first?.token).toBe('Bearer xoxb-of-the-test');
	expect(first?.body).toMatchObject({ channel: '#invoices' });
	const left = (Number(invoice?.total) - 1000).toFixed(2);
	expect(String(first?.body['text'])).toContain(
		`*Niamh O'Brien* paid USD 1000.00 on invoice ${invoice?.number} (reference CHQ &lt;1&gt;). Still open: USD ${left} of ${invoice?.total}.`,
	);
	expect(String(first?.body['text'])).toContain(`/record/0-3/401|Deal>`);

	await pay(Number(left), 'CHQ 2');
	const [, second] = await stack.slack.waitFor(2);
	expect(String(second?.body['text'])).toContain(
		`paid USD ${left} on invoice ${invoice?.number} (reference CHQ 2). Paid in full.`,
	);
	await new Promise((resolve) => setTimeout(resolve, 5000));
	expect(stack.slack.calls).toHaveLength(2);
	expect(
		(await executionsOf(stack.session, workflow.id)).map(({ status }) => status),
	).not.toContain('error');
	// The same events once more, as after a crash, are stopped on the way.
	const [run] = await executionsOf(stack.session, workflow.id);
	const events = (await execution(stack.session, run?.id ?? '')).items('Payment received');
	expect(events.map(({ json }) => json['eventId'])).toEqual([expect.any(String)]);
	const repeated = await runManually(stack.session, workflow.id, 'Payment received', events);
	expect([
		repeated.error,
		repeated.items('Payment received').length,
		repeated.items('Each event once').length,
	]).toEqual([undefined, 1, 0]);
	expect(stack.slack.calls).toHaveLength(2);
	expect(stack.slack.refused).toEqual([]);
}, 180_000);
