import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { fieldsOf, type Act } from '../acts';
import { minimal, writable } from './bring';
import { referencesOf } from './references';
import type { PreparedState } from './state';

type RefusalState = (state: PreparedState, act: Act) => void;

const CLASHING = '987654321';

/**
 * How to make the state in which QuickBooks refuses a request, by the code of the fault. Faults that
 * are not listed come from the request itself.
 */
const states: Record<string, RefusalState> = {
	'610': (state, act) => {
		if (act.kind === 'create') return deactivateOne(state, act);
		if (act.id !== undefined) state.erase(act.entity.name, act.id);
	},
	'5010': (state, act) =>
		!act.faults.some(({ detail }) => detail.includes('period has closed')) &&
		token(state, act, String(Number(act.body['SyncToken'] ?? 0) + 1)),
	'6240': (state, act) => {
		const { DisplayName = act.body['Name'], Name = act.body['DisplayName'] } = act.body;
		state.put(
			act.entity,
			minimal(
				act.entity.name,
				CLASHING,
				{ DisplayName, Name, FullyQualifiedName: fullName(state, act, DisplayName) },
				state.now,
			),
		);
	},
	'6140': (state, act) => {
		const entry = minimal(
			act.entity.name,
			CLASHING,
			{ DocNumber: act.body['DocNumber'], CustomerRef: act.body['CustomerRef'] },
			state.now,
		);
		state.put(act.entity, { ...entry, fields: writable(entry.fields) });
	},
	'6220': (state, act) =>
		act.id !== undefined && state.change(act.entity, act.id, { Balance: 1, BalanceWithJobs: 1 }),
	'6540': (state, act) =>
		act.id !== undefined &&
		state.change(act.entity, act.id, { LinkedTxn: [{ TxnId: CLASHING, TxnType: 'Deposit' }] }),
	'6000': (state, act) =>
		act.faults.some(({ detail }) => detail.includes('one foreign currency')) &&
		foreignCustomer(state, act),
	'2410': (state, act) => foreignCustomer(state, act),
	'6270': (state, act) => {
		for (const { entity: name, id } of referencesOf(act.entity, act.body))
			if (name === 'Item')
				state.change(entity('Item'), id, {
					InvStartDate: '9999-12-31',
					TrackQtyOnHand: true,
					QtyOnHand: 0,
				});
	},
};

/**
 * Makes the state that the faults of an operation presume. Everything that the request names must
 * exist already.
 */
export function prepareRefusal(state: PreparedState, act: Act): void {
	for (const { code } of act.faults) states[code]?.(state, act);
}

function token(state: PreparedState, act: Act, SyncToken: string): void {
	if (act.id !== undefined) state.change(act.entity, act.id, { SyncToken });
}

/** Makes the first record that the request names inactive. */
function deactivateOne(state: PreparedState, act: Act): void {
	const [first] = referencesOf(act.entity, act.body).filter(
		({ entity: name }) => entity(name).kind !== 'transaction',
	);
	if (first) state.change(entity(first.entity), first.id, { Active: false });
}

function fullName(state: PreparedState, act: Act, name: unknown): unknown {
	const parent = fieldsOf(act.body['ParentRef'])['value'];
	const above: Fields | undefined =
		typeof parent === 'string' ? state.find(act.entity.name, parent)?.fields : undefined;
	return above ? `${String(above['FullyQualifiedName'])}:${String(name)}` : name;
}

/** Gives the customer another currency than the request's. */
function foreignCustomer(state: PreparedState, act: Act): void {
	const id = fieldsOf(act.body['CustomerRef'])['value'];
	if (typeof id === 'string')
		state.change(entity('Customer'), id, { CurrencyRef: { value: foreignCurrency(state, act) } });
}

function foreignCurrency(state: PreparedState, act: Act): unknown {
	const sent = fieldsOf(act.body['CurrencyRef'])['value'];
	const home = state.company.profile.currency;
	if (act.faults.some(({ code }) => code === '2410')) return sent ?? 'EUR';
	return sent === undefined || sent === home ? 'EUR' : home;
}
