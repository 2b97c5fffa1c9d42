import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { TestAccounts } from './testAccounts';
import { money, netOf, thousandths, toCents, type CaseLine } from './lineAmounts';

export const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';
/** What the editor stores where a record was chosen. */
export const picked = (value: string, mode = 'id') => ({ __rl: true, mode, value });

export interface Invoice {
	Id: string;
	DocNumber?: string;
	TotalAmt: number;
	Balance: number;
	Deposit?: number;
	TxnTaxDetail?: { TotalTax?: number };
	CustomerRef: { value: string; name: string };
	CurrencyRef: { value: string };
	ExchangeRate?: number;
	DueDate: string;
	TxnDate: string;
	Line: Array<{
		DetailType: string;
		Amount?: number;
		SalesItemLineDetail?: { Qty?: number; UnitPrice?: number; TaxCodeRef?: { value: string } };
	}>;
	PrivateNote?: string;
	GlobalTaxCalculation?: string;
}

let unique = 0;

/** Both sandboxes with one QuickBooks company; the deals of each case are made by HubSpot’s API. */
export class BillingAccounts {
	private constructor(readonly accounts: TestAccounts) {}

	static async open(
		company: string,
		more: Record<string, INodeType> = {},
	): Promise<BillingAccounts> {
		return new BillingAccounts(
			await TestAccounts.start({ [TYPE]: new CreateQuickBooksInvoice(), ...more }, { company }),
		);
	}

	async id(entity: string, where: string): Promise<string> {
		const [found] = await this.accounts.query<{ Id: string }>(
			`select * from ${entity} where ${where}`,
		);
		if (!found) throw new Error(`QuickBooks has no ${entity} where ${where}`);
		return found.Id;
	}

	async create(
		type: string,
		properties: IDataObject,
		links: Array<[typeId: number, id: string]> = [],
	): Promise<string> {
		const associations = links.map(([associationTypeId, id]) => ({
			to: { id },
			types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
		}));
		return (
			await this.accounts.hubSpot<{ id: string }>(`/crm/objects/2026-03/${type}`, {
				properties,
				associations,
			})
		).id;
	}

	async contact(properties: IDataObject = {}): Promise<string> {
		unique += 1;
		return await this.create('contacts', {
			firstname: 'Case',
			lastname: `No. ${unique}`,
			email: `case${unique}@example.com`,
			...properties,
		});
	}

	/** A deal whose amount is the sum of its lines. */
	async deal(
		lines: readonly CaseLine[],
		currency: string,
		contactId: string,
		companyId?: string,
	): Promise<string> {
		const amount = money(lines.reduce((sum, line) => sum + netOf(line), 0n));
		const deal = await this.create(
			'deals',
			{
				dealname: `Case ${unique}`,
				pipeline: 'default',
				dealstage: 'closedwon',
				deal_currency_code: currency,
				amount,
			},
			[[3, contactId], ...(companyId ? ([[341, companyId]] as Array<[number, string]>) : [])],
		);
		await this.lines(lines, currency, 20, deal);
		return deal;
	}

	async quote(
		dealId: string,
		contactId: string,
		lines: readonly CaseLine[],
		currency: string,
		adjustment?: IDataObject,
		kind: 'discounts' | 'taxes' = 'discounts',
	): Promise<string> {
		const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
		const quote = await this.create(
			'quotes',
			{
				hs_title: `Offer ${unique}`,
				hs_expiration_date: expires,
				hs_currency: currency,
				hs_status: 'DRAFT',
			},
			[
				[64, dealId],
				[69, contactId],
			],
		);
		await this.lines(lines, currency, 68, quote);
		if (adjustment)
			await this.accounts.hubSpot(
				`/crm/v4/objects/quotes/${quote}/associations/default/${kind}/${await this.create(kind, adjustment)}`,
				{},
				'PUT',
			);
		await this.accounts.hubSpot(
			`/crm/objects/2026-03/quotes/${quote}`,
			{ properties: { hs_status: 'APPROVAL_NOT_NEEDED' } },
			'PATCH',
		);
		return quote;
	}

	private async lines(
		lines: readonly CaseLine[],
		currency: string,
		typeId: number,
		to: string,
	): Promise<void> {
		for (const { name, sku, quantity, price, percentOff, eachOff } of lines) {
			await this.create(
				'line_items',
				{
					name,
					quantity: thousandths(quantity),
					price: thousandths(price),
					hs_line_item_currency_code: currency,
					...(sku && { hs_sku: sku }),
					...(percentOff && { hs_discount_percentage: String(percentOff) }),
					...(eachOff && { discount: (eachOff / 100).toString() }),
				},
				[[typeId, to]],
			);
		}
	}

	/** Every answer of both systems takes this long. */
	slow(latencyMs: number): void {
		for (const system of [this.accounts.sandbox.hubspot, this.accounts.sandbox.quickbooks])
			system.setSwitches({ latencyMs });
	}

	/** Changes a setting of the company, as a person does in QuickBooks. */
	async prefer(part: string, values: IDataObject): Promise<void> {
		const { Preferences } = await this.accounts.quickBooks<{ Preferences: IDataObject }>(
			'preferences',
		);
		await this.accounts.quickBooks('preferences', {
			...Preferences,
			[part]: { ...(Preferences[part] as IDataObject), ...values },
		});
	}

	async bill(parameters: INodeParameters): Promise<
		IDataObject & {
			quickbooks: { id: string };
			warnings: string[];
			action: string;
			plan?: Array<{ target: string; operation: string; payload: IDataObject }>;
		}
	> {
		return (await this.accounts.one(TYPE, parameters)) as never;
	}

	async invoice(id: string): Promise<Invoice> {
		return (await this.accounts.quickBooks<{ Invoice: Invoice }>(`invoice/${id}`)).Invoice;
	}

	/** What HubSpot's own lines of a deal or quote come to. */
	async hubSpotTotal(type: 'deals' | 'quotes', id: string): Promise<bigint> {
		const { results } = await this.accounts.hubSpot<{
			results: Array<{ toObjectId: number | string }>;
		}>(`/crm/v4/objects/${type}/${id}/associations/line_items`);
		const items = await Promise.all(
			results.map(
				async ({ toObjectId }) =>
					await this.accounts.hubSpot<{ properties: { amount: string } }>(
						`/crm/objects/2026-03/line_items/${toObjectId}?properties=amount`,
					),
			),
		);
		return items.reduce((sum, { properties }) => sum + toCents(Number(properties.amount)), 0n);
	}
}

/** What an invoice comes to before tax, in cents. */
export function beforeTax(invoice: Invoice): bigint {
	return toCents(invoice.TotalAmt) - toCents(invoice.TxnTaxDetail?.TotalTax ?? 0);
}
