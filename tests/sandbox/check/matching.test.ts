import { bill, exchange, invoice, order, pia, reply, row, rows, type Json } from './recorded';
import { V3, differences, query, create } from './differences';

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
