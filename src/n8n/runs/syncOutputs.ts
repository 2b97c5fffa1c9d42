import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { actions, type Action } from '../../core/plan';
import type { PropertyNames } from '../../core/records/names';
import type { SyncInput, SyncResult } from '../../flows/sync/engine/types';
import { describeError } from '../errors';

export type SyncOutput = 'each' | 'failures' | 'summary';

/** The actions that a summary counts. A sync expects records to exist, so it does not count that. */
export const syncActions = actions.filter((action) => action !== 'existing');

/** Collects the output items, and no more of them than the chosen output needs. */
export class SyncOutputs {
	readonly counts = Object.fromEntries(syncActions.map((action) => [action, 0])) as Record<
		Action,
		number
	>;
	private readonly done: INodeExecutionData[] = [];
	private readonly failed: INodeExecutionData[] = [];

	constructor(
		private readonly output: SyncOutput,
		private readonly input: SyncInput,
	) {}

	add(result: SyncResult, names: PropertyNames): void {
		this.counts[result.action] += 1;
		const isFailure = result.action === 'failed' || result.action === 'conflict';
		if (!isFailure && this.output !== 'each') return;
		(isFailure ? this.failed : this.done).push({
			json: isFailure ? toFailedRecord(result, names) : toRecordJson(result),
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

function toRecordJson({ error: _error, source: _source, ...result }: SyncResult): IDataObject {
	return toPlainJson(result);
}

function toFailedRecord(result: SyncResult, names: PropertyNames): IDataObject {
	const json = toRecordJson(result);
	if (result.error === undefined)
		return { ...json, remedy: conflictRemedy(result, names), kind: 'conflict' };
	const { message, description, kind } = describeError(result.error);
	return { ...json, reason: message, remedy: description, kind };
}

function conflictRemedy({ quickbooks }: SyncResult, names: PropertyNames): string {
	return quickbooks?.entity === 'Invoice'
		? 'The reason names the record and what to correct. Then sync the invoice by its ID. Otherwise the sync looks at it again when it changes.'
		: `The reason names the records and fields. Change one of the two sides. In a two-way sync you can also choose another value under "On Conflict". If several records match, write <realm>:<ID of the right record> into the property "${names.link('<realm>')}" of the HubSpot record. The next run looks at it again.`;
}

/** The same value without classes and undefined keys, as n8n stores it. */
export function toPlainJson<T extends object>(value: T): IDataObject {
	return JSON.parse(JSON.stringify(value)) as IDataObject;
}
