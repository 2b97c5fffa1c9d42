import { setTimeout as wait } from 'node:timers/promises';
import { execution, executionsOf, publish, runManually } from '../../scripts/n8n/workflows';
import { readDeal } from '../../scripts/stack/sandbox';
import { billDeals } from './support/bill';
import { importTemplate, unconnected } from './support/editor';
import { startTemplateStack, VERIFIER_TOKEN, type TemplateStack } from './support/templateStack';

const TRIGGER = 'Anything about an invoice';
const NAMES = [
	'quickbooks_invoice_number',
	'quickbooks_invoice_status',
	'quickbooks_invoice_count',
	'quickbooks_total_billed',
	'quickbooks_total_paid',
	'quickbooks_total_outstanding',
];

let stack: TemplateStack;
beforeAll(async () => (stack = await startTemplateStack()), 400_000);
afterAll(async () => await stack?.stop(), 60_000);

/** Amounts and counts as numbers, since HubSpot keeps them as they were written. */
const readable = (properties: Record<string, string>) =>
	Object.fromEntries(
		Object.entries(properties).map(([name, value]) => [
			name,
			/total|count/.test(name) ? Number(value) : value,
		]),
	);

/** The deal's properties once they are as wanted, or as they are after a while. */
async function deal(
	wanted: Record<string, string | number>,
	id = '401',
): Promise<Record<string, string | number>> {
	const startedAt = performance.now();
	for (;;) {
		const properties = readable(await readDeal(stack.sandbox, id, NAMES));
		const isThere = NAMES.every((name) => properties[name] === wanted[name]);
		if (isThere || performance.now() - startedAt > 40_000) return properties;
		// Slowly: the portal's pace is shared with the node.
		await wait(1000);
	}
}

it('follows payments, voiding and deletion of a deal’s invoice', async () => {
	const [invoice, mistake] = await billDeals(stack, ['401', '406']);
	const total = Number(invoice?.total);
	const workflow = await importTemplate(stack, 'deal-invoice-properties');
	expect(unconnected(workflow)).toEqual([]);
	await publish(stack.session, workflow.id);
	const trigger = workflow.nodes.find(({ name }) => name === TRIGGER);
	await stack.control('POST', '/quickbooks/webhooks', {
		url: `${stack.n8n.url}/webhook/${trigger?.webhookId}/quickbooks`,
		verifierToken: VERIFIER_TOKEN,
	});
	const act = (what: string, body: object = {}) =>
		stack.control('POST', `/quickbooks/companies/us/${what}`, body);
	const sees = async (status: string, paid: number) => {
		const wanted = {
			quickbooks_invoice_number: invoice?.number ?? '',
			quickbooks_invoice_status: status,
			quickbooks_invoice_count: 1,
			quickbooks_total_billed: total,
			quickbooks_total_paid: paid,
			quickbooks_total_outstanding: Number((total - paid).toFixed(2)),
		};
		expect(await deal(wanted)).toEqual(wanted);
	};

	await act(`invoices/${mistake?.id}/void`);
	const voided = {
		quickbooks_invoice_number: mistake?.number ?? '',
		quickbooks_invoice_status: 'voided',
		quickbooks_invoice_count: 0,
		quickbooks_total_billed: 0,
		quickbooks_total_paid: 0,
		quickbooks_total_outstanding: 0,
	};
	expect(await deal(voided, '406')).toEqual(voided);
	await act(`invoices/${invoice?.id}/send`);
	await sees('sent_to_customer', 0);
	await act('payments', { invoiceId: invoice?.id, amount: 100 });
	await sees('partial_payment', 100);
	const { payment } = await act('payments', { invoiceId: invoice?.id });
	await sees('paid_in_full', total);
	// A payment that is taken back shows, too.
	await act(`payments/${(payment as { Id: string }).Id}/delete`);
	await sees('partial_payment', 100);
	await act('payments', { invoiceId: invoice?.id });
	await sees('paid_in_full', total);

	// A deal that HubSpot refuses holds up none behind it, and the execution names it.
	const runs = await Promise.all(
		(await executionsOf(stack.session, workflow.id)).map(
			async ({ id }) => await execution(stack.session, id),
		),
	);
	const [paid] = runs
		.flatMap((run) => run.items(TRIGGER))
		.filter(({ json }) => json['event'] === 'paid');
	const { hubspot, invoice: told } = paid?.json as { hubspot: { deal: object }; invoice: object };
	const elsewhere = { ...hubspot.deal, id: '406', name: 'Refused' };
	const refused = {
		json: {
			...paid?.json,
			hubspot: { ...hubspot, deal: elsewhere, deals: [elsewhere] },
			invoice: { ...told, id: mistake?.id, number: mistake?.number },
		},
	};
	await stack.control('POST', '/faults', {
		system: 'hubspot',
		path: '/deals/406',
		behaviour: 'missing-scope',
	});
	await stack.control('PATCH', '/hubspot/records/deals/401', {
		properties: { quickbooks_total_paid: '1' },
	});
	const run = await runManually(stack.session, workflow.id, TRIGGER, [
		refused,
		{ json: paid?.json ?? {} },
	]);
	await stack.control('DELETE', '/faults');
	expect(run.error?.message).toContain(`Deal Refused, invoice ${mistake?.number}: `);
	expect(run.error?.message).not.toContain(`invoice ${invoice?.number}`);
	await sees('paid_in_full', total);

	await act(`invoices/${invoice?.id}/delete`);
	const gone = {
		quickbooks_invoice_count: 0,
		quickbooks_total_billed: 0,
		quickbooks_total_paid: 0,
		quickbooks_total_outstanding: 0,
	};
	expect(await deal(gone)).toEqual(gone);
}, 300_000);
