import ts from 'typescript';
import type { Finding } from './finding';
import { FOLDERS, type Project } from './program';
import { ownExports } from './exports';

/** Words that say what something is like, not what it is. */
const METAPHORS = [
	'bench',
	'desk',
	'door',
	'scene',
	'surroundings',
	'shelf',
	'world',
	'town',
	'notebook',
	'errand',
];

/**
 * The metaphor in a name. A stage is a deal's and a portal is HubSpot's, so those are metaphors
 * only in a check of the sandbox and in a test.
 */
export function metaphorIn(name: string, path: string): string | undefined {
	const own = [
		...METAPHORS,
		...(path.startsWith('sandbox/check/') ? ['stage'] : []),
		...(path.startsWith('tests/') && /^Portal$|^portal$/.test(name) ? ['portal'] : []),
	];
	const words = name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
	return own.find((metaphor) => words.includes(metaphor) || words.includes(`${metaphor}s`));
}

/** Names of folders, files, exports and classes. */
export function metaphorFindings(project: Project): Finding[] {
	const named = [
		...[...project.files.keys()].flatMap((file) =>
			file.split('/').map((part) => ({ name: part.replace(/\..*/, ''), file, line: 1 })),
		),
		...FOLDERS.flatMap((folder) => ownExports(project, folder)),
		...[...project.files].flatMap(([file, source]) => classesOf(file, source)),
	];
	const findings = new Map<string, Finding>();
	for (const { name, file, line } of named) {
		const metaphor = metaphorIn(name, file);
		if (metaphor && !findings.has(name))
			findings.set(name, {
				key: name,
				place: `${file}:${line}`,
				text: `The word ${metaphor} in ${name} is a metaphor. Say what it is to an accountant, a CRM user or an engineer.`,
			});
	}
	return [...findings.values()];
}

function classesOf(
	file: string,
	source: ts.SourceFile,
): Array<{ name: string; file: string; line: number }> {
	return source.statements.flatMap((statement) =>
		ts.isClassDeclaration(statement) && statement.name
			? [
					{
						name: statement.name.text,
						file,
						line: source.getLineAndCharacterOfPosition(statement.getStart()).line + 1,
					},
				]
			: [],
	);
}
