import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, type Outcome } from '../../../sandbox/check/check';
import { main } from '../../../sandbox/check/main';
import { parseRecording } from '../../../sandbox/check/recordings';
import {
	bill,
	exchange,
	fault,
	invoice,
	order,
	pia,
	reply,
	row,
	rows,
	type Json,
} from './recorded';

const V3 = '/v3/company/REALM';

/** What the check says of a recording: one text for each difference, by exchange. */
async function differences(...exchanges: Json[]): Promise<string[][]> {
	const outcomes: Outcome[] = await check({
		file: 'made-up.json',
		exchanges: parseRecording(JSON.stringify(exchanges), 'made-up.json'),
	});
	return outcomes.map((outcome) =>
		outcome.differences.map(({ path, problem }) => `${path}: ${problem}`),
	);
}

const query = (text: string) => ({ path: `${V3}/query?query=${encodeURIComponent(text)}` });
const create = (name: string, body: unknown) => ({ method: 'POST', path: `${V3}/${name}`, body });

describe('a recording that is as the API is', () => {
	const madeReadChangedListed = [
		exchange(create('customer', { DisplayName: 'Pia Lind' }), reply('Customer', pia)),
		exchange(
			{ path: `${V3}/customer/312` },
			reply('Customer', { ...pia, V4IDPseudonym: '0020aa' }),
		),
		exchange(
			create('customer', { Id: '312', SyncToken: '0', sparse: true, Notes: 'Rings twice' }),
			reply('Customer', { ...pia, SyncToken: '1', Notes: 'Rings twice' }),
		),
		exchange(
			query("select * from Customer where DisplayName = 'Pia Lind'"),
			rows('Customer', [row({ ...pia, SyncToken: '1', Notes: 'Rings twice' })]),
		),
		exchange(query("select * from Customer where DisplayName = 'Nobody'"), {
			QueryResponse: {},
			time: '2026-06-02T09:31:00.000-07:00',
		}),
	];

	it('matches: a record made, read, changed and listed', async () => {
		expect(await differences(...madeReadChangedListed)).toEqual([[], [], [], [], []]);
	});

	it('matches also when the clock of the machine is set back meanwhile', async () => {
		const start = Date.now();
		for (const period of [3, 5, 7, 11, 13]) {
			let calls = 0;
			const clock = jest
				.spyOn(Date, 'now')
				.mockImplementation(() => start + ((calls += 1) % period) * 1000);
			try {
				expect(await differences(...madeReadChangedListed)).toEqual([[], [], [], [], []]);
			} finally {
				clock.mockRestore();
			}
		}
	});

	it('matches whatever the request names: customer, item and account are there, with what the reply shows of them', async () => {
		const address = {
			Id: '4',
			Line1: '1 Elm',
			City: 'Reno',
			CountrySubDivisionCode: 'NV',
			PostalCode: '89501',
			Lat: '39.5',
			Long: '-119.8',
		};
		expect(
			await differences(
				exchange(create('invoice', order), reply('Invoice', { ...invoice, BillAddr: address })),
			),
		).toEqual([[]]);
	});

	it('matches by the host of the recording, by short paths, and with plainly written queries', async () => {
		expect(
			await differences(
				exchange(
					{
						uri: 'https://sandbox-quickbooks.api.intuit.com/v3/company/9130000000000001/invoice/901',
					},
					reply('Invoice', invoice),
				),
				exchange(
					{ uri: 'https://quickbooks.api.intuit.com/v3/invoice/901' },
					reply('Invoice', invoice),
				),
				exchange(
					{
						path: `${V3}/query?query=select * from Bill where TotalAmt > '10' maxresults 5&minorversion=75`,
					},
					rows('Bill', [bill], true),
				),
				exchange(
					{ method: 'POST', path: `${V3}/query`, body: 'select * from Bill' },
					rows('Bill', [bill], true),
				),
			),
		).toEqual([[], [], [], []]);
	});

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

	it('matches replies of the token endpoint, with a token that is good here where the recorded one was', async () => {
		const uri = 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer';
		const tokens = {
			token_type: 'bearer',
			expires_in: 3600,
			refresh_token: 'r',
			x_refresh_token_expires_in: 8726400,
			access_token: 'a',
		};
		const refresh = { method: 'POST', uri, body: 'grant_type=refresh_token&refresh_token=AB11' };
		expect(
			await differences(
				exchange(refresh, tokens),
				exchange(refresh, { error: 'invalid_grant', error_description: 'Token invalid' }, 400),
				exchange(refresh, { ...tokens, expires_in: '3600' }),
			),
		).toEqual([[], [], ['$.expires_in: recorded as string, number in the sandbox']]);
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

	it('matches exchanges that stand in another order than they were recorded in', async () => {
		const later = (body: Json) => ({ ...body, time: '2026-06-02T11:00:00.000-07:00' });
		const noted = { ...pia, SyncToken: '1', Notes: 'Rings twice' };
		const update = create('customer', {
			Id: '312',
			SyncToken: '0',
			sparse: true,
			Notes: 'Rings twice',
		});
		const list = query('select * from Customer');
		expect(
			await differences(
				exchange(update, later(reply('Customer', noted))),
				exchange(list, rows('Customer', [row(pia)])),
				exchange(create('customer', { DisplayName: 'Pia Lind' }), reply('Customer', pia)),
				exchange(list, later(rows('Customer', [row(noted)]))),
				exchange(
					{ path: `${V3}/customer/312` },
					reply('Customer', { ...pia, V4IDPseudonym: '0020aa' }),
				),
			),
		).toEqual([[], [], [], [], []]);
	});

	it('matches what the real system has found out meanwhile: the place of an address', async () => {
		const BillAddr = {
			Id: '4',
			Line1: '1 Elm',
			City: 'Reno',
			CountrySubDivisionCode: 'NV',
			PostalCode: '89501',
		};
		const found = { ...BillAddr, Lat: '39.5', Long: '-119.8' };
		const update = create('customer', { Id: '312', SyncToken: '0', sparse: true, Notes: 'x' });
		expect(
			await differences(
				exchange(
					{ path: `${V3}/customer/312` },
					reply('Customer', { ...pia, BillAddr, V4IDPseudonym: '0020aa' }),
				),
				exchange(create('invoice', order), reply('Invoice', { ...invoice, BillAddr: found })),
				exchange(
					update,
					reply('Customer', { ...pia, BillAddr: found, SyncToken: '1', Notes: 'x' }),
				),
			),
		).toEqual([[], [], []]);
	});

	it('matches a payment changed without its lines, a full change that takes the addresses of the customer, and a deposit of payments', async () => {
		const value = { Name: 'txnId', Value: '901' };
		const part = {
			name: 'n',
			declaredType: 'd',
			scope: 's',
			value,
			nil: false,
			globalScope: true,
			typeSubstituted: false,
		};
		const payment = {
			CustomerRef: { value: '312', name: 'Pia Lind' },
			DepositToAccountRef: { value: '4' },
			TotalAmt: 90,
			UnappliedAmt: 0,
			ProcessPayment: false,
			domain: 'QBO',
			sparse: false,
			Id: '44',
			SyncToken: '1',
			MetaData: bill['MetaData'],
			TxnDate: '2026-05-20',
			CurrencyRef: bill['CurrencyRef'],
			PrivateNote: 'x',
			Line: [
				{ Amount: 90, LinkedTxn: [{ TxnId: '901', TxnType: 'Invoice' }], LineEx: { any: [part] } },
			],
		};
		const { LastModifiedByRef: _none, ...MetaData } = bill['MetaData'] as Json;
		const BillAddr = { Id: '4', Line1: '1 Elm' };
		const {
			Balance: _balance,
			DueDate: _due,
			LinkedTxn: _links,
			AllowIPNPayment: _a,
			AllowOnlinePayment: _b,
			AllowOnlineCreditCardPayment: _c,
			AllowOnlineACHPayment: _d,
			...paper
		} = invoice;
		const deposit = {
			DepositToAccountRef: { value: '9', name: 'Checking' },
			TotalAmt: 90,
			domain: 'QBO',
			sparse: false,
			Id: '50',
			SyncToken: '0',
			MetaData,
			TxnDate: '2026-05-20',
			CurrencyRef: bill['CurrencyRef'],
			Line: [
				{
					Amount: 90,
					LinkedTxn: [{ TxnId: '44', TxnType: 'Payment', TxnLineId: '0' }],
					DepositLineDetail: { PaymentMethodRef: { value: '2' } },
				},
			],
			TxnTaxDetail: {},
		};
		expect(
			await differences(
				exchange(
					create('payment', { Id: '44', SyncToken: '0', sparse: true, PrivateNote: 'x' }),
					reply('Payment', { ...payment, MetaData }),
				),
				exchange(
					create('estimate', { ...order, Id: '60', SyncToken: '0' }),
					reply('Estimate', {
						...paper,
						MetaData,
						Id: '60',
						SyncToken: '1',
						TxnStatus: 'Pending',
						BillAddr,
					}),
				),
				exchange(query('select * from Deposit'), rows('Deposit', [deposit], true)),
			),
		).toEqual([[], [], []]);
	});

	it('matches a mailed invoice that is listed later', async () => {
		const { FreeFormAddress: _form, MetaData, Line, ...rest } = invoice;
		const { LastModifiedByRef: _who, ...times } = MetaData as Json;
		const mailed = {
			EmailStatus: 'EmailSent',
			BillEmail: { Address: 'a@example.com' },
			DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: '2026-06-02T09:30:00-07:00' },
		};
		const { ItemAccountRef: _account, ...detail } = (Line as Json[])[0]?.[
			'SalesItemLineDetail'
		] as Json;
		const bare = {
			...rest,
			...mailed,
			MetaData: times,
			Line: [{ ...(Line as Json[])[0], SalesItemLineDetail: detail }, (Line as Json[])[1]],
		};
		expect(
			await differences(
				exchange(
					{ method: 'POST', path: `${V3}/invoice/901/send?sendTo=a@example.com` },
					reply('Invoice', bare),
				),
				exchange(
					query('select * from Invoice'),
					rows('Invoice', [{ ...invoice, ...mailed }], true),
				),
			),
		).toEqual([[], []]);
	});

	it('matches replies of 2020 by the form of that year', async () => {
		const { IsProject: _new, ...old } = pia;
		const recorded = { Customer: old, time: '2020-03-01T10:00:00.000-08:00' };
		expect(await differences(exchange({ path: `${V3}/customer/312` }, recorded))).toEqual([[]]);
		expect(
			await differences(
				exchange(
					{ path: `${V3}/customer/312` },
					{ ...recorded, time: '2026-03-01T10:00:00.000-08:00' },
				),
			),
		).toEqual([
			[
				'$.Customer.IsProject: not recorded, present in the sandbox',
				'$.Customer.V4IDPseudonym: not recorded, present in the sandbox',
			],
		]);
	});
});

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

describe('the command', () => {
	let folder: string;
	const lines: string[] = [];
	const run = (...args: string[]) => main(args, (line) => lines.push(line));
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'recordings-'));
		lines.length = 0;
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('prints each difference with its path, and last the counts', async () => {
		const { Balance: _gone, ...changed } = invoice;
		writeFileSync(
			join(folder, 'invoices.json'),
			JSON.stringify([
				exchange({ path: `${V3}/invoice/901` }, reply('Invoice', invoice)),
				exchange({ path: `${V3}/invoice/901` }, reply('Invoice', { ...changed, OpenBalance: 90 })),
			]),
		);
		expect(await run(folder)).toBe(1);
		expect(lines).toEqual([
			'invoices.json[1] GET /invoice/901 — $.Invoice.OpenBalance: recorded, absent in the sandbox',
			'invoices.json[1] GET /invoice/901 — $.Invoice.Balance: not recorded, present in the sandbox',
			'{"exchanges":2,"matched":1,"differing":1}',
		]);
	});

	it('ends with 0 when nothing differs', async () => {
		writeFileSync(
			join(folder, 'one.json'),
			JSON.stringify([exchange({ path: `${V3}/invoice/901` }, reply('Invoice', invoice))]),
		);
		expect(await run(folder)).toBe(0);
		expect(lines).toEqual(['{"exchanges":1,"matched":1,"differing":0}']);
	});

	it('refuses in a sentence what is no folder of recordings', async () => {
		expect(await run(folder)).toBe(2);
		writeFileSync(join(folder, 'a.json'), '{"some": "thing"}');
		expect(await run(folder)).toBe(2);
		expect(await run(join(folder, 'nowhere'))).toBe(2);
		expect(lines).toEqual([
			`There is no recording (*.json) in ${folder}.`,
			'a.json is not a recording. A recording is a list of {request: {method, path or uri, body}, response: {status, headers, body}}.',
			`The folder ${join(folder, 'nowhere')} cannot be read (ENOENT).`,
		]);
	});
});
