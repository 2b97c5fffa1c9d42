import {
	createsRecord,
	hasRecord,
	planDeletedInvoices,
	planInvoices,
	type InvoicesContext,
	type InvoicesRead,
} from '../../../../../src/core/invoice/record/plan/planInvoices';
import { recordRequests } from '../../../../../src/core/invoice/record/plan/requests';
import { propertyNames } from '../../../../../src/core/records/names';
import type { HubSpotRecord } from '../../../../../src/core/records/hubspot';
import type { QuickBooksInvoice } from '../../../../../src/core/records/quickbooks';
import type { Definitions, SyncPolicy } from '../../../../../src/core/sync/types';
import { deepFreeze } from '../../../../support/deepFreeze';

const names = propertyNames();
const LINK = names.link('9');
const TOTAL = names.of('invoice_total');

const invoice = {
	Id: '7',
	SyncToken: '0',
	DocNumber: '1001',
	TotalAmt: 120,
	Balance: 120,
	CustomerRef: { value: '1', name: 'Gus Gray' },
	MetaData: { CreateTime: '2026-01-01T00:00:00Z', LastUpdatedTime: '2026-01-02T00:00:00Z' },
	Line: [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: 100,
			Description: 'Work',
			SalesItemLineDetail: {},
		},
		{ DetailType: 'SalesItemLineDetail', Amount: 20, Description: 'Ride', SalesItemLineDetail: {} },
	],
} as unknown as QuickBooksInvoice;

const record = (properties: Record<string, string> = {}): HubSpotRecord => ({
	id: '70',
	objectType: 'invoices',
	properties: { [LINK]: '9:7', [TOTAL]: '120.00', ...properties },
	associations: {},
	createdAt: '2026-01-01T00:00:00Z',
	updatedAt: '2026-01-03T00:00:00Z',
	archived: false,
});

const context = (policy: Partial<SyncPolicy> = {}): InvoicesContext => ({
	names,
	realmId: '9',
	environment: 'sandbox',
	homeCurrency: 'USD',
	today: '2026-01-05',
	accountTimeZone: 'UTC',
	policy: {
		direction: 'quickBooksToHubSpot',
		createAndUpdate: 'both',
		onDelete: 'archive',
		conflict: 'newest',
		filter: [],
		mapping: [],
		...policy,
	},
	fields: [],
	definitions: new Map([LINK, TOTAL].map((name) => [name, { name }])) as unknown as Definitions,
	isOverAll: false,
});

const read = (more: Partial<InvoicesRead> = {}): InvoicesRead =>
	deepFreeze({
		invoices: [invoice],
		records: new Map(),
		parties: new Map([['7', { contactIds: ['30'], dealIds: ['40'] }]]),
		products: new Map(),
		present: new Map(),
		adoptions: new Map(),
		beside: new Map(),
		deleted: new Map(),
		lines: new Map(),
		...more,
	});
const withRecord = (lineIds: string[], properties: Record<string, string> = {}) => ({
	records: new Map([['7', record(properties)]]),
	present: new Map([['70', { contactIds: ['30'], lineIds }]]),
});
const outline = (more: Partial<InvoicesRead>, policy: Partial<SyncPolicy> = {}) =>
	planInvoices(read(more), context(policy)).map(({ plan }) => [
		plan.action,
		plan.changes.map(({ field }) => field),
	]);

describe('an invoice without a record', () => {
	it('gets one with its links, its lines and its deal', () => {
		const [decision] = planInvoices(read(), context());
		expect(decision?.plan).toMatchObject({
			action: 'created',
			properties: { [LINK]: '9:7', [TOTAL]: '120.00' },
			associations: [
				{ to: { objectType: 'deals', id: '40' } },
				{ to: { objectType: 'contacts', id: '30' } },
			],
			lines: { missing: [{ price: '100.00' }, { price: '20.00' }], outdatedIds: [] },
		});
		expect(decision && createsRecord(decision)).toBe(true);
	});

	it('gets none where its record was deleted, and the decision says whether that is known', () => {
		const deleted = new Map([['7', { isReported: true }]]);
		const [decision] = planInvoices(read({ deleted }), context());
		expect(decision).toMatchObject({ plan: { action: 'skipped' }, deletion: { isReported: true } });
		expect(decision && recordRequests(decision, LINK)).toEqual([]);
	});

	it('gets none beside a record that may be its own', () => {
		const adoptions = new Map([['7', { kind: 'conflict' as const, reason: 'Two fit.' }]]);
		expect(planInvoices(read({ adoptions }), context())[0]?.plan).toMatchObject({
			action: 'conflict',
			reason: 'Two fit.',
			properties: {},
		});
	});
});

describe('the record of an invoice', () => {
	it('is compared by its lines before it is unchanged', () => {
		const [decision] = planInvoices(read(withRecord(['1', '2'])), context());
		expect(decision?.plan).toMatchObject({
			action: 'unchanged',
			uncomparedLineIds: ['1', '2'],
		});
		expect(decision && hasRecord(decision)).toBe(true);
	});

	it('loses all of its lines when one of them is not the invoice’s', () => {
		const other = ['1', '2'].map((id) => ({ id, properties: { name: 'Other', price: '60' } }));
		const [decision] = planInvoices(
			read({ ...withRecord(['1', '2']), lines: new Map([['7', other]]) }),
			context(),
		);
		expect(decision?.plan).toMatchObject({
			action: 'updated',
			changes: [{ field: 'line_items', from: 2, to: 2 }],
			lines: { outdatedIds: ['1', '2'], isCertain: true },
		});
		expect(
			decision && recordRequests(decision, LINK).map((one) => [one.operation, one.target]),
		).toEqual([
			['archive', 'line_items'],
			['update', 'invoices/70'],
		]);
	});

	it('that lacks a line gets the line and the deal', () => {
		expect(outline(withRecord(['1']))).toEqual([['updated', ['deals', 'line_items']]]);
	});

	it('stays as it is where none may be updated, unless it has no lines', () => {
		const policy = { createAndUpdate: 'createOnly' as const };
		expect(outline(withRecord(['1'], { [TOTAL]: '1.00' }), policy)).toEqual([['skipped', []]]);
		expect(outline(withRecord([]), policy)).toEqual([['updated', ['deals', 'line_items']]]);
	});

	it('that others made is only linked where none may be updated', () => {
		const own = record({ [LINK]: '', [TOTAL]: '' });
		const adoptions = new Map([['7', { kind: 'adopt' as const, record: own }]]);
		const policy = { createAndUpdate: 'createOnly' as const };
		const [decision] = planInvoices(read({ adoptions }), context(policy));
		expect(decision?.plan.properties).toEqual({ [LINK]: '9:7' });
		expect(decision?.plan.uncomparedLineIds).toBeUndefined();
	});
});

it('an invoice that was deleted has its record archived, and none without a record is decided', () => {
	const decisions = planDeletedInvoices(['7', '8'], new Map([['7', record()]]), context());
	expect(decisions.map(({ id, plan }) => [id, plan.action, plan.archive])).toEqual([
		['7', 'archived', true],
	]);
});
