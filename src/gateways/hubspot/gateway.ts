import { propertyNames } from '../../core/records/names';
import type { HubSpotAccount, HubSpotObjectType } from '../../core/records/hubspot';
import { GatewayError, reworded } from '../errors';
import type { HubSpotPort } from '../ports';
import { environmentOf, readAccount } from './account';
import {
	associate,
	dissociate,
	readAssociations,
	readBillingParties,
	readPrimaryCompanies,
} from './associations';
import { createObject } from './objects/createObject';
import { listObjects, readObject, searchObjects, updateObject } from './objects/objects';
import { readHistories, readObjects } from './objects/readBatches';
import {
	archiveObjects,
	createObjects,
	updateObjects,
	upsertObjects,
} from './objects/writeBatches';
import { readPipelines } from './pipelines';
import {
	archiveProperties,
	createProperties,
	createPropertyGroup,
	readProperties,
	setPropertyOptions,
} from './properties';
import { readPropertyRoom } from './propertyRoom';
import { HubSpotSession, type HubSpotConnection } from './transport/session';

export type { HubSpotConnection } from './transport/session';
export type { HubSpotApiVersion } from './transport/paths';

/** The door to one HubSpot account. Nothing is sent before the first method is called. */
export function createHubSpotGateway(connection: HubSpotConnection): HubSpotPort {
	const session = new HubSpotSession(connection);
	const account = once(() => readAccount(session));
	return {
		environment: environmentOf(connection.baseUrl),
		names: connection.names ?? propertyNames(),
		readAccount: account,
		readObject: async (...asked) => {
			try {
				return await readObject(session, ...asked);
			} catch (error) {
				throw await nameMissingRecord(error, asked[0], asked[1], account);
			}
		},
		readObjects: (...asked) => readObjects(session, ...asked),
		readHistories: (...asked) => readHistories(session, ...asked),
		listObjects: (...asked) => listObjects(session, ...asked),
		searchObjects: (...asked) => searchObjects(session, ...asked),
		createObject: (...asked) => createObject(session, ...asked),
		updateObject: (...asked) => updateObject(session, ...asked),
		createObjects: (...asked) => createObjects(session, ...asked),
		updateObjects: (...asked) => updateObjects(session, ...asked),
		upsertObjects: (...asked) => upsertObjects(session, ...asked),
		archiveObjects: (...asked) => archiveObjects(session, ...asked),
		associate: (...asked) => associate(session, ...asked),
		dissociate: (...asked) => dissociate(session, ...asked),
		readAssociations: (...asked) => readAssociations(session, ...asked),
		readPrimaryCompanies: (...asked) => readPrimaryCompanies(session, ...asked),
		readBillingParties: (...asked) => readBillingParties(session, ...asked),
		readProperties: (...asked) => readProperties(session, ...asked),
		createPropertyGroup: (...asked) => createPropertyGroup(session, ...asked),
		archiveProperties: (...asked) => archiveProperties(session, ...asked),
		readPropertyRoom: () => readPropertyRoom(session),
		createProperties: (...asked) => createProperties(session, ...asked),
		setPropertyOptions: (...asked) => setPropertyOptions(session, ...asked),
		readPipelines: (...asked) => readPipelines(session, ...asked),
	};
}

const nouns: Record<HubSpotObjectType, string> = {
	contacts: 'contact',
	companies: 'company',
	deals: 'deal',
	line_items: 'line item',
	products: 'product',
	quotes: 'quote',
	invoices: 'invoice',
	discounts: 'discount',
	fees: 'fee',
	taxes: 'tax',
};

/** HubSpot says neither which record it does not have nor which account was asked. */
async function nameMissingRecord(
	error: unknown,
	type: HubSpotObjectType,
	id: string,
	account: () => Promise<HubSpotAccount>,
): Promise<unknown> {
	if (!(error instanceof GatewayError) || error.kind !== 'notFound') return error;
	const where = await account().then(
		({ portalId }) => ` in the account ${portalId}`,
		() => '',
	);
	return reworded(error, `there is no ${nouns[type]} with the id "${id}"${where}`);
}

/** Remembers the first answer; a failure is not remembered. */
function once(read: () => Promise<HubSpotAccount>): () => Promise<HubSpotAccount> {
	let answer: Promise<HubSpotAccount> | undefined;
	return () => {
		answer ??= read().catch((error: unknown) => {
			answer = undefined;
			throw error;
		});
		return answer;
	};
}
