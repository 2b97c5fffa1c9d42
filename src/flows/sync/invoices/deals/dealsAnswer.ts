import { Declined } from '../../../../core/decline';
import { GatewayError } from '../../../../gateways/errors';
import { askTogether } from '../../../accounts/outcomes';

/**
 * What one answer about deals was, what stands in the way of deals alone, or why it failed for all
 * of the invoices.
 */
export type DealsAnswer<T> = { value: T } | { warning: string } | { error: GatewayError };

/**
 * Asks something about deals. Where deals may not be touched, or cannot have the properties, the
 * invoices come all the same, each with a warning.
 *
 * @throws GatewayError when the whole run has to stop for another reason
 */
export async function askAboutDeals<T>(ask: () => Promise<T>): Promise<DealsAnswer<T>> {
	const answer = await askTogether(async (): Promise<DealsAnswer<T>> => {
		try {
			return { value: await ask() };
		} catch (error) {
			const obstacle = obstacleOf(error);
			if (obstacle === undefined) throw error;
			return { warning: `The deals of the invoice are not kept current: ${obstacle}` };
		}
	});
	return answer.ok ? answer.value : { error: answer.error };
}

/** What stands in the way of deals alone, for people. */
function obstacleOf(error: unknown): string | undefined {
	if (error instanceof Declined)
		return error.problems.map(({ message, remedy }) => `${message} ${remedy}`).join(' ');
	return error instanceof GatewayError && error.kind === 'forbidden' ? error.message : undefined;
}
