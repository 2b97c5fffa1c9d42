import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { describeError, toNodeError } from './errors';

/** One output item, without its link to the input. */
export type ItemResult = Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * Runs the work for each input item, one after the other, and keeps the link from output to input. An item that fails
 * stops the node, or goes on with its error where the node is set so.
 */
export async function forEachItem(context: IExecuteFunctions, work: (itemIndex: number) => Promise<ItemResult>): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex += 1) {
		try {
			results.push({ ...(await work(itemIndex)), pairedItem: { item: itemIndex } });
		} catch (error) {
			const nodeError = toNodeError(context.getNode(), error, itemIndex);
			if (!context.continueOnFail()) throw nodeError;
			const { message, description, kind } = describeError(error);
			const json: IDataObject = { action: 'failed', reason: message, error: message, remedy: description, kind };
			results.push({ json, error: nodeError, pairedItem: { item: itemIndex } });
		}
	}
	return results;
}
