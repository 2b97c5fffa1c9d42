import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	conditionOperators,
	conflictPolicies,
	deletePolicies,
	directions,
	writePolicies,
	type Condition,
	type Direction,
	type FieldMapping,
	type Side,
} from '../../core/sync/types';
import { decline } from '../../core/decline';
import type { SyncInput, SyncScope } from '../../flows/sync/engine/types';
import { formOfItem, type FormReader } from './form';

interface RuleParameter {
	property?: string;
	direction?: FieldMapping['direction'];
	ifEmpty?: FieldMapping['ifEmpty'];
}

interface ConditionParameter {
	field?: string;
	operator?: unknown;
	value?: string | number | boolean;
}

/**
 * What the form of a sync node asks for. A sync is one job for all input items; only ids are read
 * from each of them.
 *
 * @param fields the node's form
 * @param defaults the mapping when nobody chose one
 * @throws Declined
 */
export function readSyncInput(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
	defaults: readonly FieldMapping[],
	fixedDirection?: Direction,
): SyncInput {
	const form = formOfItem(context, 0, fields);
	const { mapping, chosen } = readMapping(form, defaults);
	const incomeAccountId = form.idIn(
		context.getNodeParameter('incomeAccount', 0, ''),
		'incomeAccount',
	);
	const { nameTaken } = form.collection<{ nameTaken: unknown }>('options');
	return {
		policy: {
			direction: fixedDirection ?? form.choice('direction', directions),
			createAndUpdate: form.choice('createAndUpdate', writePolicies),
			onDelete: form.choice('onDelete', deletePolicies),
			conflict: form.choice('conflict', conflictPolicies),
			filter: readFilter(form),
			mapping,
		},
		mappingChosen: chosen,
		scope: readScope(context, form, fields),
		companies: form.flag('companies'),
		...(incomeAccountId && { incomeAccountId }),
		nameTaken: form.choiceIn(nameTaken, ['suffix', 'fail'], 'options.nameTaken'),
		dryRun: form.flag('dryRun'),
	};
}

function readScope(
	context: IExecuteFunctions,
	form: FormReader,
	fields: readonly INodeProperties[],
): SyncScope {
	const kind = form.choice('scope', ['changed', 'all', 'records']);
	if (kind !== 'records') return { kind };
	const ids = context
		.getInputData()
		.map((_item, itemIndex) => formOfItem(context, itemIndex, fields).text('recordId') ?? '');
	return { kind, side: form.choice<Side>('recordSide', ['quickBooks', 'hubSpot']), ids };
}

/** An untouched mapper holds no value for any property: then the defaults are meant. */
function readMapping(
	form: FormReader,
	defaults: readonly FieldMapping[],
): { mapping: FieldMapping[]; chosen: boolean } {
	const { value } = form.collection<{ value: Record<string, unknown> | null }>('mapping');
	const pairs = Object.entries(value ?? {}).flatMap(([property, field]) =>
		typeof field === 'string' && field !== '' ? [{ property, field }] : [],
	);
	const chosen = pairs.length > 0;
	const ifEmpty = form.choice('ifEmpty', ['keep', 'clear']);
	const { rule: given = [] } = form.collection<{ rule: RuleParameter[] }>('fieldRules');
	const rules = given.map((rule) => ({
		property: rule.property,
		...readRule(form, rule, ifEmpty),
	}));
	const mapping = (chosen ? pairs : defaults).map(({ property, field }): FieldMapping => {
		const rule = rules.find((one) => one.property === property);
		return { direction: 'both', ifEmpty, ...rule, property, field };
	});
	const unknown = rules.find(({ property }) => !mapping.some((one) => one.property === property));
	if (unknown)
		decline(
			'Field Rules',
			`The rule for the property "${unknown.property ?? ''}" has no effect, because the property is not mapped.`,
			'Add the property to the mapping, or remove the rule.',
		);
	return { mapping, chosen };
}

function readRule(
	form: FormReader,
	rule: RuleParameter,
	ifEmpty: FieldMapping['ifEmpty'],
): Pick<FieldMapping, 'direction' | 'ifEmpty'> {
	const direction = form.choiceIn(
		rule.direction,
		['both', 'toHubSpot', 'toQuickBooks'],
		'fieldRules.rule.direction',
	);
	return {
		direction,
		ifEmpty:
			rule.ifEmpty === undefined
				? ifEmpty
				: form.choiceIn(rule.ifEmpty, ['keep', 'clear'], 'fieldRules.rule.ifEmpty'),
	};
}

function readFilter(form: FormReader): Condition[] {
	const groups = form.collection<Record<Side, ConditionParameter[]>>('filter');
	return (['hubSpot', 'quickBooks'] as const).flatMap((side) =>
		(groups[side] ?? []).map(({ field, operator, value = '' }) => {
			if (!field)
				decline(
					'Filter',
					'A condition of the filter has no field.',
					'Choose the field, or remove the condition.',
				);
			return {
				side,
				field: field ?? '',
				operator: form.choiceIn(operator, conditionOperators, `filter.${side}.operator`),
				value: String(value),
			};
		}),
	);
}
