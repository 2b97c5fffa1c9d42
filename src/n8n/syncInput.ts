import type { IExecuteFunctions } from 'n8n-workflow';
import { conflictPolicies, deletePolicies, directions, writePolicies, type Condition, type ConditionOperator, type Direction, type FieldMapping, type Side } from '../core/sync/types';
import { decline } from '../core/decline';
import type { SyncInput, SyncScope } from '../flows/sync/types';
import { FormReader } from './form';

interface RuleParameter {
	property?: string;
	direction?: FieldMapping['direction'];
	ifEmpty?: FieldMapping['ifEmpty'];
}

interface ConditionParameter {
	field?: string;
	operator?: ConditionOperator;
	value?: string | number | boolean;
}

/**
 * What the form of a sync node asks for. A sync is one job for all input items; only ids are read from each of them.
 *
 * @param defaults the mapping when nobody chose one
 * @throws Declined
 */
export function readSyncInput(context: IExecuteFunctions, defaults: readonly FieldMapping[], fixedDirection?: Direction): SyncInput {
	const form = new FormReader(context, 0);
	const { mapping, chosen } = readMapping(form, defaults);
	const incomeAccountId = form.idIn(context.getNodeParameter('incomeAccount', 0, ''));
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
		scope: readScope(context, form),
		companies: form.flag('companies'),
		...(incomeAccountId && { incomeAccountId }),
		nameTaken: form.choiceIn(nameTaken, ['suffix', 'fail'], 'If Name Is Taken'),
		dryRun: form.flag('dryRun'),
	};
}

function readScope(context: IExecuteFunctions, form: FormReader): SyncScope {
	const kind = form.choice('scope', ['changed', 'all', 'records']);
	if (kind !== 'records') return { kind };
	const ids = context.getInputData().map((_item, itemIndex) => new FormReader(context, itemIndex).text('recordId') ?? '');
	return { kind, side: form.choice<Side>('recordSide', ['quickBooks', 'hubSpot']), ids };
}

/** An untouched mapper holds no value for any property: then the defaults are meant. */
function readMapping(form: FormReader, defaults: readonly FieldMapping[]): { mapping: FieldMapping[]; chosen: boolean } {
	const { value } = form.collection<{ value: Record<string, unknown> | null }>('mapping');
	const pairs = Object.entries(value ?? {}).flatMap(([property, field]) => (typeof field === 'string' && field !== '' ? [{ property, field }] : []));
	const chosen = pairs.length > 0;
	const ifEmpty = form.choice('ifEmpty', ['keep', 'clear']);
	const { rule: rules = [] } = form.collection<{ rule: RuleParameter[] }>('fieldRules');
	const mapping = (chosen ? pairs : defaults).map(({ property, field }): FieldMapping => {
		const rule = rules.find((one) => one.property === property);
		return { property, field, ...readRule(form, rule, ifEmpty) };
	});
	const unknown = rules.find(({ property }) => !mapping.some((one) => one.property === property));
	if (unknown) decline('Field Rules', `A rule names the property "${unknown.property ?? ''}", which is not mapped.`, 'Add the property to the mapping, or remove the rule.');
	return { mapping, chosen };
}

function readRule(form: FormReader, rule: RuleParameter | undefined, ifEmpty: FieldMapping['ifEmpty']): Pick<FieldMapping, 'direction' | 'ifEmpty'> {
	const direction = form.choiceIn(rule?.direction, ['both', 'toHubSpot', 'toQuickBooks'], 'Field Rules, Direction');
	return { direction, ifEmpty: rule?.ifEmpty === undefined ? ifEmpty : form.choiceIn(rule.ifEmpty, ['keep', 'clear'], 'Field Rules, Empty Values') };
}

function readFilter(form: FormReader): Condition[] {
	const groups = form.collection<Record<Side, ConditionParameter[]>>('filter');
	return (['hubSpot', 'quickBooks'] as const).flatMap((side) =>
		(groups[side] ?? []).map(({ field, operator = 'equals', value = '' }) => {
			if (!field) decline('Filter', 'A condition of the filter names no field.', 'Choose the field, or remove the condition.');
			return { side, field: field ?? '', operator, value: String(value) };
		}),
	);
}
