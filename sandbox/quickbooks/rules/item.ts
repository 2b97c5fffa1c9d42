import type { RequestContext } from '../context';
import { faultError, faults, Fault } from '../faults/fault';
import type { Entry, Fields } from '../records';
import { entity } from '../schema/entities';
import { refuseTaken, suffixed } from './names';
import type { Draft, Rules } from './rule';

const INCOME = new Set(['Income', 'Other Income']);
const MOST_LEVELS = 5;

/** Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/item */
export const itemRules: Rules = {
	kept: [
		'Active',
		'Type',
		'TrackQtyOnHand',
		'QtyOnHand',
		'InvStartDate',
		'DeferredRevenue',
		'Taxable',
		'UnitPrice',
		'PurchaseCost',
		'IncomeAccountRef',
		'ExpenseAccountRef',
		'AssetAccountRef',
	],
	complete(context, draft) {
		const { fields, before } = draft;
		requireFields(context, fields);
		const active = fields['Active'] !== false;
		const Name = suffixed(String(fields['Name']), active);
		if (/[:\t\n]/.test(Name))
			throw new Fault([
				faultError(
					'2040',
					`The name has invalid characters: a colon, tab or line break. Supplied value:${Name}`,
					'Name',
				),
			]);
		checkAccount(context, fields);
		const type = String(fields['Type']);
		const sold =
			type === 'Category'
				? {}
				: {
						Taxable: false,
						UnitPrice: 0,
						PurchaseCost: 0,
						TrackQtyOnHand: false,
						DeferredRevenue: false,
					};
		const result = placed(context, { ...sold, ...fields, Name, Active: active }, before);
		refuseTaken(context, draft, result);
		return result;
	},
	changed(context, before, after) {
		if (before && before['FullyQualifiedName'] !== after.fields['FullyQualifiedName'])
			renameChildren(context, String(before['FullyQualifiedName']), after);
	},
};

/** @throws Fault 2020 that names all fields which the item's type needs and which are missing */
function requireFields(context: RequestContext, fields: Fields): void {
	const missing = ['Name', 'Type'].filter((name) => fields[name] === undefined);
	const type = fields['Type'];
	if (type === 'Group' || type === 'Bundle')
		throw faults.business('Items of this type cannot be created or changed here.');
	if (type === 'Inventory')
		missing.push(
			...['AssetAccountRef', 'ExpenseAccountRef', 'InvStartDate', 'QtyOnHand'].filter(
				(name) => fields[name] === undefined,
			),
		);
	if (type === 'Inventory' && fields['TrackQtyOnHand'] !== true) missing.push('TrackQtyOnHand');
	if ((type === 'Service' || type === 'Inventory') && fields['IncomeAccountRef'] === undefined) {
		if (context.switches.missingIncomeAccount === '6000' && missing.length === 0)
			throw faults.business('Select an income account for this item.');
		missing.push('IncomeAccountRef');
	}
	if (missing.length > 0) throw faults.required(...missing);
}

/** @throws Fault 6430 if the account is not an income account */
function checkAccount(context: RequestContext, fields: Fields): void {
	const id = (fields['IncomeAccountRef'] as { value: string } | undefined)?.value;
	const type =
		id === undefined ? undefined : context.records.find('Account', id)?.fields['AccountType'];
	if (type !== undefined && !INCOME.has(String(type)))
		throw faults.of(
			'6430',
			`The account type ${String(type)} cannot be used as the income account of an item.`,
			'IncomeAccountRef',
		);
}

/** Full name and level of an item below a category or another item. @throws Fault 6180, 900 */
function placed(context: RequestContext, fields: Fields, before: Draft['before']): Fields {
	const parentId = (fields['ParentRef'] as { value: string } | undefined)?.value;
	const { SubItem: _sub, Level: _level, ParentRef: parentRef, ...rest } = fields;
	if (parentId === undefined) return { ...rest, FullyQualifiedName: fields['Name'] };
	const above = context.records.find('Item', parentId)?.fields ?? ({} as Fields);
	const level = Number(above['Level'] ?? 0) + 1;
	if (level >= MOST_LEVELS)
		throw faults.of('6180', 'You can only have up to 5 levels of sub-items.', '');
	const path = String(above['FullyQualifiedName']);
	if (
		before &&
		(parentId === before.Id || path.startsWith(`${String(before['FullyQualifiedName'])}:`))
	)
		throw faults.of('900', 'The parent cannot be below the record itself.', 'ParentRef');
	return {
		...rest,
		SubItem: true,
		ParentRef: parentRef,
		Level: level,
		FullyQualifiedName: `${path}:${String(fields['Name'])}`,
	};
}

function renameChildren(context: RequestContext, oldPath: string, renamed: Entry): void {
	for (const child of context.records.select('Item', 'AND sort_name >= ? AND sort_name < ?', [
		`${oldPath}:`,
		`${oldPath};`,
	])) {
		const FullyQualifiedName =
			String(renamed.fields['FullyQualifiedName']) +
			String(child.fields['FullyQualifiedName']).slice(oldPath.length);
		context.records.put(entity('Item'), {
			...child,
			fields: { ...child.fields, FullyQualifiedName },
		});
	}
}
