import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/**
 * The name of a field as the editor shows it, with the collections it lies in: `Options → Line
 * Discounts`. It is read from the
 * form itself, so that messages and the form cannot come to differ.
 *
 * @param fields the node's form
 * @param path inner names from the form down, e.g. `options.lineDiscounts` or
 * `fieldRules.rule.direction`
 * @throws Error when the form has no such field
 */
export function fieldLabel(fields: readonly INodeProperties[], path: string): string {
	const names = namesOf(fields, path.split('.'));
	if (!names) throw new Error(`The form has no field "${path}".`);
	return names.join(' → ');
}

function namesOf(
	fields: readonly INodeProperties[],
	[name, ...rest]: string[],
): string[] | undefined {
	const field = fields.find((one) => one.name === name);
	if (!field || rest.length === 0) return field && [field.displayName];
	const inner =
		field.type === 'fixedCollection'
			? namesInGroups((field.options ?? []) as INodePropertyCollection[], rest)
			: namesOf((field.options ?? []) as INodeProperties[], rest);
	return inner && [field.displayName, ...inner];
}

/** The only group of a collection adds nothing to its name. */
function namesInGroups(
	groups: readonly INodePropertyCollection[],
	[name, ...rest]: string[],
): string[] | undefined {
	const group = groups.find((one) => one.name === name);
	const inner = group && namesOf(group.values, rest);
	return inner && (groups.length > 1 ? [group.displayName, ...inner] : inner);
}
