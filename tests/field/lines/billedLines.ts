import type { IDataObject } from 'n8n-workflow';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

export interface Line {
	Amount?: number;
	Description?: string;
	DetailType: string;
	SalesItemLineDetail?: {
		ItemRef: { value: string };
		Qty?: number;
		UnitPrice?: number;
		ClassRef?: { value: string };
	};
}

export let billing: BillingAccounts;
let incomeAccount: ReturnType<typeof picked>;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	incomeAccount = picked(await billing.id('Account', "AccountType = 'Income'"));
});
afterAll(async () => await billing.accounts.stop());
export const hubSpot = (switches: IDataObject) =>
	billing.accounts.sandbox.hubspot.setSwitches(switches);

/** A deal with lines as they are given, and no amount of its own unless one is given. */
export async function dealWith(
	lines: ReadonlyArray<Record<string, string>>,
	more: IDataObject = {},
): Promise<string> {
	const deal = await billing.create(
		'deals',
		{
			dealname: 'Lines',
			pipeline: 'default',
			dealstage: 'closedwon',
			deal_currency_code: 'USD',
			...more,
		},
		[[3, await billing.contact()]],
	);
	for (const line of lines)
		await billing.create(
			'line_items',
			{ quantity: '1', hs_line_item_currency_code: 'USD', ...line },
			[[20, deal]],
		);
	return deal;
}

export const bill = async (deal: string, more: IDataObject = {}) =>
	await billing.bill({
		deal: picked(deal),
		source: 'scratch',
		incomeAccount,
		defaultTaxCode: picked('NON'),
		...more,
	});
export const refusal = async (deal: string, more: IDataObject = {}) =>
	(
		await billing.accounts.run(TYPE, {
			deal: picked(deal),
			source: 'scratch',
			incomeAccount,
			...more,
		})
	).error?.message;
export const linesOf = async ({ quickbooks }: { quickbooks: { id: string } }) =>
	((await billing.invoice(quickbooks.id)).Line as Line[]).filter(
		({ DetailType }) => DetailType === 'SalesItemLineDetail',
	);
