import {
	again,
	atOnce,
	billing,
	invoicesOf,
	type Kept,
	order,
	percent,
	rest,
	type Share,
	whole,
} from './severalProcesses';

describe('a process that dies between making its invoice and taking it back', () => {
	/** Both are made; nothing after that goes through in any process. */
	async function died(send: string): Promise<{
		parameters: Awaited<ReturnType<typeof order>>;
		late: Share;
		first: Kept;
		second: Kept;
	}> {
		const parameters = await order();
		billing.accounts.fault({
			system: 'quickbooks',
			method: 'GET',
			path: 'query.*LastUpdatedTime%20%3E',
			behaviour: '500',
		});
		const runs = await atOnce(parameters, [percent(60), percent(70)], {
			send,
			options: { timeLimit: 2 },
		});
		billing.accounts.clearFaults();
		for (const { message } of runs)
			expect(message).toMatch(/is in QuickBooks, but a later step failed/);
		const { live } = await invoicesOf(parameters.deal.value);
		expect(live).toHaveLength(2);
		const [first, second] = live as [Kept, Kept];
		return {
			parameters,
			late: second.PrivateNote?.includes('0.00-700.00') ? percent(70) : percent(60),
			first,
			second,
		};
	}
	const early = (late: Share) => percent(late['sharePercentage'] === 70 ? 60 : 70);

	it('the next run settles it, and the one after bills nothing more', async () => {
		const { parameters, late, first, second } = await died('now');
		const settled = await again(parameters, late, { send: 'now' });
		expect(settled.error?.message).toMatch(
			new RegExp(
				`Invoice ${first.DocNumber} stays; Invoice ${second.DocNumber} of this run was voided`,
			),
		);
		const after = await invoicesOf(parameters.deal.value);
		expect(after.live.map(({ Id, EmailStatus }) => [Id, EmailStatus])).toEqual([
			[first.Id, 'NeedToSend'],
		]);
		expect((await again(parameters, late, { send: 'now' })).error?.message).toMatch(
			/is left to bill/,
		);
		const winner = await again(parameters, early(late), { send: 'now' });
		expect(winner.items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: first.Id },
			warnings: [expect.stringMatching(/400\.00 of the deal is not invoiced/)],
		});
		expect((await again(parameters, rest)).error).toBeUndefined();
		expect((await invoicesOf(parameters.deal.value)).sum).toBe(100_000);
	}, 120_000);

	it('the one that stays is completed first, and tells of the other', async () => {
		const { parameters, late, first, second } = await died('no');
		const winner = await again(parameters, early(late));
		expect(winner.items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: first.Id },
			warnings: expect.arrayContaining([
				expect.stringMatching(
					new RegExp(`^Invoice ${second.DocNumber} was made by another run at the same moment`),
				),
			]),
		});
		expect((await again(parameters, late)).error?.message).toMatch(/was voided and not sent/);
	}, 120_000);

	it('what was paid meanwhile is never voided', async () => {
		const { parameters, late, second } = await died('no');
		await billing.accounts.quickBooks('payment', {
			CustomerRef: second.CustomerRef,
			TotalAmt: 10,
			Line: [{ Amount: 10, LinkedTxn: [{ TxnId: second.Id, TxnType: 'Invoice' }] }],
		});
		const run = await again(parameters, late, { send: 'now' });
		expect(run.error?.message).toMatch(
			new RegExp(
				`invoice ${second.DocNumber} was sent, paid or edited since, so it was left as it is`,
			),
		);
		const { live } = await invoicesOf(parameters.deal.value);
		expect(live.map(({ EmailStatus }) => EmailStatus)).toEqual(['NeedToSend', 'NeedToSend']);
	}, 120_000);

	it('the first one voided by a person: the second stays', async () => {
		const { parameters, late, first, second } = await died('no');
		await billing.accounts.quickBooks('invoice?operation=void', {
			Id: first.Id,
			SyncToken: first.SyncToken,
		});
		expect((await again(parameters, late)).items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: second.Id },
			action: 'existing',
		});
	}, 120_000);
});

describe('what was billed knowingly is left alone', () => {
	it('the whole once more, a minute later, and a run after it', async () => {
		const parameters = await order();
		await again(parameters, whole);
		await again(parameters, whole, { ifInvoiced: 'another', reference: 'once more' });
		expect((await again(parameters, whole)).items('Node')[0]?.json).toMatchObject({
			action: 'existing',
		});
		expect((await invoicesOf(parameters.deal.value)).live).toHaveLength(2);
	});

	it('a copy that somebody made in QuickBooks', async () => {
		const parameters = await order();
		await again(parameters, percent(60));
		const {
			live: [made],
		} = await invoicesOf(parameters.deal.value);
		const {
			Line = [],
			CustomerRef,
			PrivateNote,
			BillEmail,
		} = (made ?? {}) as Kept & { BillEmail: unknown };
		const copied = Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
			({ Id: _id, LineNum: _num, ...line }: Record<string, unknown>) => line,
		);
		for (const Line of [copied, copied.slice(0, 1)])
			await billing.accounts.quickBooks('invoice', { Line, CustomerRef, PrivateNote, BillEmail });
		const repeated = await again(parameters, percent(60));
		expect(repeated.items('Node')[0]?.json).toMatchObject({
			quickbooks: { id: made?.Id },
			warnings: [
				expect.stringMatching(/says in its memo that it bills the same as invoice/),
				expect.stringMatching(/says in its memo/),
			],
		});
		expect((await invoicesOf(parameters.deal.value)).live).toHaveLength(3);
	});
});
