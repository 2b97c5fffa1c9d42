import type { INodeParameters } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
});
afterAll(async () => await billing.accounts.stop());

const HOURS = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 10_000, price: 100_000 }];
const LONG = `${'a'.repeat(60)}@${'b'.repeat(50)}.example`;
let unique = 0;

async function bill(contact: string, more: INodeParameters = {}, company?: string) {
	const deal = await billing.deal(HOURS, 'USD', contact, company);
	const run = await billing.accounts.run(TYPE, {
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		...more,
	});
	const result = run.items('Node')[0]?.json as unknown as {
		warnings: string[];
		quickbooks: { id: string };
	};
	const invoice = run.error
		? undefined
		: ((await billing.invoice(result.quickbooks.id)) as unknown as {
				BillEmail?: { Address: string };
				EmailStatus: string;
			});
	return {
		error: run.error?.message,
		remedy: (run.error as unknown as { description?: string } | undefined)?.description,
		to: invoice?.BillEmail?.Address,
		status: invoice?.EmailStatus,
		warnings: result?.warnings,
	};
}

async function customer(fields: object): Promise<string> {
	unique += 1;
	return (
		await billing.accounts.quickBooks<{ Customer: { Id: string } }>('customer', {
			DisplayName: `Leasing Bank ${unique}`,
			...fields,
		})
	).Customer.Id;
}

const count = async (entity: string) =>
	(await billing.accounts.query(`select * from ${entity}`)).length;

// https://github.com/invoiceninja/invoiceninja/issues/1278,
// https://github.com/OCA/sale-workflow/pull/4384
describe('a payer that was chosen by hand and has no e-mail address', () => {
	it('gets no mail to the address of the deal’s contact: the item is declined before anything is written', async () => {
		const [payer, before] = [await customer({}), await count('Invoice')];
		const { error, remedy } = await bill(await billing.contact(), {
			customer: 'specific',
			customerId: picked(payer),
			send: 'now',
		});
		expect([error, remedy, await count('Invoice')]).toEqual([
			`The invoice cannot be sent: the QuickBooks customer "Leasing Bank ${unique}" has no e-mail address.`,
			'Enter "Bill Email" in the node, or give the customer an e-mail address.',
			before,
		]);
	});

	it('is billed without an address and with a warning when nothing is sent, and mailed where the node says', async () => {
		const payer = { customer: 'specific', customerId: picked(await customer({})) };
		expect(await bill(await billing.contact(), payer)).toMatchObject({
			to: undefined,
			warnings: [
				expect.stringMatching(
					/^The QuickBooks customer "Leasing Bank \d+" has no e-mail address, so the invoice has none\./,
				),
			],
		});
		expect(
			await bill(await billing.contact(), {
				...payer,
				send: 'now',
				billEmail: 'payer@example.com',
			}),
		).toMatchObject({ to: 'payer@example.com', status: 'EmailSent', warnings: [] });
	});
});

// https://github.com/adcontextprotocol/adcp/pull/1655
describe('an address that QuickBooks has otherwise than HubSpot', () => {
	it('is used, with a warning that names both', async () => {
		const contact = await billing.contact({
			firstname: 'New',
			lastname: 'Mail',
			email: 'old@example.com',
		});
		expect(await bill(contact, { send: 'now' })).toMatchObject({
			to: 'old@example.com',
			warnings: [],
		});
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/contacts/${contact}`,
			{ properties: { email: 'new@example.com' } },
			'PATCH',
		);
		expect(await bill(contact, { send: 'now' })).toMatchObject({
			to: 'old@example.com',
			warnings: [
				expect.stringMatching(
					/^QuickBooks has the e-mail address old@example\.com for the customer "New Mail", but HubSpot has new@example\.com for the contact\. The invoice goes to old@example\.com\./,
				),
			],
		});
		expect(await bill(contact, { send: 'now', billEmail: 'new@example.com' })).toMatchObject({
			to: 'new@example.com',
			warnings: [],
		});
	});

	it('is none where the customer has the contact’s address among several', async () => {
		const contact = await billing.contact({
			firstname: 'Semi',
			lastname: 'Colon',
			email: 'b@example.com',
		});
		await customer({
			DisplayName: 'Semi Colon',
			PrimaryEmailAddr: { Address: 'a@example.com, B@example.com' },
		});
		expect(await bill(contact)).toMatchObject({ warnings: [] });
	});

	it('of a company without one: the invoice goes to the deal’s contact, with a warning', async () => {
		const company = await billing.create('companies', { name: 'Quiet Works' });
		await customer({ DisplayName: 'Quiet Works' });
		expect(
			await bill(
				await billing.contact({ email: 'ann@example.com' }),
				{ billingParty: 'company' },
				company,
			),
		).toMatchObject({
			to: 'ann@example.com',
			warnings: [
				expect.stringMatching(
					/^The QuickBooks customer "Quiet Works" has no e-mail address, so the invoice goes to the contact's, ann@example\.com\./,
				),
			],
		});
	});
});

// https://github.com/svthalia/concrexit/issues/3296
describe('an address of a contact that is longer than QuickBooks takes', () => {
	it('is declined before the customer is made when the invoice is to be sent', async () => {
		const before = await count('Customer');
		const { error } = await bill(
			await billing.contact({ firstname: 'Long', lastname: 'Address', email: LONG }),
			{ send: 'now' },
		);
		expect([error, await count('Customer')]).toEqual([
			expect.stringMatching(
				/^The invoice cannot be sent: the e-mail address "a{60}@b+…?.*" in HubSpot has 119 characters, and QuickBooks takes 100\.$/,
			),
			before,
		]);
	});

	it('is left out otherwise, with a warning, and a repeat works', async () => {
		const contact = await billing.contact({
			firstname: 'Longer',
			lastname: 'Address',
			email: `x${LONG.slice(1)}`,
		});
		expect(await bill(contact)).toMatchObject({
			error: undefined,
			to: undefined,
			warnings: [expect.stringMatching(/the e-mail address .* was left out/)],
		});
		expect(await bill(contact)).toMatchObject({
			error: undefined,
			to: undefined,
			warnings: [
				expect.stringMatching(/has no e-mail address, and .* has more than the 100 characters/),
			],
		});
	});
});
