import { picked, Town } from '../billing/town';

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => {
	await town.world.stop();
});

const invoicesPath = '/crm/objects/2026-03/invoices';
const recordOf = async (id: string) => await town.world.hubSpot<{ properties: Record<string, string | null>; updatedAt: string }>(`${invoicesPath}/${id}?properties=quickbooks_invoice_origin,hs_number`);

describe('a value that another HubSpot record has', () => {
	const told = ['holder', 'nobody', 'another'] as const;
	const statuses = [400, 409] as const;

	it.each(told.flatMap((names) => statuses.map((status) => [names, status] as const)))('is looked up, whether the refusal names the holder, nobody or another record: %s, status %s', async (uniqueConflictNames, uniqueConflictStatus) => {
		const deal = await town.deal([{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 50_000 }], 'USD', await town.contact());
		const parameters = { deal: picked(deal), source: 'scratch', ifNoItem: 'fail' };
		const first = (await town.bill(parameters)) as unknown as { hubspot: { id: string }; quickbooks: { id: string } };
		const other = await town.create('invoices', { hs_currency: 'USD', hs_invoice_billable: 'false' });
		const untouched = await recordOf(other);
		await town.world.hubSpot(`/crm/v4/objects/deals/${deal}/associations/invoices/${first.hubspot.id}`, undefined, 'DELETE');
		town.world.sandbox.hubspot.setSwitches({ uniqueConflictNames, uniqueConflictStatus });
		const again = (await town.bill(parameters)) as unknown as typeof first;
		town.world.sandbox.hubspot.setSwitches({ uniqueConflictNames: 'holder', uniqueConflictStatus: 400 });
		expect([again.quickbooks.id, again.hubspot.id]).toEqual([first.quickbooks.id, first.hubspot.id]);
		const { associations } = await town.world.deal(deal);
		expect([...new Set(associations?.['invoices']?.results.map(({ id }) => id))]).toEqual([first.hubspot.id]);
		expect(await recordOf(other)).toEqual(untouched);
	});
});
