import type {
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { dayOf, isDay } from '../../core/calendar';
import { decline, quoted } from '../../core/decline';
import { decimal, decimalOrNone, type Decimal } from '../../core/money';
import { labelOf } from './labels';

/** Gives what a field holds, or the fallback; n8n computes expressions. */
type ReadParameter = (name: string, fallback: unknown, options?: { extractValue: true }) => unknown;

/**
 * Reads the fields of a node's form; texts are trimmed, empty ones are undefined. A field is asked
 * for by its inner name, one in
 * a collection by its path (`options.lineDiscounts`); messages name it as the editor shows it.
 */
export class FormReader {
	constructor(
		private readonly read: ReadParameter,
		private readonly fields: readonly INodeProperties[],
	) {}

	/** What the editor shows for a field. */
	label(path: string): string {
		return labelOf(this.fields, path);
	}

	/**
	 * @param ifHidden what holds where the form does not show the field @throws Declined when an
	 * expression gave no text
	 */
	text(name: string, ifHidden = ''): string | undefined {
		return this.textIn(this.read(name, ifHidden), name);
	}

	/**
	 * A text, also in a collection; numbers are read as text. What an expression gives instead of
	 * one, such as a list or a whole
	 * record, must not count as nothing.
	 *
	 * @throws Declined
	 */
	textIn(value: unknown, path: string): string | undefined {
		if (
			typeof value === 'string' ||
			typeof value === 'number' ||
			value === undefined ||
			value === null
		)
			return asText(value);
		return this.decline(
			path,
			`${quoted(shown(value))} is no text`,
			'Give a text, or one value of the list or record.',
		);
	}

	/**
	 * A text that tells things apart, so that one which has lost a part would be another's. @throws
	 * Declined
	 */
	identifier(name: string): string | undefined {
		const value = this.read(name, '');
		const hasLostDigits =
			typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
		return hasLostDigits
			? this.decline(
					name,
					`the number ${value} has more digits than a number keeps`,
					'Give it as text, for example with quotation marks around it where it comes from.',
				)
			: this.textIn(value, name);
	}

	/** @throws Declined when an expression gave neither yes nor no */
	flag(name: string, ifNone = false): boolean {
		return this.flagIn(this.read(name, ifNone), name) ?? ifNone;
	}

	/**
	 * A switch, also in a collection. Expressions, forms and tables give it as text as well: a dry
	 * run that was asked for by the
	 * text "true" must not become a real one.
	 *
	 * @returns undefined when nothing was chosen
	 * @throws Declined when the value is neither yes nor no
	 */
	flagIn(value: unknown, path: string): boolean | undefined {
		if (typeof value === 'boolean') return value;
		const text = asText(value)?.toLowerCase();
		if (text === undefined && (typeof value === 'string' || value === undefined || value === null))
			return undefined;
		const known = text === 'true' || (text === 'false' ? false : undefined);
		return (
			known ??
			this.decline(
				path,
				`"${quoted(shown(value))}" is neither true nor false`,
				'Give true or false.',
			)
		);
	}

	/** @throws Declined when an expression gave something that is not on the list */
	choice<T extends string>(name: string, values: readonly [T, ...T[]]): T {
		return this.choiceIn(this.read(name, values[0]) ?? '', values, name);
	}

	/**
	 * A choice in a collection; the first one when nothing was chosen. @throws Declined when the
	 * value is not on the list
	 */
	choiceIn<T extends string>(value: unknown, values: readonly [T, ...T[]], path: string): T {
		if (value === undefined || value === null) return values[0];
		return values.find((one) => one === value) ?? this.noChoice(value, values, path);
	}

	/** Several of a list. @throws Declined when one of them is not on the list */
	choices<T extends string>(value: unknown, values: readonly T[], path: string): T[] {
		const given: unknown[] = Array.isArray(value)
			? value
			: [value].filter((one) => one !== undefined && one !== null && one !== '');
		return given.map(
			(one) => values.find((known) => known === one) ?? this.noChoice(one, values, path),
		);
	}

	/** @throws Declined */
	number(name: string): Decimal {
		return this.numberIn(this.read(name, 0), name) ?? decimal(0);
	}

	/** A number in a collection; undefined when none was given. @throws Declined */
	numberIn(value: unknown, path: string): Decimal | undefined {
		try {
			return decimalOrNone(value as string | number | undefined);
		} catch {
			return this.decline(
				path,
				`"${quoted(shown(value))}" is not a number`,
				'Enter a plain number such as 12.50.',
			);
		}
	}

	/** The id in a picker, whichever way it was chosen; also of a plain text from an expression. */
	id(name: string): string | undefined {
		return this.idIn(this.read(name, '', { extractValue: true }), name);
	}

	/**
	 * The id in a picker inside a collection, which n8n does not extract. @throws Declined when an
	 * expression gave no id
	 */
	idIn(value: unknown, path: string): string | undefined {
		const isPicker = typeof value === 'object' && value !== null && 'value' in value;
		return this.textIn(isPicker ? (value as INodeParameterResourceLocator).value : value, path);
	}

	/**
	 * A field of JSON, whose expression may give text or the value itself; undefined when empty.
	 * @throws Declined when the text is no JSON
	 */
	json(name: string): unknown {
		const value = this.read(name, '');
		if (typeof value !== 'string') return value ?? undefined;
		try {
			return value.trim() === '' ? undefined : (JSON.parse(value) as unknown);
		} catch {
			return this.decline(
				name,
				'the text is not JSON',
				'Correct the text, or give a list by an expression.',
			);
		}
	}

	/**
	 * A date or a time, as text; which day that is depends on the account's time zone. @throws
	 * Declined when it is none
	 */
	date(name: string): string | undefined {
		return this.dateIn(this.read(name, ''), name);
	}

	/** The same in a collection. */
	dateIn(value: unknown, path: string): string | undefined {
		const date = this.dateOf(value);
		// Whether it is a date at all is the same in every time zone.
		const day = date === undefined ? undefined : dayOf(date, 'UTC');
		return day === undefined || isDay(day)
			? date
			: this.decline(
					path,
					`"${quoted(day)}" is no date`,
					'Enter it as YYYY-MM-DD, for example 2026-05-31.',
				);
	}

	/** An expression may give a date of JavaScript, or one of Luxon, as `$today` is. */
	dateOf(value: unknown): string | undefined {
		if (value instanceof Date) return Number.isNaN(value.getTime()) ? NO_DATE : value.toISOString();
		return isLuxon(value) ? (asText(value.toISO()) ?? NO_DATE) : asText(value);
	}

	/** The values of a field that takes several. */
	list(name: string): unknown {
		return this.read(name, []);
	}

	collection<T extends object>(name: string): Partial<T> {
		return this.read(name, {}) ?? {};
	}

	private noChoice(value: unknown, values: readonly string[], path: string): never {
		return this.decline(
			path,
			`"${quoted(shown(value))}" is not a choice`,
			`Use one of ${values.join(', ')}.`,
		);
	}

	private decline(path: string, message: string, remedy: string): never {
		const label = this.label(path);
		return decline(label, `${label}: ${message}.`, remedy);
	}
}

/** The form of an action node, as one of its items fills it in. */
export function formOfItem(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: readonly INodeProperties[],
): FormReader {
	return new FormReader(
		(name, fallback, options) => context.getNodeParameter(name, itemIndex, fallback, options),
		fields,
	);
}

/** What stands for a date that is none; no date at all means today or another default. */
const NO_DATE = 'Invalid Date';

function isLuxon(value: unknown): value is { toISO: () => unknown } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toISO' in value &&
		typeof value.toISO === 'function'
	);
}

function shown(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() || undefined : undefined;
}
