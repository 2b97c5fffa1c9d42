import { declineIfAny, type Problem } from '../../decline';
import type { HubSpotPropertyDefinition } from '../../records/hubspot';
import { addressOf, LATER_LINES } from './streets';
import type { Definitions, Direction, FieldMapping, QuickBooksField } from '../types';

/** A mapping with what both sides say about its fields, and the ways a value may go in this run. */
export interface SyncField {
	property: string;
	field: QuickBooksField;
	definition: HubSpotPropertyDefinition;
	ifEmpty: FieldMapping['ifEmpty'];
	toHubSpot: boolean;
	toQuickBooks: boolean;
	/**
	 * A value that HubSpot's property cannot hold leaves the field out: an address without its state
	 * is worth more than no contact.
	 */
	mayBeLeftOut?: true;
}

const READ_ONLY_HUBSPOT = (definition: HubSpotPropertyDefinition) =>
	definition.readOnlyValue === true || definition.calculated === true;

/**
 * Which values go where. A side that only computes a value gives it and does not take it.
 *
 * @param timeZone of the HubSpot account
 * @param chosen whether a person chose the mapping; our own defaults pass over properties that an
 * account lacks
 * @throws Declined naming what does not exist, and values that could go nowhere
 */
export function resolveFields(
	mapping: readonly FieldMapping[],
	fields: readonly QuickBooksField[],
	definitions: Definitions,
	direction: Direction,
	chosen: boolean,
	timeZone: string,
): SyncField[] {
	const problems: Problem[] = [];
	const resolved = mapping.flatMap(
		({ property, field: path, direction: way, ifEmpty }): SyncField[] => {
			const definition = definitions.get(property);
			const known = withOwnLines(
				fields.find((one) => one.path === path) ?? customField(path),
				mapping,
			);
			const field = known && definition?.type === 'datetime' ? { ...known, timeZone } : known;
			if (!definition || !field) {
				if (chosen)
					problems.push(
						missing(definition ? 'QuickBooks' : 'HubSpot', definition ? path : property),
					);
				return [];
			}
			const toHubSpot =
				direction !== 'hubSpotToQuickBooks' &&
				way !== 'toQuickBooks' &&
				!READ_ONLY_HUBSPOT(definition);
			const toQuickBooks =
				direction !== 'quickBooksToHubSpot' && way !== 'toHubSpot' && field.readOnly !== true;
			return toHubSpot || toQuickBooks
				? [
						{
							property,
							field,
							definition,
							ifEmpty: field.required ? 'keep' : ifEmpty,
							toHubSpot,
							toQuickBooks,
							...(field.region && { mayBeLeftOut: true as const }),
						},
					]
				: [];
		},
	);
	problems.push(...twice(resolved));
	declineIfAny(problems);
	return resolved;
}

/** Where a later line of an address is mapped by itself, each line is a field of its own. */
function withOwnLines(
	field: QuickBooksField | undefined,
	mapping: readonly FieldMapping[],
): QuickBooksField | undefined {
	const isApart =
		field?.isStreet === true &&
		mapping.some((one) => LATER_LINES.some((line) => one.field === `${addressOf(field)}.${line}`));
	return isApart ? { ...field, isStreet: false } : field;
}

function customField(path: string): QuickBooksField | undefined {
	return /^CustomField\.\d+$/.test(path)
		? { path, label: `Custom field ${path.slice(12)}`, type: 'text', longest: 31 }
		: undefined;
}

function missing(system: string, name: string): Problem {
	return {
		field: 'Mapping',
		message: `${system} has no field "${name}".`,
		remedy: 'Open the mapping of the node, refresh its fields, and remove or replace this one.',
	};
}

/** Two values for one field would overwrite each other for ever. */
function twice(fields: readonly SyncField[]): Problem[] {
	const into = fields.filter(({ toQuickBooks }) => toQuickBooks).map(({ field }) => field.path);
	return [...new Set(into.filter((path, index) => into.indexOf(path) !== index))].map((path) => ({
		field: 'Mapping',
		message: `Two HubSpot properties are mapped to the QuickBooks field "${path}".`,
		remedy: 'Let one of them go to HubSpot only.',
	}));
}
