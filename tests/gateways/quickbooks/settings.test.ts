import { failureOf, fakeQuickBooks, gatewayFault, stopFakes } from './fakeQuickBooks';

afterEach(stopFakes);

describe('settings', () => {
	const answer = ({ path }: { path: string }) =>
		path.endsWith('preferences')
			? { Preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } }, time: 't' }
			: { CompanyInfo: { CompanyName: 'Zoë' }, time: 't' };
	const settings = {
		preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } },
		company: { CompanyName: 'Zoë' },
	};

	it('are read once for all connections to a company, for some minutes, or for seconds where they are in question', async () => {
		const server = await fakeQuickBooks(answer);
		const gateway = server.gateway();
		expect(await Promise.all([gateway.readSettings(), gateway.readSettings()])).toEqual([
			settings,
			settings,
		]);
		expect(await server.gateway().readSettings()).toEqual(settings);
		expect(server.received.map(({ path }) => path).sort()).toEqual([
			'companyinfo/9130000000000001',
			'preferences',
		]);
		server.nowMs += 119_000;
		await gateway.readSettings();
		expect(server.received.length).toBe(2);
		server.nowMs -= 119_000 - 4000;
		await gateway.readSettings('seconds');
		expect(server.received.length).toBe(2);
		server.nowMs += 2000;
		await gateway.readSettings('seconds');
		expect(server.received.length).toBe(4);
		server.nowMs += 121_000;
		await gateway.readSettings();
		expect(server.received.length).toBe(6);
	});

	it('of another company are others', async () => {
		const server = await fakeQuickBooks(answer);
		await server.gateway().readSettings();
		await server.gateway({ realmId: '77' }).readSettings();
		expect(server.received.length).toBe(4);
	});

	it('that could not be read are read again', async () => {
		const server = await fakeQuickBooks((request, count, reply) =>
			count <= 2 ? reply.code(403).send(gatewayFault('3100', 'SERVICE', 'No')) : answer(request),
		);
		expect(await failureOf(server.gateway().readSettings())).toMatchObject({ kind: 'forbidden' });
		expect(await server.gateway().readSettings()).toEqual(settings);
	});

	it('are not made up', async () => {
		const server = await fakeQuickBooks(({ path }) =>
			path === 'preferences' ? { time: 't' } : { CompanyInfo: {} },
		);
		expect(await failureOf(server.gateway().readSettings())).toMatchObject({
			kind: 'unexpected',
			message: 'QuickBooks answered without Preferences',
		});
	});

	it('outlive the run that was cancelled while reading them', async () => {
		const server = await fakeQuickBooks(
			async (request) => (await new Promise((resolve) => setTimeout(resolve, 60)), answer(request)),
		);
		const abort = new AbortController();
		const cancelled = server.gateway({ signal: abort.signal }).readSettings();
		const other = server.gateway().readSettings();
		setTimeout(() => abort.abort(new Error('cancelled')), 20);
		expect(await failureOf(cancelled)).toEqual(new Error('cancelled'));
		expect(await other).toEqual(settings);
	});
});
