import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { decline } from '../../core/decline';
import type { FlowContext } from '../../flows/accounts/context';
import { connectBoth, type HubSpotAuthentication } from './connect';
import { toNodeError } from '../errors';
import { formOfItem, type FormReader } from '../forms/form';

const SECONDS = 60;
/** QuickBooks never takes longer. Decisions about requests that may still be running rely on it. */
const MOST_SECONDS = 120;

/** How a node signs in to HubSpot, and how long it waits for one answer. */
export interface Connection {
	authentication: HubSpotAuthentication;
	timeoutMs: number;
}

/**
 * The choices of the form about the connection.
 * @throws Declined when a choice is not on the list, or the time limit is not above 0
 */
export function readConnection(form: FormReader): Connection {
	const { timeLimit } = form.collection<{ timeLimit: unknown }>('options');
	const seconds = Number(form.numberIn(timeLimit, 'options.timeLimit') ?? SECONDS);
	const label = form.label('options.timeLimit');
	if (seconds <= 0) decline(label, `${label}: ${seconds} is too short.`, 'Enter 1 or more.');
	return {
		authentication: form.choice('hubspotAuthentication', ['serviceKey', 'oAuth2']),
		timeoutMs: Math.min(seconds, MOST_SECONDS) * 1000,
	};
}

/**
 * Both systems, as the first item chooses them.
 * @param fields the node's form
 * @throws NodeOperationError
 */
export async function connectFromForm(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): Promise<FlowContext> {
	try {
		const { authentication, timeoutMs } = readConnection(formOfItem(context, 0, fields));
		return await connectBoth(context, authentication, timeoutMs);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}
