import { originMark, parseOrigin } from '../../src/core/invoice/billing/billing';
import { readClaims } from '../../src/core/invoice/concurrent/claim';
import { passTime } from '../month/clock';
import { CREATE_INVOICE, PAUSE_MS, type BillingRun } from './billing';
import { readStored, RestoredAccounts } from './stored';

const stored = readStored('0.1.0');
const DELETED = 'deleted afterwards';
/** Where a deal was billed more than once, the latest invoice is returned. */
const foundInstead: Record<string, string> = {
	'to be voided': 'voided and billed again',
	'before its repeats': 'a repeat with signs',
};
const idOf = (name: string) => stored.billing.find((run) => run.name === name)?.invoiceId;
const named = (runs: readonly BillingRun[]) => runs.map((run) => [run.name, run] as const);

describe('a memo that 0.1.0 wrote', () => {
	it.each(named(stored.billing))('%s: says the same of its origin', (_name, { memo, origin }) => {
		const read = parseOrigin(memo);
		expect(JSON.parse(JSON.stringify(read))).toEqual(origin);
		if (!read) throw new Error('no origin');
		const { from, to, ...rest } = read;
		const again = originMark({ ...rest, span: { from, to }, realmId: stored.realmId });
		expect(memo.endsWith(again)).toBe(true);
	});

	it('says which run made it, and which mails it', () => {
		const claims = stored.billing.map(({ name, memo }) => [
			name,
			Object.keys(readClaims({ PrivateNote: memo })),
		]);
		expect(claims).toEqual(
			stored.billing.map(({ name }) => [
				name,
				name === 'mailed' ? ['madeBy', 'mailBy'] : ['madeBy'],
			]),
		);
	});
});

describe('a deal that 0.1.0 billed is billed again with the same form', () => {
	let restored: RestoredAccounts;
	beforeAll(async () => {
		restored = await RestoredAccounts.open(stored, stored.saved, stored.savedAt);
	});
	beforeEach(() => passTime(PAUSE_MS));
	afterAll(async () => await restored.close());

	it.each(named(stored.billing.filter(({ name }) => name !== DELETED)))(
		'%s: its invoice is found, and nothing is created',
		async (name, { parameters, invoiceId }) => {
			const { accounts } = restored;
			accounts.forgetRequests();
			const { action, quickbooks } = await accounts.one(CREATE_INVOICE, parameters);
			expect([action, (quickbooks as { id: string }).id]).toEqual([
				'existing',
				idOf(foundInstead[name] ?? '') ?? invoiceId,
			]);
			expect(accounts.requests.filter(({ url }) => url.includes('requestid='))).toEqual([]);
		},
	);

	it('the deal that two processes billed at once: its one invoice is found', async () => {
		const { accounts } = restored;
		const before = await accounts.query('select * from Invoice maxresults 1000');
		const { action } = await accounts.one(CREATE_INVOICE, stored.atOnce.parameters);
		expect(action).toBe('existing');
		expect(await accounts.query('select * from Invoice maxresults 1000')).toHaveLength(
			before.length,
		);
	});

	it('the deal whose invoice was deleted: a new one is created', async () => {
		const { parameters = {} } = stored.billing.find(({ name }) => name === DELETED) ?? {};
		const { action } = await restored.accounts.one(CREATE_INVOICE, parameters);
		expect(action).toBe('created');
	});
});
