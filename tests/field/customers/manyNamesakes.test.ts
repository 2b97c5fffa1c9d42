import { picked, BillingAccounts } from '../../support/billingAccounts';

const MANY = 1_050;

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

it('a customer is found among more than a thousand whose names begin alike', async () => {
	for (let made = 0; made < MANY; made += 30) {
		const BatchItemRequest = Array.from({ length: 30 }, (_none, index) => ({
			bId: String(index),
			operation: 'create',
			Customer: { DisplayName: `Maria A. ${made + index}` },
		}));
		await billing.accounts.quickBooks('batch', { BatchItemRequest });
	}
	const { Customer } = await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
		DisplayName: 'Maria A.',
	});
	const contact = await billing.contact({ firstname: 'Maria', lastname: 'A.' });
	const deal = await billing.deal(
		[{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 100_000 }],
		'USD',
		contact,
	);
	const { quickbooks } = await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
	});
	expect((await billing.invoice(quickbooks.id)).CustomerRef.value).toBe(Customer.Id);
});
