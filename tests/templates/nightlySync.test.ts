import { runManually } from '../../scripts/n8n/workflows';
import { importTemplate, unconnected } from './support/editor';
import { startTemplateStack, type TemplateStack } from './support/templateStack';

let stack: TemplateStack;
beforeAll(async () => (stack = await startTemplateStack()), 400_000);
afterAll(async () => await stack?.stop(), 60_000);

type Counts = Record<
	string,
	{ records: number; created: number; failed: number; conflict: number } | null
>;

it('syncs products, contacts and invoices, and mails what failed', async () => {
	// Two customers with the address of one contact: nobody guesses between them.
	const { rows } = await stack.control<{ rows: { Id: string; DisplayName: string }[] }>(
		'GET',
		'/quickbooks/companies/us/customers?limit=100',
	);
	await stack.control(
		'PATCH',
		`/quickbooks/companies/us/customers/${rows.find(({ DisplayName }) => DisplayName === 'Ann Miller')?.Id}`,
		{ PrimaryEmailAddr: { Address: 'niamh.obrien@example.com' } },
	);
	const before = await stack.control<Record<string, { records: number }>>('GET', '/hubspot/counts');

	const workflow = await importTemplate(stack, 'nightly-sync');
	expect(unconnected(workflow)).toEqual([]);
	const run = await runManually(stack.session, workflow.id, 'Every night');
	expect(run.error).toBeUndefined();
	const { counts, failures } = run.items('Report')[0]?.json as { counts: Counts; failures: number };
	const after = await stack.control<Record<string, { records: number }>>('GET', '/hubspot/counts');
	for (const [step, type] of [
		['Sync products', 'products'],
		['Sync contacts', 'contacts'],
		['Sync invoices', 'invoices'],
	] as const) {
		expect([step, (after[type]?.records ?? 0) - (before[type]?.records ?? 0)]).toEqual([
			step,
			counts[step]?.created,
		]);
		expect(counts[step]?.records).toBeGreaterThan(0);
	}
	expect(failures).toBeGreaterThan(0);
	const [mail] = await stack.mail.waitFor(1);
	expect(mail?.subject).toBe(`QuickBooks sync: ${failures} failed`);
	expect(mail?.html).toContain('shares its email with another record');
	expect(mail?.html).toContain('What to do');

	// What failed is put right: the next night creates nothing, and sends no mail.
	await stack.control(
		'PATCH',
		`/quickbooks/companies/us/customers/${rows.find(({ DisplayName }) => DisplayName === 'Ann Miller')?.Id}`,
		{ PrimaryEmailAddr: { Address: 'ann@millers.example' } },
	);
	const again = await runManually(stack.session, workflow.id, 'Every night');
	const {
		counts: secondCounts,
		failures: secondFailures,
		html,
	} = again.items('Report')[0]?.json as { counts: Counts; failures: number; html: string };
	expect(Object.values(secondCounts).map((count) => count?.created)).toEqual([
		0,
		expect.any(Number),
		0,
	]);
	expect([secondFailures, secondFailures > 0 && html]).toEqual([0, false]);
	expect([again.error, again.items('Mail the failures')]).toEqual([undefined, []]);
	expect(stack.mail.mails).toHaveLength(1);
}, 300_000);

it('goes on after a sync that stopped, and says why it stopped', async () => {
	const workflow = await importTemplate(stack, 'nightly-sync');
	await stack.control('POST', '/faults', {
		system: 'hubspot',
		path: 'products',
		behaviour: 'missing-scope',
		times: 1,
	});
	const run = await runManually(stack.session, workflow.id, 'Every night');
	await stack.control('DELETE', '/faults');
	expect(run.error).toBeUndefined();
	const { counts } = run.items('Report')[0]?.json as { counts: Counts };
	expect(counts).toMatchObject({
		'Sync products': null,
		'Sync contacts': { records: expect.any(Number) },
		'Sync invoices': { records: expect.any(Number) },
	});
	expect(stack.mail.mails[stack.mail.mails.length - 1]?.html).toContain(
		'Stopped: HubSpot denies access',
	);
}, 120_000);
