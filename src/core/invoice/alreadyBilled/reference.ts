import { quoted, type Problem } from '../../decline';

/** A reference names one deliberate repeat of a deal: an event id, a month, an order number. */
const LONGEST = 100;
/** Memo and reference share one field of QuickBooks with the rest of the mark. */
const LONGEST_WITH_MEMO = 3800;
const REMEDY =
	'Enter what this invoice is for, usually with an expression: an event ID, a month or an order number. The same reference always means the same invoice.';

/**
 * What is wrong with the reference of a deliberate repeat, before anything is known about the deal.
 */
export function referenceProblems(
	reference: string | undefined,
	memo: string | undefined,
): Problem[] {
	const problem = (message: string, remedy: string): Problem[] => [
		{ field: 'Reference', message: `Reference: ${message}.`, remedy },
	];
	if (reference === undefined || reference.replace(/[\s\p{Cf}]/gu, '') === '')
		return problem('it is empty, but "If Already Invoiced" is set to Create Another', REMEDY);
	if (isFoundNothing(reference))
		return problem(
			`"${quoted(reference)}" is what an expression gives when it finds no value`,
			'Check the names in the expression: two repeats would have the same reference, and the second would not be billed.',
		);
	const length = [...reference].length;
	if (length > LONGEST)
		return problem(
			`it has ${length} characters, and ${LONGEST} is the most`,
			'Use something shorter that names the invoice, such as an ID.',
		);
	if (/\p{Surrogate}/u.test(reference))
		return problem(
			'it contains half a character, which happens when a text is cut',
			'Cut the text between characters, or use an ID.',
		);
	const together = writeReference(reference).length + (memo?.length ?? 0);
	return together > LONGEST_WITH_MEMO
		? problem(
				`together with the memo it has ${together} characters, and ${LONGEST_WITH_MEMO} is the most`,
				'Shorten the memo.',
			)
		: [];
}

/**
 * What JavaScript makes of a value that is missing, or of a whole record, where it is put into a
 * text.
 */
function isFoundNothing(reference: string): boolean {
	return (
		/\bundefined\b|\[object \w+\]|\bInvalid Date(Time)?\b/.test(reference) ||
		/^(null|NaN)$/.test(reference.trim())
	);
}

/** Characters that say nothing else in the mark, and stand in it as they are. */
const READABLE: Record<string, string> = {
	'%3A': ':',
	'%2F': '/',
	'%40': '@',
	'%23': '#',
	'%2B': '+',
};

/**
 * The reference as the mark holds it: brackets, quotation marks, spaces and all but plain letters
 * are written as in a web address.
 */
export function writeReference(reference: string): string {
	const encoded = encodeURIComponent(reference).replace(
		/[!'()*~]/g,
		(one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return encoded.replace(/%(?:3A|2F|40|23|2B)/g, (code) => READABLE[code] ?? code);
}

/** The reference in a mark; what somebody changed there by hand stays as it is. */
export function readReference(written: string): string {
	try {
		return decodeURIComponent(written);
	} catch {
		return written;
	}
}
