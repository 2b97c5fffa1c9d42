import { contactKind } from '../../src/core/contact/fields';
import { productKind } from '../../src/core/product/fields';
import type { HubSpotProperties, HubSpotRecord } from '../../src/core/records/hubspot';
import type { QuickBooksPayload } from '../../src/core/records/quickbooks';
import type { SyncPolicy } from '../../src/core/sync/types';
import type { SyncInput } from '../../src/flows/sync/engine/types';
import type { HubSpotSwitches } from '../../sandbox/hubspot/switches';
import { SyncAccounts, type Synced } from './syncAccounts';
import { count } from './figures';
import { control } from './testSandbox';

const kinds = {
	contacts: {
		kind: contactKind,
		entity: 'Customer',
		fields: (name: string): QuickBooksPayload => ({
			DisplayName: name,
			PrimaryEmailAddr: { Address: `${name}@example.com` },
		}),
		properties: (name: string) => ({ email: `${name}@example.com`, firstname: name }),
		edits: [{ GivenName: 'Once' }, { GivenName: 'Twice' }],
		hubSpotEdits: [{ firstname: 'Three' }, { lastname: 'Four' }, { lastname: 'Five' }],
	},
	products: {
		kind: productKind,
		entity: 'Item',
		fields: (name: string): QuickBooksPayload => ({
			Name: name,
			Sku: name,
			Type: 'Service',
			IncomeAccountRef: { value: '5' },
		}),
		properties: (name: string) => ({ name, hs_sku: name }),
		edits: [{ UnitPrice: 7 }, { UnitPrice: 8 }],
		hubSpotEdits: [{ description: 'Three' }, { price: '4' }, { price: '5' }],
	},
} as const;

export type PairType = keyof typeof kinds;

/** One contact and customer, or product and item, of two empty accounts, and a sync over them. */
export class SyncedPair {
	id = '';
	record = '';

	private constructor(
		readonly accounts: SyncAccounts,
		readonly type: PairType,
		readonly policy: Partial<SyncPolicy>,
	) {}

	/** Both are there, and linked, by a run of the sync. */
	static async open(
		type: PairType,
		policy: Partial<SyncPolicy>,
		hubspot: Partial<HubSpotSwitches> = {},
	): Promise<SyncedPair> {
		const pair = new SyncedPair(
			await SyncAccounts.start({ seed: 'empty', fast: true, switches: { hubspot } }),
			type,
			policy,
		);
		const { fields, properties } = kinds[type];
		if (policy.direction === 'hubSpotToQuickBooks') {
			pair.record = (
				await pair.accounts.hubspot.createObject(type, { properties: properties('gone') })
			).id;
			pair.id = (await pair.run()).results[0]?.quickbooks?.id ?? '';
		} else {
			pair.id = await pair.make(fields('gone'));
			pair.record = (await pair.run()).results[0]?.hubspot?.id ?? '';
		}
		return pair;
	}

	get edits(): readonly QuickBooksPayload[] {
		return kinds[this.type].edits;
	}

	get hubSpotEdits(): readonly HubSpotProperties[] {
		return kinds[this.type].hubSpotEdits;
	}

	get link(): string {
		return `quickbooks_id_${this.accounts.realmId}`;
	}

	async run(input: Partial<SyncInput> = {}): Promise<Synced> {
		count({ runs: 1 });
		this.pass();
		return await this.accounts.sync(kinds[this.type].kind, this.policy, {
			incomeAccountId: '5',
			...input,
		});
	}

	/** What was done with each QuickBooks record. */
	async actions(input: Partial<SyncInput> = {}): Promise<Record<string, string>> {
		return Object.fromEntries(
			(await this.run(input)).results.map(({ action, quickbooks, hubspot }) => [
				quickbooks?.id ?? hubspot?.id ?? '',
				action,
			]),
		);
	}

	/** So much later that no run reads what an earlier one has seen. */
	pass(ms = 600_000): void {
		this.accounts.sandbox.runtime.clock.advance(ms);
	}

	async make(fields: QuickBooksPayload): Promise<string> {
		return (
			await this.accounts.quickbooks.create(kinds[this.type].entity, fields, JSON.stringify(fields))
		).Id;
	}

	async named(name: string): Promise<string> {
		return await this.make(kinds[this.type].fields(name));
	}

	async change(fields: QuickBooksPayload | undefined, id = this.id): Promise<void> {
		const { entity } = kinds[this.type];
		const { SyncToken } = await this.accounts.quickbooks.read(entity, id);
		await this.accounts.quickbooks.update(entity, { Id: id, SyncToken, sparse: true, ...fields });
	}

	async edit(properties: HubSpotProperties | undefined, record = this.record): Promise<void> {
		await this.accounts.hubspot.updateObject(this.type, record, properties ?? {});
	}

	async remove(record = this.record): Promise<void> {
		await this.accounts.hubspot.archiveObjects(this.type, [record]);
	}

	async restore(record = this.record): Promise<void> {
		await control(this.accounts.sandbox, 'POST', `hubspot/records/${this.type}/${record}/restore`);
	}

	/** What HubSpot has. */
	async listed(archived = false): Promise<HubSpotRecord[]> {
		return (
			await this.accounts.hubspot.listObjects(this.type, {
				properties: [this.link, 'firstname'],
				limit: 100,
				archived,
			})
		).records;
	}

	/** What QuickBooks has. */
	async all(): Promise<Array<{ Active: boolean }>> {
		return await this.accounts.quickbooks.find(kinds[this.type].entity, {
			where: [{ field: 'Active', operator: 'IN', value: [true, false] }],
		});
	}

	/** Asks HubSpot itself. */
	async hubSpot(path: string, body: object): Promise<void> {
		const token = this.accounts.sandbox.hubspot.describe()['serviceKey'] as string;
		const answer = await fetch(`${this.accounts.sandbox.hubspot.url}${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(await answer.text());
	}
}
