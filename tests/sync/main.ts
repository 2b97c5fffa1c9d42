import { History } from './history';

/** Plays random histories: `--histories 200 --seed 1`, `--json` for machines. Ends with 1 when anything is wrong. */
async function main(): Promise<void> {
	const given = (name: string, otherwise: number) => {
		const at = process.argv.indexOf(`--${name}`);
		return at > 0 ? Number(process.argv[at + 1]) : otherwise;
	};
	const json = process.argv.includes('--json');
	const histories = given('histories', 200);
	const seed = given('seed', Math.floor(Date.now() / 1000));
	(json ? console.error : console.log)(`${histories} histories from seed ${seed}`);
	const totals = { histories: 0, edits: 0, mismatches: 0, needlessWrites: 0 };
	for (let index = 0; index < histories; index += 1) {
		const { edits, mismatches, needlessWrites } = await new History(seed + index).play();
		for (const what of [...mismatches, ...needlessWrites.map((write) => `seed ${seed + index}: needless ${write}`)]) console.error(what);
		totals.histories += 1;
		totals.edits += edits;
		totals.mismatches += mismatches.length;
		totals.needlessWrites += needlessWrites.length;
	}
	console.log(JSON.stringify(totals));
	process.exitCode = totals.mismatches + totals.needlessWrites > 0 ? 1 : 0;
}

void main();
