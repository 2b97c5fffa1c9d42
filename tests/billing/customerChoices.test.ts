import type { BillingAccounts } from '../support/billingAccounts';
import { picked } from '../support/billingAccounts';
import { bill, billingByCompany, customer, type Customer, type Shop, shops } from './choiceCases';

let count = 0;

let people = 0;
const person = () => {
	people += 1;
	return {
		firstname: 'Petra',
		lastname: `Maß–O'Neil ${people}`,
		email: `petra${people}@example.com`,
	};
};
const nameOf = ({ firstname, lastname }: ReturnType<typeof person>) => `${firstname} ${lastname}`;

describe.each<Shop>(['us', 'uk', 'ca'])('customers: %s', (shop) => {
	const billing = () => billingByCompany.get(shop) as BillingAccounts;
	const { currency } = shops[shop];
	const money = shop === 'ca' ? { CurrencyRef: { value: currency } } : {};

	it('found by e-mail under another name', async () => {
		const who = person();
		const known = await customer(billing(), {
			DisplayName: `Somebody ${who.email}`,
			PrimaryEmailAddr: { Address: who.email.toUpperCase() },
			...money,
		});
		const done = await bill(shop, await billing().contact(who));
		expect(done.customer.Id).toBe(known.Id);
	});

	it('found by name', async () => {
		const who = person();
		const known = await customer(billing(), { DisplayName: nameOf(who), ...money });
		expect((await bill(shop, await billing().contact(who))).customer.Id).toBe(known.Id);
	});

	it('created, and found again for the next deal', async () => {
		const contact = await billing().contact(person());
		const first = await bill(shop, contact);
		const second = await bill(shop, contact);
		expect([second.customer.Id, second.invoice.Id === first.invoice.Id]).toEqual([
			first.customer.Id,
			false,
		]);
	});

	it('chosen', async () => {
		const known = await customer(billing(), { DisplayName: `Chosen ${person().email}`, ...money });
		expect(
			(
				await bill(shop, await billing().contact(), {
					customer: 'specific',
					customerId: picked(known.Id),
				})
			).customer.Id,
		).toBe(known.Id);
	});

	it('the company instead of the person', async () => {
		const company = await billing().create('companies', { name: `Firma ${person().email}` });
		expect(
			(await bill(shop, await billing().contact(), { billingParty: 'company' }, company)).customer
				.DisplayName,
		).toMatch(/^Firma /);
	});

	it('the person below the company', async () => {
		const who = person();
		const company = await billing().create('companies', { name: `Holding ${who.email}` });
		const done = await bill(
			shop,
			await billing().contact(who),
			{ customerOptions: { underCompany: true } },
			company,
		);
		const parent = await billing().accounts.quickBooks<{ Customer: Customer }>(
			`customer/${done.customer.ParentRef?.value}`,
		);
		expect([done.customer.DisplayName, done.customer.Job, parent.Customer.DisplayName]).toEqual([
			nameOf(who),
			true,
			`Holding ${who.email}`,
		]);
	});

	it('with a suffix where the name is somebody else’s', async () => {
		const who = person();
		await customer(billing(), {
			DisplayName: nameOf(who),
			PrimaryEmailAddr: { Address: `other.${who.email}` },
			...money,
		});
		const contact = await billing().contact(who);
		expect((await bill(shop, contact)).customer.DisplayName).toBe(
			`${nameOf(who)} (HubSpot ${contact})`,
		);
	});

	it('below the customer that has the name', async () => {
		const who = person();
		const holder = await customer(billing(), {
			DisplayName: nameOf(who),
			PrimaryEmailAddr: { Address: `other.${who.email}` },
			...money,
		});
		expect(
			(await bill(shop, await billing().contact(who), { nameTaken: 'subCustomer' })).customer,
		).toMatchObject({ Job: true, ParentRef: { value: holder.Id } });
	});

	it('with a suffix where the name is a vendor’s', async () => {
		const who = person();
		await billing().accounts.quickBooks('vendor', { DisplayName: nameOf(who) });
		const contact = await billing().contact(who);
		expect((await bill(shop, contact)).customer.DisplayName).toBe(
			`${nameOf(who)} (HubSpot ${contact})`,
		);
	});

	it('made active again when asked, never silently', async () => {
		const who = person();
		const known = await customer(billing(), {
			DisplayName: nameOf(who),
			PrimaryEmailAddr: { Address: who.email },
			...money,
		});
		await customer(billing(), {
			Id: known.Id,
			SyncToken: known.SyncToken,
			sparse: true,
			Active: false,
		});
		const contact = await billing().contact(who);
		await expect(bill(shop, contact)).rejects.toMatchObject({
			message: expect.stringMatching(/is inactive/) as string,
		});
		const done = await bill(shop, contact, { customerOptions: { reactivate: true } });
		expect([done.customer.Id, done.customer.Active]).toEqual([known.Id, true]);
	});
});

describe('numbers', () => {
	const billing = () => billingByCompany.get('us-numbers') as BillingAccounts;

	it('the next free one, where the company numbers by hand', async () => {
		expect((await bill('us-numbers', await billing().contact())).invoice.DocNumber).toMatch(/\S/);
	});

	it('one of the user’s', async () => {
		count += 1;
		expect(
			(await bill('us-numbers', await billing().contact(), { options: { number: `ÄX-${count}` } }))
				.invoice.DocNumber,
		).toBe(`ÄX-${count}`);
	});

	it('one that is taken, refused', async () => {
		await bill('us-numbers', await billing().contact(), { options: { number: 'TWICE' } });
		await expect(
			bill('us-numbers', await billing().contact(), { options: { number: 'TWICE' } }),
		).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Invoice Number: TWICE is the number of the invoice/,
			) as string,
		});
	});

	it('one that is taken, on request', async () => {
		await bill('us-numbers', await billing().contact(), { options: { number: 'AGAIN' } });
		expect(
			(
				await bill('us-numbers', await billing().contact(), {
					options: { number: 'AGAIN', allowDuplicateNumber: true },
				})
			).invoice.DocNumber,
		).toBe('AGAIN');
	});

	it('QuickBooks’ own, where it numbers', async () => {
		expect(
			(await bill('us', await (billingByCompany.get('us') as BillingAccounts).contact())).invoice
				.DocNumber,
		).toMatch(/^\d+$/);
	});
});
