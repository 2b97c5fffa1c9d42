import type { FaultRule } from '../../../sandbox/faults';
import { picked, BillingAccounts, TYPE, type Invoice } from '../../support/billingAccounts';
import { count } from '../../support/figures';

/** How long QuickBooks remembers the key of a request is documented nowhere. */
const MEMORIES = ['forever', 'minute', 'never'] as const;
type Kept = Invoice & { SyncToken: string };
const lines = [{ name: 'Design hours', sku: 'GD-HOUR', quantity: 2_000, price: 85_000 }];
const CREATE = { system: 'quickbooks', method: 'POST', path: '/invoice\\?[^o]*requestid' } as const;

const FAULTS: Array<[string, Partial<FaultRule>]> = [
	['the connection broke after the work', { behaviour: 'drop-after' }],
	['half an answer came', { behaviour: 'truncate' }],
	['an internal error came after the work', { behaviour: '500-after' }],
	['no answer came in time', { behaviour: 'hang-after' }],
	['three answers in a row were lost', { behaviour: 'drop-after', times: 3 }],
];
/** Within a minute it makes no difference whether a key is kept for a minute or for ever. */
const faultsOf = (memory: (typeof MEMORIES)[number]) =>
	memory === 'minute' ? FAULTS.slice(0, 1) : FAULTS;

let billing: BillingAccounts;
beforeAll(async () => {
	billing = await BillingAccounts.open('us');
	await billing.bill(await order());
});
afterAll(async () => await billing.accounts.stop());
afterEach(() => {
	billing.accounts.clearFaults();
	billing.accounts.sandbox.quickbooks.setSwitches({
		requestIdMemory: 'forever',
		requestIdMismatch: 'refuse',
	});
});

async function order(contact?: string) {
	return {
		deal: picked(await billing.deal(lines, 'USD', contact ?? (await billing.contact()))),
		source: 'scratch',
		ifNoItem: 'fail',
	};
}

async function invoicesOf(deal: string): Promise<Kept[]> {
	return (
		await billing.accounts.query<Kept>('select * from Invoice orderby Id desc maxresults 60')
	).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));
}

/** Counts what came of a deal, which is to have one invoice. */
async function tally(deal: string, runs: number): Promise<Kept[]> {
	const made = await invoicesOf(deal);
	count({
		runs,
		invoicesDoubled: Math.max(0, made.length - 1),
		invoicesLost: made.length === 0 ? 1 : 0,
	});
	return made;
}

/** The invoice is made, and nothing that comes after it goes through. */
async function breakOff(parameters: Awaited<ReturnType<typeof order>>): Promise<Kept> {
	for (const method of ['POST', 'PATCH'])
		billing.accounts.fault({
			system: 'hubspot',
			method,
			path:
				method === 'POST'
					? 'objects/2026-03/(invoices|contacts/batch/update|line_items/batch/create)'
					: 'objects',
			behaviour: 'missing-scope',
		});
	billing.accounts.fault({
		system: 'quickbooks',
		method: 'POST',
		path: '/invoice\\?(?!.*requestid)',
		behaviour: 'missing-scope',
	});
	const { error } = await billing.accounts.run(TYPE, parameters);
	expect(error?.message).toMatch(/is in QuickBooks, but a later step failed/);
	billing.accounts.clearFaults();
	return (await invoicesOf(parameters.deal.value))[0] as Kept;
}

/** Later than any key is remembered for in the position `minute`. */
function later(): void {
	billing.accounts.sandbox.runtime.clock.advance(90_000);
}

async function overwriteMemo({ Id }: Kept): Promise<void> {
	const { SyncToken } = (await billing.invoice(Id)) as Kept;
	await billing.accounts.quickBooks('invoice', {
		Id,
		SyncToken,
		sparse: true,
		PrivateNote: 'Thank you',
	});
}

describe.each(MEMORIES)('a key that is remembered: %s', (requestIdMemory) => {
	beforeEach(() => void billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMemory }));

	it.each(faultsOf(requestIdMemory))('%s: one invoice', async (_what, fault) => {
		const parameters = await order();
		billing.accounts.fault({ ...CREATE, times: 1, ...fault } as FaultRule);
		const result = await billing.bill({ ...parameters, options: { timeLimit: 1 } });
		expect([result.action, (await tally(parameters.deal.value, 1)).map(({ Id }) => Id)]).toEqual([
			'created',
			[result.quickbooks.id],
		]);
	});

	it('a run that broke off after the invoice, and the deal has another contact since: one invoice', async () => {
		const contact = await billing.contact();
		await billing.bill(await order(contact));
		const parameters = await order(contact);
		const first = await breakOff(parameters);
		const other = await billing.contact();
		await billing.bill(await order(other));
		await billing.accounts.hubSpot(
			`/crm/v4/objects/deals/${parameters.deal.value}/associations/contacts/${contact}`,
			undefined,
			'DELETE',
		);
		await billing.accounts.hubSpot(
			`/crm/v4/objects/deals/${parameters.deal.value}/associations/default/contacts/${other}`,
			{},
			'PUT',
		);
		later();
		const again = await billing.bill(parameters);
		expect([
			again.action,
			again.quickbooks.id,
			(await tally(parameters.deal.value, 2)).length,
		]).toEqual(['existing', first.Id, 1]);
	});

	it.each([
		['the deal', {}],
		['a deliberate repeat', { ifInvoiced: 'another', reference: 'order 7' }],
	])(
		'a memo that somebody wrote over before the run of %s was repeated: the invoice is named, and none is made',
		async (_what, wish) => {
			const parameters = { ...(await order()), ...wish };
			const first = await breakOff(parameters);
			await overwriteMemo(first);
			later();
			const { error } = await billing.accounts.run(TYPE, parameters);
			expect(error?.message).toMatch(
				new RegExp(
					`^Invoice ${first.DocNumber} has the same customer and amount, and its date is at most one day away\\. It was changed after it was made and no longer says in its memo which deal it bills`,
				),
			);
			const mark = /write "(\[.+\])" at the end/.exec(
				(error as { description?: string }).description ?? '',
			)?.[1];
			const { SyncToken } = (await billing.invoice(first.Id)) as Kept;
			await billing.accounts.quickBooks('invoice', {
				Id: first.Id,
				SyncToken,
				sparse: true,
				PrivateNote: `Thank you\n${mark}`,
			});
			const again = await billing.bill(parameters);
			expect([
				again.action,
				again.quickbooks.id,
				(await tally(parameters.deal.value, 3)).length,
			]).toEqual(['existing', first.Id, 1]);
		},
	);
});

it.each([
	['after midnight', '2027-02-01', false],
	['where it is still the day before', '2027-01-30', false],
	['two days later, when the customer may be billed the same amount again', '2027-02-02', true],
])(
	'a run repeated %s, its memo written over and its key forgotten',
	async (_when, invoiceDate, isMade) => {
		billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMemory: 'never' });
		const parameters = { ...(await order()), invoiceDate: '2027-01-31' };
		const first = await breakOff(parameters);
		await overwriteMemo(first);
		const { error } = await billing.accounts.run(TYPE, { ...parameters, invoiceDate });
		if (isMade) expect(error).toBeUndefined();
		else
			expect(error?.message).toMatch(
				new RegExp(
					`^Invoice ${first.DocNumber} has the same customer and amount, and its date is at most one day away`,
				),
			);
		count({ runs: 2, invoicesDoubled: 0 });
	},
);

it('an invoice that a person says is not the deal’s stands in its way no longer', async () => {
	billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMemory: 'never' });
	const parameters = await order();
	const first = await breakOff(parameters);
	await overwriteMemo(first);
	const { error } = await billing.accounts.run(TYPE, parameters);
	const words = /write "(\[not deal \d+\])" into its memo/.exec(
		(error as { description?: string }).description ?? '',
	)?.[1];
	const { SyncToken } = (await billing.invoice(first.Id)) as Kept;
	await billing.accounts.quickBooks('invoice', {
		Id: first.Id,
		SyncToken,
		sparse: true,
		PrivateNote: `For the other shop ${words}`,
	});
	const again = await billing.bill(parameters);
	expect([again.action, again.quickbooks.id === first.Id]).toEqual(['created', false]);
});

it('two deals of one customer with one amount on one day are two invoices, also where a memo of the first was cleared', async () => {
	const contact = await billing.contact();
	const [one, other] = [await order(contact), await order(contact)];
	const first = await billing.bill(one);
	await overwriteMemo((await billing.invoice(first.quickbooks.id)) as Kept);
	const second = await billing.bill(other);
	expect([second.action, second.quickbooks.id === first.quickbooks.id]).toEqual(['created', false]);
	expect((await billing.bill(one)).quickbooks.id).toBe(first.quickbooks.id);
	await tally(other.deal.value, 3);
});

it('a deal that is billed in its first second, while HubSpot’s clock is ahead of QuickBooks’', async () => {
	const parameters = await order();
	billing.accounts.sandbox.runtime.clock.advance(-3_000);
	billing.accounts.fault({ ...CREATE, behaviour: 'drop-after', times: 1 });
	billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMemory: 'never' });
	const result = await billing.bill(parameters);
	expect([result.action, (await tally(parameters.deal.value, 1)).length]).toEqual(['created', 1]);
	billing.accounts.sandbox.runtime.clock.advance(3_000);
});

it('an invoice that was deleted and is asked for again with other values is made anew', async () => {
	const parameters = await order();
	const first = await billing.bill(parameters);
	const { SyncToken } = (await billing.invoice(first.quickbooks.id)) as Kept;
	await billing.accounts.quickBooks('invoice?operation=delete', {
		Id: first.quickbooks.id,
		SyncToken,
	});
	const second = await billing.bill({ ...parameters, memo: 'Once more' });
	expect([second.action, (await tally(parameters.deal.value, 2)).map(({ Id }) => Id)]).toEqual([
		'created',
		[second.quickbooks.id],
	]);
});

it.each([
	['replay', 0],
	['refuse', 1_020],
] as const)(
	'another body under a key that is known (%s), and %i newer invoices: the invoice is found',
	async (requestIdMismatch, newer) => {
		billing.accounts.sandbox.quickbooks.setSwitches({ requestIdMismatch });
		const parameters = await order();
		const first = await breakOff(parameters);
		const batch = (CustomerRef: { value: string }) => ({
			BatchItemRequest: Array.from({ length: 30 }, (_, at) => ({
				bId: String(at),
				operation: 'create',
				Invoice: {
					CustomerRef,
					Line: [
						{
							Amount: 1,
							DetailType: 'SalesItemLineDetail',
							SalesItemLineDetail: { ItemRef: { value: '1' } },
						},
					],
				},
			})),
		});
		for (let made = 0; made < newer; made += 30)
			await billing.accounts.quickBooks('batch', batch({ value: '1' }));
		const again = await billing.bill({
			...parameters,
			customer: 'specific',
			customerId: picked('2'),
		});
		expect([again.action, again.quickbooks.id]).toEqual(['existing', first.Id]);
		count({ runs: 2, invoicesDoubled: again.quickbooks.id === first.Id ? 0 : 1 });
	},
);
