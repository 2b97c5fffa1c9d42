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
import {
	archiveObjects,
	createObjects,
	readHistories,
	readObjects,
	updateObjects,
	upsertObjects,
} from './objects/objectBatches';
import {
	archiveObject,
	createObject,
	listObjects,
	readObject,
	searchObjects,
	updateObject,
} from './objects/objects';
import {
	archiveProperties,
	createProperties,
	createPropertyGroup,
	readPipelines,
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
	const account = once(async () => await readAccount(session));
	return {
		environment: environmentOf(connection.baseUrl),
		names: connection.names ?? propertyNames(),
		readAccount: account,
		readObject: async (...asked) =>
			await readObject(session, ...asked).catch(
				async (error: unknown) => await throwNamed(error, asked[0], asked[1], account),
			),
		readObjects: async (...asked) => await readObjects(session, ...asked),
		readHistories: async (...asked) => await readHistories(session, ...asked),
		listObjects: async (...asked) => await listObjects(session, ...asked),
		searchObjects: async (...asked) => await searchObjects(session, ...asked),
		createObject: async (...asked) => await createObject(session, ...asked),
		updateObject: async (...asked) => await updateObject(session, ...asked),
		archiveObject: async (...asked) => await archiveObject(session, ...asked),
		createObjects: async (...asked) => await createObjects(session, ...asked),
		updateObjects: async (...asked) => await updateObjects(session, ...asked),
		upsertObjects: async (...asked) => await upsertObjects(session, ...asked),
		archiveObjects: async (...asked) => await archiveObjects(session, ...asked),
		associate: async (...asked) => await associate(session, ...asked),
		dissociate: async (...asked) => await dissociate(session, ...asked),
		readAssociations: async (...asked) => await readAssociations(session, ...asked),
		readPrimaryCompanies: async (...asked) => await readPrimaryCompanies(session, ...asked),
		readBillingParties: async (...asked) => await readBillingParties(session, ...asked),
		readProperties: async (...asked) => await readProperties(session, ...asked),
		createPropertyGroup: async (...asked) => await createPropertyGroup(session, ...asked),
		archiveProperties: async (...asked) => await archiveProperties(session, ...asked),
		readPropertyRoom: async () => await readPropertyRoom(session),
		createProperties: async (...asked) => await createProperties(session, ...asked),
		setPropertyOptions: async (...asked) => await setPropertyOptions(session, ...asked),
		readPipelines: async (...asked) => await readPipelines(session, ...asked),
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
async function throwNamed(
	error: unknown,
	type: HubSpotObjectType,
	id: string,
	account: () => Promise<HubSpotAccount>,
): Promise<never> {
	if (!(error instanceof GatewayError) || error.kind !== 'notFound') throw error;
	const where = await account().then(
		({ portalId }) => ` in the account ${portalId}`,
		() => '',
	);
	throw reworded(error, `there is no ${nouns[type]} with the id "${id}"${where}`);
}

/** Remembers the first answer; a failure is not remembered. */
function once(read: () => Promise<HubSpotAccount>): () => Promise<HubSpotAccount> {
	let answer: Promise<HubSpotAccount> | undefined;
	return async () => {
		answer ??= read().catch((error: unknown) => {
			answer = undefined;
			throw error;
		});
		return await answer;
	};
}
