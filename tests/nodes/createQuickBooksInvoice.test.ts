import { CreateQuickBooksInvoice } from '../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { World } from '../support/world';

const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';
const deal = (value: string) => ({ __rl: true, mode: 'id', value });

let world: World;
beforeAll(async () => {
	world = await World.start({ [TYPE]: new CreateQuickBooksInvoice() });
});
afterAll(async () => await world.stop());

describe('a deal becomes an invoice', () => {
	it('first run', async () => {
		const item = await world.one(TYPE, { deal: deal('401'), source: 'scratch' });
		expect(item).toMatchObject({ action: 'created' });
		console.log(JSON.stringify(item, null, 1), world.requests.map(({ system, method, url, status }) => `${system} ${method} ${url} ${status}`).join('\n'));
	});
});
