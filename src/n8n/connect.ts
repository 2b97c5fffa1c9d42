import {
	NodeOperationError,
	type IAllExecuteFunctions,
	type ICredentialDataDecryptedObject,
	type IDataObject,
} from 'n8n-workflow';
import { prefixProblem, readPrefix } from '../core/hubspot/prefix';
import { propertyNames, type PropertyNames } from '../core/records/names';
import type { FlowContext, SchemaMemory } from '../flows/accounts/context';
import type { TokenSource } from '../gateways/call';
import { GatewayError, type SystemName } from '../gateways/errors';
import { createHubSpotGateway } from '../gateways/hubspot/gateway';
import type { HubSpotPort, QuickBooksPort } from '../gateways/ports';
import { createQuickBooksGateway } from '../gateways/quickbooks/gateway';
import { realTime as time } from './time';
import { readToken, type OAuthTokenData } from './token';

/** The part of n8n that nodes, triggers and pickers have in common. */
export type N8nContext = Pick<IAllExecuteFunctions, 'getNode' | 'helpers'> & {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(
		type: string,
		itemIndex?: number,
	): Promise<T>;
	getExecutionCancelSignal?(): AbortSignal | undefined;
};

/**
 * HubSpot's properties change seldom; what one run found serves the next in this process. By
 * address of the account.
 */
const schemaMemories = new Map<string, SchemaMemory>();

export type HubSpotAuthentication = 'serviceKey' | 'oAuth2';

function hubSpotCredentialType(authentication: HubSpotAuthentication): string {
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
 * @throws NodeOperationError when the credential is incomplete, its address is not safe, or its
 * prefix cannot be one
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
		time,
		chance: () => Math.random(),
		...(timeoutMs !== undefined && { timeoutMs }),
		...accountOf(context, type),
		...signalOf(context),
	});
}

/**
 * The names of this package's properties, which go along with the gateway from here on. @throws
 * NodeOperationError
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

/** One credential is one company. @throws NodeOperationError */
export async function connectQuickBooks(
	context: N8nContext,
	timeoutMs?: number,
): Promise<QuickBooksPort> {
	const credential = await context.getCredentials<QuickBooksCredential>(quickBooksCredentialType);
	const realmId = credential.oauthTokenData?.callbackQueryString?.['realmId'];
	if (typeof realmId !== 'string' || !/^\d+$/.test(realmId)) {
		throw new NodeOperationError(
			context.getNode(),
			'The QuickBooks credential does not say which company it belongs to.',
			{
				description:
					'Open the credential and connect it again; QuickBooks names the company when you sign in. A credential that was imported has to be connected once, too.',
			},
		);
	}
	const { environment } = credential;
	return createQuickBooksGateway({
		realmId,
		environment,
		...(environment === 'custom' && {
			baseUrl: safeAddress(context, credential.baseUrl, 'QuickBooks'),
		}),
		tokens: oAuthTokens(context, quickBooksCredentialType, 'QuickBooks', timeoutMs),
		time,
		chance: () => Math.random(),
		...(timeoutMs !== undefined && { timeoutMs }),
		...signalOf(context),
	});
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
	const { baseUrl } = await context.getCredentials<HubSpotCredential>(
		hubSpotCredentialType(authentication),
	);
	const schemas = schemaMemories.get(baseUrl) ?? new Map<string, never>();
	schemaMemories.set(baseUrl, schemas);
	const { signal } = signalOf(context);
	return {
		hubspot,
		quickbooks,
		schemas,
		now: () => new Date(),
		wait: async (ms) => await time.wait(ms, signal),
		newId,
		exclusively,
	};
}

/** Ten letters and digits: enough for the runs that can meet at one invoice. */
function newId(): string {
	return Array.from({ length: 10 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
}

/** What is under way, by key. */
const queues = new Map<string, Promise<unknown>>();

/**
 * One after the other for each key, first come, first served; a failure does not hold up the next.
 */
async function exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
	const before = queues.get(key) ?? Promise.resolve();
	const own = before.then(work, work);
	const settled = own.catch(() => undefined);
	queues.set(key, settled);
	try {
		return await own;
	} finally {
		if (queues.get(key) === settled) queues.delete(key);
	}
}

function signalOf(context: N8nContext): { signal?: AbortSignal } {
	const signal = context.getExecutionCancelSignal?.();
	return signal ? { signal } : {};
}

/** The credential tells accounts apart for limits, whatever its token is at the moment. */
function accountOf(context: N8nContext, type: string): { accountKey?: string } {
	const id = context.getNode().credentials?.[type]?.id;
	return id ? { accountKey: `credential ${id}` } : {};
}

/** How long a new token may take. */
const REFRESH_MS = 60_000;

async function withinTime<T>(work: Promise<T>, timeoutMs: number, system: SystemName): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(
			() =>
				reject(
					new GatewayError({
						system,
						kind: 'timeout',
						message: `${system} gave no new token in time`,
					}),
				),
			timeoutMs,
		);
	});
	return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * n8n says itself when an account has to be connected again; other failures are about the way to
 * the token.
 */
function refreshError(error: unknown, system: SystemName): unknown {
	if (error instanceof NodeOperationError) return error;
	const status = Number(
		(error as { httpCode?: unknown; response?: { status?: unknown } }).httpCode ??
			(error as { response?: { status?: unknown } }).response?.status,
	);
	const kind =
		status === 400 || status === 401 ? 'unauthorized' : status >= 500 ? 'unavailable' : 'network';
	return new GatewayError({
		system,
		kind,
		message: `${system} gave no new token`,
		...(status > 0 && { status }),
	});
}

function fixedToken(token: string): TokenSource {
	return {
		current: async () => await Promise.resolve(token),
		refresh: async () => await Promise.resolve(undefined),
	};
}

/** n8n alone refreshes: it takes care that parallel runs do it once, and stores what comes back. */
function oAuthTokens(
	context: N8nContext,
	type: string,
	system: SystemName,
	timeoutMs = REFRESH_MS,
): TokenSource {
	let refreshing: Promise<string | undefined> | undefined;
	const stored = async () =>
		(await context.getCredentials<{ oauthTokenData?: OAuthTokenData }>(type)).oauthTokenData;
	const refresh = async (): Promise<string | undefined> => {
		refreshing ??= context.helpers.refreshOAuth2Token
			.call(context as IAllExecuteFunctions, type)
			.then(async () => (await stored())?.access_token)
			.catch((error: unknown) => {
				throw refreshError(error, system);
			})
			.finally(() => (refreshing = undefined));
		return await withinTime(refreshing, timeoutMs, system);
	};
	return {
		current: async () => {
			const { token, expiresSoon } = readToken(await stored(), time.now());
			return expiresSoon ? ((await refresh()) ?? token) : token;
		},
		refresh: async (rejected) => {
			const current = (await stored())?.access_token;
			return current !== undefined && current !== rejected ? current : await refresh();
		},
	};
}

/** @throws NodeOperationError when a token would travel unencrypted */
function safeAddress(context: N8nContext, baseUrl: string, system: string): string {
	const address = baseUrl.trim().replace(/\/+$/, '');
	const url = URL.canParse(address) ? new URL(address) : undefined;
	const isLoopback =
		url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
	if (
		url &&
		!url.username &&
		(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))
	)
		return address;
	throw new NodeOperationError(
		context.getNode(),
		`The Base URL of the ${system} credential is not safe: "${url ? url.host : address.slice(0, 100)}".`,
		{
			description:
				'Enter an address that starts with https://, or one of this machine such as http://127.0.0.1:5701.',
		},
	);
}
