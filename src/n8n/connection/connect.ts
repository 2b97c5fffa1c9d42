import { NodeOperationError, type IDataObject } from 'n8n-workflow';
import { prefixProblem, readPrefix } from '../../core/hubspot/prefix';
import { propertyNames, type PropertyNames } from '../../core/records/names';
import type { FlowContext, SchemaMemory } from '../../flows/accounts/context';
import { createHubSpotGateway } from '../../gateways/hubspot/gateway';
import type { HubSpotPort, QuickBooksPort } from '../../gateways/ports';
import { createQuickBooksGateway } from '../../gateways/quickbooks/gateway';
import { cancelSignalOf, type N8nContext } from './context';
import { exclusively } from './exclusively';
import { realTime } from './realTime';
import { safeAddress } from './safeAddress';
import type { OAuthTokenData } from './storedToken';
import { fixedToken, oAuthTokens } from './tokens';

/**
 * HubSpot's properties seldom change, so runs of this process share what was found. By address of
 * the account.
 */
const schemaMemories = new Map<string, SchemaMemory>();

export type HubSpotAuthentication = 'serviceKey' | 'oAuth2';

/** The credential type that a node's choice of authentication means. */
export function hubSpotCredentialType(authentication: HubSpotAuthentication): string {
	return authentication === 'oAuth2' ? 'hubspotInvoicingOAuth2Api' : 'hubspotServiceKeyApi';
}

const quickBooksCredentialType = 'quickBooksInvoicingOAuth2Api';

interface HubSpotCredential {
	baseUrl: string;
	accessToken?: string;
	/** Absent in credentials of earlier versions. */
	propertyPrefix?: string;
	oauthTokenData?: OAuthTokenData;
}

interface QuickBooksCredential {
	environment: 'production' | 'sandbox' | 'custom';
	baseUrl: string;
	oauthTokenData?: OAuthTokenData & { callbackQueryString?: IDataObject };
}

/**
 * The HubSpot account of the node's credential.
 * @throws NodeOperationError when the credential is incomplete, its address is not safe, or its
 * prefix is not valid
 */
export async function connectHubSpot(
	context: N8nContext,
	authentication: HubSpotAuthentication,
	timeoutMs?: number,
): Promise<HubSpotPort> {
	const type = hubSpotCredentialType(authentication);
	const credential = await context.getCredentials<HubSpotCredential>(type);
	const tokens =
		authentication === 'oAuth2'
			? oAuthTokens(context, type, 'HubSpot', timeoutMs)
			: fixedToken(credential.accessToken ?? '');
	return createHubSpotGateway({
		baseUrl: safeAddress(context, credential.baseUrl, 'HubSpot'),
		names: namesOf(context, credential),
		tokens,
		time: realTime,
		chance: () => Math.random(),
		...(timeoutMs !== undefined && { timeoutMs }),
		...accountOf(context, type),
		...cancelSignalOf(context),
	});
}

/**
 * The names of this package's properties under the credential's prefix.
 * @throws NodeOperationError when the prefix is not valid
 */
function namesOf(context: N8nContext, { propertyPrefix }: HubSpotCredential): PropertyNames {
	const prefix = readPrefix(propertyPrefix);
	const problem = prefixProblem(prefix);
	if (problem)
		throw new NodeOperationError(context.getNode(), problem.message, {
			description: problem.remedy,
		});
	return propertyNames(prefix);
}

/**
 * The QuickBooks company of the node's credential; one credential is one company.
 * @throws NodeOperationError when the credential names no company, or its address is not safe
 */
export async function connectQuickBooks(
	context: N8nContext,
	timeoutMs?: number,
): Promise<QuickBooksPort> {
	const credential = await context.getCredentials<QuickBooksCredential>(quickBooksCredentialType);
	const { environment } = credential;
	return createQuickBooksGateway({
		realmId: realmOf(context, credential),
		environment,
		...(environment === 'custom' && {
			baseUrl: safeAddress(context, credential.baseUrl, 'QuickBooks'),
		}),
		tokens: oAuthTokens(context, quickBooksCredentialType, 'QuickBooks', timeoutMs),
		time: realTime,
		chance: () => Math.random(),
		...(timeoutMs !== undefined && { timeoutMs }),
		...cancelSignalOf(context),
	});
}

/** @throws NodeOperationError when nobody has signed in with the credential yet */
function realmOf(context: N8nContext, { oauthTokenData }: QuickBooksCredential): string {
	const realmId = oauthTokenData?.callbackQueryString?.['realmId'];
	if (typeof realmId === 'string' && /^\d+$/.test(realmId)) return realmId;
	throw new NodeOperationError(
		context.getNode(),
		'The QuickBooks credential does not say which company it belongs to.',
		{
			description:
				'Open the credential and connect it again. QuickBooks names the company when you sign in. An imported credential has to be connected once as well.',
		},
	);
}

/** Both systems, for flows. */
export async function connectBoth(
	context: N8nContext,
	authentication: HubSpotAuthentication,
	timeoutMs?: number,
): Promise<FlowContext> {
	const [hubspot, quickbooks] = await Promise.all([
		connectHubSpot(context, authentication, timeoutMs),
		connectQuickBooks(context, timeoutMs),
	]);
	const { signal } = cancelSignalOf(context);
	return {
		hubspot,
		quickbooks,
		schemas: await schemasOf(context, authentication),
		now: () => new Date(),
		wait: async (ms) => await realTime.wait(ms, signal),
		newId,
		exclusively,
	};
}

async function schemasOf(
	context: N8nContext,
	authentication: HubSpotAuthentication,
): Promise<SchemaMemory> {
	const { baseUrl } = await context.getCredentials<HubSpotCredential>(
		hubSpotCredentialType(authentication),
	);
	const schemas = schemaMemories.get(baseUrl) ?? new Map<string, never>();
	schemaMemories.set(baseUrl, schemas);
	return schemas;
}

/** Ten letters and digits: enough to keep apart the runs that work on one invoice. */
function newId(): string {
	return Array.from({ length: 10 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
}

/** Limits count for each credential, because its token changes. */
function accountOf(context: N8nContext, type: string): { accountKey?: string } {
	const id = context.getNode().credentials?.[type]?.id;
	return id ? { accountKey: `credential ${id}` } : {};
}
