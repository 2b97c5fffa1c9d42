import { picked, Town } from '../billing/town';

const MANY = 1_050;

let town: Town;
beforeAll(async () => {
	town = await Town.open('us');
});
afterAll(async () => await town.world.stop());

it('a customer is found among more than a thousand whose names begin alike', async () => {
	for (let made = 0; made < MANY; made += 30) {
		const BatchItemRequest = Array.from({ length: 30 }, (_none, index) => ({
			bId: String(index),
			operation: 'create',
			Customer: { DisplayName: `Maria A. ${made + index}` },
		}));
		await town.world.quickBooks('batch', { BatchItemRequest });
	}
	const { Customer } = await town.world.quickBooks<{ Customer: { Id: string } }>('customer', {
		DisplayName: 'Maria A.',
	});
	const contact = await town.contact({ firstname: 'Maria', lastname: 'A.' });
	const deal = await town.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 }],
		'USD',
		contact,
	);
	const { quickbooks } = await town.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
	});
	expect((await town.invoice(quickbooks.id)).CustomerRef.value).toBe(Customer.Id);
});
