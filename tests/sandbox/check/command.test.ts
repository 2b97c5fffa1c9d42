import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../sandbox/check/main';
import { exchange, invoice, reply } from './recorded';
import { V3 } from './differences';

describe('the command', () => {
	let folder: string;
	const lines: string[] = [];
	const run = (...args: string[]) => main(args, (line) => lines.push(line));
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'recordings-'));
		lines.length = 0;
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('prints each difference with its path, and last the counts', async () => {
		const { Balance: _gone, ...changed } = invoice;
		writeFileSync(
			join(folder, 'invoices.json'),
			JSON.stringify([
				exchange({ path: `${V3}/invoice/901` }, reply('Invoice', invoice)),
				exchange({ path: `${V3}/invoice/901` }, reply('Invoice', { ...changed, OpenBalance: 90 })),
			]),
		);
		expect(await run(folder)).toBe(1);
		expect(lines).toEqual([
			'invoices.json[1] GET /invoice/901 — $.Invoice.OpenBalance: recorded, absent in the sandbox',
			'invoices.json[1] GET /invoice/901 — $.Invoice.Balance: not recorded, present in the sandbox',
			'{"exchanges":2,"matched":1,"differing":1}',
		]);
	});

	it('ends with 0 when nothing differs', async () => {
		writeFileSync(
			join(folder, 'one.json'),
			JSON.stringify([exchange({ path: `${V3}/invoice/901` }, reply('Invoice', invoice))]),
		);
		expect(await run(folder)).toBe(0);
		expect(lines).toEqual(['{"exchanges":1,"matched":1,"differing":0}']);
	});

	it('refuses in a sentence what is no folder of recordings', async () => {
		expect(await run(folder)).toBe(2);
		writeFileSync(join(folder, 'a.json'), '{"some": "thing"}');
		expect(await run(folder)).toBe(2);
		expect(await run(join(folder, 'nowhere'))).toBe(2);
		expect(lines).toEqual([
			`There is no recording (*.json) in ${folder}.`,
			'a.json is not a recording. A recording is a list of {request: {method, path or uri, body}, response: {status, headers, body}}.',
			`The folder ${join(folder, 'nowhere')} cannot be read (ENOENT).`,
		]);
	});
});
