import { fingerprint, readBase, writeBase } from '../../../src/core/sync/base';
import { toPayload } from '../../../src/core/sync/fields/payload';
import type { QuickBooksField } from '../../../src/core/sync/types';
import {
	cutValueWarning,
	hubSpotValue,
	quickBooksValue,
	toHubSpot,
	toQuickBooks,
} from '../../../src/core/sync/fields/values';
import type { HubSpotPropertyDefinition } from '../../../src/core/records/hubspot';
import { customer } from '../../support/sampleRecords';
import { field } from './sampleFields';

const definition = (
	type: string,
	options?: Array<[string, string]>,
): HubSpotPropertyDefinition => ({
	name: 'p',
	label: 'P',
	type,
	fieldType: 'text',
	groupName: 'g',
	...(options && { options: options.map(([value, label]) => ({ value, label })) }),
});

describe('values', () => {
	it.each([
		['number', 'number', '007.50', '7.5'],
		['a date with time', 'date', '2026-05-05T10:00:00Z', '2026-05-05'],
		['a choice by label', 'enumeration', 'in progress', 'In progress'],
		['a choice by value', 'enumeration', 'IN_PROGRESS', 'In progress'],
		['several choices', 'enumeration', 'IN_PROGRESS;NEW', 'In progress; New'],
		['what is no choice', 'enumeration', 'other', 'other'],
		['text', 'string', '  two  words ', 'two  words'],
	])('%s is compared by meaning', (_name, type, raw, meaning) => {
		const given = definition(
			type,
			type === 'enumeration'
				? [
						['IN_PROGRESS', 'In progress'],
						['NEW', 'New'],
					]
				: undefined,
		);
		expect(quickBooksValue(customer('1', 'x', { Notes: raw }), field('Notes'), given)).toBe(
			meaning,
		);
	});

	it('a day that goes into a time is its noon at the account’s place', () => {
		const time = definition('datetime');
		const custom: QuickBooksField = {
			path: 'CustomField.1',
			label: 'Due',
			type: 'text',
			timeZone: 'America/Los_Angeles',
		};
		const own = { CustomField: [{ DefinitionId: '1', StringValue: '2026-03-31' }] };
		expect(toHubSpot(quickBooksValue(own, custom, time), time, custom)).toBe(
			'2026-03-31T19:00:00.000Z',
		);
		const day: QuickBooksField = { ...custom, path: 'DueDate', type: 'day' };
		expect(quickBooksValue({ DueDate: '2026-03-31' }, day, time)).toBe('2026-03-31');
		expect(
			hubSpotValue({ properties: { p: '2026-04-01T03:30:00Z' } }, 'p', day, new Map([['p', time]])),
		).toBe('2026-03-31');
		expect(toHubSpot('2026-03-31', time, day)).toBe('2026-03-31T19:00:00.000Z');
	});

	it('are written in the form of each side', () => {
		expect(
			toHubSpot(
				'In progress; New',
				definition('enumeration', [
					['IN_PROGRESS', 'In progress'],
					['NEW', 'New'],
				]),
			),
		).toBe('IN_PROGRESS;NEW');
		expect([
			toQuickBooks('', field('Notes')),
			toQuickBooks('7.5', { ...field('Notes'), type: 'number' }),
			toQuickBooks('true', field('Taxable')),
		]).toEqual([null, 7.5, true]);
		expect(() => toQuickBooks('perhaps', field('Taxable'))).toThrow(
			'"perhaps" is not true or false, which QuickBooks needs for "Taxable".',
		);
		expect(() => toHubSpot('soon', definition('date'))).toThrow(
			'"soon" is not a date, which HubSpot needs for "P".',
		);
	});

	it('a choice is cut and cleaned as its label, a cut never leaves half a character', () => {
		const choice = definition('enumeration', [
			['x', 'Her Excellency: the Ambassador'],
			['y', 'y'.repeat(20)],
		]);
		const contact = (p: string) => ({
			objectType: 'contacts' as const,
			id: '1',
			properties: { p },
			createdAt: '',
			updatedAt: '',
			associations: {},
			archived: false,
		});
		const value = (p: string, path: string, given = choice) =>
			hubSpotValue(contact(p), 'p', field(path), new Map([['p', given]]));
		expect([value('x', 'Title'), value('x', 'GivenName'), value('y', 'Title')]).toEqual([
			'Her Excellency:',
			'Her Excellency - the Ambassador',
			'y'.repeat(16),
		]);
		expect(cutValueWarning('x', field('Title'), choice)).toContain(
			'Title was cut to 16 characters',
		);
		expect(value(`${'x'.repeat(99)}🌱`, 'GivenName', definition('string'))).toBe('x'.repeat(99));
	});

	it.each(['Infinity', '0x1F', '1e400', '12,50'])('%s is no number', (text) => {
		expect(() => toQuickBooks(text, { ...field('Notes'), type: 'number' })).toThrow(
			`"${text}" is not a number, which QuickBooks needs for "Notes".`,
		);
		expect(() => toHubSpot(text, definition('number'))).toThrow(
			`"${text}" is not a number, which HubSpot needs for "P".`,
		);
	});

	it('a part of an address that goes leaves the others, the last one empties the whole', () => {
		const before = customer('1', 'x', { BillAddr: { Id: '7', Line1: 'Main St', City: 'Oakland' } });
		expect(
			toPayload(
				new Map([
					[field('BillAddr.Line1'), ''],
					[field('BillAddr.PostalCode'), '94601'],
				]),
				before,
			),
		).toEqual({ BillAddr: { City: 'Oakland', PostalCode: '94601' } });
		expect(
			toPayload(
				new Map([
					[field('BillAddr.Line1'), ''],
					[field('BillAddr.City'), ''],
				]),
				before,
			),
		).toEqual({ BillAddr: null });
		expect(
			toPayload(
				new Map([
					[field('BillAddr.Line1'), ''],
					[field('GivenName'), 'Ann'],
				]),
				undefined,
			),
		).toEqual({ GivenName: 'Ann' });
	});

	it('the base survives being written; anything else is none', () => {
		const base = new Map([
			['email', fingerprint('a@b.c')],
			['city', fingerprint('')],
		]);
		expect(readBase(writeBase(base))).toEqual(new Map([...base].sort()));
		expect(readBase('something else')).toEqual(new Map());
	});
});
