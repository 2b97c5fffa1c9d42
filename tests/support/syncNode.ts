import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { SyncContact } from '../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../nodes/SyncInvoice/SyncInvoice.node';
import { SyncProduct } from '../../nodes/SyncProduct/SyncProduct.node';
import type { SandboxOptions } from '../../sandbox/options';
import { oneNodeWorkflow } from './inProcess';
import { TestAccounts } from './testAccounts';
import { isWrite } from './syncAccounts';

type Fields = Record<string, unknown>;
type Properties = Record<string, string>;
interface Kept {
	id: string;
	archived?: boolean;
	properties: Record<string, string | null>;
	associations?: Record<string, { results: Array<{ id: string }> }>;
}

const kinds: Record<string, { node: () => INodeType; entity: string; objects: string }> = {
	syncContact: { node: () => new SyncContact(), entity: 'Customer', objects: 'contacts' },
	syncProduct: { node: () => new SyncProduct(), entity: 'Item', objects: 'products' },
	syncInvoice: { node: () => new SyncInvoice(), entity: 'Invoice', objects: 'invoices' },
};

/** What came out of one run. */
export interface Ran {
	/** Items of the output "Synced". */
	synced: IDataObject[];
	/** Items of the output "Failed". */
	failed: IDataObject[];
	/** Input items that the items of both outputs belong to. */
	from: unknown[];
	hints: string[];
	requests: string[];
	/** Requests that change something. */
	writes: string[];
}

/**
 * On Delete, what the run says of a customer or item that was made inactive, and what is left of
 * its counterpart.
 */
export const whenInactive: ReadonlyArray<
	[onDelete: string, action: string, left: { linked: boolean; state?: string } | undefined]
> = [
	['nothing', 'skipped', { linked: true }],
	['archive', 'archived', undefined],
	['unlink', 'unlinked', { linked: false }],
	['mark', 'updated', { linked: true, state: 'inactive' }],
];

/** One sync node in a workflow that remembers, and both systems as their own users see them. */
export class SyncNode {
	private readonly staticData: IDataObject = {};
	private readonly type: string;

	private constructor(
		readonly accounts: TestAccounts,
		private readonly kind: { entity: string; objects: string },
		name: string,
	) {
		this.type = `n8n-nodes-hubspot-quickbooks.${name}`;
	}

	static async open(
		name: keyof typeof kinds,
		options: SandboxOptions & { company?: string } = {},
	): Promise<SyncNode> {
		const { node: _node, ...kind } = kinds[name] as (typeof kinds)[string];
		const nodes = Object.fromEntries(
			Object.entries(kinds).map(([one, { node }]) => [
				`n8n-nodes-hubspot-quickbooks.${one}`,
				node(),
			]),
		);
		return new SyncNode(
			await TestAccounts.start(nodes, { seed: 'empty', ...options }),
			kind,
			String(name),
		);
	}

	/** Another sync node over the same systems. */
	beside(name: keyof typeof kinds): SyncNode {
		const { node: _node, ...kind } = kinds[name] as (typeof kinds)[string];
		return new SyncNode(this.accounts, kind, String(name));
	}

	/** Runs the node as a schedule does. */
	async run(
		parameters: INodeParameters = {},
		items: IDataObject[] = [{}],
		more: { onError?: 'continueRegularOutput'; mode?: 'manual' } = {},
	): Promise<Ran> {
		const { onError, mode } = more;
		const workflow = oneNodeWorkflow(
			{
				name: 'Node',
				type: this.type,
				parameters,
				credentials: this.accounts.nodeCredentials,
				...(onError && { onError }),
			},
			items,
			this.staticData,
		);
		this.accounts.forgetRequests();
		const run = await this.accounts.n8n.run(workflow, mode ?? 'trigger');
		if (run.error) throw run.error;
		const toText = ({ method, endpoint }: { method: string; endpoint: string }) =>
			`${method} ${endpoint}`;
		const [synced, failed] = [run.items('Node'), run.items('Node', 1)];
		return {
			synced: synced.map(({ json }) => json),
			failed: failed.map(({ json }) => json),
			from: [...synced, ...failed].map(({ pairedItem }) => pairedItem),
			hints: (run.run.data.resultData.runData['Node']?.[0]?.hints ?? []).map(
				({ message }) => message,
			),
			requests: this.accounts.requests.map(toText),
			writes: this.accounts.requests.filter(isWrite).map(toText),
		};
	}

	/** What the node remembers, as if it were somebody else's. */
	forge(more: IDataObject): void {
		const own = this.staticData['node:Node'] as { sync: IDataObject };
		Object.assign(own.sync, more);
	}

	/** So much later that no run reads what an earlier one has seen. */
	pass(ms = 600_000): void {
		this.accounts.sandbox.runtime.clock.advance(ms);
	}

	get link(): string {
		return `quickbooks_id_${this.accounts.realmId}`;
	}

	/** A record of QuickBooks, of the node's kind unless said otherwise. */
	async made(fields: Fields, entity = this.kind.entity): Promise<string> {
		const answer = await this.accounts.quickBooks<Record<string, { Id: string }>>(
			entity.toLowerCase(),
			fields,
		);
		return answer[entity]?.Id ?? '';
	}

	async read(
		id: string,
		entity = this.kind.entity,
	): Promise<Record<string, unknown> & { SyncToken: string }> {
		const answer = await this.accounts.quickBooks<
			Record<string, Record<string, unknown> & { SyncToken: string }>
		>(`${entity.toLowerCase()}/${id}`);
		return answer[entity] ?? { SyncToken: '' };
	}

	async change(id: string, fields: Fields, entity = this.kind.entity): Promise<void> {
		const { SyncToken } = await this.read(id, entity);
		await this.accounts.quickBooks(entity.toLowerCase(), {
			Id: id,
			SyncToken,
			sparse: true,
			...fields,
		});
	}

	/** Everything QuickBooks has of the node's kind, inactive ones too. */
	async all(): Promise<Fields[]> {
		return await this.accounts.query(
			`select * from ${this.kind.entity} ${this.kind.entity === 'Invoice' ? '' : 'where Active in (true, false)'} maxresults 1000`,
		);
	}

	/** A record of HubSpot, of the node's kind unless said otherwise. */
	async put(properties: Properties, objects = this.kind.objects): Promise<string> {
		return (
			await this.accounts.hubSpot<{ id: string }>(`/crm/objects/2026-03/${objects}`, { properties })
		).id;
	}

	async edit(id: string, properties: Properties, objects = this.kind.objects): Promise<void> {
		await this.accounts.hubSpot(`/crm/objects/2026-03/${objects}/${id}`, { properties }, 'PATCH');
	}

	async archive(id: string, objects = this.kind.objects): Promise<void> {
		await fetch(`${this.accounts.sandbox.hubspot.url}/crm/objects/2026-03/${objects}/${id}`, {
			method: 'DELETE',
			headers: {
				authorization: `Bearer ${this.accounts.sandbox.hubspot.describe()['serviceKey'] as string}`,
			},
		});
	}

	/** A property of one's own. */
	async property(property: {
		name: string;
		label: string;
		type: string;
		fieldType: string;
		options?: object[];
	}): Promise<void> {
		const path = `/crm/properties/2026-03/${this.kind.objects}`;
		await this.accounts.hubSpot(`${path}/groups`, { name: 'own', label: 'Own' });
		await this.accounts.hubSpot(path, { groupName: 'own', ...property });
	}

	/**
	 * What a deletion left of the only HubSpot record: whether it is linked with that QuickBooks
	 * record, and its mark; undefined when it is gone.
	 */
	async leftOf(
		id: string,
		onDelete: string,
	): Promise<{ linked: boolean; state?: string } | undefined> {
		const [kept] = await this.listed(onDelete === 'mark' ? ['quickbooks_record_state'] : []);
		const state = kept?.properties['quickbooks_record_state'];
		return (
			kept && {
				linked: kept.properties[this.link] === `${this.accounts.realmId}:${id}`,
				...(state && { state }),
			}
		);
	}

	/** What HubSpot has of the node's kind, with the properties asked for. */
	async listed(
		properties: string[] = [],
		{ objects = this.kind.objects, associations = [] as string[], archived = false } = {},
	): Promise<Kept[]> {
		const names = [this.link, ...properties].join(',');
		const found = await this.accounts.hubSpot<{ results: Kept[] }>(
			`/crm/objects/2026-03/${objects}?limit=100&properties=${names}&archived=${archived}${associations.length > 0 ? `&associations=${associations.join(',')}` : ''}`,
		);
		return found.results;
	}

	/** One record of HubSpot by its id. */
	async seen(id: string, properties: string[] = []): Promise<Kept['properties'] | undefined> {
		return (await this.listed(properties)).find((one) => one.id === id)?.properties;
	}

	async stop(): Promise<void> {
		await this.accounts.stop();
	}
}

const sideOf = (json: IDataObject, side: 'hubspot' | 'quickbooks') =>
	(json[side] as { id: string } | null)?.id ?? null;

/** Action, QuickBooks' id and HubSpot's id of each item. */
export function outline({ synced, failed }: Ran): Array<[unknown, string | null, string | null]> {
	return [...synced, ...failed].map((json) => [
		json['action'],
		sideOf(json, 'quickbooks'),
		sideOf(json, 'hubspot'),
	]);
}

/** What was done with each QuickBooks record. */
export function actions(ran: Ran): Record<string, unknown> {
	return Object.fromEntries(
		outline(ran).map(([action, quickBooks, hubSpot]) => [quickBooks ?? hubSpot, action]),
	);
}

/** A mapping as the editor stores it. */
export function mapped(value: Record<string, string>): INodeParameters {
	return { mapping: { mappingMode: 'defineBelow', value } };
}

export const email = (Address: string) => ({ PrimaryEmailAddr: { Address } });
