import { circleFindings } from './circles';
import { exportedTwiceFindings, unusedExportFindings } from './exports';
import { featureFindings } from './features';
import type { Finding } from './finding';
import { measurePaths, pathFindings } from './frames';
import { root } from './imports';
import { metaphorFindings } from './metaphors';
import { loadProject } from './program';
import {
	countLines,
	countPerFolder,
	fullFolderFindings,
	longFileFindings,
	longFunctionFindings,
	MOST,
	readTexts,
	wideLineFindings,
	type Texts,
} from './sizes';

/** The figures of `src`; `frames` is null where nothing could be run. */
export interface Figures {
	files: number;
	medianLines: number;
	maxLines: number;
	over100: number;
	functionsOver40: number;
	maxFolder: number;
	circles: number;
	exportedTwice: number;
	featureImports: number;
	frames: number | null;
}

export interface Measured {
	figures: Figures;
	/** The places behind the figures, by what they break. */
	findings: Record<string, Finding[]>;
}

/**
 * @param base another checkout's root
 * @param texts its files, where they are not to be measured as they are
 */
export function measure(base = root, texts: Texts = readTexts(['src'], base)): Measured {
	const project = loadProject(base);
	const lines = [...texts.values()].map(countLines).sort((a, b) => a - b);
	const paths = measurePaths(base);
	const findings = {
		'Lines over 100 columns': wideLineFindings(texts),
		'Functions of 40 lines or more': longFunctionFindings(texts),
		'Files of 250 lines or more': longFileFindings(texts, MOST.sourceLines),
		'Folders of more than 12 files': fullFolderFindings(texts.keys()),
		'Circles of imports': circleFindings('src', base),
		'Names exported twice': exportedTwiceFindings(project),
		'Imports between features': featureFindings(base),
		'Exports that only their own file uses': unusedExportFindings(project),
		'Metaphors in names': metaphorFindings(project),
		'Functions from a step to its request': pathFindings(paths ?? []),
	};
	const figures = {
		files: texts.size,
		medianLines: median(lines),
		maxLines: lines.at(-1) ?? 0,
		over100: findings['Lines over 100 columns'].length,
		functionsOver40: findings['Functions of 40 lines or more'].length,
		maxFolder: Math.max(0, ...countPerFolder(texts.keys()).values()),
		circles: findings['Circles of imports'].length,
		exportedTwice: findings['Names exported twice'].length,
		featureImports: findings['Imports between features'].length,
		frames: paths ? Math.max(...paths.map(({ awaited }) => awaited)) : null,
	};
	return { figures, findings };
}

function median(sorted: readonly number[]): number {
	const middle = (sorted.length - 1) / 2;
	return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
