import { failedInvoice } from '../../../core/invoice/record/plan/decision';
import type { FailedRecord } from '../../../core/sync/state';
import { GatewayError } from '../../../gateways/errors';
import type { Deletions } from '../engine/deletions';
import type { SyncContext, SyncInput, SyncResult } from '../engine/types';
import { outcomeOfInvoice, type InvoiceOutcome } from './apply/outcome';
import { toInvoiceResult, toPlannedResult } from './results';
import type { InvoiceSetup } from './setup';

/** Reports what became of each invoice. */
export class InvoiceReport {
	constructor(
		private readonly input: SyncInput,
		private readonly setup: InvoiceSetup,
		private readonly context: Pick<SyncContext, 'onResult'>,
		private readonly deletions: Deletions,
	) {}

	/** Reports that an invoice that was asked for does not exist. */
	reportNotFound(id: string): void {
		const error = new GatewayError({
			system: 'QuickBooks',
			kind: 'notFound',
			message: `there is no invoice with the id "${id.slice(0, 50)}"`,
		});
		const failed = outcomeOfInvoice(failedInvoice({ id }, error));
		this.context.onResult(toInvoiceResult(failed, this.setup));
	}

	/** @returns what is to be tried again */
	reportOutcomes(outcomes: readonly InvoiceOutcome[]): FailedRecord[] {
		const toResult = this.input.dryRun ? toPlannedResult : toInvoiceResult;
		for (const outcome of outcomes) {
			const result = toResult(outcome, this.setup);
			if (!this.isQuiet(outcome, result)) this.context.onResult(result);
			this.noteDeletion(outcome);
		}
		return outcomes
			.filter(({ error }) => error !== undefined)
			.map(({ decision: { id, invoice } }) => ({
				side: 'quickBooks',
				id,
				changedAt: invoice?.MetaData.LastUpdatedTime ?? '',
			}));
	}

	/**
	 * A run over changes does not report invoices of which nothing has changed in HubSpot, nor a
	 * deletion that was reported before.
	 */
	private isQuiet({ decision }: InvoiceOutcome, { action, warnings }: SyncResult): boolean {
		if (this.input.scope.kind !== 'changed') return false;
		return (
			(action === 'unchanged' && warnings.length === 0) ||
			(action === 'skipped' && decision.deletion?.isReported === true)
		);
	}

	private noteDeletion({ decision, recordId, error }: InvoiceOutcome): void {
		if (decision.deletion) this.deletions.noteReported('hubSpot', decision.id);
		else if (error === undefined && recordId !== undefined) this.deletions.forgetPair(decision.id);
	}
}
