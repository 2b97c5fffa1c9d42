import type { Fields } from '../../quickbooks/records';
import type { Entity } from '../../quickbooks/schema/entity';
import { findEntity } from '../../quickbooks/schema/entities';
import type { FieldKinds } from '../../quickbooks/schema/entity';
import { types } from '../../quickbooks/schema/types';
import { fieldsOf, listOf } from '../acts';

/** A record that a request names. */
interface Reference {
	entity: string;
	id: string;
	/** The field that names the record. It shows, for example, the type of an account. */
	key: string;
}

/**
 * Every record to which a body refers by a reference field, a link to a transaction, or a link of a
 * file.
 */
export function referencesOf(entity: Entity, body: Fields): Reference[] {
	const found: Reference[] = [];
	walk(entity.fields, body, found);
	return found;
}

function walk(rules: FieldKinds, fields: Fields, found: Reference[]): void {
	for (const [key, value] of Object.entries(fields)) {
		if (value === null || value === undefined) continue;
		const [kind = '', argument = ''] = (rules[key] ?? '').split(' ');
		if (kind === 'ref')
			add(found, argument, typeof value === 'object' ? fieldsOf(value)['value'] : value, key);
		else if (kind === 'list' && argument === 'LinkedTxn')
			for (const link of listOf(value)) add(found, String(link['TxnType']), link['TxnId'], key);
		else if (kind === 'list' && argument === 'AttachableRef')
			for (const link of listOf(value)) addFileLink(found, fieldsOf(link['EntityRef']), key);
		else if (kind === 'list')
			for (const item of listOf(value)) walk(types[argument] ?? {}, item, found);
		else if (types[kind]) walk(types[kind], fieldsOf(value), found);
	}
}

function addFileLink(found: Reference[], { type, value }: Fields, key: string): void {
	if (typeof type === 'string')
		add(found, type.charAt(0).toUpperCase() + type.slice(1), value, key);
}

/** Links also name transaction types that are not entities, such as `BillPaymentCheck`. */
function add(found: Reference[], written: string, id: unknown, key: string): void {
	const entity = findEntity(written)?.name;
	if (entity !== undefined && id !== undefined && id !== null && id !== '')
		found.push({ entity, id: String(id), key });
}

/** The type that an account must have if a certain field names it. */
const accountTypes: Record<string, Fields> = {
	IncomeAccountRef: {
		AccountType: 'Income',
		Classification: 'Revenue',
		AccountSubType: 'SalesOfProductIncome',
	},
	ExpenseAccountRef: {
		AccountType: 'Cost of Goods Sold',
		Classification: 'Expense',
		AccountSubType: 'SuppliesMaterialsCogs',
	},
	AssetAccountRef: {
		AccountType: 'Other Current Asset',
		Classification: 'Asset',
		AccountSubType: 'Inventory',
	},
	DepositToAccountRef: {
		AccountType: 'Other Current Asset',
		Classification: 'Asset',
		AccountSubType: 'OtherCurrentAssets',
	},
	DiscountAccountRef: {
		AccountType: 'Income',
		Classification: 'Revenue',
		AccountSubType: 'OtherPrimaryIncome',
	},
};

export function accountHints(key: string): Fields {
	return accountTypes[key] ?? {};
}
