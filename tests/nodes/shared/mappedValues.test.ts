import type { INodeParameters } from 'n8n-workflow';
import { email, mapped, outline } from '../../support/syncNode';
import { contactOf, mail, syncNode } from './mappedFields';

const rules = (...rule: INodeParameters[]): INodeParameters => ({ fieldRules: { rule } });

describe('mapping: values', () => {
	it.each([
		['label', 'Open deal'],
		['value', 'OPEN_DEAL'],
		['other letters', 'open DEAL'],
	])('an enumeration by its %s', async (_by, Notes) => {
		expect(
			await contactOf({ Notes }, mapped({ ...mail, hs_lead_status: 'Notes' }), ['hs_lead_status']),
		).toMatchObject({ hs_lead_status: 'OPEN_DEAL' });
	});

	it('several choices of a list', async () => {
		await syncNode.property({
			name: 'colours',
			label: 'Colours',
			type: 'enumeration',
			fieldType: 'checkbox',
			options: ['red', 'green', 'blue'].map((value, displayOrder) => ({
				value,
				label: value.toUpperCase(),
				displayOrder,
				hidden: false,
			})),
		});
		expect(
			await contactOf({ Notes: 'RED; blue' }, mapped({ ...mail, colours: 'Notes' }), ['colours']),
		).toMatchObject({ colours: 'red;blue' });
	});

	it.each([
		['number', 'number', '1200.50', '1200.5'],
		['date', 'date', '2026-05-04', '2026-05-04'],
		['bool', 'booleancheckbox', 'TRUE', 'true'],
		['datetime', 'date', '2026-05-04T10:00:00Z', '2026-05-04T10:00:00Z'],
	])('text becomes a %s', async (type, fieldType, Notes, stored) => {
		await syncNode.property({
			name: 'typed',
			label: 'Typed',
			type,
			fieldType,
			...(type === 'bool' && {
				options: ['true', 'false'].map((value, displayOrder) => ({
					value,
					label: value,
					displayOrder,
					hidden: false,
				})),
			}),
		});
		expect(
			(await contactOf({ Notes }, mapped({ ...mail, typed: 'Notes' }), ['typed']))['typed'],
		).toMatch(new RegExp(`^${stored.replace('Z', '(\\.000)?Z')}$`));
	});

	it.each([
		['number', 'number', 'a number'],
		['date', 'date', 'a date'],
		['datetime', 'date', 'a time'],
		['bool', 'booleancheckbox', 'true or false'],
	])('what is no %s fails that record alone, with what to do', async (type, fieldType, wanted) => {
		await syncNode.property({
			name: 'typed',
			label: 'Typed',
			type,
			fieldType,
			...(type === 'bool' && {
				options: ['true', 'false'].map((value, displayOrder) => ({
					value,
					label: value,
					displayOrder,
					hidden: false,
				})),
			}),
		});
		const [bad] = [
			await syncNode.made({ DisplayName: 'Bad', Notes: 'whatever', ...email('bad@example.com') }),
			await syncNode.made({ DisplayName: 'Good', ...email('good@example.com') }),
		];
		const ran = await syncNode.run(mapped({ ...mail, typed: 'Notes' }));
		expect(ran.synced.map(({ action }) => action)).toEqual(['created']);
		expect(ran.failed).toEqual([
			expect.objectContaining({
				quickbooks: expect.objectContaining({ id: bad }),
				reason: `"whatever" is not ${wanted}, which HubSpot needs for "Typed".`,
				remedy: 'Correct the value, or map the field to another one.',
			}),
		]);
	});

	it('a text that is longer than QuickBooks takes is cut to what fits, once', async () => {
		const contact = await syncNode.put({
			email: 'long@example.com',
			firstname: 'x'.repeat(150),
			phone: '1'.repeat(40),
		});
		const ran = await syncNode.run({ direction: 'hubSpotToQuickBooks' });
		const made = await syncNode.read(outline(ran)[0]?.[1] ?? '');
		expect(ran.synced[0]?.['warnings']).toEqual([
			'First name was cut to 100 characters, the most that QuickBooks stores.',
			'Phone was cut to 30 characters, the most that QuickBooks stores.',
		]);
		expect([
			String(made['GivenName']).length,
			(made['PrimaryPhone'] as { FreeFormNumber: string }).FreeFormNumber.length,
		]).toEqual([100, 30]);
		expect((await syncNode.run({ direction: 'hubSpotToQuickBooks', scope: 'all' })).writes).toEqual(
			[],
		);
		expect((await syncNode.seen(contact, ['firstname']))?.['firstname']).toHaveLength(150);
	});

	it('an e-mail address that is longer than QuickBooks takes is not cut: the record fails, with what to do', async () => {
		const address = `${'a'.repeat(60)}@${'b'.repeat(40)}.example`;
		await syncNode.put({ email: address, lastname: 'Long' });
		await syncNode.put({ email: 'short@example.com', lastname: 'Short' });
		const ran = await syncNode.run({ direction: 'hubSpotToQuickBooks' });
		expect(ran.failed).toEqual([
			expect.objectContaining({
				action: 'failed',
				reason: expect.stringContaining(
					'has more than the 100 characters that QuickBooks stores in "E-mail".',
				),
				remedy: expect.stringContaining('Shorten the value'),
			}),
		]);
		expect((await syncNode.all()).map(({ FamilyName }) => FamilyName)).toEqual(['Short']);
	});

	it('both ways, a text that was cut does not come back shorter', async () => {
		const contact = await syncNode.put({
			email: 'long@example.com',
			firstname: 'x'.repeat(150),
			lastname: 'Long',
		});
		await syncNode.run({ direction: 'twoWay' });
		await syncNode.run({ direction: 'twoWay' });
		const ran = await syncNode.run({ direction: 'twoWay', scope: 'all' });
		expect([
			ran.writes,
			(await syncNode.seen(contact, ['firstname']))?.['firstname']?.length,
		]).toEqual([[], 150]);
	});
});

describe('mapping: direction per field', () => {
	it.each([
		['both', 'Quick', 'Quick'],
		['toHubSpot', 'Quick', 'Quick'],
		['toQuickBooks', 'Hub', 'Hub'],
	])('%s', async (direction, inHubSpot, inQuickBooks) => {
		const [id, contact] = [
			await syncNode.made({ DisplayName: 'One', Notes: 'Quick', ...email('one@example.com') }),
			await syncNode.put({ email: 'one@example.com', jobtitle: 'Hub' }),
		];
		await syncNode.run({
			direction: 'twoWay',
			conflict: 'quickBooks',
			...mapped({ ...mail, jobtitle: 'Notes' }),
			...rules({ property: 'jobtitle', direction }),
		});
		expect([
			(await syncNode.seen(contact, ['jobtitle']))?.['jobtitle'],
			(await syncNode.read(id))['Notes'],
		]).toEqual([inHubSpot, inQuickBooks]);
	});

	it('a rule for a property that is not mapped is refused', async () => {
		await expect(
			syncNode.run(rules({ property: 'jobtitle', direction: 'toHubSpot' })),
		).rejects.toMatchObject({
			message: expect.stringContaining(
				'The rule for the property "jobtitle" has no effect, because the property is not mapped.',
			),
		});
	});
});

describe('mapping: an empty value', () => {
	it.each([
		['keep', {}, 'Boss'],
		['clear', {}, null],
		['keep, but a rule clears', { ifEmpty: 'clear' }, null],
		['clear, but a rule keeps', { ifEmpty: 'keep' }, 'Boss'],
	] as const)('%s', async (name, rule: { ifEmpty?: string }, left) => {
		const [, contact] = [
			await syncNode.made({ DisplayName: 'One', ...email('one@example.com') }),
			await syncNode.put({ email: 'one@example.com', jobtitle: 'Boss' }),
		];
		await syncNode.run({
			ifEmpty: name.startsWith('clear') ? 'clear' : 'keep',
			...mapped({ ...mail, jobtitle: 'Notes' }),
			...(rule.ifEmpty && rules({ property: 'jobtitle', ...rule })),
		});
		expect((await syncNode.seen(contact, ['jobtitle']))?.['jobtitle'] ?? null).toBe(left);
	});

	it.each([
		['keep', 'VIP'],
		['clear', undefined],
	])('%s, in QuickBooks', async (ifEmpty, left) => {
		const [id] = [
			await syncNode.made({ DisplayName: 'One', Notes: 'VIP', ...email('one@example.com') }),
			await syncNode.put({ email: 'one@example.com' }),
		];
		await syncNode.run({
			direction: 'hubSpotToQuickBooks',
			ifEmpty,
			...mapped({ ...mail, jobtitle: 'Notes' }),
		});
		expect((await syncNode.read(id))['Notes']).toBe(left);
	});
});
