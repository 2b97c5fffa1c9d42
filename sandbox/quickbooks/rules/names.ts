import type { RequestContext } from '../context';
import { faultError, faults, Fault } from '../faults/fault';
import { isForeign, requireMultiCurrency } from '../sale/currency';
import { withAddressIds } from './addresses';
import type { Entry, Fields } from '../records';
import { entity } from '../schema/entities';
import type { Draft, Rules } from './rule';

const NAME_PARTS = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'];
const MOST_LEVELS = 5;
const DELETED = ' (deleted)';

/**
 * The level of sub-customers starts at 1; a top-level customer has no level. Source:
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/customer
 */
export const customerRules: Rules = {
	kept: [
		'Balance',
		'BalanceWithJobs',
		'CurrencyRef',
		'Taxable',
		'BillWithParent',
		'PreferredDeliveryMethod',
		'Active',
		'Job',
		'IsProject',
		'DefaultTaxCodeRef',
		'OpenBalanceDate',
	],
	complete(context, draft) {
		const fields: Fields = {
			Taxable: true,
			Job: false,
			BillWithParent: false,
			PreferredDeliveryMethod: 'Print',
			IsProject: false,
			...named(context, draft),
		};
		const balance = draft.before ? draft.before['Balance'] : (fields['Balance'] ?? 0);
		const withJobs = draft.before ? draft.before['BalanceWithJobs'] : balance;
		if (fields['Active'] === false && draft.before?.['Active'] !== false)
			refuseWithBalance(context, balance);
		const placed = placeBelowParent(context, fields, draft.before);
		return withAddressIds(
			context,
			{ ...placed, Balance: balance, BalanceWithJobs: withJobs },
			draft.before,
			['BillAddr', 'ShipAddr'],
			'kept',
		);
	},
	changed(context, before, after) {
		if (before && before['FullyQualifiedName'] !== after.fields['FullyQualifiedName'])
			renameChildren(context, String(before['FullyQualifiedName']), after);
	},
};

export const vendorRules: Rules = {
	kept: ['Balance', 'CurrencyRef', 'Active', 'Vendor1099'],
	complete: (context, draft) =>
		withAddressIds(
			context,
			{
				Vendor1099: false,
				...named(context, draft),
				Balance: draft.before?.['Balance'] ?? draft.fields['Balance'] ?? 0,
			},
			draft.before,
			['BillAddr'],
			'kept',
		),
};

export const employeeRules: Rules = {
	kept: ['Active', 'BillableTime'],
	complete(context, draft) {
		const { CurrencyRef: _none, ...fields } = named(context, draft);
		return withAddressIds(
			context,
			{ BillableTime: false, ...fields },
			draft.before,
			['PrimaryAddr'],
			'kept',
		);
	},
};

/** Names, currency and the rules that customers, vendors and employees share. */
function named(context: RequestContext, draft: Draft): Fields {
	const { fields } = draft;
	const displayName = displayNameOf(fields);
	const active = fields['Active'] !== false;
	const result: Fields = {
		...fields,
		Active: active,
		DisplayName: suffixed(displayName, active),
		PrintOnCheckName: printedName(draft, displayName),
		CurrencyRef: currency(context, draft),
	};
	if (draft.entity.name !== 'Customer') refuseTaken(context, draft, result);
	return result;
}

/** @throws Fault 6080 without any name, 2040 for invalid characters */
function displayNameOf(fields: Fields): string {
	if (
		fields['DisplayName'] === undefined &&
		!NAME_PARTS.some((part) => typeof fields[part] === 'string')
	) {
		throw faults.of(
			'6080',
			'At least one of Title, GivenName, MiddleName, FamilyName, Suffix or DisplayName has to be supplied.',
		);
	}
	const parts = NAME_PARTS.map((part) => fields[part]).filter((part) => typeof part === 'string');
	const displayName = String(fields['DisplayName'] ?? parts.join(' '));
	if (/[:\t\n]/.test(displayName))
		throw new Fault([
			faultError(
				'2040',
				`The name has invalid characters: a colon, tab or line break. Supplied value:${displayName}`,
				'DisplayName',
			),
		]);
	return displayName;
}

/** The name on cheques; it follows the display name if it was equal and no other name is set. */
function printedName({ fields, before, sent }: Draft, displayName: string): unknown {
	const givenAndFamily = [fields['GivenName'], fields['FamilyName']]
		.filter((part) => typeof part === 'string')
		.join(' ');
	const follows =
		before &&
		!('PrintOnCheckName' in sent) &&
		before['PrintOnCheckName'] === before['DisplayName'] &&
		fields['Active'] !== false;
	if (follows && !fields['CompanyName'] && !givenAndFamily) return displayName;
	return fields['PrintOnCheckName'] ?? fields['CompanyName'] ?? (givenAndFamily || displayName);
}

/** The name of an inactive record ends in ` (deleted)` until the record becomes active again. */
export function suffixed(name: string, active: boolean): string {
	const bare = name.endsWith(DELETED) ? name.slice(0, -DELETED.length) : name;
	return active ? bare : `${bare}${DELETED}`;
}

/** @throws Fault 6240 if another record has the name; inactive records may share a name */
export function refuseTaken(
	context: RequestContext,
	{ entity: kind, before }: Draft,
	fields: Fields,
): void {
	if (fields['Active'] === false) return;
	const others = context.records
		.sameName(kind, fields, context.switches.accentsIgnored)
		.filter((other) => !(other.entity === kind.name && other.id === before?.Id));
	if (others.length === 0) return;
	const sentence =
		kind.kind === 'name'
			? 'Another customer, vendor or employee is already using this \nname. Please use a different name.'
			: `Another ${kind.name.toLowerCase()} is already using this name. Please use a different name.`;
	throw faults.of(
		'6240',
		`The name supplied already exists. : ${context.switches.duplicateNameDetail === 'null' ? 'null' : sentence}`,
		...(context.switches.duplicateNameDetail === 'null' ? [] : ['']),
	);
}

/** The currency is set on creation and never changes. */
function currency(context: RequestContext, { sent, before }: Draft): Fields {
	const home = { value: context.company.profile.currency };
	if (before) return (before['CurrencyRef'] ?? home) as Fields;
	const chosen = sent['CurrencyRef'] as { value: string } | null | undefined;
	if (!chosen || !isForeign(context.company, chosen.value)) return home;
	requireMultiCurrency(context, chosen.value);
	requireListed(context, chosen.value);
	return context.switches.customerCurrency === 'kept' ? { value: chosen.value } : home;
}

/** @throws Fault 2500 if the company does not use the currency (`unlistedCurrency`) */
function requireListed(context: RequestContext, code: string): void {
	const listed = context.records
		.select('CompanyCurrency', '')
		.some(({ fields }) => fields['Code'] === code && fields['Active'] !== false);
	if (!listed && context.switches.unlistedCurrency === 'refuse')
		throw faults.reference('Currencies', code);
}

function refuseWithBalance(context: RequestContext, balance: unknown): void {
	if (Number(balance) !== 0 && context.switches.deactivateWithBalance === 'refuse')
		throw faults.of('6220', 'You cannot delete a customer that has a balance.', '');
}

/** Sets level and full name of a sub-customer. @throws Fault 6180 below level 5, 900 for a circle */
function placeBelowParent(
	context: RequestContext,
	fields: Fields,
	before: Draft['before'],
): Fields {
	const { ParentRef: parentRef, Level: _level, ...rest } = fields;
	const draft = { entity: entity('Customer'), before } as Draft;
	const parent = (parentRef as { value?: string } | undefined)?.value;
	if (parent === undefined) {
		const result = { ...rest, Job: false, FullyQualifiedName: fields['DisplayName'] };
		refuseTaken(context, draft, result);
		return result;
	}
	const above = context.records.find('Customer', parent)?.fields ?? ({} as Fields);
	const level = Number(above['Level'] ?? 0) + 1;
	if (level >= MOST_LEVELS)
		throw faults.of('6180', 'You can only have up to 5 levels of sub-customers.', '');
	const path = String(above['FullyQualifiedName']);
	const own = before && String(before['FullyQualifiedName']);
	if (before && (parent === before.Id || path.startsWith(`${own}:`)))
		throw faults.of('900', 'The parent cannot be below the record itself.', 'ParentRef');
	const result = {
		...rest,
		Job: fields['Job'] === false ? true : fields['Job'],
		ParentRef: parentRef,
		Level: level,
		FullyQualifiedName: `${path}:${String(fields['DisplayName'])}`,
	};
	refuseTaken(context, draft, result);
	return result;
}

/** Customers below a renamed customer keep their own name and get a new full name. */
function renameChildren(context: RequestContext, oldPath: string, renamed: Entry): void {
	const below = context.records.select('Customer', 'AND sort_name >= ? AND sort_name < ?', [
		`${oldPath}:`,
		`${oldPath};`,
	]);
	for (const child of below) {
		const FullyQualifiedName =
			String(renamed.fields['FullyQualifiedName']) +
			String(child.fields['FullyQualifiedName']).slice(oldPath.length);
		context.records.put(entity('Customer'), {
			...child,
			fields: { ...child.fields, FullyQualifiedName },
		});
	}
}
