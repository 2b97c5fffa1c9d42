import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { describeError, toNodeError } from './errors';

/** One output item, without its link to the input. */
export type ItemResult = Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * Runs the work for each input item, one after the other, and keeps the link from output to input.
 * An item that fails
 * stops the node, or goes on with its error where the node is set so.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<ItemResult>,
): Promise<INodeExecutionData[]> {
	return await forEachItemManyResults(context, async (itemIndex) => [await work(itemIndex)]);
}

/** The same where one input item yields any number of output items. */
export async function forEachItemManyResults(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<ItemResult[]>,
): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex += 1) {
		try {
			for (const result of await work(itemIndex))
				results.push({ ...result, pairedItem: { item: itemIndex } });
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
			results.push({ json: toFailure(context, error), pairedItem: { item: itemIndex } });
		}
	}
	return results;
}

/**
 * What a failed item yields. n8n would cut an item that carries an error object down to its
 * message, and sends one to the
 * error output only when it has no other fields than these three.
 */
export function toFailure(context: IExecuteFunctions, error: unknown): IDataObject {
	const { message, description, kind } = describeError(error);
	const details = { action: 'failed', reason: message, remedy: description, kind };
	return context.getNode().onError === 'continueErrorOutput'
		? { error: message, message: description, details }
		: { ...details, error: message };
}
