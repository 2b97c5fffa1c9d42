import type {
	INodeCredentials,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { N8nSession } from './session';

/** What the editor sends when a field of a node's form needs its choices. */
export interface FormState {
	/** Full type name, e.g. `n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice`. */
	type: string;
	version?: number;
	parameters: INodeParameters;
	credentials?: INodeCredentials;
}

function ask<T>(
	session: N8nSession,
	kind: string,
	methodName: string,
	form: FormState,
	more: object = {},
): Promise<T> {
	return session.request('POST', `/rest/dynamic-node-parameters/${kind}`, {
		path: 'parameters.field',
		methodName,
		nodeTypeAndVersion: { name: form.type, version: form.version ?? 1 },
		currentNodeParameters: form.parameters,
		...(form.credentials && { credentials: form.credentials }),
		...more,
	});
}

export function loadOptions(
	session: N8nSession,
	method: string,
	form: FormState,
): Promise<INodePropertyOptions[]> {
	return ask(session, 'options', method, form);
}

export function listSearch(
	session: N8nSession,
	method: string,
	form: FormState,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return ask(session, 'resource-locator-results', method, form, {
		...(filter !== undefined && { filter }),
		...(paginationToken !== undefined && { paginationToken }),
	});
}

export function mapperFields(
	session: N8nSession,
	method: string,
	form: FormState,
): Promise<ResourceMapperFields> {
	return ask(session, 'resource-mapper-fields', method, form);
}
