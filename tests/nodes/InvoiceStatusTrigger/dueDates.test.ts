import { invoices, start } from './polled';

const DAY = 86_400;

describe('due dates', () => {
	it.each([
		{
			season: 'in spring',
			startedAt: '2027-03-13T20:00:00Z',
			first: { dueOn: '2027-03-13', midnight: '2027-03-14T05:00:30Z' },
			second: { dueOn: '2027-03-14', midnight: '2027-03-15T04:00:30Z' },
		},
		{
			season: 'in autumn',
			startedAt: '2027-11-06T20:00:00Z',
			first: { dueOn: '2027-11-06', midnight: '2027-11-07T04:00:30Z' },
			second: { dueOn: '2027-11-07', midnight: '2027-11-08T05:00:30Z' },
		},
	])(
		'pass at midnight of the company when its clocks change $season',
		async ({ startedAt, first, second }) => {
			await start(startedAt);
			const workflow = invoices.trigger({
				events: ['overdue'],
				options: { timeZone: 'America/New_York' },
			});
			await invoices.poll(workflow);
			const [one, two] = [
				await invoices.invoice({ DueDate: first.dueOn }),
				await invoices.invoice({ DueDate: second.dueOn }),
			];
			const minuteBefore = (midnight: string) =>
				new Date(Date.parse(midnight) - 60_000).toISOString();
			await invoices.passTo(minuteBefore(first.midnight));
			expect(await invoices.told(workflow, one)).toEqual([]);
			await invoices.passTo(first.midnight);
			expect(await invoices.told(workflow, one)).toEqual(['overdue 1']);
			await invoices.passTo(minuteBefore(second.midnight));
			expect(await invoices.told(workflow, two)).toEqual([]);
			await invoices.passTo(second.midnight);
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
