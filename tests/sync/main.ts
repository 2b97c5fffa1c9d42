import { History, kinds, type Kind } from './history';
import { playKills } from './kills';
import { playInParts, type Totals } from './parts';

/** The value behind an option, and whether it stands there at all. */
function option(name: string): { given: boolean; value: string | undefined } {
	const at = process.argv.indexOf(`--${name}`);
	return { given: at > 0, value: at > 0 ? process.argv[at + 1] : undefined };
}

const numberOf = (name: string, otherwise: number) =>
	option(name).given ? Number(option(name).value) : otherwise;

/**
 * Plays random histories: `--histories 200 --seed 1`, `--kind people|goods|bills` for one kind
 * alone, `--json` for machines. `--kills 30` kills syncs instead. Ends with 1 when anything is
 * wrong.
 */
async function main(): Promise<void> {
	const histories = numberOf('histories', 200);
	const seed = numberOf('seed', Math.floor(Date.now() / 1000));
	const kind = kinds.find((one) => one === option('kind').value) satisfies Kind | undefined;
	if (option('kills').given) return await kill(numberOf('kills', 30), seed);
	if (!option('part').given)
		(option('json').given ? console.error : console.log)(
			`${histories} histories from seed ${seed}`,
		);
	const totals =
		(option('part').given
			? undefined
			: await playInParts(histories, seed, kind ? ['--kind', kind] : [])) ??
		(await play(histories, seed, kind));
	console.log(JSON.stringify(totals));
	process.exitCode = totals.mismatches + totals.needlessWrites > 0 ? 1 : 0;
}

async function play(histories: number, seed: number, kind: Kind | undefined): Promise<Totals> {
	const totals: Totals = { histories: 0, edits: 0, mismatches: 0, needlessWrites: 0 };
	for (let index = 0; index < histories; index += 1) {
		const { edits, mismatches, needlessWrites, requestLog } = await new History(
			seed + index,
			kind,
		).play();
		for (const what of [...mismatches, ...needlessWrites]) console.error(what);
		if (requestLog) console.error(`Every request of it: ${requestLog}`);
		totals.histories += 1;
		totals.edits += edits;
		totals.mismatches += mismatches.length;
		totals.needlessWrites += needlessWrites.length;
	}
	return totals;
}

/** Syncs in processes that are killed at random moments. */
async function kill(count: number, seed: number): Promise<void> {
	(option('json').given ? console.error : console.log)(`${count} kills from seed ${seed}`);
	const { differences, ...figures } = await playKills(count, seed);
	for (const what of differences) console.error(what);
	console.log(JSON.stringify({ ...figures, differences: differences.length }));
	process.exitCode = differences.length > 0 ? 1 : 0;
}

void main();
