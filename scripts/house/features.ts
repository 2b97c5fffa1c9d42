import { fileName, type Finding } from './finding';
import { importsOf, root, sourceFiles } from './imports';

const TOOLBOX = 'accounts';
const RECORD = 'invoiceRecord';

/** The folder of `src/flows` that a file belongs to. */
function featureOf(path: string): string | undefined {
	return /^src\/flows\/([^/.]+)/.exec(path)?.[1];
}

/** Why a feature may not import another one; undefined where it may. */
export function refuseFeatureImport(from: string, to: string): string | undefined {
	if (from === to) return undefined;
	if (from === TOOLBOX)
		return 'The toolbox knows no feature: give it what it needs as an argument, or move what it imports into the toolbox.';
	if (to === TOOLBOX) return undefined;
	if (from === RECORD)
		return 'HubSpot’s record of an invoice is written for every feature: move what it imports to src/flows/accounts, or into the core if it only decides.';
	if (to === RECORD) return undefined;
	return 'What two features need belongs in src/flows/accounts if it asks one of the accounts, and in the core if it only decides.';
}

export function featureFindings(base = root): Finding[] {
	return sourceFiles('src/flows', base).flatMap((file) =>
		importsOf(file, undefined, base).flatMap(({ line, target }) => {
			const [from, to] = [featureOf(file), featureOf(target)];
			const refusal = from && to && refuseFeatureImport(from, to);
			return refusal
				? [
						{
							key: `${from} ${to} ${fileName(file)}`,
							place: `${file}:${line}`,
							text: `The feature ${from} imports ${target}. ${refusal}`,
						},
					]
				: [];
		}),
	);
}
