import { behaviours, onlyIn, type Behaviour } from '../../../sandbox/faults';
import { picked, BillingAccounts, TYPE } from '../../support/billingAccounts';

const lines = [
	{ name: 'Design hours', sku: 'GD-HOUR', quantity: 2_000, price: 85_000 },
	{ name: 'Fertilizer', sku: 'FERT-KG', quantity: 3_000, price: 4_000 },
];
const PROPERTIES = [
	'quickbooks_invoice_number',
	'quickbooks_invoice_count',
	'quickbooks_invoice_amount_billed',
];
type System = 'hubspot' | 'quickbooks';

let billing: BillingAccounts;
const printed: string[] = [];
beforeAll(async () => {
	for (const channel of ['log', 'info', 'warn', 'error', 'debug'] as const)
		jest
			.spyOn(console, channel)
			.mockImplementation(
				(...values: unknown[]) => void printed.push(values.map(String).join(' ')),
			);
	billing = await BillingAccounts.open('us');
	await billing.bill(await order());
});
afterAll(async () => {
	jest.restoreAllMocks();
	await billing.accounts.stop();
});

const order = async () => ({
	deal: picked(await billing.deal(lines, 'USD', await billing.contact())),
	source: 'scratch',
	ifNoItem: 'fail',
});

describe('a run that breaks off is completed by the next, with one invoice', () => {
	/** By system, the requests of a run in order. */
	const run: Record<System, string[]> = {
		quickbooks: [
			'GET query',
			'GET query',
			'GET query',
			'GET query',
			'GET query',
			'POST batch',
			'POST customer',
			'POST invoice',
			'POST invoice',
			'GET query',
		],
		hubspot: [
			'GET details',
			'GET deals',
			'POST batch/read',
			'POST batch/read',
			'POST invoices',
			'POST batch/update',
			'PATCH deals',
			'POST batch/create',
			'GET deals',
		],
	};
	// QuickBooks' batch asks for names in other letters.
	const isRead = (request: string) => /query|details|GET|read|batch$/.test(request);
	const modes: Behaviour[] = ['drop-after', 'truncate', '500'];
	const cases = Object.entries(run).flatMap(([system, requests]) =>
		requests.map((request, after) => ({
			system: system as System,
			request,
			after,
			behaviour: modes[after % modes.length] as Behaviour,
		})),
	);

	it('at each of these requests', async () => {
		const parameters = await order();
		billing.accounts.forgetRequests();
		await billing.bill(parameters);
		const short = (url: string) =>
			/batch\/\w+$|[a-z]+$/.exec((url.split('?')[0] ?? '').replace(/\/\d+$/, ''))?.[0];
		const sent = (wanted: System) =>
			billing.accounts.requests
				.filter(({ system }) => system === wanted)
				.map(({ method, url }) => `${method} ${short(url)}`);
		expect({ quickbooks: sent('quickbooks').sort(), hubspot: sent('hubspot').sort() }).toEqual({
			quickbooks: [...run.quickbooks].sort(),
			hubspot: [...run.hubspot].sort(),
		});
	});

	it.each(cases)(
		'$system, request $after ($request): $behaviour',
		async ({ system, request, after, behaviour }) => {
			const parameters = await order();
			// After a read that fails nothing is written; after a write nothing answers any more.
			billing.accounts.fault({ system, after, behaviour, ...(isRead(request) && { times: 1 }) });
			await billing.accounts.run(TYPE, parameters);
			billing.accounts.clearFaults();
			const result = (await billing.bill(parameters)) as unknown as {
				quickbooks: { id: string; docNumber: string };
				hubspot: { id: string };
			};
			const deal = parameters.deal.value;
			const made = (
				await billing.accounts.query<{ Id: string; PrivateNote?: string; TotalAmt: number }>(
					'select * from Invoice orderby Id desc maxresults 20',
				)
			).filter(({ PrivateNote }) => PrivateNote?.includes(`deal ${deal},`));
			expect(made.map(({ Id }) => Id)).toEqual([result.quickbooks.id]);
			const { properties, associations } = await billing.accounts.deal(deal, PROPERTIES);
			expect([
				properties['quickbooks_invoice_number'],
				properties['quickbooks_invoice_count'],
				Number(properties['quickbooks_invoice_amount_billed']),
			]).toEqual([result.quickbooks.docNumber, '1', made[0]?.TotalAmt]);
			expect([...new Set(associations?.['invoices']?.results.map(({ id }) => id))]).toEqual([
				result.hubspot.id,
			]);
			const record = await billing.accounts.hubSpot<{ results: unknown[] }>(
				`/crm/v4/objects/invoices/${result.hubspot.id}/associations/line_items`,
			);
			expect(record.results).toHaveLength(lines.length);
		},
		60_000,
	);
});

/** Everything that a run leaves behind, errors with all they hang on to. */
function leftBehind(run: unknown): string {
	const seen = new Set<unknown>();
	return JSON.stringify(run, (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		return value instanceof Error
			? {
					...value,
					name: value.name,
					message: value.message,
					stack: value.stack,
					cause: value.cause,
				}
			: value;
	});
}

describe('no fault brings a secret to light', () => {
	it('in output, error or log, whatever the systems answer', async () => {
		const kinds = (['hubspot', 'quickbooks'] as const).flatMap((system) =>
			behaviours
				.filter((one) => (onlyIn[one] ?? system) === system)
				.map((behaviour) => ({ system, behaviour })),
		);
		const told = await Promise.all(
			kinds.map(async ({ system, behaviour }, index) => {
				const parameters = await order();
				const customerId = String(880_000 + index);
				billing.accounts.fault({
					system,
					behaviour,
					path: system === 'hubspot' ? `/deals/${parameters.deal.value}` : customerId,
					...(/^(429|503|423|477)/.test(behaviour) && { retryAfterSeconds: 0 }),
				});
				const run = await billing.accounts.run(TYPE, {
					...parameters,
					customer: 'specific',
					customerId: picked(customerId),
					options: { timeLimit: 1 },
				});
				return {
					behaviour,
					message: run.error?.message,
					left: leftBehind(run.run.data.resultData),
				};
			}),
		);
		billing.accounts.clearFaults();
		expect(told.filter(({ message }) => !message).map(({ behaviour }) => behaviour)).toEqual([]);
		expect(told.filter(({ left }) => !left.includes('customerId'))).toEqual([]);
		for (const secret of billing.accounts.secrets)
			expect(
				[...told.map(({ left }) => left), ...printed].filter((text) => text.includes(secret)),
			).toEqual([]);
	}, 240_000);
});
