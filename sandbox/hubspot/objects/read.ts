import { dealPipelines } from '../account/pipelines';
import { account } from '../account/account';
import type { SentProperties } from '../body';
import type { Definition } from '../properties/definition';
import type { Definitions } from '../properties/definitions';
import type { Properties, ObjectRecords } from '../records';
import { invalidValues, type InvalidValue } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import type { ObjectType } from '../types';
import { INVOICE_OUTPUT } from './computed/invoice';
import { isEmail, readValue, type ReadValue } from './values';

interface ReadContext {
	definitions: Definitions;
	records: ObjectRecords;
	switches: () => HubSpotSwitches;
}

/**
 * All properties of a record after the sent values are applied. @throws Refusal that names every
 * invalid value
 */
export function readProperties(
	type: ObjectType,
	sent: SentProperties,
	before: Properties | undefined,
	{ definitions, records, switches }: ReadContext,
): Properties {
	const properties: Properties = { ...before };
	const problems: InvalidValue[] = [];
	for (const [name, value] of Object.entries(sent)) {
		const definition = definitions.find(type, name);
		const read = definition
			? readOne(type, definition, value, properties[name], records)
			: { name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
		if ('error' in read) problems.push(read);
		else if (read.value === null) delete properties[name];
		else properties[name] = read.value;
	}
	if (type === 'deals' && ('dealstage' in sent || 'pipeline' in sent))
		problems.push(...stageProblems(properties));
	if (
		type === 'invoices' &&
		switches().invoiceOutputFields === 'nonBillable' &&
		properties['hs_invoice_billable'] !== 'false'
	) {
		problems.push(
			...[...INVOICE_OUTPUT, 'hs_balance_due']
				.filter((name) => name in sent && !problems.some((problem) => problem.name === name))
				.map((name) => readOnly(name)),
		);
	}
	if (problems.length > 0) throw invalidValues(problems, account.id);
	return properties;
}

function readOne(
	type: ObjectType,
	definition: Definition,
	value: SentProperties[string],
	before: string | undefined,
	records: ObjectRecords,
): ReadValue {
	const { name } = definition;
	if (definition.modificationMetadata.readOnlyValue) return readOnly(name, String(value));
	const read = readValue(definition, value, before);
	if ('error' in read || read.value === null) return read;
	if (type === 'contacts' && (name === 'email' || name === 'hs_additional_emails'))
		return readEmails(name, read.value, records);
	if (type === 'line_items' && name === 'price' && read.value.startsWith('-'))
		return {
			name,
			error: 'INVALID_VALUE',
			message: `${read.value} is less than the minimum of 0`,
			value: read.value,
		};
	return read;
}

/** One email address, or several separated by semicolons, in lower case. */
function readEmails(name: string, text: string, records: ObjectRecords): ReadValue {
	const value = text.trim().toLowerCase();
	const addresses = name === 'email' ? [value] : value.split(';');
	const bad = addresses.find((email) => !isEmail(email));
	if (bad !== undefined)
		return { name, error: 'INVALID_EMAIL', message: `Email address ${bad} is invalid`, value: bad };
	const blocked = addresses.find((email) => records.isBlocked(email));
	if (blocked !== undefined)
		return {
			name,
			error: 'INVALID_EMAIL',
			message: 'email has been GDPR blacklisted',
			value: blocked,
		};
	return { value };
}

export function readOnly(name: string, value?: string): InvalidValue {
	return {
		name,
		error: 'READ_ONLY_VALUE',
		message: `"${name}" is a read only property; its value cannot be set.`,
		...(value !== undefined && { value }),
	};
}

/** The pipeline must belong to the account and contain the stage. */
function stageProblems({ pipeline: id, dealstage: stage }: Properties): InvalidValue[] {
	const pipeline = id === undefined ? dealPipelines[0] : dealPipelines.find((one) => one.id === id);
	if (id !== undefined && !pipeline) return [notAllowed('pipeline', id, dealPipelines)];
	return stage === undefined || pipeline?.stages.some((one) => one.id === stage)
		? []
		: [notAllowed('dealstage', stage, pipeline?.stages ?? [])];
}

function notAllowed(
	name: string,
	value: string,
	options: ReadonlyArray<{ id: string }>,
): InvalidValue {
	return {
		name,
		error: 'INVALID_OPTION',
		message: `${value} was not one of the allowed options: [${options.map(({ id }) => id).join(', ')}]`,
		value,
	};
}
