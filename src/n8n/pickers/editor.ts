import type { ILoadOptionsFunctions } from 'n8n-workflow';
import type { FlowContext } from '../../flows/accounts/context';
import type { HubSpotPort } from '../../gateways/ports';
import { connectBoth, connectHubSpot, type HubSpotAuthentication } from '../connection/connect';
import { toNodeError } from '../errors';

/** Records on one page of a list. */
export const LIST_PAGE = 50;

/** Turns a failure into an n8n error, so that the editor shows what to do. */
export async function withNodeErrors<T>(
	context: ILoadOptionsFunctions,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

function chosenAuthentication(context: ILoadOptionsFunctions): HubSpotAuthentication {
	const chosen = context.getCurrentNodeParameter('hubspotAuthentication') as
		HubSpotAuthentication | undefined;
	return chosen ?? 'serviceKey';
}

/** The HubSpot account that is chosen in the open form. */
export async function connectChosenHubSpot(context: ILoadOptionsFunctions): Promise<HubSpotPort> {
	return await connectHubSpot(context, chosenAuthentication(context));
}

/** Both accounts that are chosen in the open form. */
export async function connectChosenAccounts(context: ILoadOptionsFunctions): Promise<FlowContext> {
	return await connectBoth(context, chosenAuthentication(context));
}

/** Keeps the entries whose name contains what a person typed, in any case. */
export function namesContaining<T extends { name: string }>(
	entries: readonly T[],
	typed = '',
): T[] {
	return entries.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
}
