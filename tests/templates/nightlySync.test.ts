import { runManually } from '../../scripts/n8n/workflows';
import { importTemplate, unconnected } from './support/editor';
import { startWorld, type TemplateWorld } from './support/world';

let world: TemplateWorld;
beforeAll(async () => (world = await startWorld()), 240_000);
afterAll(async () => await world?.stop(), 60_000);

type Counts = Record<string, { records: number; created: number; failed: number; conflict: number } | null>;

it('syncs products, contacts and invoices, and mails what failed', async () => {
	// Two HubSpot contacts that both fit the customer by name: nobody guesses between them.
	for (const lastname of ['Twin', 'Twin']) await world.control('POST', '/hubspot/records/contacts', { properties: { firstname: 'Tove', lastname } });
	const { rows } = await world.control<{ rows: { Id: string; DisplayName: string }[] }>('GET', '/quickbooks/companies/us/customers?limit=100');
	await world.control('PATCH', `/quickbooks/companies/us/customers/${rows.find(({ DisplayName }) => DisplayName === 'Ann Miller')?.Id}`, { DisplayName: 'Tove Twin', GivenName: 'Tove', FamilyName: 'Twin', PrimaryEmailAddr: { Address: '' } });
	const before = await world.control<Record<string, { records: number }>>('GET', '/hubspot/counts');

	const workflow = await importTemplate(world, 'nightly-sync');
	expect(unconnected(workflow)).toEqual([]);
	const run = await runManually(world.session, workflow.id, 'Every night');
	expect(run.error).toBeUndefined();
	const { counts, failures } = run.items('Report')[0]?.json as { counts: Counts; failures: number };
	const after = await world.control<Record<string, { records: number }>>('GET', '/hubspot/counts');
	for (const [step, type] of [['Sync products', 'products'], ['Sync contacts', 'contacts'], ['Sync invoices', 'invoices']] as const) {
		expect([step, (after[type]?.records ?? 0) - (before[type]?.records ?? 0)]).toEqual([step, counts[step]?.created]);
		expect(counts[step]?.records).toBeGreaterThan(0);
	}
	expect(failures).toBeGreaterThan(0);
	const [mail] = await world.mail.waitFor(1);
	expect(mail?.subject).toBe(`QuickBooks sync: ${failures} failed`);
	expect(mail?.html).toContain('Tove Twin');

	const again = await runManually(world.session, workflow.id, 'Every night');
	expect(Object.values((again.items('Report')[0]?.json as { counts: Counts }).counts).map((count) => count?.created)).toEqual([0, 0, 0]);
}, 300_000);
