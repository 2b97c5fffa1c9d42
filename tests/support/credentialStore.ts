import {
	ICredentialsHelper,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type INodeTypes,
	type IRequestOptionsSimplified,
} from 'n8n-workflow';

/** Expressions in credentials are resolved for a node that does not exist; n8n does the same. */
const NOBODY: INode = {
	id: 'none',
	name: 'Credential',
	type: 'none',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * The part of n8n's server that keeps credentials, in memory: defaults and expressions of the
 * type's fields are
 * resolved as n8n does, tokens that n8n-core refreshes are kept, and each reading gives a fresh
 * copy.
 */
export class CredentialStore extends ICredentialsHelper {
	private readonly stored = new Map<string, ICredentialDataDecryptedObject>();
	private readonly types: ReadonlyMap<string, ICredentialType>;
	private readonly resolver: Workflow;
	private lastId = 0;
	/** How often n8n-core has written back refreshed tokens. */
	refreshes = 0;

	constructor(types: ICredentialType[], nodeTypes: INodeTypes) {
		super();
		this.types = new Map(types.map((type) => [type.name, type]));
		this.resolver = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes });
	}

	/** Stores a credential; the answer goes under the type's name into a node's `credentials`. */
	add(name: string, data: ICredentialDataDecryptedObject): { id: string; name: string } {
		const id = String(++this.lastId);
		this.stored.set(id, structuredClone(data));
		return { id, name };
	}

	/** The data as it is stored now. */
	read(id: string): ICredentialDataDecryptedObject {
		const data = this.stored.get(id);
		if (!data) throw new Error(`There is no credential ${id}`);
		return structuredClone(data);
	}

	getParentTypes(name: string): string[] {
		return (this.types.get(name)?.extends ?? []).flatMap((parent) => [
			parent,
			...this.getParentTypes(parent),
		]);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getDecrypted(
		_additional: unknown,
		{ id }: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const defaults = Object.fromEntries(
			this.getCredentialsProperties(type).map((property) => [property.name, property.default]),
		);
		const data = { ...defaults, ...this.read(id ?? '') } as ICredentialDataDecryptedObject;
		return this.resolve(data, data) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		{ id }: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored.set(id ?? '', structuredClone(data));
	}

	async updateCredentialsOauthTokenData(
		{ id }: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.refreshes += 1;
		this.stored.set(id ?? '', {
			...this.read(id ?? ''),
			oauthTokenData: structuredClone(data.oauthTokenData) as never,
		});
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return [...this.getParentTypes(type).reverse(), type].flatMap(
			(name) => this.types.get(name)?.properties ?? [],
		);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.types.get(typeName)?.authenticate;
		const request = options as IHttpRequestOptions &
			Record<string, Record<string, unknown> | undefined>;
		if (typeof authenticate === 'function') return authenticate(credentials, request);
		for (const [part, values] of Object.entries(authenticate?.properties ?? {})) {
			const resolved = this.resolve(values as object, credentials, { $credentials: credentials });
			request[part] = { ...request[part], ...(resolved as object) };
		}
		return request;
	}

	async preAuthentication(): Promise<undefined> {}

	async runPreAuthentication(): Promise<undefined> {}

	async getCredentials(): Promise<never> {
		throw new Error('Nothing asks for encrypted credentials in process');
	}

	private resolve(
		values: object,
		self: ICredentialDataDecryptedObject,
		more: object = {},
	): unknown {
		return this.resolver.expression.getComplexParameterValue(
			NOBODY,
			values as never,
			'internal',
			more as never,
			undefined,
			undefined,
			self,
		);
	}
}
