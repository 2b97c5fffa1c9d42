import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BillingAnswer, BillingRequest } from '../../support/billingProcess';
import { billing, order, PROPERTIES, settled } from './mailedDeals';

const PROCESSES = 20;

describe('twenty processes at one moment', () => {
	let processes: ChildProcess[];
	beforeAll(async () => {
		processes = Array.from({ length: PROCESSES }, () =>
			fork(join(__dirname, '../../support/billingProcess.ts'), { execArgv: ['--import', 'tsx'] }),
		);
		await Promise.all(processes.map(async (each) => await once(each, 'message')));
	}, 120_000);
	afterAll(async () => {
		const ends = processes.map(async (each) => await once(each, 'exit'));
		processes.forEach((each) => each.kill());
		await Promise.all(ends);
	});

	it('bill one deal: one invoice, one mail, one that made it', async () => {
		const { deal, ...parameters } = await order('now');
		const { sandbox, realmId } = billing.accounts;
		const request: BillingRequest = {
			parameters: { ...parameters, deal: deal.value },
			realmId,
			hubspot: sandbox.hubspot.url,
			hubspotToken: sandbox.hubspot.describe()['serviceKey'] as string,
			quickbooks: sandbox.quickbooks.url,
			quickbooksToken: billing.accounts.accessToken,
		};
		billing.slow(50);
		const answers = await Promise.all(
			processes.map(async (each) => {
				const answered = once(each, 'message') as Promise<[BillingAnswer]>;
				each.send(request);
				return (await answered)[0];
			}),
		);
		billing.slow(0);
		expect(answers.flatMap(({ failure }) => failure ?? [])).toEqual([]);
		expect(answers.filter(({ action }) => action === 'created')).toHaveLength(1);
		expect(answers.filter(({ action }) => action === 'existing')).toHaveLength(PROCESSES - 1);
		await settled(deal.value, PROCESSES, 1);
		expect((await billing.accounts.deal(deal.value, PROPERTIES)).properties).toMatchObject({
			quickbooks_invoice_count: '1',
			quickbooks_invoice_status: 'sent_to_customer',
		});
	}, 120_000);
});
