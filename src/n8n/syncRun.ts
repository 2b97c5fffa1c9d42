import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { contactKind } from '../core/contact/fields';
import { productKind } from '../core/product/fields';
import type { PropertyNames } from '../core/records/names';
import { actions, type Action } from '../core/plan';
import type { SyncState } from '../core/sync/state';
import type { FieldMapping } from '../core/sync/types';
import { syncRecords } from '../flows/sync/syncRecords';
import { syncInvoices } from '../flows/sync/syncInvoices';
import type { SyncContext, SyncInput, SyncResult, SyncRun } from '../flows/sync/engine/types';
import { connectBoth } from './connect';
import { readConnection } from './connection';
import { describeError, toNodeError } from './errors';
import { formOfItem } from './forms/form';
import { toFailure as failureOfAll } from './items';
import { readSyncInput } from './forms/sync';

type Output = 'each' | 'failures' | 'summary';
type Flow = (input: SyncInput, stored: unknown, context: SyncContext) => Promise<SyncRun>;

/** Under this name the node's static data holds what was done last. */
const STATE = 'sync';

export async function syncContacts(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): Promise<INodeExecutionData[][]> {
	return await runSync(
		context,
		fields,
		contactKind.defaults,
		async (...given) => await syncRecords(contactKind, ...given),
	);
}

export async function syncProducts(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): Promise<INodeExecutionData[][]> {
	return await runSync(
		context,
		fields,
		productKind.defaults,
		async (...given) => await syncRecords(productKind, ...given),
	);
}

/** Nothing is mapped unless somebody chooses it: the record has its own properties. */
export async function syncInvoicesOf(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): Promise<INodeExecutionData[][]> {
	return await runSync(context, fields, [], syncInvoices, 'quickBooksToHubSpot');
}

/**
 * Runs a sync once for all input items. @param fields the node's form @returns what was synced, and
 * what could not be
 */
async function runSync(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
	defaults: readonly FieldMapping[],
	flow: Flow,
	fixedDirection?: SyncInput['policy']['direction'],
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	try {
		const input = readSyncInput(context, fields, defaults, fixedDirection);
		const memory = context.getWorkflowStaticData('node');
		const outputs = new Outputs(
			formOfItem(context, 0, fields).choice<Output>('output', ['each', 'failures', 'summary']),
			input,
		);
		const { state, warnings } = await flow(
			input,
			memory[STATE],
			await toSyncContext(context, fields, memory, outputs),
		);
		if (input.scope.kind !== 'records' && !input.dryRun) memory[STATE] = plain(state);
		hint(context, input, warnings, outputs);
		return outputs.items(warnings);
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(node, error, 0);
		return [[{ json: failureOfAll(context, error), pairedItem: { item: 0 } }], []];
	}
}

async function toSyncContext(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
	memory: IDataObject,
	outputs: Outputs,
): Promise<SyncContext> {
	const { authentication, timeoutMs } = readConnection(formOfItem(context, 0, fields));
	const { hubspot, quickbooks, now } = await connectBoth(context, authentication, timeoutMs);
	const credential =
		context.getNode().credentials?.[
			authentication === 'oAuth2' ? 'hubspotInvoicingOAuth2Api' : 'hubspotServiceKeyApi'
		]?.id;
	const store = (state: SyncState) => (memory[STATE] = plain(state));
	return {
		hubspot,
		quickbooks,
		now,
		...(credential && { connection: credential }),
		signal: context.getExecutionCancelSignal(),
		onState: store,
		onResult: (result) => outputs.add(result, hubspot.names),
		onProgress: (text) => context.logger.info(`${context.getNode().name}: ${text}`),
	};
}

function hint(
	context: IExecuteFunctions,
	{ scope, dryRun }: SyncInput,
	warnings: readonly string[],
	{ counts }: Outputs,
): void {
	for (const message of warnings)
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	const done = syncActions
		.filter((action) => counts[action] > 0)
		.map((action) => `${counts[action]} ${action}`);
	if (done.length > 0)
		context.addExecutionHints({
			message: `${done.join(', ')}.`,
			type: 'info',
			location: 'outputPane',
		});
	if (scope.kind === 'changed' && !dryRun && context.getMode() === 'manual')
		context.addExecutionHints({
			message:
				'n8n does not keep what a manual run did last: the next run looks at the same changes again. Records that are in step already are not written again.',
			type: 'info',
			location: 'outputPane',
		});
}

/** A sync finds records that exist all the time; what it did with them is told. */
const syncActions = actions.filter((action) => action !== 'existing');

/** Collects what the node yields, no more of it than the chosen output needs. */
class Outputs {
	readonly counts = Object.fromEntries(syncActions.map((action) => [action, 0])) as Record<
		Action,
		number
	>;
	private readonly done: INodeExecutionData[] = [];
	private readonly failed: INodeExecutionData[] = [];

	constructor(
		private readonly output: Output,
		private readonly input: SyncInput,
	) {}

	add(result: SyncResult, names: PropertyNames): void {
		this.counts[result.action] += 1;
		const isFailure = result.action === 'failed' || result.action === 'conflict';
		if (!isFailure && this.output !== 'each') return;
		(isFailure ? this.failed : this.done).push({
			json: isFailure ? toFailure(result, names) : toJson(result),
			pairedItem: { item: this.itemOf(result) },
		});
	}

	items(warnings: readonly string[]): INodeExecutionData[][] {
		if (this.output !== 'summary') return [this.done, this.failed];
		const records = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
		return [
			[{ json: { records, ...this.counts, warnings: [...warnings] }, pairedItem: { item: 0 } }],
			this.failed,
		];
	}

	private itemOf({ source }: SyncResult): number {
		const { scope } = this.input;
		return scope.kind === 'records' ? Math.max(0, scope.ids.indexOf(source.id)) : 0;
	}
}

function toJson({ error: _error, source: _source, ...result }: SyncResult): IDataObject {
	return plain(result);
}

function toFailure(result: SyncResult, names: PropertyNames): IDataObject {
	const json = toJson(result);
	if (result.error === undefined && result.quickbooks?.entity === 'Invoice')
		return {
			...json,
			remedy:
				'The reason names the record and what to correct. Then sync the invoice by its ID; otherwise it is looked at again when it changes.',
			kind: 'conflict',
		};
	if (result.error === undefined)
		return {
			...json,
			remedy: `The reason names the records and fields. Change one of the two sides, or choose another way to settle conflicts. Where several records fit, write <realm>:<id of the right one> into the property "${names.link('<realm>')}" of the HubSpot record. It is looked at again in the next run.`,
			kind: 'conflict',
		};
	const { message, description, kind } = describeError(result.error);
	return { ...json, reason: message, remedy: description, kind };
}

function plain<T extends object>(value: T): IDataObject {
	return JSON.parse(JSON.stringify(value)) as IDataObject;
}
