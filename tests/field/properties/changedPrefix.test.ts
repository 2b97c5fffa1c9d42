import { oneNodeWorkflow } from '../../support/inProcess';
import { picked, TYPE } from '../../support/billingAccounts';
import { count } from '../../support/figures';
import {
	attach,
	beginningWith,
	bill,
	billing,
	CONTACTS,
	HOUR,
	income,
	invoices,
	PREFIX,
	sync,
	told,
} from './prefixedAccount';

describe('a prefix that is changed later', () => {
	it('does not bill a deal again: the memo in QuickBooks says that it is billed', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		const first = await bill(deal);
		const before = await invoices();
		await billing.accounts.prefixWith(PREFIX);
		const again = await bill(deal);
		expect([again.action, again.quickbooks.id]).toEqual(['existing', first.quickbooks.id]);
		expect(await told(deal)).toMatchObject({
			invoice_status: 'waiting_to_be_sent',
			invoice_count: 1,
		});
		expect(await invoices()).toBe(before);
		count({ runs: 2, invoicesDoubled: (await invoices()) - before });
	});

	it('nor where somebody cleared the memo, nor where the invoice was attached by hand', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		const {
			quickbooks: { id },
		} = await bill(deal);
		const { SyncToken } = (
			await billing.accounts.quickBooks<{ Invoice: { SyncToken: string } }>(`invoice/${id}`)
		).Invoice;
		await billing.accounts.quickBooks('invoice', {
			Id: id,
			SyncToken,
			sparse: true,
			PrivateNote: '',
		});
		const attached = await billing.deal([HOUR], 'USD', await billing.contact());
		const [other] = await billing.accounts.query<{ Id: string }>(
			"select * from Invoice where Balance > '0' maxresults 1",
		);
		await attach('attach', attached, other?.Id ?? '');
		const before = await invoices();
		await billing.accounts.prefixWith(PREFIX);
		expect((await bill(deal)).quickbooks.id).toBe(id);
		const { error } = await billing.accounts.run(TYPE, {
			deal: picked(attached),
			source: 'scratch',
			ifNoItem: 'create',
			incomeAccount: await income(),
			options: { countAttached: 'fail' },
		});
		expect(error?.message).toContain('attached');
		expect(await invoices()).toBe(before);
		count({ runs: 4, invoicesDoubled: (await invoices()) - before });
	});

	it('a sync looks at all records again, and says so', async () => {
		const parameters = {
			hubspotAuthentication: 'serviceKey',
			scope: 'changed',
			direction: 'quickBooksToHubSpot',
			output: 'summary',
		};
		const workflow = oneNodeWorkflow(
			{
				name: 'Sync',
				type: CONTACTS,
				parameters,
				credentials: billing.accounts.nodeCredentials,
			},
			[{}],
			{},
		);
		const run = async () =>
			(await billing.accounts.n8n.run(workflow, 'trigger')).items('Sync')[0]?.json ?? {};
		await run();
		expect((await run())['warnings']).toEqual([]);
		const contacts = async () =>
			(
				await billing.accounts.hubSpot<{ results: object[] }>(
					'/crm/objects/2026-03/contacts?limit=100',
				)
			).results.length;
		const before = await contacts();
		await billing.accounts.prefixWith(PREFIX);
		const { warnings, linked } = await run();
		expect(warnings).toEqual([
			expect.stringContaining('keeps its properties under "acme_qbo_" instead of "quickbooks_"'),
		]);
		expect(linked).toBeGreaterThan(0);
		expect(await contacts()).toBe(before);
	});
});

describe('a prefix that HubSpot takes no names with', () => {
	it.each([
		['Acme_', 'it must begin with a lower-case letter'],
		['2acme_', 'it must begin with a lower-case letter'],
		['acme-qbo', 'it may contain only lower-case letters, digits and underscores'],
		['hs_', 'names that begin with "hs_" belong to HubSpot'],
		['a'.repeat(76), 'it has 76 characters, and 75 are the most'],
	])('%s is told before anything is asked', async (prefix, why) => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await billing.accounts.prefixWith(prefix);
		billing.accounts.forgetRequests();
		const { error } = await billing.accounts.run(TYPE, {
			deal: picked(deal),
			source: 'scratch',
			ifNoItem: 'fail',
		});
		expect(error?.message).toContain(`cannot be used: ${why}`);
		expect((error as { description?: string } | undefined)?.description).toContain(
			'"acme_quickbooks_"',
		);
		expect(billing.accounts.requests).toEqual([]);
	});

	it('an empty one is the usual one, and the longest has room for every name', async () => {
		const deal = await billing.deal([HOUR], 'USD', await billing.contact());
		await billing.accounts.prefixWith('  ');
		await bill(deal);
		expect(await beginningWith('deals', 'quickbooks_')).toHaveLength(9);
		await billing.accounts.prefixWith('a'.repeat(75));
		expect((await bill(deal)).action).toBe('existing');
		await sync(CONTACTS, { direction: 'twoWay', onDelete: 'mark', dryRun: false });
		expect(await beginningWith('contacts', 'a'.repeat(75))).toHaveLength(3);
	});
});
