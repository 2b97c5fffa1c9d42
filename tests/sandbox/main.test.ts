import { readOptions } from '../../sandbox/main';

describe('the options of the sandbox’s command', () => {
	it('takes ports, a folder, a clock and the demo company', () => {
		const options = readOptions(['--demo', '--data', 'kept', '--hubspot-port', '5701', '--control-port', '0', '--now', '2026-03-01T08:00:00Z', '--frozen']);
		expect(options).toMatchObject({ seed: 'demo', dataDir: 'kept', hubspotPort: 5701, controlPort: 0, now: '2026-03-01T08:00:00Z', frozen: true });
		expect(options).not.toHaveProperty('quickbooksPort');
	});

	it('generates as many customers as asked, from the seed', () => {
		expect(readOptions(['--customers', '1000', '--seed', '7'])).toMatchObject({ seed: { customers: 1000, seed: 7 }, randomSeed: 7 });
	});

	it('sets switches of either system, as JSON or as text', () => {
		const { switches } = readOptions(['--no-limits', '--switch', 'quickbooks.replyAge=2020', '--switch', 'hubspot.lag=none']);
		expect(switches).toEqual({ hubspot: { limits: false, lag: 'none' }, quickbooks: { limits: false, replyAge: 2020 } });
	});

	it.each([
		[['--demo', '--customers', '5'], /exclude each other/],
		[['--hubspot-port', 'abc'], /whole number/],
		[['--customers', '0'], /whole number from 1/],
		[['--switch', 'xero.a=1'], /hubspot or quickbooks/],
		[['--unknown'], /unknown/i],
	])('refuses %j', (args, sentence) => {
		expect(() => readOptions(args)).toThrow(sentence);
	});
});
