import { invoices, start } from './polled';

describe('payments', () => {
	it('are told again when one is deleted and made anew', async () => {
		await start();
		const workflow = invoices.trigger({ events: ['paymentReceived', 'paid'] });
		await invoices.poll(workflow);
		const id = await invoices.invoice();
		const first = await invoices.pay(id);
		expect(await invoices.told(workflow, id)).toEqual(['paymentReceived', 'paid']);
		await invoices.act(`payments/${first}/delete`);
		expect(await invoices.told(workflow, id)).toEqual([]);
		await invoices.pay(id);
		expect(await invoices.told(workflow, id)).toEqual(['paymentReceived', 'paid']);
		expect(await invoices.poll(workflow)).toEqual([]);
	});

	it('that are deleted before anybody looked never were', async () => {
		await start();
		const workflow = invoices.trigger();
		await invoices.poll(workflow);
		const id = await invoices.invoice();
		await invoices.act(`payments/${await invoices.pay(id)}/delete`);
		expect(await invoices.told(workflow, id)).toEqual(['created', 'waitingToBeSent']);
	});

	it('go before a void', async () => {
		await start();
		const workflow = invoices.trigger();
		await invoices.poll(workflow);
		const id = await invoices.invoice();
		const payment = await invoices.pay(id, 30);
		expect(await invoices.told(workflow, id)).toEqual([
			'created',
			'waitingToBeSent',
			'paymentReceived',
			'partiallyPaid',
		]);
		await invoices.act(`payments/${payment}/delete`);
		await invoices.act(`invoices/${id}/void`);
		expect(await invoices.told(workflow, id)).toEqual(['voided']);
		await invoices.edit(id, { PrivateNote: 'Seen' });
		expect(await invoices.poll(workflow)).toEqual([]);
	});

	it('by a credit note pay the invoice and are no money received', async () => {
		await start();
		const workflow = invoices.trigger();
		await invoices.poll(workflow);
		const id = await invoices.invoice({ EmailStatus: 'NotSet' });
		const { Invoice } = await invoices.accounts.quickBooks<{ Invoice: { TotalAmt: number } }>(
			`invoice/${id}`,
		);
		const line = {
			DetailType: 'SalesItemLineDetail',
			Amount: 100,
			SalesItemLineDetail: { ItemRef: { value: '1' } },
		};
		const { CreditMemo } = await invoices.accounts.quickBooks<{ CreditMemo: { Id: string } }>(
			'creditmemo',
			{ CustomerRef: { value: '1' }, Line: [line] },
		);
		const linked = (TxnId: string, TxnType: string) => ({
			Amount: Invoice.TotalAmt,
			LinkedTxn: [{ TxnId, TxnType }],
		});
		await invoices.accounts.quickBooks('payment', {
			CustomerRef: { value: '1' },
			TotalAmt: 0,
			Line: [linked(id, 'Invoice'), linked(CreditMemo.Id, 'CreditMemo')],
		});
		expect(await invoices.told(workflow, id)).toEqual(['created', 'waitingToBeSent', 'paid']);
	});
});

it.each([
	['behind', 3600],
	['ahead of', -3600],
])(
	'loses and doubles nothing when n8n’s clock is an hour %s QuickBooks’',
	async (_where, seconds) => {
		await start(new Date(Date.now() + seconds * 1000).toISOString());
		const workflow = invoices.trigger({ events: ['created', 'paid', 'sent'] });
		await invoices.invoice();
		expect(await invoices.poll(workflow)).toEqual([]);
		const id = await invoices.invoice({ BillEmail: { Address: 'niamh.obrien@example.com' } });
		expect(await invoices.told(workflow, id)).toEqual(['created']);
		await invoices.act(`invoices/${id}/send`);
		await invoices.pay(id);
		expect(await invoices.told(workflow, id)).toEqual(['sent', 'paid']);
		expect(await invoices.poll(workflow)).toEqual([]);
	},
);

it('keeps two triggers of one workflow apart', async () => {
	await start();
	const workflow = {
		nodes: [
			invoices.node({ events: ['created'] }, 'One'),
			invoices.node({ events: ['paid'] }, 'Two'),
		],
		connections: {},
	};
	expect([await invoices.poll(workflow, 'One'), await invoices.poll(workflow, 'Two')]).toEqual([
		[],
		[],
	]);
	const id = await invoices.invoice();
	await invoices.pay(id);
	expect((await invoices.poll(workflow, 'One')).map(({ event }) => event)).toEqual(['created']);
	expect((await invoices.poll(workflow, 'Two')).map(({ event }) => event)).toEqual(['paid']);
	expect([await invoices.poll(workflow, 'One'), await invoices.poll(workflow, 'Two')]).toEqual([
		[],
		[],
	]);
});

it('starts anew when its credential is connected to another company, and back', async () => {
	await start();
	const workflow = invoices.trigger({ events: ['created'] });
	await invoices.poll(workflow);
	const before = await invoices.invoice();
	await invoices.accounts.connectTo('uk');
	expect(await invoices.poll(workflow)).toEqual([]);
	const { Customer } = await invoices.accounts.quickBooks<{ Customer: { Id: string } }>(
		'customer',
		{
			DisplayName: 'Hedge',
		},
	);
	const { Item } = await invoices.accounts.quickBooks<{ Item: { Id: string } }>('item/1');
	const id = await invoices.invoice({
		CustomerRef: { value: Customer.Id },
		Line: [
			{
				DetailType: 'SalesItemLineDetail',
				Amount: 100,
				SalesItemLineDetail: { ItemRef: { value: Item.Id }, TaxCodeRef: { value: '2' } },
			},
		],
	});
	const events = await invoices.poll(workflow);
	expect(events.map(({ eventId }) => eventId)).toEqual([
		`${invoices.accounts.realmId}:invoice:${id}:created`,
	]);
	await invoices.accounts.connectTo('us');
	expect(await invoices.poll(workflow)).toEqual([]);
	expect(before).not.toBe('');
	const again = await invoices.invoice();
	expect((await invoices.poll(workflow)).map(({ invoice }) => invoice.id)).toEqual([again]);
});
