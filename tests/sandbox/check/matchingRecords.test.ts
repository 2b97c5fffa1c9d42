import { bill, exchange, fault, invoice, order, pia, reply, rows } from './recorded';
import { V3, differences, query, create } from './differences';

describe('a recording of faults, batches and expenses that is as the API is', () => {
	it('matches faults in the state that leads to them', async () => {
		const gone = fault(
			'610',
			'Object Not Found',
			"Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
		);
		const names = ['Olu Ade', 'Bo Ek'].map(
			(name) =>
				`You and ${name} were working on this at the same time. ${name} finished before you did, so your work was not saved.`,
		);
		expect(
			await differences(
				exchange({ path: `${V3}/invoice/5` }, gone, 400),
				exchange(create('invoice', order), gone, 400),
				exchange(
					create('invoice', { Id: '901', SyncToken: '4', sparse: true, PrivateNote: 'x' }),
					fault('5010', 'Stale Object Error', `Stale Object Error : ${names[0]}`),
					400,
				),
				exchange(
					create('customer', { DisplayName: 'Pia Lind' }),
					fault(
						'6240',
						'Duplicate Name Exists Error',
						'The name supplied already exists. : null',
						{},
					),
					400,
				),
				exchange(
					create('invoice', { ...order, CustomerRef: { value: '4711' } }),
					fault(
						'2500',
						'Invalid Reference Id',
						'Invalid Reference Id : Names element id 4711 not found',
					),
					400,
				),
			),
		).toEqual([[], [], [], [], []]);
	});

	it('matches batches, changes with deletions, and what the gateway refuses', async () => {
		const items = [
			{ bId: 'a', operation: 'create', Customer: { DisplayName: 'Pia Lind' } },
			{ bId: 'b', Query: 'select * from Bill' },
		];
		const { time: _none, ...found } = rows('Bill', [bill], true);
		const throttled =
			'<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>m</Message><Detail>d</Detail></Error></Fault></IntuitResponse>';
		const changes = {
			CDCResponse: [
				{
					QueryResponse: [
						{
							Invoice: [
								invoice,
								{
									domain: 'QBO',
									status: 'Deleted',
									Id: '77',
									MetaData: { LastUpdatedTime: '2026-06-01T10:00:00-07:00' },
								},
							],
							startPosition: 1,
							maxResults: 2,
							totalCount: 2,
						},
						{},
					],
				},
			],
			time: '2026-06-02T09:30:00.120-07:00',
		};
		expect(
			await differences(
				exchange(create('batch', { BatchItemRequest: items }), {
					BatchItemResponse: [
						{ Customer: pia, bId: 'a' },
						{ ...found, bId: 'b' },
					],
					time: '2026-06-02T09:30:00.120-07:00',
				}),
				exchange(
					{ path: `${V3}/cdc?entities=Invoice,Item&changedSince=2026-05-01T00:00:00Z` },
					changes,
				),
				exchange({ path: `${V3}/customer/1` }, throttled, 429),
			),
		).toEqual([[], [], []]);
	});

	it('matches bills and other expenses, written and listed', async () => {
		const sent = {
			VendorRef: { value: '88' },
			Line: [
				{
					DetailType: 'AccountBasedExpenseLineDetail',
					Amount: 12.5,
					AccountBasedExpenseLineDetail: { AccountRef: { value: '61' } },
				},
			],
		};
		expect(
			await differences(
				exchange(create('bill', sent), reply('Bill', { ...bill, SyncToken: '0' })),
				exchange(
					create('bill', {
						Id: '640',
						SyncToken: '2',
						sparse: true,
						PrivateNote: 'Van',
						VendorRef: { value: '88' },
					}),
					reply('Bill', { ...bill, PrivateNote: 'Van' }),
				),
				exchange(
					create('bill?operation=delete', { Id: '640', SyncToken: '3' }),
					reply('Bill', { domain: 'QBO', status: 'Deleted', Id: '640' }),
				),
				exchange(query('select * from Bill'), {
					QueryResponse: {},
					time: '2026-06-02T09:31:00.000-07:00',
				}),
			),
		).toEqual([[], [], [], []]);
	});
});
