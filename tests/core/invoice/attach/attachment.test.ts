import {
	chooseInvoices,
	type InvoiceRef,
} from '../../../../src/core/invoice/attach/chooseInvoices';
import { invoiceNameAtStart } from '../../../../src/core/invoice/name';
import {
	attachedAs,
	isInPlace,
	planAttachment,
	type KnownInvoice,
} from '../../../../src/core/invoice/attach/attachment';
import { changesOf } from '../../../../src/core/hubspot/changes';
import { Declined } from '../../../../src/core/decline';
import { propertyNames } from '../../../../src/core/records/names';
import { hubSpotRecord, invoice } from '../../../support/sampleRecords';

const id = (value: string): InvoiceRef => ({ kind: 'id', value });
const number = (value: string): InvoiceRef => ({ kind: 'number', value });
const found = [
	invoice('1', { DocNumber: 'A-1', TxnDate: '2026-05-01' }),
	invoice('2', { DocNumber: 'A-2' }),
	invoice('3', {
		DocNumber: 'a-2',
		CustomerRef: { value: '9', name: 'Bo' },
		TotalAmt: 7.5,
		CurrencyRef: { value: 'CAD' },
	}),
];

describe('the invoices that are meant', () => {
	it.each<[string, InvoiceRef[], string[]]>([
		['by id, in the order named', [id('2'), id('1')], ['2', '1']],
		['by number, in any case', [number('a-1')], ['1']],
		['each once', [id('1'), number('A-1'), id('1')], ['1']],
		['an id is no number', [id('1')], ['1']],
	])('%s', (_name, refs, ids) => {
		expect(chooseInvoices(refs, found).map(({ Id }) => Id)).toEqual(ids);
	});

	it('are not guessed: every one that is unknown or unclear is named', () => {
		const choose = () => chooseInvoices([id('1'), id('8'), number('A-2'), number('Z')], found);
		expect(choose).toThrow(Declined);
		try {
			choose();
		} catch (error) {
			expect((error as Declined).problems.map(({ message, remedy }) => [message, remedy])).toEqual([
				[
					'QuickBooks has no invoice with the id 8.',
					'Choose the invoice from the list. It may have been deleted, or belong to another QuickBooks company.',
				],
				[
					'QuickBooks has 2 invoices with the number A-2: id 2 (Ann, 100.00 USD); id 3 (Bo, 7.50 CAD).',
					'Choose the invoice by its ID.',
				],
				[
					'QuickBooks has no invoice number Z.',
					'Choose the invoice from the list. It may have been deleted, or belong to another QuickBooks company.',
				],
			]);
		}
	});

	it('have a name even without a number', () => {
		expect([
			invoiceNameAtStart({ Id: '5', DocNumber: 'A' }),
			invoiceNameAtStart({ Id: '5' }),
		]).toEqual(['Invoice A', 'The invoice with id 5']);
	});
});

describe('attaching', () => {
	const target = { objectType: 'deals' as const, id: '401', label: 'the deal "Garden"' };
	const values = {
		quickbooks_invoice_status: 'overdue',
		quickbooks_invoice_total: '100.00',
		hs_title: 'QuickBooks invoice A-1',
	};
	const lines = [{ name: 'Hours' }];
	const record = hubSpotRecord('invoices', '77', {
		quickbooks_invoice_status: 'overdue',
		quickbooks_invoice_total: '100',
		hs_title: 'Invoice A-1',
	});
	const old = hubSpotRecord('invoices', '77', {
		...record.properties,
		quickbooks_invoice_status: 'sent_to_customer',
	});
	const link = { to: { objectType: 'deals', id: '401' }, typeId: 175 };
	const plan = (known: Partial<KnownInvoice>) =>
		planAttachment(
			propertyNames(),
			{
				invoice: invoice('1', { DocNumber: 'A-1' }),
				record: undefined,
				hasLines: false,
				isAttached: false,
				...known,
			},
			target,
			values,
			lines,
		);

	it.each<
		[
			string,
			Partial<KnownInvoice>,
			{ properties: object; associations: object[]; lines: object[]; changes: object[] },
			string,
			RegExp,
		]
	>([
		[
			'a new record',
			{},
			{ properties: values, associations: [link], lines, changes: [] },
			'linked',
			/^Invoice A-1 was attached to the deal "Garden"\.$/,
		],
		[
			'a record that stands elsewhere',
			{ record, hasLines: true },
			{ properties: {}, associations: [link], lines: [], changes: [] },
			'linked',
			/was attached to/,
		],
		[
			'one that is out of date, too',
			{ record: old, hasLines: true },
			{
				properties: values,
				associations: [link],
				lines: [],
				changes: [{ field: 'quickbooks_invoice_status', from: 'sent_to_customer', to: 'overdue' }],
			},
			'linked',
			/was attached to/,
		],
		[
			'attached and out of date',
			{ record: old, hasLines: true, isAttached: true },
			{
				properties: values,
				associations: [],
				lines: [],
				changes: [{ field: 'quickbooks_invoice_status', from: 'sent_to_customer', to: 'overdue' }],
			},
			'updated',
			/was already attached to the deal "Garden"\. Its record in HubSpot was updated/,
		],
		[
			'attached without lines',
			{ record, isAttached: true },
			{ properties: {}, associations: [], lines, changes: [] },
			'updated',
			/was updated/,
		],
		[
			'attached with everything',
			{ record, hasLines: true, isAttached: true },
			{ properties: {}, associations: [], lines: [], changes: [] },
			'unchanged',
			/nothing was missing/,
		],
	])('%s', (_name, known, expected, action, reason) => {
		const made = plan(known);
		expect(made).toMatchObject(expected);
		expect(Object.keys(made.properties)).toEqual(Object.keys(expected.properties));
		expect(isInPlace(made)).toBe(action === 'unchanged');
		expect(attachedAs(made, target)).toEqual({ action, reason: expect.stringMatching(reason) });
	});
});

describe('values of HubSpot and ours are compared by meaning', () => {
	it.each<[string | null | undefined, string | null, boolean]>([
		['100', '100.00', true],
		['100.5', '100.50', true],
		[null, '', true],
		[undefined, '', true],
		['2026-05-01T10:00:00Z', '2026-05-01T10:00:00.000Z', true],
		['2026-05-01T10:00:00Z', '2026-05-01T12:00:00+02:00', true],
		['2026-05-01', '2026-05-02', false],
		['0', '', false],
		['', '0', false],
		['100', '100.01', false],
		['A-1', 'A-01', false],
		['2026-05-01T10:00:00Z', '2026-05-01T10:00:01Z', false],
	])('%p and %p: same %p', (from, to, same) => {
		const before = { properties: from === undefined ? {} : { value: from } };
		expect(changesOf(before, { value: to })).toEqual(
			same ? [] : [{ field: 'value', from: from ?? null, to }],
		);
	});
});
