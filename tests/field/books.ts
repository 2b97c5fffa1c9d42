import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, TYPE, type Town } from '../billing/town';
import type { CaseLine } from '../billing/ledgerOfCase';
import { count } from './tally';

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

type Result = Awaited<ReturnType<Town['bill']>>;

/** What the people who keep the books and the deals do between two runs. */
export class Books {
	constructor(
		readonly town: Town,
		private readonly currency = 'USD',
	) {}

	get link(): string {
		return `quickbooks_id_${this.town.world.realmId}`;
	}

	async customer(fields: IDataObject): Promise<Customer> {
		return (await this.town.world.quickBooks<{ Customer: Customer }>('customer', fields)).Customer;
	}

	async item(fields: IDataObject): Promise<string> {
		const account = await this.town
			.id('Account', "Name = 'Sales of Product Income'")
			.catch(async () => await this.town.id('Account', "AccountType = 'Income'"));
		return (
			await this.town.world.quickBooks<{ Item: { Id: string } }>('item', {
				...(fields['Type'] !== 'Category' && { IncomeAccountRef: { value: account } }),
				Type: 'Service',
				...fields,
			})
		).Item.Id;
	}

	async customers(where: string): Promise<Customer[]> {
		return await this.town.world.query<Customer>(`select * from Customer where ${where}`);
	}

	async edit(entity: 'Customer' | 'Item', id: string, changes: IDataObject): Promise<void> {
		const path = entity.toLowerCase();
		const found = (
			await this.town.world.quickBooks<Record<string, { SyncToken: string }>>(`${path}/${id}`)
		)[entity];
		await this.town.world.quickBooks(path, {
			Id: id,
			SyncToken: found?.SyncToken,
			sparse: true,
			...changes,
		});
	}

	/** As in the browser: the second customer takes over what the first one had. */
	async merge(gone: string, into: string): Promise<void> {
		await this.control(
			`/control/quickbooks/companies/${this.town.world.realmId}/customers/${gone}/merge`,
			'POST',
			{ into },
		);
	}

	async turn(name: string, value: unknown): Promise<void> {
		await this.control('/control/switches/quickbooks', 'PATCH', { [name]: value });
	}

	/** Long enough for a repeated answer to be told from a new one. */
	async later(): Promise<void> {
		await this.control('/control/clock/advance', 'POST', { seconds: 5 });
	}

	private async control(path: string, method: string, body: object): Promise<void> {
		const answer = await fetch(`${this.town.world.sandbox.control.url}${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(await answer.text());
	}

	async deal(
		contact: string,
		{
			company,
			lines = HOURS,
			companies = [],
		}: { company?: string; lines?: CaseLine[]; companies?: Array<[number, string]> } = {},
	): Promise<string> {
		const deal = await this.town.deal(lines, this.currency, contact, company);
		for (const [typeId, id] of companies)
			await this.town.world.hubSpot(
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
		const result = await this.town.bill({
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
			...parameters,
		});
		count({ runs: 1 });
		const { CustomerRef } = await this.town.invoice(result.quickbooks.id);
		const { Customer } = await this.town.world.quickBooks<{ Customer: Customer }>(
			`customer/${CustomerRef.value}`,
		);
		return { ...result, customer: Customer };
	}

	/** What the node says instead of billing. */
	async refusal(
		deal: string,
		parameters: INodeParameters = {},
	): Promise<{ message: string; remedy: string }> {
		const run = await this.town.world.run(TYPE, {
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
		const { properties } = await this.town.world.hubSpot<{
			properties: Record<string, string | null>;
		}>(`/crm/objects/2026-03/${type}/${id}?properties=${this.link}`);
		return properties[this.link] ?? null;
	}

	async setLink(
		type: 'contacts' | 'companies',
		id: string,
		customerId: string | null,
	): Promise<void> {
		await this.town.world.hubSpot(
			`/crm/objects/2026-03/${type}/${id}`,
			{
				properties: {
					[this.link]: customerId === null ? '' : `${this.town.world.realmId}:${customerId}`,
				},
			},
			'PATCH',
		);
	}
}
