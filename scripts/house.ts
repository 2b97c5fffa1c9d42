/**
 * The figures of `src`, with the places behind them; the last line of `--json` is one object.
 * `npm run -s house -- [--json] [--repo <another checkout>] [--formatted]`; the last option measures
 * every file as Prettier would write it.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { root } from './house/imports';
import { measure, type Measured } from './house/measure';
import { readTexts, type Texts } from './house/sizes';

/** Places printed for each rule without `--all`. */
const MOST_PLACES = 20;

async function formatAll(texts: Texts): Promise<Texts> {
	const style = (await import(join(root, '.prettierrc.js'))) as { default: object };
	const formatted = new Map<string, string>();
	for (const [file, text] of texts)
		formatted.set(file, await format(text, { ...style.default, parser: 'typescript' }));
	return formatted;
}

function print({ figures, findings }: Measured, most: number): void {
	for (const [rule, found] of Object.entries(findings)) {
		if (found.length === 0) continue;
		console.log(`\n${rule}: ${found.length}`);
		for (const { place, text } of found.slice(0, most)) console.log(`  ${place}  ${text}`);
		if (found.length > most) console.log(`  and ${found.length - most} more; --all prints them`);
	}
	console.log('');
	for (const [figure, value] of Object.entries(figures))
		console.log(`${figure.padEnd(16)} ${value ?? 'not measured'}`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			json: { type: 'boolean' },
			all: { type: 'boolean' },
			formatted: { type: 'boolean' },
			repo: { type: 'string' },
		},
	});
	const base = values.repo === undefined ? root : resolve(values.repo);
	const texts = readTexts(['src'], base);
	const measured = measure(base, values.formatted ? await formatAll(texts) : texts);
	if (values.json) console.log(JSON.stringify(measured.figures));
	else print(measured, values.all ? Infinity : MOST_PLACES);
}

void main();
