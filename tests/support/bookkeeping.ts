import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, TYPE, type BillingAccounts } from './billingAccounts';
import type { CaseLine } from './lineAmounts';
import { count } from './figures';
import { control } from './testSandbox';

export interface Customer {
	Id: string;
	SyncToken: string;
	DisplayName: string;
	FullyQualifiedName: string;
	Active: boolean;
	PrimaryEmailAddr?: { Address: string };
	CurrencyRef: { value: string };
}

export const HOURS: CaseLine[] = [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 1_000, price: 10_000 },
];

type Result = Awaited<ReturnType<BillingAccounts['bill']>>;

/** What the people who keep the books and the deals do between two runs. */
export class Bookkeeping {
	constructor(
		readonly billing: BillingAccounts,
		private readonly currency = 'USD',
	) {}

	get link(): string {
		return `quickbooks_id_${this.billing.accounts.realmId}`;
	}

	async customer(fields: IDataObject): Promise<Customer> {
		return (await this.billing.accounts.quickBooks<{ Customer: Customer }>('customer', fields))
			.Customer;
	}

	async item(fields: IDataObject): Promise<string> {
		const account = await this.billing
			.id('Account', "Name = 'Sales of Product Income'")
			.catch(async () => await this.billing.id('Account', "AccountType = 'Income'"));
		return (
			await this.billing.accounts.quickBooks<{ Item: { Id: string } }>('item', {
				...(fields['Type'] !== 'Category' && { IncomeAccountRef: { value: account } }),
				Type: 'Service',
				...fields,
			})
		).Item.Id;
	}

	async customers(where: string): Promise<Customer[]> {
		return await this.billing.accounts.query<Customer>(`select * from Customer where ${where}`);
	}

	async edit(entity: 'Customer' | 'Item', id: string, changes: IDataObject): Promise<void> {
		const path = entity.toLowerCase();
		const found = (
			await this.billing.accounts.quickBooks<Record<string, { SyncToken: string }>>(`${path}/${id}`)
		)[entity];
		await this.billing.accounts.quickBooks(path, {
			Id: id,
			SyncToken: found?.SyncToken,
			sparse: true,
			...changes,
		});
	}

	/** As in the browser: the second customer takes over what the first one had. */
	async merge(gone: string, into: string): Promise<void> {
		await this.control(
			`quickbooks/companies/${this.billing.accounts.realmId}/customers/${gone}/merge`,
			'POST',
			{ into },
		);
	}

	async turn(name: string, value: unknown): Promise<void> {
		await this.control('switches/quickbooks', 'PATCH', { [name]: value });
	}

	/** Long enough for a repeated answer to be told from a new one. */
	async later(): Promise<void> {
		await this.control('clock/advance', 'POST', { seconds: 5 });
	}

	private async control(path: string, method: string, body: object): Promise<void> {
		await control(this.billing.accounts.sandbox, method, path, body);
	}

	async deal(
		contact: string,
		{
			company,
			lines = HOURS,
			companies = [],
		}: { company?: string; lines?: CaseLine[]; companies?: Array<[number, string]> } = {},
	): Promise<string> {
		const deal = await this.billing.deal(lines, this.currency, contact, company);
		for (const [typeId, id] of companies)
			await this.billing.accounts.hubSpot(
				`/crm/v4/objects/deals/${deal}/associations/companies/${id}`,
				[{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
				'PUT',
			);
		return deal;
	}

	/** @returns the result, with the customer that was billed */
	async bill(
		deal: string,
		parameters: INodeParameters = {},
	): Promise<Result & { customer: Customer }> {
		const result = await this.billing.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			...parameters,
		});
		count({ runs: 1 });
		const { CustomerRef } = await this.billing.invoice(result.quickbooks.id);
		const { Customer } = await this.billing.accounts.quickBooks<{ Customer: Customer }>(
			`customer/${CustomerRef.value}`,
		);
		return { ...result, customer: Customer };
	}

	/** What the node says instead of billing. */
	async refusal(
		deal: string,
		parameters: INodeParameters = {},
	): Promise<{ message: string; remedy: string }> {
		const run = await this.billing.accounts.run(TYPE, {
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			...parameters,
		});
		count({ runs: 1 });
		const { message = 'nothing was refused', description } = (run.error ?? {}) as {
			message?: string;
			description?: string;
		};
		return { message, remedy: description ?? '' };
	}

	async linkOf(type: 'contacts' | 'companies' | 'products', id: string): Promise<string | null> {
		const { properties } = await this.billing.accounts.hubSpot<{
			properties: Record<string, string | null>;
		}>(`/crm/objects/2026-03/${type}/${id}?properties=${this.link}`);
		return properties[this.link] ?? null;
	}

	async setLink(
		type: 'contacts' | 'companies',
		id: string,
		customerId: string | null,
	): Promise<void> {
		await this.billing.accounts.hubSpot(
			`/crm/objects/2026-03/${type}/${id}`,
			{
				properties: {
					[this.link]: customerId === null ? '' : `${this.billing.accounts.realmId}:${customerId}`,
				},
			},
			'PATCH',
		);
	}
}
