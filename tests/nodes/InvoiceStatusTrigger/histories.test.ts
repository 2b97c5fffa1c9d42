import { PolledInvoices } from '../../support/polledInvoices';

const DAY = 86_400;
let invoices: PolledInvoices;
const start = async (now?: string) => {
	invoices = await PolledInvoices.start(now);
};
afterEach(async () => await invoices.accounts.stop());

describe('due dates', () => {
	it.each([
		[
			'in spring',
			'2027-03-13T20:00:00Z',
			'2027-03-13',
			'2027-03-14T05:00:30Z',
			'2027-03-14',
			'2027-03-15T04:00:30Z',
		],
		[
			'in autumn',
			'2027-11-06T20:00:00Z',
			'2027-11-06',
			'2027-11-07T04:00:30Z',
			'2027-11-07',
			'2027-11-08T05:00:30Z',
		],
	])(
		'pass at midnight of the company when its clocks change %s',
		async (_season, startedAt, dueBefore, midnightBefore, dueAt, midnightAfter) => {
			await start(startedAt);
			const workflow = invoices.trigger({
				events: ['overdue'],
				options: { timeZone: 'America/New_York' },
			});
			await invoices.poll(workflow);
			const [one, two] = [
				await invoices.invoice({ DueDate: dueBefore }),
				await invoices.invoice({ DueDate: dueAt }),
			];
			const minuteBefore = (midnight: string) =>
				new Date(Date.parse(midnight) - 60_000).toISOString();
			await invoices.passTo(minuteBefore(midnightBefore));
			expect(await invoices.told(workflow, one)).toEqual([]);
			await invoices.passTo(midnightBefore);
			expect(await invoices.told(workflow, one)).toEqual(['overdue 1']);
			await invoices.passTo(minuteBefore(midnightAfter));
			expect(await invoices.told(workflow, two)).toEqual([]);
			await invoices.passTo(midnightAfter);
			expect(await invoices.told(workflow, two)).toEqual(['overdue 1']);
		},
	);

	it('that are moved on are told by the new date, those moved back by the next milestone', async () => {
		await start('2027-05-10T20:00:00Z');
		const workflow = invoices.trigger({
			events: ['overdue'],
			options: { timeZone: 'America/New_York' },
		});
		await invoices.poll(workflow);
		const [later, earlier] = [
			await invoices.invoice({ DueDate: '2027-05-10' }),
			await invoices.invoice({ DueDate: '2027-05-30' }),
		];
		await invoices.passTo('2027-05-11T20:00:00Z');
		const [first] = await invoices.poll(workflow);
		expect(first).toMatchObject({ daysOverdue: 1, invoice: { id: later } });
		await invoices.edit(later, { DueDate: '2027-05-12' });
		await invoices.edit(earlier, { DueDate: '2027-05-07' });
		expect(await invoices.poll(workflow)).toEqual([]);
		await invoices.passTo('2027-05-13T20:00:00Z');
		const [again] = await invoices.poll(workflow);
		expect(again).toMatchObject({ daysOverdue: 1, invoice: { id: later } });
		expect(again?.eventId).not.toBe(first?.eventId);
		await invoices.passTo('2027-05-14T20:00:00Z');
		expect(await invoices.told(workflow, earlier)).toEqual(['overdue 7']);
	});

	it('are no news for what was paid, voided or deleted before they passed', async () => {
		await start('2027-05-10T20:00:00Z');
		const workflow = invoices.trigger({
			events: ['overdue'],
			options: { timeZone: 'America/New_York' },
		});
		await invoices.poll(workflow);
		const [open, paid, voided, deleted] = [
			await invoices.invoice({ DueDate: '2027-05-10' }),
			await invoices.invoice({ DueDate: '2027-05-10' }),
			await invoices.invoice({ DueDate: '2027-05-10' }),
			await invoices.invoice({ DueDate: '2027-05-10' }),
		];
		await invoices.pay(open, 40);
		await invoices.pay(paid);
		await invoices.act(`invoices/${voided}/void`);
		await invoices.act(`invoices/${deleted}/delete`);
		await invoices.passTo('2027-05-12T20:00:00Z');
		expect(
			(await invoices.poll(workflow))
				.filter(({ invoice: { id } }) => Number(id) >= Number(open))
				.map(({ invoice: { id } }) => id),
		).toEqual([open]);
	});
});

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

describe('what nobody saw', () => {
	it('is told as deleted when it is gone before it was seen', async () => {
		await start();
		const workflow = invoices.trigger();
		await invoices.poll(workflow);
		const id = await invoices.invoice();
		await invoices.act(`invoices/${id}/delete`);
		expect(await invoices.told(workflow, id)).toEqual(['deleted']);
		expect(await invoices.poll(workflow)).toEqual([]);
	});

	it('is told after more than thirty days away, each once', async () => {
		await start();
		const workflow = invoices.trigger({
			events: ['created', 'paid', 'overdue', 'deleted'],
			options: { timeZone: 'America/New_York' },
		});
		await invoices.poll(workflow);
		await invoices.pass(2 * DAY);
		const [paid, open, gone] = [
			await invoices.invoice({ DueDate: '2099-01-01' }),
			await invoices.invoice(),
			await invoices.invoice(),
		];
		await invoices.pass(20 * DAY);
		await invoices.pay(paid);
		await invoices.act(`invoices/${gone}/delete`);
		await invoices.pass(40 * DAY - 22 * DAY);
		const events = (await invoices.poll(workflow)).filter(({ invoice: { id } }) =>
			[paid, open, gone].includes(id),
		);
		expect(events.map(({ event, invoice: { id } }) => `${event} ${id}`).sort()).toEqual(
			[
				`created ${open}`,
				`created ${paid}`,
				`deleted ${gone}`,
				`overdue ${open}`,
				`overdue ${open}`,
				`paid ${paid}`,
			].sort(),
		);
		expect(await invoices.poll(workflow)).toEqual([]);
	});

	it('is told whole when it is more than one answer of QuickBooks holds, and is forgotten afterwards', async () => {
		await start();
		const workflow = invoices.trigger({ events: ['created'] });
		await invoices.poll(workflow);
		const ids = await invoices.invoices(1050);
		expect((await invoices.poll(workflow)).map(({ invoice: { id } }) => id).sort()).toEqual(
			ids.sort(),
		);
		for (let polls = 0; polls < 2; polls += 1) {
			await invoices.pass(300);
			expect(await invoices.poll(workflow)).toEqual([]);
		}
		expect(JSON.stringify(workflow.staticData).length).toBeLessThan(3000);
	}, 300_000);
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
