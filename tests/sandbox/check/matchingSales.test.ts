import { bill, exchange, invoice, order, pia, reply, rows, type Json } from './recorded';
import { V3, differences, query, create } from './differences';

describe('a recording of sales that is as the API is', () => {
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
});
