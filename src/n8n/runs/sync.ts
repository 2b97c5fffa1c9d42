import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { contactKind } from '../../core/contact/fields';
import { productKind } from '../../core/product/fields';
import type { FieldMapping } from '../../core/sync/types';
import { syncRecords } from '../../flows/sync/syncRecords';
import { syncInvoices } from '../../flows/sync/syncInvoices';
import type { SyncContext, SyncInput, SyncRun } from '../../flows/sync/engine/types';
import { connectBoth, hubSpotCredentialType } from '../connection/connect';
import { readConnection } from '../connection/fromForm';
import { toNodeError } from '../errors';
import { formOfItem } from '../forms/form';
import { toFailure } from '../items';
import { readSyncInput } from '../forms/sync';
import { SyncOutputs, syncActions, toPlainJson, type SyncOutput } from './syncOutputs';

type Flow = (input: SyncInput, stored: unknown, context: SyncContext) => Promise<SyncRun>;

/** The key of the sync's position in the node's static data. */
const STATE = 'sync';

/** Runs Sync Contact. */
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

/** Runs Sync Product. */
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

/** Runs Sync Invoice. Nothing is mapped by default: the invoice record has its own properties. */
export async function syncQuickBooksInvoices(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): Promise<INodeExecutionData[][]> {
	return await runSync(context, fields, [], syncInvoices, 'quickBooksToHubSpot');
}

/**
 * Runs a sync once for all input items.
 * @param fields the node's form
 * @returns what was synced, and what could not be
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
		const outputs = new SyncOutputs(
			formOfItem(context, 0, fields).choice<SyncOutput>('output', ['each', 'failures', 'summary']),
			input,
		);
		const { state, warnings } = await flow(
			input,
			memory[STATE],
			await toSyncContext(context, fields, memory, outputs),
		);
		if (input.scope.kind !== 'records' && !input.dryRun) memory[STATE] = toPlainJson(state);
		addHints(context, input, warnings, outputs);
		return outputs.items(warnings);
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(node, error, 0);
		return [[{ json: toFailure(context, error), pairedItem: { item: 0 } }], []];
	}
}

async function toSyncContext(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
	memory: IDataObject,
	outputs: SyncOutputs,
): Promise<SyncContext> {
	const { authentication, timeoutMs } = readConnection(formOfItem(context, 0, fields));
	const { hubspot, quickbooks, now } = await connectBoth(context, authentication, timeoutMs);
	const credential = context.getNode().credentials?.[hubSpotCredentialType(authentication)]?.id;
	return {
		hubspot,
		quickbooks,
		now,
		...(credential && { connection: credential }),
		signal: context.getExecutionCancelSignal(),
		onState: (state) => (memory[STATE] = toPlainJson(state)),
		onResult: (result) => outputs.add(result, hubspot.names),
		onProgress: (text) => context.logger.info(`${context.getNode().name}: ${text}`),
	};
}

function addHints(
	context: IExecuteFunctions,
	{ scope, dryRun }: SyncInput,
	warnings: readonly string[],
	{ counts }: SyncOutputs,
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
				'Manual runs do not remember their position, so the next run looks at the same changes again. Records that already agree are not written again.',
			type: 'info',
			location: 'outputPane',
		});
}
