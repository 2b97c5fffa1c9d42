import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';
import { control } from '../../support/testSandbox';

const READ = 'n8n-nodes-hubspot-quickbooks.readInvoicingData';
const DAY_MS = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

export let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us', { [READ]: new ReadInvoicingData() });
});
afterAll(async () => await billing.accounts.stop());

export const line = (price: string, more: IDataObject = {}): IDataObject => ({
	name: 'Design hours',
	hs_sku: 'GD-HOUR',
	quantity: '1',
	price,
	hs_line_item_currency_code: 'USD',
	...more,
});

export async function deal(): Promise<{ id: string; contact: string }> {
	const contact = await billing.contact();
	const id = await billing.create(
		'deals',
		{ dealname: 'Terrace', pipeline: 'default', dealstage: 'closedwon', deal_currency_code: 'USD' },
		[[3, contact]],
	);
	return { id, contact };
}

/** A quote made by HubSpot's quoting tool, with the status it comes to. */
export async function quote(
	dealId: string,
	status: string,
	lines: IDataObject[],
	{ links = [], ...properties }: IDataObject & { links?: Array<[number, string]> } = {},
): Promise<string> {
	const id = await billing.create(
		'quotes',
		{
			hs_title: `Offer ${status}`,
			hs_template_type: 'CPQ_QUOTE',
			hs_currency: 'USD',
			hs_status: 'DRAFT',
			hs_expiration_date: inDays(30),
			...properties,
		},
		[[64, dealId], ...links],
	);
	for (const one of lines) await billing.create('line_items', one, [[68, id]]);
	if (status !== 'DRAFT')
		await billing.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${id}`,
			{
				properties: {
					hs_status: ['ACCEPTED', 'VOID'].includes(status) ? 'APPROVAL_NOT_NEEDED' : status,
				},
			},
			'PATCH',
		);
	if (status === 'ACCEPTED') await act(id, 'accept');
	if (status === 'VOID') await act(id, 'void');
	return id;
}

export async function act(id: string, what: 'accept' | 'void'): Promise<void> {
	await control(billing.accounts.sandbox, 'POST', `hubspot/quotes/${id}/${what}`, {});
}

export const bill = async (dealId: string, more: IDataObject = {}) =>
	(await billing.accounts.one(TYPE, {
		deal: picked(dealId),
		source: 'quote',
		ifNoItem: 'fail',
		...(more as INodeParameters),
	})) as IDataObject & {
		hubspot: { id: string };
		invoice: { total: string; customer: { name: string }; lines: Array<{ amount: string }> };
		warnings: string[];
	};
export const choices = async (dealId: string) =>
	(await billing.accounts.one(READ, { operation: 'choices', deal: picked(dealId) })) as {
		quotes: Array<{
			id: string;
			obstacle: { message: string; remedy: string } | null;
			accepted: boolean;
			customer: unknown;
		}>;
	};
