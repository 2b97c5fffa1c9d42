import { contactKind, contactMapping } from '../../../../src/core/contact/fields';
import type { FieldMapping } from '../../../../src/core/sync/types';
import { accounts, change, contact, customer, email, sync } from './linkedContact';

describe('failures', () => {
	it('one poisoned record in a hundred: the rest is written, it is tried again next time', async () => {
		for (let index = 0; index < 30; index += 1)
			await customer(`C${index}`, email(`c${index}@example.com`));
		const poisoned = await customer('Poison', {
			...email('poison@example.com'),
			Notes: 'not an option',
		});
		const mapping: FieldMapping[] = [
			...contactMapping,
			{ property: 'hs_lead_status', field: 'Notes', direction: 'both', ifEmpty: 'keep' },
		];
		const first = await sync({ mapping });
		expect(first.results.filter(({ action }) => action === 'created')).toHaveLength(30);
		expect(
			first.results
				.filter(({ action }) => action === 'failed')
				.map(({ quickbooks }) => quickbooks?.id),
		).toEqual([poisoned]);
		accounts.sandbox.runtime.clock.advance(600_000);
		expect((await sync({ mapping })).results.map(({ action }) => action)).toEqual(['failed']);
		await change(poisoned, { Notes: 'NEW' });
		expect((await sync({ mapping })).results.map(({ action }) => action)).toEqual(['created']);
		expect((await sync({ mapping })).results).toEqual([]);
	});

	it('answers that are lost after HubSpot wrote make no second contact', async () => {
		for (let index = 0; index < 5; index += 1)
			await customer(`C${index}`, email(`c${index}@example.com`));
		accounts.sandbox.runtime.faults.add({
			system: 'hubspot',
			path: '/batch/upsert',
			behaviour: 'drop-after',
			times: 2,
		} as never);
		await sync();
		await sync();
		expect(
			(await accounts.hubspot.listObjects('contacts', { properties: [], limit: 100 })).records,
		).toHaveLength(5);
	});

	it('answers that are lost after QuickBooks wrote make no second customer', async () => {
		for (let index = 0; index < 5; index += 1)
			await contact({ email: `c${index}@example.com`, firstname: `C${index}`, lastname: 'Lost' });
		await contact({ firstname: 'No', lastname: 'Address' });
		const policy = { direction: 'hubSpotToQuickBooks' } as const;
		accounts.sandbox.runtime.faults.add({
			system: 'quickbooks',
			path: '/batch',
			behaviour: 'drop-after',
			after: 3,
			times: 1,
		} as never);
		expect(new Set((await sync(policy)).results.map(({ action }) => action))).toEqual(
			new Set(['failed']),
		);
		expect((await sync(policy)).results.map(({ action }) => action)).toEqual(
			Array(6).fill('linked'),
		);
		expect(await accounts.quickbooks.find('Customer', {})).toHaveLength(6);
	});
});

describe('state', () => {
	it('a cursor of another company is noticed: everything is looked at again', async () => {
		await customer('A', email('a@example.com'));
		await sync();
		accounts.state = { ...(accounts.state as object), realmId: '1' };
		const { warnings, results } = await sync({}, {});
		expect(warnings).toEqual([
			'The QuickBooks credential now belongs to another company, so all records are checked again.',
		]);
		expect(results).toEqual([]);
	});

	it('a cursor of another portal is noticed as soon as there is something to do', async () => {
		await customer('A', email('a@example.com'));
		await sync();
		accounts.state = { ...(accounts.state as object), portalId: '1' };
		await customer('B', email('b@example.com'));
		const { warnings, results } = await sync();
		expect(warnings).toEqual([
			'The HubSpot credential now belongs to another account, so all records are checked again.',
		]);
		expect(results.map(({ action }) => action)).toEqual(['created']);
	});

	it('cancelling stops the run and leaves a state that the next run continues', async () => {
		for (let index = 0; index < 3; index += 1)
			await customer(`C${index}`, email(`c${index}@example.com`));
		await expect(
			accounts.sync(contactKind, {}, {}, { signal: AbortSignal.abort(new Error('cancelled')) }),
		).rejects.toThrow('cancelled');
		expect((await sync()).results.map(({ action }) => action)).toEqual([
			'created',
			'created',
			'created',
		]);
	});
});
