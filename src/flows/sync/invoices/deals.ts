import { Declined } from '../../../core/decline';
import { changesOf } from '../../../core/hubspot/changes';
import type { DealInvoice } from '../../../core/invoice/alreadyBilled/dealInvoice';
import { buildDealProperties } from '../../../core/invoice/record/dealProperties';
import type { Change } from '../../../core/plan';
import type { HubSpotProperties, HubSpotRecord } from '../../../core/records/hubspot';
import { byAskedId } from '../../../core/records/merged';
import type { QuickBooksInvoice } from '../../../core/records/quickbooks';
import { GatewayError } from '../../../gateways/errors';
import { asAttached, recordProperties } from '../../../core/invoice/record/linkedRecords';
import { readOtherCompanies } from '../../invoiceRecord/otherCompanies';
import type { InvoicePrepared } from './prepare';
import type { InvoiceWork } from './work';
import { prepareSchemas } from '../records/prepare';
import type { SyncContext, SyncInput } from '../engine/types';
import { askForAll, missingOutcome, toGatewayError } from '../../accounts/outcomes';
import { findByIds } from '../../accounts/quickBooksRecords';

/** Looks at a deal that others write, too; each correction is followed by another look. */
const LOOKS = 6;
const CONCERNED = new Set(['created', 'updated', 'unchanged', 'archived', 'unlinked']);

/** A deal with what it says now, and what differs from what it should say. */
interface DealState {
	id: string;
	changes: Change[];
	properties: HubSpotProperties;
	warnings: string[];
}

/** Keeps the properties of deals current whose invoices are synced. */
export class InvoiceDeals {
	private schemas: Promise<unknown> | undefined;

	constructor(
		private readonly input: SyncInput,
		private readonly prepared: InvoicePrepared,
		private readonly context: SyncContext,
	) {}

	/** Notes the deals of each invoice, before a record that is archived loses them. */
	async note(works: readonly InvoiceWork[]): Promise<void> {
		const concerned = works.filter(
			({ plan, error }) =>
				error === undefined && plan && (CONCERNED.has(plan.action) || plan.isGone),
		);
		const standing = concerned.filter(({ record }) => record);
		await this.trying(standing, async () => {
			const ids = standing.flatMap(({ record }) => record?.id ?? []);
			const present =
				ids.length > 0
					? await this.context.hubspot.readAssociations('invoices', 'deals', ids)
					: new Map<string, string[]>();
			for (const work of standing) work.dealIds = present.get(work.record?.id ?? '') ?? [];
		});
		for (const work of concerned) {
			const planned = (work.plan?.associations ?? [])
				.filter(({ to }) => to.objectType === 'deals')
				.map(({ to }) => to.id);
			work.dealIds = [...new Set([...(work.dealIds ?? []), ...planned])];
		}
	}

	/**
	 * Brings the deals up to date. HubSpot has no condition on a write, so another run may have
	 * written older totals over these:
	 * what was written is looked at again until it is right.
	 */
	async follow(works: readonly InvoiceWork[]): Promise<void> {
		const byDeal = new Map<string, InvoiceWork[]>();
		for (const work of works)
			if (work.error === undefined)
				for (const id of work.dealIds ?? []) byDeal.set(id, [...(byDeal.get(id) ?? []), work]);
		if (byDeal.size === 0) return;
		await this.trying([...new Set([...byDeal.values()].flat())], async () => {
			await this.ensureSchemas();
			const before = new Map<string, string>();
			let ids = [...byDeal.keys()];
			for (let look = 1; look <= LOOKS && ids.length > 0; look += 1) {
				const states = await this.look(ids, byDeal, look === 1);
				// HubSpot may keep a value in its own way, whatever is written.
				const wrong = [...states].filter(
					([id, { changes }]) => changes.length > 0 && before.get(id) !== JSON.stringify(changes),
				);
				for (const [id, state] of states)
					tell(
						byDeal.get(id) ?? [],
						state,
						look === 1 && state.changes.length > 0,
						this.input.dryRun,
					);
				if (this.input.dryRun) return;
				for (const [id, { changes }] of wrong) before.set(id, JSON.stringify(changes));
				ids = await this.write(wrong, byDeal);
			}
		});
	}

	/** Deals by the ids that they were asked by; one that is gone is missing. */
	private async look(
		ids: readonly string[],
		byDeal: ReadonlyMap<string, InvoiceWork[]>,
		isFirst: boolean,
	): Promise<Map<string, DealState>> {
		const { hubspot, quickbooks } = this.context;
		const deals = byAskedId(
			await hubspot.readObjects('deals', [...ids], {
				properties: ['deal_currency_code', ...hubspot.names.deal],
			}),
		);
		const dealIds = [...new Set([...deals.values()].map(({ id }) => id))];
		const recordIds =
			dealIds.length > 0
				? await hubspot.readAssociations('deals', 'invoices', dealIds)
				: new Map<string, string[]>();
		const records = await this.readRecords([...recordIds.values()].flat());
		const others = await readOtherCompanies(hubspot, quickbooks.realmId, [...records.values()]);
		const own = new Map(
			asAttached(hubspot.names, [...records.values()], quickbooks.realmId).map(
				({ record, invoiceId }) => [record.id, invoiceId],
			),
		);
		const rows = await this.readRows([...own.values()], byDeal, isFirst);
		return new Map(
			ids.flatMap((asked) => {
				const deal = deals.get(asked);
				if (!deal) return [];
				const ofDeal = recordIds.get(deal.id) ?? [];
				const planned = this.input.dryRun
					? (byDeal.get(asked) ?? []).flatMap(({ plan, id }) =>
							plan?.action === 'created' ? id : [],
						)
					: [];
				const invoiceIds = [...new Set([...ofDeal.flatMap((id) => own.get(id) ?? []), ...planned])];
				return [
					[
						asked,
						this.compare(
							deal,
							invoiceIds.flatMap((id) => rows.get(id) ?? []),
							ofDeal.flatMap((id) => others.get(id) ?? []),
						),
					] as const,
				];
			}),
		);
	}

	private async readRecords(ids: readonly string[]): Promise<Map<string, HubSpotRecord>> {
		if (ids.length === 0) return new Map();
		const { hubspot, quickbooks } = this.context;
		return byAskedId(
			await hubspot.readObjects('invoices', [...new Set(ids)], {
				properties: recordProperties(hubspot.names, quickbooks.realmId),
			}),
		);
	}

	/** What this run has read counts at first, and where queries do not show an invoice yet. */
	private async readRows(
		ids: readonly string[],
		byDeal: ReadonlyMap<string, InvoiceWork[]>,
		isFirst: boolean,
	): Promise<Map<string, QuickBooksInvoice>> {
		const rows = new Map(
			[...byDeal.values()]
				.flat()
				.flatMap(({ invoice }) => (invoice ? [[invoice.Id, invoice] as const] : [])),
		);
		const asked = [...new Set(ids)].filter((id) => !isFirst || !rows.has(id));
		const found = await findByIds(this.context.quickbooks, 'Invoice', asked);
		for (const invoice of found) rows.set(invoice.Id, invoice);
		return rows;
	}

	private compare(
		deal: HubSpotRecord,
		invoices: readonly QuickBooksInvoice[],
		others: readonly DealInvoice[],
	): DealState {
		const { account, homeCurrency, today } = this.prepared;
		const { names } = this.context.hubspot;
		const currency = deal.properties['deal_currency_code'] || account.companyCurrency;
		const { properties, warnings } = buildDealProperties(
			names,
			invoices,
			currency,
			homeCurrency,
			today,
			others,
		);
		// A deal that never had an invoice has nothing to clear.
		const isBlank =
			invoices.length + others.length === 0 && names.deal.every((name) => !deal.properties[name]);
		const changes = isBlank ? [] : changesOf(deal, properties);
		return {
			id: deal.id,
			changes,
			properties: Object.fromEntries(changes.map(({ field }) => [field, properties[field] ?? ''])),
			warnings,
		};
	}

	/** @returns the deals that were written */
	private async write(
		wrong: ReadonlyArray<readonly [string, DealState]>,
		byDeal: ReadonlyMap<string, InvoiceWork[]>,
	): Promise<string[]> {
		if (wrong.length === 0) return [];
		const outcomes = await this.context.hubspot.updateObjects(
			'deals',
			wrong.map(([, { id, properties }]) => ({ id, properties })),
		);
		return wrong.flatMap(([asked, { id }], index) => {
			const outcome = outcomes[index];
			if (outcome?.ok) return [asked];
			const reason = outcome?.error ?? missingOutcome('HubSpot', `the deal ${id}`);
			const message = outcome
				? `The deal ${id} could not be updated with its invoices: ${reason.message}`
				: reason.message;
			const error = toGatewayError('HubSpot', { ...reason, message });
			for (const work of byDeal.get(asked) ?? []) work.error = error;
			return [];
		});
	}

	/** Only whoever has an invoice of a deal needs the properties of deals. */
	private async ensureSchemas(): Promise<void> {
		const policy = {
			...this.input.policy,
			direction: 'quickBooksToHubSpot' as const,
			onDelete: 'nothing' as const,
		};
		this.schemas ??= prepareSchemas(
			'deals',
			{ policy, dryRun: this.input.dryRun },
			this.context,
		).then(({ planned }) => this.prepared.plannedSchemas.push(...planned));
		try {
			await this.schemas;
		} catch (error) {
			this.schemas = undefined;
			throw error;
		}
	}

	/**
	 * Where deals may not be touched, or cannot have the properties, the invoices come all the same.
	 */
	private async trying(works: readonly InvoiceWork[], run: () => Promise<void>): Promise<void> {
		await askForAll(works, async () => {
			try {
				await run();
			} catch (error) {
				const told = obstacleOf(error);
				if (told === undefined) throw error;
				for (const { warnings } of works)
					warnings.push(`The deals of the invoice are not kept current: ${told}`);
			}
		});
	}
}

/** What stands in the way of deals alone, for people. */
function obstacleOf(error: unknown): string | undefined {
	if (error instanceof Declined)
		return error.problems.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
	return error instanceof GatewayError && error.kind === 'forbidden' ? error.message : undefined;
}

/** What is different is shown with the first of the deal's invoices. */
function tell(
	works: readonly InvoiceWork[],
	{ id, changes, properties, warnings }: DealState,
	isNews: boolean,
	dryRun: boolean,
): void {
	const [first] = works;
	if (!first) return;
	first.warnings = [...new Set([...first.warnings, ...warnings])];
	if (!isNews) return;
	first.dealChanges = [
		...(first.dealChanges ?? []),
		...changes.map((change) => ({ ...change, field: `deals/${id} ${change.field}` })),
	];
	if (dryRun)
		first.dealRequests = [
			...(first.dealRequests ?? []),
			{ system: 'HubSpot', operation: 'update', target: `deals/${id}`, payload: { properties } },
		];
}
