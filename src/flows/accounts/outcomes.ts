import { GatewayError, type SystemName } from '../../gateways/errors';
import type { Outcome, OutcomeError } from '../../gateways/ports';

/** Failures after which nothing else can succeed either. */
const STOPS_THE_RUN = new Set(['unauthorized', 'forbidden', 'quotaExhausted']);

/** What went wrong with one record of a batch, in the form that any other failure has. */
export function toGatewayError(
	system: SystemName,
	{ kind, message, code, details, context }: OutcomeError,
): GatewayError {
	return new GatewayError({ system, kind, message, code, details, context });
}

/** What stands for an outcome that the system's answer does not contain. */
export function missingOutcome(system: SystemName, what = 'the record'): OutcomeError {
	return {
		kind: 'unexpected',
		message: `${system} did not say what became of ${what}`,
		details: [],
		context: {},
	};
}

/** What a record of a batch became. @throws GatewayError of any kind, when it was not written */
export function valueOf<T>(system: SystemName, outcome: Outcome<T> | undefined): T {
	if (outcome?.ok) return outcome.value;
	throw toGatewayError(system, outcome?.error ?? missingOutcome(system));
}

/** What one answer for several records was, or why it was refused for all of them. */
type SharedAnswer<T> = { ok: true; value: T } | { ok: false; error: GatewayError };

/**
 * Asks one thing for several records. A refusal counts for each of them.
 *
 * @throws GatewayError when the whole run has to stop
 */
export async function askTogether<T>(ask: () => Promise<T>): Promise<SharedAnswer<T>> {
	try {
		return { ok: true, value: await ask() };
	} catch (error) {
		if (!(error instanceof GatewayError) || STOPS_THE_RUN.has(error.kind)) throw error;
		return { ok: false, error };
	}
}
