import type { IDataObject } from 'n8n-workflow';
import { picked } from '../../support/billingAccounts';
import { bill, billing, choices, deal, line, quote } from './quotedDeals';

describe('whom a quote bills', () => {
	it('its own contact, not the first one of the deal', async () => {
		const { id } = await deal();
		const buyer = await billing.contact({ firstname: 'Bea', lastname: 'Buyer' });
		await quote(id, 'ACCEPTED', [line('100')], {
			links: [
				[69, buyer],
				[702, buyer],
			],
		});
		const { invoice, warnings, hubspot } = await bill(id);
		expect([invoice.customer.name, warnings]).toEqual(['Bea Buyer', []]);
		const record = await billing.accounts.hubSpot<{
			associations: Record<string, { results: IDataObject[] }>;
		}>(`/crm/objects/2026-03/invoices/${hubspot.id}?associations=contacts`);
		expect([...new Set(record.associations['contacts']?.results.map((one) => one['id']))]).toEqual([
			buyer,
		]);
	});

	it.each([
		[true, 'Pia'],
		[false, 'Pat'],
	])(
		'the contact that is labelled for billing, whoever signs and whoever comes first (chosen: %s)',
		async (chosen, firstname) => {
			const { id } = await deal();
			const [signer, reader, payer] = [
				await billing.contact({ firstname: 'Sam', lastname: 'Signer' }),
				await billing.contact(),
				await billing.contact({ firstname, lastname: 'Payer' }),
			];
			const accepted = await quote(id, 'ACCEPTED', [line('100')], {
				links: [
					[69, signer],
					[702, signer],
					[69, reader],
					[69, payer],
					[1226, payer],
				],
			});
			const asked = chosen ? { quote: picked(accepted) } : {};
			expect(
				(await choices(id)).quotes.map(({ customer }) => (customer as IDataObject)['newName']),
			).toEqual([`${firstname} Payer`]);
			const { invoice, warnings } = await bill(id, asked);
			expect([invoice.customer.name, warnings]).toEqual([`${firstname} Payer`, []]);
		},
	);

	it('the company that is labelled for billing', async () => {
		const { id } = await deal();
		const [builder, owner] = [
			await billing.create('companies', { name: 'Builder & Sons' }),
			await billing.create('companies', { name: 'Owner & Daughters' }),
		];
		await quote(id, 'ACCEPTED', [line('100')], {
			links: [
				[71, builder],
				[71, owner],
				[1334, owner],
			],
		});
		const { invoice, warnings } = await bill(id, { billingParty: 'company' });
		expect([invoice.customer.name, warnings]).toEqual(['Owner & Daughters', []]);
	});

	it('the first of several without that label, with a warning', async () => {
		const { id } = await deal();
		const [first, second] = [
			await billing.contact({ firstname: 'Fay', lastname: 'First' }),
			await billing.contact(),
		];
		await quote(id, 'ACCEPTED', [line('100')], {
			links: [
				[69, first],
				[69, second],
				[702, second],
			],
		});
		const { invoice, warnings } = await bill(id);
		expect([invoice.customer.name, warnings]).toEqual([
			'Fay First',
			[
				expect.stringMatching(
					/^The quote has more than one contact\. "Fay First" is used\. Label the one to bill as billing contact of the quote in HubSpot, or choose the customer/,
				),
			],
		]);
	});

	it('and a form suggests the same one', async () => {
		const { id } = await deal();
		const buyer = await billing.contact({ firstname: 'Cleo', lastname: 'Client' });
		await quote(id, 'ACCEPTED', [line('100')], { links: [[69, buyer]] });
		await quote(id, 'APPROVED', [line('100')]);
		expect(
			(await choices(id)).quotes.map(
				({ customer }) => customer && (customer as IDataObject)['newName'],
			),
		).toEqual(['Cleo Client', null]);
	});

	it('its own company, and the deal’s contact where it has none', async () => {
		const { id, contact } = await deal();
		const company = await billing.create('companies', { name: 'Buyer & Sons' });
		await quote(id, 'ACCEPTED', [line('100')], { links: [[71, company]] });
		const plain = await bill(id, { dryRun: true });
		expect(JSON.stringify(plain['plan'])).toContain('"DisplayName":"Case No.');
		expect((await bill(id, { billingParty: 'company' })).invoice.customer.name).toBe(
			'Buyer & Sons',
		);
		expect(contact).toBeTruthy();
	});
});
