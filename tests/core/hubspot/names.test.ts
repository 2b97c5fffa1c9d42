import { prefixProblem, readPrefix } from '../../../src/core/hubspot/prefix';
import { requiredSchemas } from '../../../src/core/hubspot/schema';
import { propertyNames } from '../../../src/core/records/names';
import { readState } from '../../../src/core/sync/state';

const REALM = '12345678901234567890';

describe('the names of properties', () => {
	const usual = propertyNames();
	const own = propertyNames('acme_qbo_');

	it('begin with the prefix, all of them', () => {
		expect([
			usual.link('93'),
			usual.base('93'),
			usual.of('record_state'),
			usual.of('invoice_status'),
		]).toEqual([
			'quickbooks_id_93',
			'quickbooks_sync_93',
			'quickbooks_record_state',
			'quickbooks_invoice_status',
		]);
		const all = requiredSchemas(own, '93', 'Company').flatMap(({ group, properties }) => [
			group.name,
			...properties.flatMap(({ name, groupName }) => [name, groupName]),
		]);
		expect(all.filter((name) => !name.startsWith('acme_qbo'))).toEqual([]);
		expect(own.named({ invoice_number: '7' })).toEqual({ acme_qbo_invoice_number: '7' });
	});

	it('stay what they were for the usual prefix, with groups and labels', () => {
		const deals = requiredSchemas(usual, '93', 'Company')[0];
		expect(deals).toMatchObject({
			group: { name: 'quickbooks_invoice', label: 'QuickBooks invoice' },
			properties: [
				{ name: 'quickbooks_invoice_amount_billed', label: 'QuickBooks invoice amount billed' },
				{},
				{},
				{},
				{},
				{},
				{},
				{},
				{},
			],
		});
		expect(requiredSchemas(usual, '93', 'Company')[1]).toMatchObject({
			group: { name: 'quickbooks', label: 'QuickBooks' },
			properties: [{ name: 'quickbooks_id_93', label: 'QuickBooks id (Company, 93)' }],
		});
	});

	it.each([
		['acme_qbo_id_93', true, true],
		['acme_qbo_sync_93', false, true],
		['acme_qbo_record_state', false, true],
		['acme_qbo_total_billed', false, true],
		['quickbooks_id_93', false, false],
		['acme_qbo_class', false, false],
		['id_93', false, false],
		['acme_qbo_id_x', false, false],
	])('%s is a link: %s, ours: %s', (name, isLink, isOwn) => {
		expect([own.isLink(name), own.isOwn(name)]).toEqual([isLink, isOwn]);
	});
});

describe('a prefix', () => {
	it.each([
		[undefined, 'quickbooks_'],
		['', 'quickbooks_'],
		['  ', 'quickbooks_'],
		[7, 'quickbooks_'],
		[' acme_ ', 'acme_'],
		['Acme', 'Acme'],
	])('%p is read as %s', (given, prefix) => {
		expect(readPrefix(given)).toBe(prefix);
	});

	it.each(['quickbooks_', 'acme', 'a1_', 'a'.repeat(75)])('%s can be one', (prefix) => {
		expect(prefixProblem(prefix)).toBeUndefined();
		const names = propertyNames(prefix);
		expect(
			Math.max(
				...[...names.deal, ...names.invoice, names.link(REALM), names.base(REALM)].map(
					({ length }) => length,
				),
			),
		).toBeLessThanOrEqual(100);
	});

	it.each(['Acme_', '_acme', '1a', 'acme-', 'acme ', 'äcme_', 'hs_', 'hs_acme_', 'a'.repeat(76)])(
		'%s can be none',
		(prefix) => {
			expect(prefixProblem(prefix)).toMatchObject({
				field: 'Property Prefix',
				message: expect.stringContaining('cannot be used') as string,
			});
		},
	);

	it('that is another one than a sync remembers begins anew', () => {
		const stored = {
			version: 1,
			realmId: '9',
			since: { quickBooks: '2026-01-01T00:00:00Z' },
			retry: {},
			seen: {},
		};
		expect(readState(stored, '9')).toMatchObject({ state: { since: stored.since } });
		const anew = readState(stored, '9', 'acme_');
		expect(anew).toMatchObject({
			state: { prefix: 'acme_', since: {} },
			warning: expect.stringContaining('under "acme_" instead of "quickbooks_"') as string,
		});
		expect(readState({ ...stored, prefix: 'acme_' }, '9', 'acme_')).toMatchObject({
			state: { since: stored.since },
		});
		expect(readState({ ...stored, prefix: 'acme_' }, '9').warning).toContain(
			'under "quickbooks_" instead of "acme_"',
		);
	});
});
