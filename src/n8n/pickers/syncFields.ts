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
import type { QuickBooksField } from '../../core/sync/types';
import { connectQuickBooks } from '../connection/connect';
import { connectChosenHubSpot, withNodeErrors } from './editor';
import { toMapperFields } from './mapperFields';

async function readDefinitions(
	context: ILoadOptionsFunctions,
	objectType: HubSpotObjectType,
): Promise<HubSpotPropertyDefinition[]> {
	return await withNodeErrors(context, async () => {
		const hubspot = await connectChosenHubSpot(context);
		return (await hubspot.readProperties(objectType)).filter(
			({ hidden, name }) => hidden !== true && !hubspot.names.isOwn(name),
		);
	});
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

/** The company's custom fields can be mapped as well. */
async function readInvoiceFields(context: ILoadOptionsFunctions): Promise<QuickBooksField[]> {
	return await withNodeErrors(context, async () => {
		const { preferences, company } = await (await connectQuickBooks(context)).readSettings();
		return [...customInvoiceFields(readCompanyRules(preferences, company)), ...invoiceFields];
	});
}

async function getInvoiceMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const [definitions, fields] = await Promise.all([
		readDefinitions(this, 'invoices'),
		readInvoiceFields(this),
	]);
	return {
		...toMapperFields(definitions, fields, [], false),
		emptyFieldsNotice:
			'Every record gets its number, status, amounts, dates, lines and links. Add further properties here.',
	};
}

async function getInvoiceFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await readInvoiceFields(this)).map(({ path, label }) => ({ name: label, value: path }));
}

function propertiesOf(objectType: HubSpotObjectType) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await readDefinitions(this, objectType))
			.sort((a, b) => a.label.localeCompare(b.label))
			.map(({ name, label }) => ({ name: label, value: name, description: name }));
	};
}

function fieldsOf(fields: readonly QuickBooksField[]) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await Promise.resolve(fields.map(({ path, label }) => ({ name: label, value: path })));
	};
}

/** What the mapping of each sync node offers. */
export const resourceMapping = { getContactMapping, getProductMapping, getInvoiceMapping };
/** The option lists of the sync nodes. */
export const syncLoadOptions = {
	getContactProperties: propertiesOf('contacts'),
	getProductProperties: propertiesOf('products'),
	getInvoiceProperties: propertiesOf('invoices'),
	getInvoiceFields,
	getCustomerFields: fieldsOf(contactKind.fields),
	getItemFields: fieldsOf(productKind.fields),
};
