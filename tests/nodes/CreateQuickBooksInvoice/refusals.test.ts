import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule } from '../../../sandbox/faults';
import { picked } from '../../support/billingAccounts';
import { accounts, bill, deal, DEAL_PROPERTIES, failure, ours, TYPE } from './billedDeals';

describe('bad input is told on its item, and nothing is billed', () => {
	it.each<[string, string, INodeParameters, RegExp, RegExp]>([
		[
			'a deal without line items',
			'403',
			{},
			/"Roof garden, first talk" has no line items/,
			/Add line items/,
		],
		['an unknown deal', '999999', {}, /HubSpot has no such record/, /Check the ID/],
		[
			'another currency than the company’s',
			'404',
			{},
			/in CAD, but Zoë's Garden & Design LLC keeps its books in USD only/,
			/Give the deal the currency USD/,
		],
		[
			'a line that does not add up',
			'407',
			{},
			/has the amount 180\.00, but 2 × 85 = 170\.00: a difference of 10\.00/,
			/Correct quantity/,
		],
		[
			'a new item without income account',
			'402',
			{},
			/a new item needs an income account/,
			/Choose an income account/,
		],
		[
			'no such customer',
			'401',
			{ customer: 'specific', customerId: picked('987654') },
			/no customer with id 987654/,
			/another customer/,
		],
		[
			'an inactive customer',
			'401',
			{ customer: 'specific', customerId: picked('7') },
			/is inactive/,
			/active/,
		],
		[
			'a number in a company that numbers by itself',
			'401',
			{ options: { number: 'A-1' } },
			/lets QuickBooks number its invoices/,
			/custom transaction numbers/,
		],
		[
			'a share above the deal',
			'401',
			{ share: 'amount', shareAmount: 5000 },
			/only 1313\.58 is left to bill/,
			/up to 1313\.58/,
		],
		[
			'a bad e-mail address',
			'401',
			{ billEmail: 'ann at home' },
			/is no e-mail address/,
			/ann@example\.com/,
		],
		[
			'a class where none are tracked',
			'401',
			{ class: picked('1') },
			/does not track classes/,
			/Leave the class out/,
		],
		[
			'a tax code of another country',
			'401',
			{ defaultTaxCode: picked('5') },
			/knows only TAX and NON/,
			/NON/,
		],
		['no deal', '={{ "" }}', {}, /No deal is chosen/, /Choose a deal/],
		['a deal id that is none', '={{ "../contacts/101" }}', {}, /not a HubSpot deal ID/, /number/],
	])('%s', async (_name, id, more, message, remedy) => {
		const error = await failure(id, more);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(remedy);
		expect(error.context.itemIndex).toBe(0);
		expect(await ours()).toEqual([]);
	});

	it('goes to the error output with the remedy', async () => {
		const run = await accounts.run(
			TYPE,
			{ deal: deal('403'), source: 'scratch' },
			{ onError: 'continueErrorOutput' },
		);
		expect(run.items('Node')).toEqual([]);
		expect(run.items('Node', 1)[0]?.json).toMatchObject({
			error: 'The deal "Roof garden, first talk" has no line items.',
			message: expect.stringMatching(/Add line items/),
			details: { action: 'failed', kind: 'declined' },
		});
	});
});

describe('when a system fails', () => {
	const SECRETS = () => [
		accounts.sandbox.hubspot.describe()['serviceKey'] as string,
		'sandbox-client-secret-0001',
	];

	it.each<[string, FaultRule, RegExp, RegExp]>([
		[
			'a wrong HubSpot key',
			{ system: 'hubspot', behaviour: 'expired-token' },
			/HubSpot does not accept the credential/,
			/connect it again/,
		],
		[
			'a missing HubSpot scope',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'missing-scope',
			},
			/scope .*crm\.objects\.invoices\.write/,
			/Add the scope/,
		],
		[
			'QuickBooks denies access',
			{ system: 'quickbooks', path: '/v3/', behaviour: 'missing-scope' },
			/QuickBooks denies access/,
			/Connect the QuickBooks credential again/,
		],
		[
			'HubSpot’s server error on a write',
			{ system: 'hubspot', method: 'PATCH', path: '/deals/', behaviour: '500' },
			/HubSpot cannot answer right now \(HTTP 500\)/,
			/Run the item again\. That completes the work/,
		],
		[
			'a HubSpot gateway’s page',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: '502-html',
			},
			/HubSpot cannot answer right now \(HTTP 502\)/,
			/Run the item again\. That completes the work/,
		],
	])(
		'%s is told, and a second run finishes',
		async (_name, rule, message, remedy) => {
			accounts.fault(rule);
			const error = await failure('401');
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(remedy);
			for (const secret of SECRETS())
				expect(
					JSON.stringify({ ...error, message: error.message, stack: error.stack }),
				).not.toContain(secret);
			accounts.clearFaults();
			const after = await bill('401');
			expect(['created', 'existing']).toContain(after.action);
			expect(await ours()).toHaveLength(1);
			expect((await accounts.deal('401', DEAL_PROPERTIES)).properties).toMatchObject({
				quickbooks_invoice_number: after.quickbooks.docNumber,
				quickbooks_invoice_count: '1',
			});
		},
		60_000,
	);

	it.each<[string, FaultRule]>([
		[
			'a dropped answer after the invoice was made',
			{ system: 'quickbooks', method: 'POST', path: '/invoice', behaviour: 'drop-after', times: 2 },
		],
		[
			'a truncated answer',
			{ system: 'quickbooks', method: 'POST', path: '/invoice', behaviour: 'truncate', times: 1 },
		],
		[
			'a dropped connection before it',
			{ system: 'quickbooks', path: '/query', behaviour: 'drop-before', times: 2 },
		],
		[
			'a throttled HubSpot',
			{ system: 'hubspot', path: '/batch/read', behaviour: '429', times: 2, retryAfterSeconds: 0 },
		],
		['a server error of QuickBooks', { system: 'quickbooks', behaviour: '500', times: 2 }],
		[
			'an expired QuickBooks token',
			{
				system: 'quickbooks',
				method: 'POST',
				path: '/invoice',
				behaviour: 'expired-token',
				times: 1,
			},
		],
		[
			'a record that HubSpot made although the connection dropped',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'objects/2026-03/invoices$',
				behaviour: 'drop-after',
				times: 1,
			},
		],
	])(
		'%s is survived with one invoice',
		async (_name, rule) => {
			accounts.fault(rule);
			const result = await bill('401');
			expect(result.action).toBe('created');
			expect(await ours()).toHaveLength(1);
			const records = await accounts.hubSpot<{ results: unknown[] }>(
				'/crm/objects/2026-03/invoices?limit=100',
			);
			expect(records.results).toHaveLength(1);
		},
		60_000,
	);

	it('a property that somebody removed is made again', async () => {
		await bill('408');
		await accounts.hubSpot(
			'/crm/properties/2026-03/deals/quickbooks_invoice_number',
			undefined,
			'DELETE',
		);
		expect((await bill('401')).action).toBe('created');
		expect(
			(await accounts.deal('401', DEAL_PROPERTIES)).properties['quickbooks_invoice_number'],
		).toMatch(/^\d+$/);
	});

	it('a hung QuickBooks is given up within the time limit, and told', async () => {
		accounts.fault({ system: 'quickbooks', path: '/companyinfo', behaviour: 'hang' });
		const error = await failure('401', { options: { timeLimit: 1 } });
		expect(error.message).toBe('QuickBooks did not answer in time.');
		accounts.clearFaults();
		expect((await bill('401')).action).toBe('created');
	}, 60_000);
});
