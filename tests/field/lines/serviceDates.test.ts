import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';
import { Bookkeeping, HOURS } from '../../support/bookkeeping';

// What HubSpot's help says of its own sync:
// https://knowledge.hubspot.com/integrations/troubleshoot-the-quickbooks-online-data-sync-integration

let billing: BillingAccounts;
let bookkeeping: Bookkeeping;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	bookkeeping = new Bookkeeping(billing);
});
afterAll(async () => await billing.accounts.stop());

interface Part {
	SalesItemLineDetail?: { ServiceDate?: string };
	GroupLineDetail?: { Line: Part[] };
}

/** Of each line that sells something, parts of bundles included. */
function serviceDates(lines: readonly Part[]): Array<string | undefined> {
	return lines.flatMap(({ SalesItemLineDetail, GroupLineDetail }) => {
		if (GroupLineDetail) return serviceDates(GroupLineDetail.Line);
		return SalesItemLineDetail ? [SalesItemLineDetail.ServiceDate] : [];
	});
}

describe('a company that recognises revenue over time', () => {
	beforeAll(() => billing.accounts.sandbox.quickbooks.setSwitches({ revenueRecognition: true }));
	afterAll(() => billing.accounts.sandbox.quickbooks.setSwitches({ revenueRecognition: false }));

	it('refuses lines without a service date: the item says where to enter one', async () => {
		const { message, remedy } = await bookkeeping.refusal(
			await bookkeeping.deal(await billing.contact()),
		);
		expect(message).toContain('Enter a service date');
		expect(remedy).toMatch(/Add "Service Date" under Options/);
	});

	it('gets the one of the node on each line that has none of its own', async () => {
		const deal = await bookkeeping.deal(await billing.contact(), {
			lines: [...HOURS, { ...HOURS[0], quantity: 2_000 } as (typeof HOURS)[0]],
		});
		const { quickbooks } = await bookkeeping.bill(deal, { options: { serviceDate: '2026-12-01' } });
		expect(serviceDates((await billing.invoice(quickbooks.id)).Line as Part[])).toEqual([
			'2026-12-01',
			'2026-12-01',
		]);
		const lines = {
			line: [
				{
					item: picked(await billing.id('Item', "Sku = 'GD-HOUR'")),
					quantity: 1,
					unitPrice: 10,
					serviceDate: '2026-11-05',
				},
				{ item: picked(await billing.id('Item', "Type = 'Group'")), quantity: 1, unitPrice: 10 },
			],
		};
		const given = await bookkeeping.bill(await bookkeeping.deal(await billing.contact()), {
			lines,
			options: { serviceDate: '2026-12-01' },
		});
		expect(serviceDates((await billing.invoice(given.quickbooks.id)).Line as Part[])).toEqual([
			'2026-11-05',
			...Array.from({ length: 2 }, () => '2026-12-01'),
		]);
	});

	it('a service date that is none is declined', async () => {
		const { message } = await bookkeeping.refusal(await bookkeeping.deal(await billing.contact()), {
			options: { serviceDate: 'soon' },
		});
		expect(message).toBe('Service Date: "soon" is not a date.');
	});
});

it('contacts without a name of their own do not fight for the name of their company', async () => {
	const contacts = [
		await billing.contact({
			firstname: '',
			lastname: '',
			company: 'Holt Bakery',
			email: 'ann@holt.example',
		}),
		await billing.contact({
			firstname: '',
			lastname: '',
			company: 'Holt Bakery',
			email: 'ben@holt.example',
		}),
	];
	const names: string[] = [];
	for (const contact of contacts)
		names.push((await bookkeeping.bill(await bookkeeping.deal(contact))).customer.DisplayName);
	expect(names).toEqual(['Holt Bakery', `Holt Bakery (HubSpot ${contacts[1]})`]);
	const again = await billing.accounts.run(TYPE, {
		deal: picked(await bookkeeping.deal(contacts[1] ?? '')),
		source: 'scratch',
		ifNoItem: 'fail',
	});
	expect(again.error).toBeUndefined();
});
