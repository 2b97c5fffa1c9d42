import { bill, exchange, fault, invoice, order, reply, rows, type Json } from './recorded';
import { V3, differences, query, create } from './differences';

describe('a recording that is not as the API is', () => {
	const { EmailStatus, ...unmailed } = invoice;
	const stale = fault(
		'5011',
		'Stale Object Error',
		'Stale Object Error : You and A were working on this at the same time. A finished before you did, so your work was not saved.',
	);
	const line = (invoice['Line'] as Json[])[0] as Json;

	it.each<[string, Json, string[]]>([
		[
			'a renamed key of a read record',
			exchange(
				{ path: `${V3}/invoice/901` },
				reply('Invoice', { ...unmailed, MailStatus: EmailStatus }),
			),
			[
				'$.Invoice.MailStatus: recorded, absent in the sandbox',
				'$.Invoice.EmailStatus: not recorded, present in the sandbox',
			],
		],
		[
			'a missing key of a read record',
			exchange({ path: `${V3}/invoice/901` }, reply('Invoice', unmailed)),
			['$.Invoice.EmailStatus: not recorded, present in the sandbox'],
		],
		[
			'another type deep inside',
			exchange(
				query('select * from Bill'),
				rows(
					'Bill',
					[{ ...bill, Line: [{ ...((bill['Line'] as Json[])[0] as Json), Amount: '12.50' }] }],
					true,
				),
			),
			['$.QueryResponse.Bill[0].Line[0].Amount: recorded as string, number in the sandbox'],
		],
		[
			'a key that a made record lacks',
			exchange(
				create('invoice', order),
				reply('Invoice', {
					...invoice,
					Line: [{ ...line, CustomExtensions: undefined }, (invoice['Line'] as Json[])[1]],
				}),
			),
			['$.Invoice.Line[0].CustomExtensions: not recorded, present in the sandbox'],
		],
		[
			'a key that all forms have',
			exchange(
				query('select * from Invoice'),
				rows(
					'Invoice',
					[
						{
							...invoice,
							FreeFormAddress: undefined,
							Line: [
								{
									...line,
									SalesItemLineDetail: {
										...(line['SalesItemLineDetail'] as Json),
										ItemAccountRef: undefined,
									},
								},
							],
						},
					],
					true,
				),
			),
			[
				'$.QueryResponse.Invoice[0].Line[0].SalesItemLineDetail.ItemAccountRef: not recorded, present in the sandbox',
				'$.QueryResponse.Invoice[0].FreeFormAddress: not recorded, present in the sandbox',
			],
		],
		[
			'another fixed text',
			exchange(
				{ path: `${V3}/invoice/901` },
				reply('Invoice', { ...invoice, PrintStatus: 'ToBePrinted' }),
			),
			['$.Invoice.PrintStatus: recorded as "ToBePrinted", "NotSet" in the sandbox'],
		],
		[
			'another envelope',
			exchange(query('select * from Bill'), rows('Bill', [bill])),
			['$.QueryResponse.totalCount: not recorded, present in the sandbox'],
		],
		[
			'another status',
			exchange(
				{ path: `${V3}/customer/1.5` },
				{
					Fault: {
						Error: [
							{
								Message: 'Invalid ID',
								Detail: 'Id should be a valid number. Supplied value:1.5',
								code: '2030',
								element: 'Id',
							},
						],
						type: 'ValidationFault',
					},
				},
				404,
			),
			[
				'status: recorded as 404, 400 in the sandbox (2030 Id should be a valid number. Supplied value:1.5)',
			],
		],
		[
			'an unknown path',
			exchange({ path: `${V3}/nonsense/1` }, reply('Nonsense', {})),
			[
				'status: recorded as 200, 400 in the sandbox (500 Operation Could not find resource for relative : ',
			],
		],
	])('differs by %s', async (_what, recorded, expected) => {
		const [found] = await differences(recorded);
		expect(
			found?.slice(0, expected.length).map((text, index) => text.slice(0, expected[index]?.length)),
		).toEqual(expected);
	});

	it('differs by another code', async () => {
		const [found] = await differences(exchange({ path: `${V3}/invoice/1.5` }, stale, 400));
		expect(found).toContain('$.Fault.Error[0].code: recorded as "5011", "2030" in the sandbox');
	});
});
