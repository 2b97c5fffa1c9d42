import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, BillingAccounts } from '../../support/billingAccounts';
import { Bookkeeping } from '../../support/bookkeeping';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [ATTACH]: new AttachInvoice() });
	bookkeeping = new Bookkeeping(billing);
});
afterAll(async () => await billing.accounts.stop());

/** A contact of a name of its own, whose first deal has been billed to a customer made for it. */
async function billedOnce(lastname: string) {
	const contact = await billing.contact({
		firstname: 'Ann',
		lastname,
		email: `${lastname.toLowerCase()}@example.com`,
	});
	const { customer } = await bookkeeping.bill(await bookkeeping.deal(contact));
	await bookkeeping.later();
	return { contact, customer };
}

describe.each(['gone', 'inactive'] as const)(
	'a customer that was merged in QuickBooks, and reads as %s',
	(position) => {
		const of = (name: string) => `${name}${position}`;
		beforeAll(async () => await bookkeeping.turn('mergedCustomer', position));

		it('is followed to the customer that has its invoices now, which is linked and named', async () => {
			const { contact, customer } = await billedOnce(of('Lee'));
			const survivor = await bookkeeping.customer({ DisplayName: of('Lee Trading') });
			await bookkeeping.merge(customer.Id, survivor.Id);
			await bookkeeping.later();
			const second = await bookkeeping.bill(await bookkeeping.deal(contact));
			expect(second.customer.Id).toBe(survivor.Id);
			expect(second.warnings.join()).toContain(
				`the contact "Ann ${of('Lee')}" was linked with, was merged: its invoices belong to "${of('Lee Trading')}" (id ${survivor.Id}) now`,
			);
			expect(await bookkeeping.linkOf('contacts', contact)).toBe(
				`${billing.accounts.realmId}:${survivor.Id}`,
			);
			expect((await bookkeeping.bill(await bookkeeping.deal(contact))).customer.Id).toBe(
				survivor.Id,
			);
		});

		it('is never made anew unasked where nothing tells who took over', async () => {
			const contact = await billing.contact({
				firstname: 'Bea',
				lastname: of('Roth'),
				email: `${of('roth')}@example.com`,
			});
			const customer = await bookkeeping.customer({
				DisplayName: of('Bea Roth'),
				PrimaryEmailAddr: { Address: `${of('roth')}@example.com` },
			});
			const survivor = await bookkeeping.customer({ DisplayName: of('Roth & Daughters') });
			await bookkeeping.setLink('contacts', contact, customer.Id);
			await bookkeeping.merge(customer.Id, survivor.Id);
			const deal = await bookkeeping.deal(contact);
			const { message, remedy } = await bookkeeping.refusal(deal);
			expect(message).toMatch(
				position === 'gone'
					? /is linked with the QuickBooks customer with id \d+, which no longer exists/
					: /is inactive/,
			);
			expect(remedy).toContain(`into the property "${bookkeeping.link}" of the HubSpot contact`);
			expect(remedy).not.toMatch(/merge the/);
			await bookkeeping.setLink('contacts', contact, survivor.Id);
			expect((await bookkeeping.bill(deal)).customer.Id).toBe(survivor.Id);
		});

		it('does not lead to the customer of another HubSpot record', async () => {
			const { contact, customer } = await billedOnce(of('Ott'));
			const company = await billing.create('companies', { name: of('Ott Works') });
			const survivor = await bookkeeping.customer({ DisplayName: of('Ott Works') });
			await bookkeeping.setLink('companies', company, survivor.Id);
			await bookkeeping.merge(customer.Id, survivor.Id);
			await bookkeeping.later();
			const { message, remedy } = await bookkeeping.refusal(await bookkeeping.deal(contact));
			expect(message).toContain(
				`${position === 'gone' ? 'It may be' : 'Its invoices belong to'} "${of('Ott Works')}" (id ${survivor.Id}) now`,
			);
			expect(remedy).toContain(
				`write "${billing.accounts.realmId}:${survivor.Id}" into the property "${bookkeeping.link}" of the HubSpot contact`,
			);
		});

		it('leaves a deal that was billed before as it is', async () => {
			const contact = await billing.contact({
				firstname: 'Cy',
				lastname: of('Paul'),
				email: `${of('paul')}@example.com`,
			});
			const deal = await bookkeeping.deal(contact);
			const first = await bookkeeping.bill(deal);
			const company = await billing.create('companies', { name: of('Paul Farm') });
			const survivor = await bookkeeping.customer({ DisplayName: of('Paul Farm') });
			await bookkeeping.setLink('companies', company, survivor.Id);
			await bookkeeping.merge(first.customer.Id, survivor.Id);
			await bookkeeping.later();
			const again = await bookkeeping.bill(deal);
			expect([again.action, again.quickbooks.id, again.customer.Id]).toEqual([
				again.action,
				first.quickbooks.id,
				survivor.Id,
			]);
			expect(await bookkeeping.linkOf('contacts', contact)).toBe(
				`${billing.accounts.realmId}:${first.customer.Id}`,
			);
		});
	},
);

it('a search for the invoices of a customer that was merged says so', async () => {
	await bookkeeping.turn('mergedCustomer', 'gone');
	const [gone, kept] = [
		await bookkeeping.customer({ DisplayName: 'Search A' }),
		await bookkeeping.customer({ DisplayName: 'Search B' }),
	];
	const deal = await bookkeeping.deal(await billing.contact());
	const attach = async () =>
		await billing.accounts.run(ATTACH, {
			operation: 'attach',
			deal: picked(deal),
			invoices: 'search',
			search: { customer: picked(gone.Id) },
		});
	expect((await attach()).error).toBeUndefined();
	await bookkeeping.merge(gone.Id, kept.Id);
	expect((await attach()).error?.message).toContain(
		`QuickBooks has no customer with id ${gone.Id}`,
	);
});
