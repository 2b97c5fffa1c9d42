import type { Fields } from '../../quickbooks/records';
import { entity } from '../../quickbooks/schema/entities';
import { fieldsOf, type Act } from '../acts';
import { minimal, writable } from './bring';
import { referencesOf } from './references';
import type { PreparedState } from './scene';

type Staging = (scene: PreparedState, act: Act) => void;

const CLASHING = '987654321';

/**
 * The state in which QuickBooks refuses a request, by the code of its fault; other faults lie in
 * the request itself.
 */
const states: Record<string, Staging> = {
	'610': (scene, act) => {
		if (act.kind === 'create') return deactivateOne(scene, act);
		if (act.id !== undefined) scene.erase(act.entity.name, act.id);
	},
	'5010': (scene, act) =>
		!act.faults.some(({ detail }) => detail.includes('period has closed')) &&
		token(scene, act, String(Number(act.body['SyncToken'] ?? 0) + 1)),
	'6240': (scene, act) => {
		const { DisplayName = act.body['Name'], Name = act.body['DisplayName'] } = act.body;
		scene.put(
			act.entity,
			minimal(
				act.entity.name,
				CLASHING,
				{ DisplayName, Name, FullyQualifiedName: fullName(scene, act, DisplayName) },
				scene.now,
			),
		);
	},
	'6140': (scene, act) => {
		const entry = minimal(
			act.entity.name,
			CLASHING,
			{ DocNumber: act.body['DocNumber'], CustomerRef: act.body['CustomerRef'] },
			scene.now,
		);
		scene.put(act.entity, { ...entry, fields: writable(entry.fields) });
	},
	'6220': (scene, act) =>
		act.id !== undefined && scene.change(act.entity, act.id, { Balance: 1, BalanceWithJobs: 1 }),
	'6540': (scene, act) =>
		act.id !== undefined &&
		scene.change(act.entity, act.id, { LinkedTxn: [{ TxnId: CLASHING, TxnType: 'Deposit' }] }),
	'6000': (scene, act) =>
		act.faults.some(({ detail }) => detail.includes('one foreign currency')) &&
		foreignCustomer(scene, act),
	'2410': (scene, act) => foreignCustomer(scene, act),
	'6270': (scene, act) => {
		for (const { entity: name, id } of referencesOf(act.entity, act.body))
			if (name === 'Item')
				scene.change(entity('Item'), id, {
					InvStartDate: '9999-12-31',
					TrackQtyOnHand: true,
					QtyOnHand: 0,
				});
	},
};

/**
 * Brings about what the faults of an act presume, after everything that the request names is there.
 */
export function prepareRefusal(scene: PreparedState, act: Act): void {
	for (const { code } of act.faults) states[code]?.(scene, act);
}

function token(scene: PreparedState, act: Act, SyncToken: string): void {
	if (act.id !== undefined) scene.change(act.entity, act.id, { SyncToken });
}

/** The first record that the request names is inactive. */
function deactivateOne(scene: PreparedState, act: Act): void {
	const [first] = referencesOf(act.entity, act.body).filter(
		({ entity: name }) => entity(name).kind !== 'transaction',
	);
	if (first) scene.change(entity(first.entity), first.id, { Active: false });
}

function fullName(scene: PreparedState, act: Act, name: unknown): unknown {
	const parent = fieldsOf(act.body['ParentRef'])['value'];
	const above: Fields | undefined =
		typeof parent === 'string' ? scene.find(act.entity.name, parent)?.fields : undefined;
	return above ? `${String(above['FullyQualifiedName'])}:${String(name)}` : name;
}

/** A customer of another currency than the request's. */
function foreignCustomer(scene: PreparedState, act: Act): void {
	const id = fieldsOf(act.body['CustomerRef'])['value'];
	const sent = fieldsOf(act.body['CurrencyRef'])['value'];
	const home = scene.company.profile.currency;
	const foreign = act.faults.some(({ code }) => code === '2410')
		? (sent ?? 'EUR')
		: sent === undefined || sent === home
			? 'EUR'
			: home;
	if (typeof id === 'string')
		scene.change(entity('Customer'), id, { CurrencyRef: { value: foreign } });
}
