import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import type { FaultRule } from '../../../sandbox/faults';
import type { InvoiceSummary } from '../../../src/core/invoice/record/summary';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.attachInvoice';
const chosen = (...values: Array<ReturnType<typeof picked>>) => ({
	chosen: { invoice: values.map((invoice) => ({ invoice })) },
});
const DEAL = [
	'invoice_amount_billed',
	'invoice_recipient',
	'invoice_number',
	'invoice_status',
	'invoice_due_date',
	'invoice_count',
	'total_billed',
	'total_paid',
	'total_outstanding',
].map((name) => `quickbooks_${name}`);

type Result = IDataObject & {
	action: string;
	reason: string;
	warnings: string[];
	changes: Array<{ field: string; from: unknown; to: unknown }>;
	hubspot: { id: string } | null;
	quickbooks: { id: string; docNumber?: string };
	invoice: InvoiceSummary | null;
	plan?: IDataObject[];
};
interface Row {
	Id: string;
	DocNumber: string;
	TotalAmt: number;
	Balance: number;
	SyncToken: string;
	CustomerRef: { value: string; name: string };
	DueDate: string;
	Line: IDataObject[];
}

let accounts: TestAccounts;
let invoices: Row[];
beforeEach(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new AttachInvoice() });
	invoices = await accounts.query<Row>('select * from Invoice orderby Id maxresults 1000');
});
afterEach(async () => await accounts.stop());

const run = async (parameters: INodeParameters): Promise<Result[]> => {
	const finished = await accounts.run(TYPE, { record: 'deal', deal: picked('403'), ...parameters });
	if (finished.error) throw finished.error;
	return finished.items('Node').map(({ json }) => json as Result);
};
const attach = async (...rows: Row[]) =>
	await run({ operation: 'attach', ...chosen(...rows.map(({ Id }) => picked(Id))) });
const detach = async (...rows: Row[]) =>
	await run({ operation: 'detach', ...chosen(...rows.map(({ Id }) => picked(Id))) });
const failure = async (parameters: INodeParameters) => {
	const { error } = await accounts.run(TYPE, {
		operation: 'attach',
		record: 'deal',
		deal: picked('403'),
		...parameters,
	});
	return (error ?? new Error('no error')) as Error & { description?: string | null };
};
const row = (index: number) => invoices[index] as Row;
const money = (value: number) => value.toFixed(2);
const attachedRecords = async (id = '403') => [
	...new Set(
		((await accounts.deal(id)).associations?.['invoices']?.results ?? []).map((one) => one.id),
	),
];
const records = async () =>
	(
		await accounts.hubSpot<{ results: Array<{ id: string; properties: IDataObject }> }>(
			`/crm/objects/2026-03/invoices?limit=100&properties=quickbooks_id_${accounts.realmId}`,
		)
	).results;

describe('an invoice is attached to a deal', () => {
	it('as a record with its lines, and the deal sums it up', async () => {
		const [paid] = [row(0)];
		const [result] = await attach(paid);
		expect(result).toMatchObject({
			action: 'linked',
			reason: `Invoice ${paid.DocNumber} was attached to the deal "Roof garden, first talk".`,
			warnings: [],
			environment: 'custom',
			quickbooks: {
				entity: 'Invoice',
				id: paid.Id,
				docNumber: paid.DocNumber,
				realmId: accounts.realmId,
			},
		});
		expect(result?.invoice).toMatchObject({
			number: paid.DocNumber,
			status: 'paid_in_full',
			total: money(paid.TotalAmt),
			balance: '0.00',
		});
		expect(await attachedRecords()).toEqual([result?.hubspot?.id]);
		const link = `quickbooks_id_${accounts.realmId}`;
		const record = await accounts.hubSpot<{
			properties: IDataObject;
			associations: Record<string, { results: unknown[] }>;
		}>(
			`/crm/objects/2026-03/invoices/${result?.hubspot?.id}?properties=${link},hs_invoice_billable,hs_invoice_status,quickbooks_invoice_total&associations=line_items`,
		);
		expect(record.properties).toMatchObject({
			[link]: `${accounts.realmId}:${paid.Id}`,
			hs_invoice_billable: 'false',
			hs_invoice_status: 'paid',
			quickbooks_invoice_total: money(paid.TotalAmt),
		});
		expect(Object.values(record.associations).map(({ results }) => results.length)).toEqual([2]);
		expect((await accounts.deal('403', DEAL)).properties).toMatchObject({
			quickbooks_invoice_amount_billed: money(paid.TotalAmt),
			quickbooks_invoice_recipient: "Niamh O'Brien",
			quickbooks_invoice_number: paid.DocNumber,
			quickbooks_invoice_status: 'paid_in_full',
			quickbooks_invoice_due_date: paid.DueDate,
			quickbooks_invoice_count: '1',
			quickbooks_total_billed: money(paid.TotalAmt),
			quickbooks_total_paid: money(paid.TotalAmt),
			quickbooks_total_outstanding: '0.00',
		});
		expect(result?.changes.map(({ field }) => field)).toEqual(
			expect.arrayContaining(['quickbooks_invoice_count', 'quickbooks_total_billed']),
		);
	});

	it('once: a second run finds everything in place', async () => {
		const first = await attach(row(0), row(1));
		const second = await attach(row(0), row(1));
		expect(first.map(({ action }) => action)).toEqual(['linked', 'linked']);
		expect(second.map(({ action, changes, hubspot }) => [action, changes, hubspot?.id])).toEqual(
			first.map(({ hubspot }) => ['unchanged', [], hubspot?.id]),
		);
		expect(await records()).toHaveLength(2);
	});

	it('once, when six runs come at one moment', async () => {
		const runs = await Promise.all(
			Array.from({ length: 6 }, async () => await attach(row(0), row(1), row(2))),
		);
		expect(new Set(runs.flat().map(({ hubspot }) => hubspot?.id)).size).toBe(3);
		expect(await records()).toHaveLength(3);
		expect((await accounts.deal('403', DEAL)).properties['quickbooks_invoice_count']).toBe('3');
	});

	it('to contacts and companies, too, with one record for all', async () => {
		const [onDeal] = await attach(row(0));
		const [onContact] = await run({
			operation: 'attach',
			record: 'contact',
			contact: picked('101'),
			...chosen(picked(row(0).Id)),
		});
		const [onCompany] = await run({
			operation: 'attach',
			record: 'company',
			company: picked('https://app.hubspot.com/contacts/48291573/record/0-2/201', 'url'),
			...chosen(picked(row(0).Id)),
		});
		expect(
			[onContact, onCompany].map((result) => [
				result?.action,
				result?.hubspot?.id,
				result?.changes,
			]),
		).toEqual(Array(2).fill(['linked', onDeal?.hubspot?.id, []]));
		expect(onContact?.reason).toBe(
			`Invoice ${row(0).DocNumber} was attached to the contact "Niamh O'Brien".`,
		);
		const { associations } = await accounts.hubSpot<{
			associations: Record<string, { results: Array<{ id: string }> }>;
		}>(
			`/crm/objects/2026-03/invoices/${onDeal?.hubspot?.id}?associations=deals,contacts,companies`,
		);
		expect(
			Object.fromEntries(
				Object.entries(associations).map(([type, { results }]) => [
					type,
					[...new Set(results.map(({ id }) => id))],
				]),
			),
		).toEqual({ deals: ['403'], contacts: ['101'], companies: ['201'] });
	});

	it('and sums over all of the deal’s invoices, voided ones left out', async () => {
		await attach(...invoices);
		const counted = invoices.filter(({ TotalAmt }) => TotalAmt > 0);
		expect(counted.length).toBe(invoices.length - 1);
		const sum = (pick: (one: Row) => number) =>
			counted.reduce((cents, one) => cents + Math.round(pick(one) * 100), 0) / 100;
		const { properties } = await accounts.deal('403', DEAL);
		expect([
			properties['quickbooks_invoice_count'],
			Number(properties['quickbooks_total_billed']),
			Number(properties['quickbooks_total_outstanding']),
		]).toEqual([
			String(counted.length),
			sum(({ TotalAmt }) => TotalAmt),
			sum(({ Balance }) => Balance),
		]);
		expect(await attachedRecords()).toHaveLength(invoices.length);
	});

	it('and once it is voided, the deal says so and counts it no more', async () => {
		await attach(row(4));
		const { Invoice } = await accounts.quickBooks<{ Invoice: { SyncToken: string } }>(
			`invoice/${row(4).Id}`,
		);
		await accounts.quickBooks('invoice?operation=void', {
			Id: row(4).Id,
			SyncToken: Invoice.SyncToken,
		});
		await attach(row(4));
		const { properties } = await accounts.deal('403', [
			'quickbooks_invoice_number',
			'quickbooks_invoice_status',
			'quickbooks_invoice_count',
			'quickbooks_total_billed',
			'quickbooks_total_paid',
			'quickbooks_total_outstanding',
		]);
		expect([
			properties['quickbooks_invoice_number'],
			properties['quickbooks_invoice_status'],
		]).toEqual([row(4).DocNumber, 'voided']);
		expect(
			[
				'quickbooks_invoice_count',
				'quickbooks_total_billed',
				'quickbooks_total_paid',
				'quickbooks_total_outstanding',
			].map((name) => Number(properties[name])),
		).toEqual([0, 0, 0, 0]);
	});

	it('with what changed in QuickBooks since', async () => {
		await attach(row(4));
		await accounts.quickBooks(`invoice/${row(4).Id}/send?sendTo=board@harborview.example`, {});
		const [result] = await attach(row(4));
		expect(result?.action).toBe('updated');
		expect(result?.changes).toEqual(
			expect.arrayContaining([
				{
					field: 'invoice.quickbooks_invoice_status',
					from: 'waiting_to_be_sent',
					to: 'sent_to_customer',
				},
				{ field: 'quickbooks_invoice_status', from: 'waiting_to_be_sent', to: 'sent_to_customer' },
			]),
		);
	});
});

describe('invoices are named', () => {
	it.each([
		['by number', (one: Row) => picked(one.DocNumber, 'number')],
		[
			'by address',
			(one: Row) => picked(`https://qbo.intuit.com/app/invoice?txnId=${one.Id}`, 'url'),
		],
		['from the list', (one: Row) => picked(one.Id, 'list')],
	])('%s', async (_name, pick) => {
		const results = await run({ operation: 'attach', ...chosen(pick(row(2))) });
		expect(results.map(({ quickbooks }) => quickbooks.id)).toEqual([row(2).Id]);
	});

	it('several at once by an expression', async () => {
		const finished = await accounts.run(
			TYPE,
			{
				operation: 'attach',
				record: 'deal',
				deal: picked('403'),
				...chosen(picked('={{ $json.ids }}')),
			},
			{ items: [{ ids: `${row(0).Id}, ${row(1).Id}` }, { ids: [row(2).Id, row(2).Id] }] },
		);
		expect(
			finished
				.items('Node')
				.map(({ json, pairedItem }) => [(json as Result).quickbooks.id, pairedItem]),
		).toEqual([
			[row(0).Id, { item: 0 }],
			[row(1).Id, { item: 0 }],
			[row(2).Id, { item: 1 }],
		]);
	});

	it.each<[string, INodeParameters, RegExp, RegExp]>([
		[
			'an unknown id and an unknown number',
			chosen(picked('99999'), picked('N-404', 'number')),
			/no invoice with the id 99999\. QuickBooks has no invoice number N-404\./,
			/another QuickBooks company/,
		],
		['none', { chosen: {} }, /No invoice is chosen/, /at least one/],
		[
			'an address of something else',
			chosen(picked('={{ "https://qbo.intuit.com/app/customerdetail?nameId=3" }}', 'url')),
			/not the address of a QuickBooks invoice/,
			/txnId=/,
		],
		[
			'a search for everything',
			{ invoices: 'search', search: {} },
			/would attach all invoices/,
			/Add a number/,
		],
		[
			'a search for no day',
			{ invoices: 'search', search: { issuedFrom: '2026-02-30' } },
			/Issued From: "2026-02-30" is not a date/,
			/2026-05-31/,
		],
		[
			'days the wrong way round',
			{ invoices: 'search', search: { dueFrom: '2026-05-02', dueTo: '2026-05-01' } },
			/2026-05-01 is before 2026-05-02/,
			/Swap/,
		],
		[
			'a limit of nothing',
			{ invoices: 'search', search: { number: '1' }, limit: 0 },
			/The limit is 0/,
			/from 1 to 1000/,
		],
		[
			'a deal that is not there',
			{ deal: picked('999999'), ...chosen(picked('1')) },
			/HubSpot has no such record/,
			/Check the ID/,
		],
		['no deal', { deal: picked('={{ "" }}') }, /No deal is chosen/, /Choose a deal/],
	])('%s is told, and nothing is attached', async (_name, parameters, message, remedy) => {
		const error = await failure(parameters);
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(remedy);
		expect(await attachedRecords()).toEqual([]);
	});

	it('a number that two invoices have is not guessed', async () => {
		const { Invoice } = await accounts.quickBooks<{ Invoice: Row }>(
			'invoice?include=allowduplicatedocnum',
			{
				CustomerRef: { value: row(1).CustomerRef.value },
				DocNumber: row(0).DocNumber,
				Line: [
					{
						DetailType: 'SalesItemLineDetail',
						Amount: 12.5,
						SalesItemLineDetail: { ItemRef: { value: '1' } },
					},
				],
			},
		);
		const twins = (
			await accounts.query<Row>(`select * from Invoice where DocNumber = '${row(0).DocNumber}'`)
		).map(({ Id }) => Id);
		expect(twins.sort()).toEqual([row(0).Id, Invoice.Id].sort());
		const error = await failure(chosen(picked(row(0).DocNumber, 'number')));
		expect(error.message).toContain(
			`QuickBooks has 2 invoices with the number ${row(0).DocNumber}: id ${row(0).Id} (Niamh O'Brien, ${money(row(0).TotalAmt)} USD`,
		);
		expect(error.message).toContain(`id ${Invoice.Id} (`);
	});
});

describe('a search', () => {
	const found = async (search: INodeParameters, limit = 50) =>
		(await run({ operation: 'attach', invoices: 'search', search, limit, dryRun: true })).map(
			({ quickbooks }) => quickbooks.id,
		);
	const ids = (...indices: number[]) => indices.map((index) => row(index).Id).reverse();

	it('finds by status, amount, customer, number and date', async () => {
		expect(await found({ status: ['paid_in_full'] })).toEqual(ids(0));
		expect(await found({ status: ['overdue', 'voided'] })).toEqual(ids(2, 3));
		expect(await found({ status: ['partial_payment', 'overdue'] })).toEqual(ids(1, 2));
		expect(await found({ totalFrom: row(1).TotalAmt, totalTo: row(1).TotalAmt })).toEqual(ids(1));
		expect(
			await found({
				customer: picked(
					`https://qbo.intuit.com/app/customerdetail?nameId=${row(2).CustomerRef.value}`,
					'url',
				),
			}),
		).toEqual(ids(2));
		expect(await found({ number: row(5).DocNumber.slice(1) })).toEqual(ids(5));
		expect(await found({ dueFrom: row(4).DueDate, dueTo: `${row(4).DueDate}T00:00:00` })).toEqual(
			ids(4),
		);
		expect(
			await found({ customer: picked(row(5).CustomerRef.value), status: ['waiting_to_be_sent'] }),
		).toEqual(ids(5));
		expect(await found({ number: 'nothing\\like%it' })).toEqual([]);
	});

	it('says when there are more than the limit', async () => {
		const results = await run({
			operation: 'attach',
			invoices: 'search',
			search: { number: '10' },
			limit: 2,
			dryRun: true,
		});
		expect(results.map(({ quickbooks }) => quickbooks.id)).toEqual(ids(4, 5));
		expect(results.at(-1)?.warnings).toEqual([
			'More invoices match the search than the limit of 2. Only the latest were used.',
		]);
	});
});

describe('an invoice is detached', () => {
	it('and the deal follows those left, then is cleared', async () => {
		await attach(row(0), row(2));
		const [gone] = await detach(row(2));
		expect(gone).toMatchObject({
			action: 'unlinked',
			reason: `Invoice ${row(2).DocNumber} was detached from the deal "Roof garden, first talk".`,
		});
		expect((await accounts.deal('403', DEAL)).properties).toMatchObject({
			quickbooks_invoice_number: row(0).DocNumber,
			quickbooks_invoice_count: '1',
			quickbooks_total_outstanding: '0.00',
		});
		await detach(row(0));
		expect(
			Object.values((await accounts.deal('403', DEAL)).properties).filter(
				(value) =>
					value && Number(value) !== 0 && !/^\d{4}-\d\d-\d\dT/.test(value) && value !== '403',
			),
		).toEqual([]);
		expect(await attachedRecords()).toEqual([]);
		expect(await records()).toHaveLength(2);
	});

	it('once: what is not attached stays as it is', async () => {
		await attach(row(0));
		await detach(row(0));
		accounts.forgetRequests();
		expect((await detach(row(0), row(1))).map(({ action, reason }) => [action, reason])).toEqual(
			[row(0), row(1)].map(({ DocNumber }) => [
				'unchanged',
				`Invoice ${DocNumber} was not attached to the deal "Roof garden, first talk".`,
			]),
		);
		expect(
			accounts.requests.filter(
				({ method, url }) => method !== 'GET' && !/batch\/read|search/.test(url),
			),
		).toEqual([]);
	});

	it('by search among those attached', async () => {
		await attach(row(0), row(2), row(4));
		const results = await run({
			operation: 'detach',
			invoices: 'search',
			search: { status: ['overdue'] },
		});
		expect(results.map(({ action, quickbooks }) => [action, quickbooks.id])).toEqual([
			['unlinked', row(2).Id],
		]);
		expect(
			(await run({ operation: 'detach', invoices: 'search', search: {} })).map(
				({ quickbooks }) => quickbooks.id,
			),
		).toEqual([row(4).Id, row(0).Id]);
	});

	it('also after it was deleted in QuickBooks, by the number it had', async () => {
		await attach(row(4), row(0));
		await accounts.quickBooks('invoice?operation=delete', {
			Id: row(4).Id,
			SyncToken: row(4).SyncToken,
		});
		const listed = await run({ operation: 'list' });
		expect(listed.map(({ invoice, warnings }) => [invoice?.number ?? null, warnings])).toEqual([
			[row(0).DocNumber, []],
			[null, [`Invoice ${row(4).DocNumber} is no longer in QuickBooks.`]],
		]);
		const [gone] = await run({
			operation: 'detach',
			...chosen(picked(row(4).DocNumber, 'number')),
		});
		expect([gone?.action, gone?.invoice, gone?.quickbooks.id]).toEqual([
			'unlinked',
			null,
			row(4).Id,
		]);
		expect((await accounts.deal('403', DEAL)).properties).toMatchObject({
			quickbooks_invoice_number: row(0).DocNumber,
			quickbooks_invoice_count: '1',
		});
	});

	it('never makes properties on a deal that had no invoice', async () => {
		await detach(row(0));
		expect(
			(await accounts.deal('403', DEAL)).properties['quickbooks_invoice_count'] ?? null,
		).toBeNull();
	});
});

describe('the invoices of a record are listed', () => {
	it('as they are in QuickBooks now', async () => {
		await attach(row(0), row(4));
		await accounts.quickBooks(`invoice/${row(4).Id}/send?sendTo=board@harborview.example`, {});
		accounts.forgetRequests();
		const listed = await run({ operation: 'list' });
		expect(
			listed.map(({ action, invoice, hubspot }) => [
				action,
				invoice?.number,
				invoice?.status,
				hubspot !== null,
			]),
		).toEqual([
			['unchanged', row(4).DocNumber, 'sent_to_customer', true],
			['unchanged', row(0).DocNumber, 'paid_in_full', true],
		]);
		expect(await run({ operation: 'list', search: { status: ['paid_in_full'] } })).toHaveLength(1);
		expect(
			accounts.requests.filter(
				({ method, url }) => method !== 'GET' && !/batch\/read|search/.test(url),
			),
		).toEqual([]);
	});

	it('none of a record without any', async () => {
		expect(await run({ operation: 'list', record: 'contact', contact: picked('104') })).toEqual([]);
	});
});

describe('a dry run', () => {
	it('writes nothing and shows the very values that are written', async () => {
		const planned = await run({
			operation: 'attach',
			...chosen(picked(row(0).Id), picked(row(1).Id)),
			dryRun: true,
		});
		expect(
			accounts.requests.filter(
				({ method, url }) => method !== 'GET' && !/batch\/read|oauth|search/.test(url),
			),
		).toEqual([]);
		expect(planned.map(({ action, reason }) => [action, reason])).toEqual(
			Array(2).fill([
				'planned',
				'Nothing was written, because this is a dry run. Otherwise the invoice would be linked.',
			]),
		);
		const requests = planned.flatMap(({ plan }) => plan ?? []);
		const made = requests
			.filter(({ operation, target }) => operation === 'create' && target === 'invoices')
			.map(({ payload }) => (payload as IDataObject)['properties']);
		const dealUpdate = requests.at(-1);
		accounts.forgetRequests();
		await attach(row(0), row(1));
		const sent = (path: RegExp) =>
			JSON.parse(
				accounts.requests.find(({ method, url }) => method !== 'GET' && path.test(url))
					?.requestBody ?? '{}',
			) as { inputs: Array<{ properties: IDataObject }>; properties: IDataObject };
		expect(sent(/invoices\/batch\/upsert/).inputs.map(({ properties }) => properties)).toEqual(
			made,
		);
		expect(dealUpdate).toEqual({
			system: 'HubSpot',
			operation: 'update',
			target: 'deals/403',
			payload: { properties: sent(/deals\/403/).properties },
		});
		expect(
			requests
				.filter(({ operation }) => operation === 'create properties')
				.map(({ target }) => target),
		).toEqual(['deals', 'contacts', 'companies', 'products', 'invoices']);
	});

	it('of detaching, too', async () => {
		const [attached] = await attach(row(0));
		const [planned] = await run({
			operation: 'detach',
			...chosen(picked(row(0).Id)),
			dryRun: true,
		});
		expect(planned?.plan?.[0]).toEqual({
			system: 'HubSpot',
			operation: 'dissociate',
			target: `invoices/${attached?.hubspot?.id}`,
			payload: { to: 'deals/403' },
		});
		expect(planned?.plan?.[1]).toMatchObject({
			operation: 'update',
			target: 'deals/403',
			payload: { properties: { quickbooks_invoice_count: '0', quickbooks_invoice_number: '' } },
		});
		expect(await attachedRecords()).toHaveLength(1);
	});
});

describe('when HubSpot fails', () => {
	it.each<[string, FaultRule]>([
		[
			'a dropped answer after records were made',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'invoices/batch/upsert',
				behaviour: 'drop-after',
				times: 1,
			},
		],
		[
			'a dropped answer after they were linked',
			{
				system: 'hubspot',
				method: 'POST',
				path: 'associations',
				behaviour: 'drop-after',
				times: 1,
			},
		],
		[
			'a throttled read',
			{ system: 'hubspot', path: '/batch/read', behaviour: '429', times: 2, retryAfterSeconds: 0 },
		],
		['a server error of QuickBooks', { system: 'quickbooks', behaviour: '500', times: 2 }],
	])(
		'%s is survived',
		async (_name, rule) => {
			accounts.fault(rule);
			const results = await attach(row(0), row(1), row(2));
			expect(results.map(({ action }) => action)).toEqual(['linked', 'linked', 'linked']);
			expect(await records()).toHaveLength(3);
			expect(await attachedRecords()).toHaveLength(3);
		},
		60_000,
	);

	it('a second run finishes what a failed one began', async () => {
		accounts.fault({ system: 'hubspot', method: 'PATCH', path: '/deals/', behaviour: '500' });
		expect((await failure(chosen(picked(row(0).Id), picked(row(1).Id)))).message).toMatch(
			/HubSpot cannot answer right now/,
		);
		accounts.clearFaults();
		const results = await attach(row(0), row(1));
		expect(results.map(({ action }) => action)).toEqual(['unchanged', 'updated']);
		expect((await accounts.deal('403', DEAL)).properties['quickbooks_invoice_count']).toBe('2');
	}, 60_000);

	it('a property that somebody removed is made again', async () => {
		await attach(row(0));
		await accounts.hubSpot(
			'/crm/properties/2026-03/deals/quickbooks_total_billed',
			undefined,
			'DELETE',
		);
		expect((await attach(row(1))).map(({ action }) => action)).toEqual(['linked']);
		expect(
			Number((await accounts.deal('403', DEAL)).properties['quickbooks_total_billed']),
		).toBeCloseTo(row(0).TotalAmt + row(1).TotalAmt, 2);
	});
});
