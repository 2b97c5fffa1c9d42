import type { IDataObject } from 'n8n-workflow';
import type { FinishedRun } from './inProcess';

/** Starts with a capital, a number or a value in quotation marks, and ends like a sentence. */
const SENTENCE = /^(?:[\p{Lu}\p{N}"“-]|n8n )[^]*[.…)]$/u;

/** A name that begins a sentence elsewhere. */
const MISPLACED = /[\p{Ll}\d,:] The (?:HubSpot|QuickBooks) /u;

/** Keys of an item that hold what a person reads. */
const READ = ['reason', 'remedy', 'error'];

function textsOf({ warnings, details, ...json }: IDataObject): string[] {
	const own = [
		...READ.map((key) => json[key]),
		...(Array.isArray(warnings) ? warnings : []),
	].filter((text): text is string => typeof text === 'string' && text !== '');
	return details ? [...own, ...textsOf(details as IDataObject)] : own;
}

/**
 * Every message, reason, remedy and warning of a run is a sentence. @throws Error with those that
 * are none
 */
export function mustBeSentences({ error, items }: Pick<FinishedRun, 'error' | 'items'>): void {
	const texts = [0, 1]
		.flatMap((output) => items('Node', output))
		.flatMap(({ json }) => textsOf(json));
	const wrong = [...texts, ...(error ? [error.message, error.description] : [])].filter(
		(text): text is string =>
			typeof text === 'string' && text !== '' && (!SENTENCE.test(text) || MISPLACED.test(text)),
	);
	if (wrong.length > 0) throw new Error(`No sentence: ${wrong.join(' | ')}`);
}
