import type { IDataObject } from 'n8n-workflow';
import type { FaultRule } from '../../../sandbox/faults';
import { picked } from '../../support/billingAccounts';
import {
	accounts,
	attach,
	attachedRecords,
	chosen,
	DEAL,
	failure,
	records,
	row,
	run,
} from './dealWithInvoices';

describe('a dry run', () => {
	it('writes nothing and shows the very values that are written', async () => {
		const planned = await run({
			operation: 'attach',
			...chosen(picked(row(0).Id), picked(row(1).Id)),
			dryRun: true,
		});
		expect(
			accounts.requests.filter(
				({ method, url }) => method !== 'GET' && !/batch\/read|oauth|search/.test(url),
			),
		).toEqual([]);
		expect(planned.map(({ action, reason }) => [action, reason])).toEqual(
			Array(2).fill([
				'planned',
				'Nothing was written, because this is a dry run. Otherwise the invoice would be linked.',
			]),
		);
		const requests = planned.flatMap(({ plan }) => plan ?? []);
		const made = requests
			.filter(({ operation, target }) => operation === 'create' && target === 'invoices')
			.map(({ payload }) => (payload as IDataObject)['properties']);
		const dealUpdate = requests.at(-1);
		accounts.forgetRequests();
		await attach(row(0), row(1));
		const sent = (path: RegExp) =>
			JSON.parse(
				accounts.requests.find(({ method, url }) => method !== 'GET' && path.test(url))
					?.requestBody ?? '{}',
			) as { inputs: Array<{ properties: IDataObject }>; properties: IDataObject };
		expect(sent(/invoices\/batch\/upsert/).inputs.map(({ properties }) => properties)).toEqual(
			made,
		);
		expect(dealUpdate).toEqual({
			system: 'HubSpot',
			operation: 'update',
			target: 'deals/403',
			payload: { properties: sent(/deals\/403/).properties },
		});
		expect(
			requests
				.filter(({ operation }) => operation === 'create properties')
				.map(({ target }) => target),
		).toEqual(['deals', 'contacts', 'companies', 'products', 'invoices']);
	});

	it('of detaching, too', async () => {
		const [attached] = await attach(row(0));
		const [planned] = await run({
			operation: 'detach',
			...chosen(picked(row(0).Id)),
			dryRun: true,
		});
		expect(planned?.plan?.[0]).toEqual({
			system: 'HubSpot',
			operation: 'dissociate',
			target: `invoices/${attached?.hubspot?.id}`,
			payload: { to: 'deals/403' },
		});
		expect(planned?.plan?.[1]).toMatchObject({
			operation: 'update',
			target: 'deals/403',
			payload: { properties: { quickbooks_invoice_count: '0', quickbooks_invoice_number: '' } },
		});
		expect(await attachedRecords()).toHaveLength(1);
	});
});

describe('when HubSpot fails', () => {
	it.each<[string, FaultRule]>([
		[
			'a dropped answer after records were made',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'invoices/batch/upsert',
				behaviour: 'drop-after',
				times: 1,
			},
		],
		[
			'a dropped answer after they were linked',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'associations',
				behaviour: 'drop-after',
				times: 1,
			},
		],
		[
			'a throttled read',
			{ system: 'hubspot', path: '/batch/read', behaviour: '429', times: 2, retryAfterSeconds: 0 },
		],
		['a server error of QuickBooks', { system: 'quickbooks', behaviour: '500', times: 2 }],
	])(
		'%s is survived',
		async (_name, rule) => {
			accounts.fault(rule);
			const results = await attach(row(0), row(1), row(2));
			expect(results.map(({ action }) => action)).toEqual(['linked', 'linked', 'linked']);
			expect(await records()).toHaveLength(3);
			expect(await attachedRecords()).toHaveLength(3);
		},
		60_000,
	);

	it('a second run finishes what a failed one began', async () => {
		accounts.fault({ system: 'hubspot', method: 'PATCH', path: '/deals/', behaviour: '500' });
		expect((await failure(chosen(picked(row(0).Id), picked(row(1).Id)))).message).toMatch(
			/HubSpot cannot answer right now/,
		);
		accounts.clearFaults();
		const results = await attach(row(0), row(1));
		expect(results.map(({ action }) => action)).toEqual(['unchanged', 'updated']);
		expect((await accounts.deal('403', DEAL)).properties['quickbooks_invoice_count']).toBe('2');
	}, 60_000);

	it('a property that somebody removed is made again', async () => {
		await attach(row(0));
		await accounts.hubSpot(
			'/crm/properties/2026-03/deals/quickbooks_total_billed',
			undefined,
			'DELETE',
		);
		expect((await attach(row(1))).map(({ action }) => action)).toEqual(['linked']);
		expect(
			Number((await accounts.deal('403', DEAL)).properties['quickbooks_total_billed']),
		).toBeCloseTo(row(0).TotalAmt + row(1).TotalAmt, 2);
	});
});
