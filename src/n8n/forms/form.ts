import type {
	IExecuteFunctions,
	INodeParameterResourceLocator,
	INodeProperties,
} from 'n8n-workflow';
import { dayOf, isDay } from '../../core/calendar';
import { decline, quoted } from '../../core/decline';
import { decimal, decimalOrNone, type Decimal } from '../../core/money';
import { fieldLabel } from './labels';
import { asDateText, asShown, asText, hasLostDigits, isNothing } from './values';

/** Gives what a field holds, or the fallback; n8n computes expressions. */
type ReadParameter = (name: string, fallback: unknown, options?: { extractValue: true }) => unknown;

/**
 * Reads the fields of a node's form. Texts are trimmed; empty ones are undefined. A field is asked
 * for by its inner name, and a field in a collection by its path (`options.lineDiscounts`).
 * Messages name it as the editor shows it.
 */
export class FormReader {
	constructor(
		private readonly read: ReadParameter,
		private readonly fields: readonly INodeProperties[],
	) {}

	/** What the editor shows for a field. */
	label(path: string): string {
		return fieldLabel(this.fields, path);
	}

	/**
	 * @param ifHidden the value when the form does not show the field
	 * @throws Declined when an expression gave no text
	 */
	text(name: string, ifHidden = ''): string | undefined {
		return this.textIn(this.read(name, ifHidden), name);
	}

	/**
	 * A text, also in a collection; numbers are read as text. When an expression gives something
	 * else, such as a list or a whole record, that must not count as empty.
	 *
	 * @throws Declined
	 */
	textIn(value: unknown, path: string): string | undefined {
		if (typeof value === 'string' || typeof value === 'number' || isNothing(value))
			return asText(value);
		return this.decline(
			path,
			`${quoted(asShown(value))} is not a text`,
			'Enter a text, or one value of the list or record.',
		);
	}

	/**
	 * A text that identifies something. With a part lost it would identify something else.
	 * @throws Declined
	 */
	identifier(name: string): string | undefined {
		const value = this.read(name, '');
		if (!hasLostDigits(value)) return this.textIn(value, name);
		return this.decline(
			name,
			`the number ${value} has too many digits for a number`,
			'Enter it as text, for example with quotation marks around it where it comes from.',
		);
	}

	/** @throws Declined when an expression gave neither true nor false */
	flag(name: string, ifNone = false): boolean {
		return this.flagIn(this.read(name, ifNone), name) ?? ifNone;
	}

	/**
	 * A switch, also in a collection. Expressions, forms and tables may give it as text: the text
	 * "true" must switch a dry run on.
	 *
	 * @returns undefined when nothing was chosen
	 * @throws Declined when the value is neither true nor false
	 */
	flagIn(value: unknown, path: string): boolean | undefined {
		if (typeof value === 'boolean') return value;
		const text = asText(value)?.toLowerCase();
		if (text === 'true' || text === 'false') return text === 'true';
		if (text === undefined && (typeof value === 'string' || isNothing(value))) return undefined;
		return this.decline(
			path,
			`"${quoted(asShown(value))}" is neither true nor false`,
			'Enter true or false.',
		);
	}

	/** @throws Declined when an expression gave something that is not on the list */
	choice<T extends string>(name: string, values: readonly [T, ...T[]]): T {
		return this.choiceIn(this.read(name, values[0]) ?? '', values, name);
	}

	/**
	 * A choice in a collection; the first one when nothing was chosen.
	 * @throws Declined when the value is not on the list
	 */
	choiceIn<T extends string>(value: unknown, values: readonly [T, ...T[]], path: string): T {
		if (isNothing(value)) return values[0];
		return values.find((one) => one === value) ?? this.declineChoice(value, values, path);
	}

	/** Several of a list. @throws Declined when one of them is not on the list */
	choices<T extends string>(value: unknown, values: readonly T[], path: string): T[] {
		const given: unknown[] = Array.isArray(value)
			? value
			: [value].filter((one) => !isNothing(one) && one !== '');
		return given.map(
			(one) => values.find((known) => known === one) ?? this.declineChoice(one, values, path),
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
				`"${quoted(asShown(value))}" is not a number`,
				'Enter a plain number such as 12.50.',
			);
		}
	}

	/** The ID in a picker, however it was chosen; also a plain text from an expression. */
	id(name: string): string | undefined {
		return this.idIn(this.read(name, '', { extractValue: true }), name);
	}

	/**
	 * The ID in a picker inside a collection, which n8n does not extract.
	 * @throws Declined when an expression gave no ID
	 */
	idIn(value: unknown, path: string): string | undefined {
		const isPicker = typeof value === 'object' && value !== null && 'value' in value;
		return this.textIn(isPicker ? (value as INodeParameterResourceLocator).value : value, path);
	}

	/**
	 * A field of JSON, whose expression may give text or the value itself; undefined when empty.
	 * @throws Declined when the text is not JSON
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
				'Correct the text, or use an expression that gives a list.',
			);
		}
	}

	/**
	 * A date or a time, as text; which day that is depends on the account's time zone.
	 * @throws Declined when it is not a date
	 */
	date(name: string): string | undefined {
		return this.dateIn(this.read(name, ''), name);
	}

	/** The same in a collection. */
	dateIn(value: unknown, path: string): string | undefined {
		const date = asDateText(value);
		// Whether it is a date at all is the same in every time zone.
		const day = date === undefined ? undefined : dayOf(date, 'UTC');
		if (day === undefined || isDay(day)) return date;
		return this.decline(
			path,
			`"${quoted(day)}" is not a date`,
			'Enter it as YYYY-MM-DD, for example 2026-05-31.',
		);
	}

	/** The values of a field that takes several. */
	list(name: string): unknown {
		return this.read(name, []);
	}

	collection<T extends object>(name: string): Partial<T> {
		return this.read(name, {}) ?? {};
	}

	private declineChoice(value: unknown, values: readonly string[], path: string): never {
		return this.decline(
			path,
			`"${quoted(asShown(value))}" is not a choice`,
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
