import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, type Invoice } from '../../support/billingAccounts';

/** A company that tracks a class for each line; somebody closed a class that items still have. */
let billing: BillingAccounts;
let north = '';
let closed = '';
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	await billing.prefer('AccountingInfoPrefs', {
		ClassTrackingPerTxnLine: true,
		ClassTrackingPerTxn: false,
	});
	[north, closed] = [await classNamed('North'), await classNamed('Closing')];
	for (const name of ['Delivery', 'Fertilizer']) {
		const [item] = await billing.accounts.query<{ Id: string; SyncToken: string; Name: string }>(
			`select * from Item where Name = '${name}'`,
		);
		await billing.accounts.quickBooks('item', {
			Id: item?.Id,
			SyncToken: item?.SyncToken,
			Name: item?.Name,
			sparse: true,
			ClassRef: { value: closed },
		});
	}
	await billing.accounts.quickBooks('class', {
		Id: closed,
		SyncToken: '0',
		sparse: true,
		Active: false,
		Name: 'Closing',
	});
});
afterAll(async () => await billing.accounts.stop());

const classNamed = async (Name: string) =>
	(await billing.accounts.quickBooks<{ Class: { Id: string } }>('class', { Name })).Class.Id;
const lines = {
	line: [
		{ name: 'Delivery', unitPrice: 5 },
		{ name: 'Lawn starter kit', sku: 'KIT-LAWN', unitPrice: 8 },
	],
};

async function bill(more: IDataObject = {}) {
	const deal = await billing.create(
		'deals',
		{ dealname: 'Classes', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, await billing.contact()]],
	);
	return await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		ifNoItem: 'fail',
		defaultTaxCode: picked('NON'),
		lines,
		...more,
	});
}

type Line = Invoice['Line'][number] & {
	SalesItemLineDetail?: { ClassRef?: { value: string } };
	GroupLineDetail?: { Line: Line[] };
};

/** The classes of all lines, those of bundles included. */
function classesIn(found: readonly Line[]): string[] {
	return found.flatMap(({ SalesItemLineDetail: detail, GroupLineDetail: group }) => [
		...(detail?.ClassRef ? [detail.ClassRef.value] : []),
		...classesIn(group?.Line ?? []),
	]);
}
const classesOf = async ({ quickbooks }: { quickbooks: { id: string } }) =>
	classesIn((await billing.invoice(quickbooks.id)).Line);

describe('an item whose own class is inactive', () => {
	const says = (line: string, item: string) =>
		`Line ${line}: the class "Closing (deleted)" of the QuickBooks item "${item}" is inactive, so it is left out. Give the item another class in QuickBooks, or choose a class in the node.`;
	const both = [says('1 "Delivery"', 'Delivery'), says('2 "Lawn starter kit"', 'Fertilizer')];

	it('is sold without a class, by itself and in a bundle, and a warning says so before and after', async () => {
		const planned = await bill({ dryRun: true });
		const billed = await bill();
		expect([planned.warnings, billed.warnings, await classesOf(billed)]).toEqual([both, both, []]);
	});

	it('gets the class of the node without a warning', async () => {
		const billed = await bill({ class: picked(north) });
		expect([billed.warnings, new Set(await classesOf(billed))]).toEqual([[], new Set([north])]);
	});
});
