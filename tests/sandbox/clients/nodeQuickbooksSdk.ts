import type { Sandbox } from '../../../sandbox/start';
import { connectCompany, type Json } from '../quickbooks/companyClient';

type Call = (...args: unknown[]) => void;
export type QuickBooksSdk = Record<string, Call> & { endpoint: string; token: string };
const QuickBooks = jest.requireActual<new (settings: Json) => unknown>('node-quickbooks');

/** One call of the client by the name of its method. */
export type Ask = <T = Json>(method: string, ...args: unknown[]) => Promise<T>;

/** node-quickbooks, connected to one company of the sandbox. */
export async function connectSdk(
	sandbox: Sandbox,
	realmId: string,
): Promise<{ sdk: QuickBooksSdk; ask: Ask }> {
	const { token } = await connectCompany(sandbox, realmId);
	const sdk = new QuickBooks({
		consumerKey: 'id',
		consumerSecret: 'secret',
		token,
		tokenSecret: '',
		realmId,
		useSandbox: false,
		debug: false,
		minorversion: 75,
		oauthversion: '2.0',
		refreshToken: 'none',
	}) as QuickBooksSdk;
	sdk.endpoint = `${sandbox.quickbooks.url}/v3/company/`;
	return { sdk, ask: createAsk(sdk) };
}

/** The callback of a call is left before anything can throw in it. */
function createAsk(sdk: QuickBooksSdk): Ask {
	return <T>(method: string, ...args: unknown[]) =>
		new Promise<T>((resolve, reject) => {
			const call = sdk[method];
			if (!call) throw new Error(`node-quickbooks has no ${method}`);
			call.call(sdk, ...args, (error: Json | null, result: T) =>
				setImmediate(() => (error ? reject(toError(method, error)) : resolve(result))),
			);
		});
}

/** A refusal with the status and the body of the answer. */
function toError(method: string, error: Json): Error {
	const { data, status } = (error['response'] ?? {}) as { data?: Json; status?: number };
	return Object.assign(new Error(`${method}: ${JSON.stringify(data ?? error)}`), { data, status });
}

/** The rows of a query's answer. */
export function rows(found: Json, name: string): Json[] {
	return (found['QueryResponse'][name] ?? []) as Json[];
}
