/** A place that breaks a rule of the house, or that makes one of its figures. */
export interface Finding {
	/** What tests/rules/notYet.ts lists: a name that stays when the file moves. */
	key: string;
	/** File and line from the root, or a folder. */
	place: string;
	/** What is there, and what to do. */
	text: string;
}

/** The name of a file without its folder, which others may still change. */
export function fileName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
