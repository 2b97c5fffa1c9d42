import { AttachInvoice } from '../../nodes/AttachInvoice/AttachInvoice.node';
import { picked, Town } from '../billing/town';
import { Books } from './books';

const ATTACH = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
let town: Town;
let books: Books;
beforeAll(async () => {
	town = await Town.open('us', { [ATTACH]: new AttachInvoice() });
	books = new Books(town);
});
afterAll(async () => await town.world.stop());

/** A contact of a name of its own, whose first deal has been billed to a customer made for it. */
async function billedOnce(lastname: string) {
	const contact = await town.contact({
		firstname: 'Ann',
		lastname,
		email: `${lastname.toLowerCase()}@example.com`,
	});
	const { customer } = await books.bill(await books.deal(contact));
	await books.later();
	return { contact, customer };
}

describe.each(['gone', 'inactive'] as const)(
	'a customer that was merged in QuickBooks, and reads as %s',
	(position) => {
		const of = (name: string) => `${name}${position}`;
		beforeAll(async () => await books.turn('mergedCustomer', position));

		it('is followed to the customer that has its invoices now, which is linked and named', async () => {
			const { contact, customer } = await billedOnce(of('Lee'));
			const survivor = await books.customer({ DisplayName: of('Lee Trading') });
			await books.merge(customer.Id, survivor.Id);
			await books.later();
			const second = await books.bill(await books.deal(contact));
			expect(second.customer.Id).toBe(survivor.Id);
			expect(second.warnings.join()).toContain(
				`the contact "Ann ${of('Lee')}" was linked with, was merged: its invoices belong to "${of('Lee Trading')}" (id ${survivor.Id}) now`,
			);
			expect(await books.linkOf('contacts', contact)).toBe(`${town.world.realmId}:${survivor.Id}`);
			expect((await books.bill(await books.deal(contact))).customer.Id).toBe(survivor.Id);
		});

		it('is never made anew unasked where nothing tells who took over', async () => {
			const contact = await town.contact({
				firstname: 'Bea',
				lastname: of('Roth'),
				email: `${of('roth')}@example.com`,
			});
			const customer = await books.customer({
				DisplayName: of('Bea Roth'),
				PrimaryEmailAddr: { Address: `${of('roth')}@example.com` },
			});
			const survivor = await books.customer({ DisplayName: of('Roth & Daughters') });
			await books.setLink('contacts', contact, customer.Id);
			await books.merge(customer.Id, survivor.Id);
			const deal = await books.deal(contact);
			const { message, remedy } = await books.refusal(deal);
			expect(message).toMatch(
				position === 'gone'
					? /is linked with the QuickBooks customer with id \d+, which is gone/
					: /is inactive/,
			);
			expect(remedy).toContain(`into the property "${books.link}" of the HubSpot contact`);
			expect(remedy).not.toMatch(/merge the/);
			await books.setLink('contacts', contact, survivor.Id);
			expect((await books.bill(deal)).customer.Id).toBe(survivor.Id);
		});

		it('does not lead to the customer of another HubSpot record', async () => {
			const { contact, customer } = await billedOnce(of('Ott'));
			const company = await town.create('companies', { name: of('Ott Works') });
			const survivor = await books.customer({ DisplayName: of('Ott Works') });
			await books.setLink('companies', company, survivor.Id);
			await books.merge(customer.Id, survivor.Id);
			await books.later();
			const { message, remedy } = await books.refusal(await books.deal(contact));
			expect(message).toContain(
				`${position === 'gone' ? 'It may be' : 'Its invoices belong to'} "${of('Ott Works')}" (id ${survivor.Id}) now`,
			);
			expect(remedy).toContain(
				`write "${town.world.realmId}:${survivor.Id}" into the property "${books.link}" of the HubSpot contact`,
			);
		});

		it('leaves a deal that was billed before as it is', async () => {
			const contact = await town.contact({
				firstname: 'Cy',
				lastname: of('Paul'),
				email: `${of('paul')}@example.com`,
			});
			const deal = await books.deal(contact);
			const first = await books.bill(deal);
			const company = await town.create('companies', { name: of('Paul Farm') });
			const survivor = await books.customer({ DisplayName: of('Paul Farm') });
			await books.setLink('companies', company, survivor.Id);
			await books.merge(first.customer.Id, survivor.Id);
			await books.later();
			const again = await books.bill(deal);
			expect([again.action, again.quickbooks.id, again.customer.Id]).toEqual([
				again.action,
				first.quickbooks.id,
				survivor.Id,
			]);
			expect(await books.linkOf('contacts', contact)).toBe(
				`${town.world.realmId}:${first.customer.Id}`,
			);
		});
	},
);

it('a search for the invoices of a customer that was merged says so', async () => {
	await books.turn('mergedCustomer', 'gone');
	const [gone, kept] = [
		await books.customer({ DisplayName: 'Search A' }),
		await books.customer({ DisplayName: 'Search B' }),
	];
	const deal = await books.deal(await town.contact());
	const attach = async () =>
		await town.world.run(ATTACH, {
			operation: 'attach',
			deal: picked(deal),
			invoices: 'search',
			search: { customer: picked(gone.Id) },
		});
	expect((await attach()).error).toBeUndefined();
	await books.merge(gone.Id, kept.Id);
	expect((await attach()).error?.message).toContain(
		`QuickBooks has no customer with id ${gone.Id}`,
	);
});
