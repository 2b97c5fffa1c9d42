import { readOptions } from '../../sandbox/main';
import { sentence } from '../../sandbox/sentence';
import { startSandbox } from '../../sandbox/start';

describe('the options of the sandbox’s command', () => {
	it('takes ports, a folder, a clock and the demo company', () => {
		const options = readOptions([
			'--demo',
			'--data',
			'kept',
			'--hubspot-port',
			'5701',
			'--control-port',
			'0',
			'--now',
			'2026-03-01T08:00:00Z',
			'--frozen',
		]);
		expect(options).toMatchObject({
			seed: 'demo',
			dataDir: 'kept',
			hubspotPort: 5701,
			controlPort: 0,
			now: '2026-03-01T08:00:00Z',
			frozen: true,
		});
		expect(options).not.toHaveProperty('quickbooksPort');
	});

	it('generates as many customers as asked, from the seed', () => {
		expect(readOptions(['--customers', '1000', '--seed', '7'])).toMatchObject({
			seed: { customers: 1000, seed: 7 },
			randomSeed: 7,
		});
	});

	it('sets switches of either system, as JSON or as text', () => {
		const { switches } = readOptions([
			'--no-limits',
			'--switch',
			'quickbooks.replyAge=2020',
			'--switch',
			'hubspot.lag=none',
		]);
		expect(switches).toEqual({
			hubspot: { limits: false, lag: 'none' },
			quickbooks: { limits: false, replyAge: 2020 },
		});
	});

	it.each([
		[['--demo', '--customers', '5'], /cannot be used together/],
		[['--hubspot-port', 'abc'], /^--hubspot-port takes a whole number/],
		[
			['--control-port', '99999999'],
			/^--control-port takes a whole number from 0 to 65535, not "99999999"$/,
		],
		[['--customers', '0'], /whole number from 1/],
		[['--switch', 'xero.a=1'], /hubspot or quickbooks/],
		[['--unknown'], /unknown/i],
	])('refuses %j', (args, sentence) => {
		expect(() => readOptions(args)).toThrow(sentence);
	});

	it.each([
		[{ foo: 1 }, "--switch: Unrecognized key(s) in object: 'foo'"],
		[{ latencyMs: 'abc' }, 'latencyMs: Expected number, received string'],
	])('says in words which switch cannot be: %j', async (hubspot, words) => {
		const error: unknown = await startSandbox({ switches: { hubspot } }).catch(
			(reason: unknown) => reason,
		);
		expect(sentence(error as Error, '--switch')).toBe(words);
	});
});
