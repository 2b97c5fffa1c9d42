import { Client } from '@hubspot/api-client';
import type { Sandbox } from '../../../sandbox/start';
import { startWithClient } from './hubSpotClientLibrary';

let sandbox: Sandbox;
beforeEach(async () => {
	({ sandbox } = await startWithClient());
});
afterEach(() => sandbox.stop());

describe('what the client does when something goes wrong', () => {
	it('repeats after an internal error, gives up on HTML, says what was cut off', async () => {
		const fault = (behaviour: string, more: object = {}) =>
			fetch(`${sandbox.control.url}/control/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ system: 'hubspot', behaviour, times: 1, ...more }),
			});
		const patient = new Client({
			accessToken: String(sandbox.hubspot.describe()['serviceKey']),
			basePath: sandbox.hubspot.url,
			numberOfApiCallRetries: 2,
		});
		const silenced = jest.spyOn(console, 'error').mockImplementation(() => undefined);
		await fault('500');
		expect((await patient.crm.deals.basicApi.getById('401')).id).toBe('401');
		silenced.mockRestore();
		const plain = new Client({
			accessToken: String(sandbox.hubspot.describe()['serviceKey']),
			basePath: sandbox.hubspot.url,
		});
		await fault('502-html');
		expect(
			await plain.crm.deals.basicApi
				.getById('401')
				.catch((error: { code: number; body: unknown }) => [error.code, typeof error.body]),
		).toEqual([502, 'string']);
		for (const behaviour of ['drop-before', 'truncate']) {
			await fault(behaviour);
			await expect(plain.crm.deals.basicApi.getById('401')).rejects.toThrow();
		}
		await fault('drop-after');
		await expect(
			plain.crm.deals.basicApi.update('401', { properties: { dealname: 'Written all the same' } }),
		).rejects.toThrow();
		expect(
			(await plain.crm.deals.basicApi.getById('401', ['dealname'])).properties['dealname'],
		).toBe('Written all the same');
	});
});
