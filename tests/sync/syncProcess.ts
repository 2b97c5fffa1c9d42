import { contactKind, contactMapping } from '../../src/core/contact/fields';
import { productKind, productMapping } from '../../src/core/product/fields';
import { syncRecords } from '../../src/flows/sync/syncRecords';
import type { SyncContext, SyncInput } from '../../src/flows/sync/engine/types';
import { syncInvoices } from '../../src/flows/sync/syncInvoices';
import { createHubSpotGateway } from '../../src/gateways/hubspot/gateway';
import { createQuickBooksGateway } from '../../src/gateways/quickbooks/gateway';
import { realTime } from '../../src/n8n/connection/realTime';
import type { Kind } from './history';

/**
 * What an execution in a process of its own is told; its only answer is the state, at its very end,
 * as n8n keeps it.
 */
export interface SyncProcessInput {
	kind: Kind;
	state: unknown;
	hubspot: string;
	hubspotToken: string;
	quickbooks: string;
	quickbooksToken: string;
	realmId: string;
	now: number;
}

const mappings = { people: contactMapping, goods: productMapping, bills: [] };

/** @returns what the execution remembers */
export async function run(given: SyncProcessInput): Promise<unknown> {
	const fixed = (token: string) => ({
		current: async () => await Promise.resolve(token),
		refresh: async () => await Promise.resolve(undefined),
	});
	const startedAt = Date.now();
	const context: SyncContext = {
		hubspot: createHubSpotGateway({
			baseUrl: given.hubspot,
			tokens: fixed(given.hubspotToken),
			time: realTime,
			chance: () => 0,
		}),
		quickbooks: createQuickBooksGateway({
			realmId: given.realmId,
			environment: 'custom',
			baseUrl: given.quickbooks,
			tokens: fixed(given.quickbooksToken),
			time: realTime,
			chance: () => 0,
		}),
		now: () => new Date(given.now + Date.now() - startedAt),
		onState: () => undefined,
		onResult: () => undefined,
		onProgress: () => undefined,
	};
	const input: SyncInput = {
		policy: {
			direction: 'twoWay',
			createAndUpdate: 'both',
			onDelete: 'archive',
			conflict: 'hubSpot',
			filter: [],
			mapping: mappings[given.kind],
		},
		mappingChosen: false,
		scope: { kind: 'changed' },
		companies: false,
		incomeAccountId: '5',
		nameTaken: 'suffix',
		dryRun: false,
	};
	const { state } =
		given.kind === 'bills'
			? await syncInvoices(
					{ ...input, policy: { ...input.policy, direction: 'quickBooksToHubSpot' } },
					given.state,
					context,
				)
			: await syncRecords(
					given.kind === 'people' ? contactKind : productKind,
					input,
					given.state,
					context,
				);
	return state;
}
