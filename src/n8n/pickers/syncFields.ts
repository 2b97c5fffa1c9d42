import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import { contactKind } from '../../core/contact/fields';
import { productKind } from '../../core/product/fields';
import { readCompanyRules } from '../../core/invoice/billing/settings';
import { customInvoiceFields, invoiceFields } from '../../core/invoice/record/syncFields';
import type { HubSpotObjectType, HubSpotPropertyDefinition } from '../../core/records/hubspot';
import type { FieldMapping, QuickBooksField } from '../../core/sync/types';
import { connectHubSpot, connectQuickBooks, type HubSpotAuthentication } from '../connect';
import { toNodeError } from '../errors';

async function readDefinitions(
	context: ILoadOptionsFunctions,
	objectType: HubSpotObjectType,
): Promise<HubSpotPropertyDefinition[]> {
	try {
		const hubspot = await connectHubSpot(
			context,
			(context.getCurrentNodeParameter('hubspotAuthentication') as
				HubSpotAuthentication | undefined) ?? 'serviceKey',
		);
		return (await hubspot.readProperties(objectType)).filter(
			({ hidden, name }) => hidden !== true && !hubspot.names.isOwn(name),
		);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label);

/**
 * HubSpot's properties of the account, custom ones included; those of the default mapping stand
 * first and are filled in.
 */
export function toMapperFields(
	definitions: readonly HubSpotPropertyDefinition[],
	fields: readonly QuickBooksField[],
	defaults: readonly FieldMapping[],
	takesQuickBooks: boolean,
): ResourceMapperFields {
	const options = fields.map(({ path, label, readOnly }) => ({
		name: readOnly && takesQuickBooks ? `${label} (to HubSpot only)` : label,
		value: path,
	}));
	const chosen = defaults.flatMap(
		({ property }) => definitions.find(({ name }) => name === property) ?? [],
	);
	const others = definitions
		.filter(
			(definition) =>
				!chosen.includes(definition) &&
				(takesQuickBooks || (definition.readOnlyValue !== true && definition.calculated !== true)),
		)
		.sort(byLabel);
	const toField = ({ name, label }: HubSpotPropertyDefinition, removed: boolean) => {
		const defaultValue = defaults.find(({ property }) => property === name)?.field;
		return {
			id: name,
			displayName: label,
			required: false,
			defaultMatch: false,
			canBeUsedToMatch: false,
			display: true,
			type: 'options' as const,
			options,
			removed,
			...(defaultValue !== undefined && { defaultValue }),
		};
	};
	return {
		fields: [
			...chosen.map((definition) => toField(definition, false)),
			...others.map((definition) => toField(definition, true)),
		],
	};
}

async function getContactMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return toMapperFields(
		await readDefinitions(this, 'contacts'),
		contactKind.fields,
		contactKind.defaults,
		true,
	);
}

async function getProductMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return toMapperFields(
		await readDefinitions(this, 'products'),
		productKind.fields,
		productKind.defaults,
		true,
	);
}

/** The company's own custom fields are on offer, too. */
async function readInvoiceFields(context: ILoadOptionsFunctions): Promise<QuickBooksField[]> {
	try {
		const { preferences, company } = await (await connectQuickBooks(context)).readSettings();
		return [...customInvoiceFields(readCompanyRules(preferences, company)), ...invoiceFields];
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

async function getInvoiceMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const [definitions, fields] = await Promise.all([
		readDefinitions(this, 'invoices'),
		readInvoiceFields(this),
	]);
	return {
		...toMapperFields(definitions, fields, [], false),
		emptyFieldsNotice:
			'Every record has number, status, amounts, dates, lines and links; add further properties here',
	};
}

async function getInvoiceFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await readInvoiceFields(this)).map(({ path, label }) => ({ name: label, value: path }));
}

function propertiesOf(objectType: HubSpotObjectType) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await readDefinitions(this, objectType))
			.sort(byLabel)
			.map(({ name, label }) => ({ name: label, value: name, description: name }));
	};
}

function fieldsOf(fields: readonly QuickBooksField[]) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await Promise.resolve(fields.map(({ path, label }) => ({ name: label, value: path })));
	};
}

export const resourceMapping = { getContactMapping, getProductMapping, getInvoiceMapping };
export const loadOptions = {
	getContactProperties: propertiesOf('contacts'),
	getProductProperties: propertiesOf('products'),
	getInvoiceProperties: propertiesOf('invoices'),
	getInvoiceFields,
	getCustomerFields: fieldsOf(contactKind.fields),
	getItemFields: fieldsOf(productKind.fields),
};
