import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { decline, quoted } from '../core/decline';
import { decimal, type Decimal } from '../core/money';

/** Reads the fields of a node's form for one item; texts are trimmed, empty ones are undefined. */
export class FormReader {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	text(name: string): string | undefined {
		return asText(this.context.getNodeParameter(name, this.itemIndex, ''));
	}

	/** @throws Declined when an expression gave neither yes nor no */
	flag(name: string): boolean {
		return this.flagIn(this.context.getNodeParameter(name, this.itemIndex, false), name) ?? false;
	}

	/**
	 * A switch, also in a collection. Expressions, forms and tables give it as text as well: a dry run that was asked for by the
	 * text "true" must not become a real one.
	 *
	 * @returns undefined when nothing was chosen
	 * @throws Declined when the value is neither yes nor no
	 */
	flagIn(value: unknown, label: string): boolean | undefined {
		if (typeof value === 'boolean') return value;
		const text = asText(value)?.toLowerCase();
		if (text === undefined && (typeof value === 'string' || value === undefined || value === null)) return undefined;
		const known = text === 'true' || (text === 'false' ? false : undefined);
		return known ?? decline(label, `${label}: "${quoted(shown(value))}" is neither true nor false.`, 'Give true or false.');
	}

	/** @throws Declined when an expression gave something that is not on the list */
	choice<T extends string>(name: string, values: readonly [T, ...T[]]): T {
		const value: unknown = this.context.getNodeParameter(name, this.itemIndex, values[0]);
		return this.choiceIn(value ?? '', values, name);
	}

	/** A choice in a collection; the first one when nothing was chosen. @throws Declined when the value is not on the list */
	choiceIn<T extends string>(value: unknown, values: readonly [T, ...T[]], label: string): T {
		if (value === undefined || value === null) return values[0];
		const known = values.find((one) => one === value);
		return known ?? decline(label, `"${quoted(shown(value))}" is not a choice of "${label}".`, `Use one of ${values.join(', ')}.`);
	}

	/** @throws Declined */
	number(name: string, label: string): Decimal {
		const value = this.context.getNodeParameter(name, this.itemIndex, 0) as string | number;
		try {
			return decimal(value);
		} catch {
			return decline(label, `${label}: "${quoted(String(value))}" is not a number.`, 'Enter a plain number such as 12.50.');
		}
	}

	/** The id in a picker, whichever way it was chosen; also of a plain text from an expression. */
	id(name: string): string | undefined {
		return asText(this.context.getNodeParameter(name, this.itemIndex, '', { extractValue: true }));
	}

	/** The id in a picker inside a collection, which n8n does not extract. */
	idIn(value: unknown): string | undefined {
		return asText(typeof value === 'object' && value !== null ? (value as INodeParameterResourceLocator).value : value);
	}

	/** A field of JSON, whose expression may give text or the value itself; undefined when empty. @throws Declined when the text is no JSON */
	json(name: string): unknown {
		const value = this.context.getNodeParameter(name, this.itemIndex, '') as unknown;
		if (typeof value !== 'string') return value ?? undefined;
		try {
			return value.trim() === '' ? undefined : (JSON.parse(value) as unknown);
		} catch {
			return decline(name, `"${name}" is not JSON.`, 'Correct the text, or give a list by an expression.');
		}
	}

	/** A date or a time, as text; which day that is depends on the account's time zone. */
	date(name: string): string | undefined {
		return this.dateOf(this.context.getNodeParameter(name, this.itemIndex, ''));
	}

	/** An expression may give a date of JavaScript, or one of Luxon, as `$today` is. */
	dateOf(value: unknown): string | undefined {
		if (value instanceof Date) return Number.isNaN(value.getTime()) ? NO_DATE : value.toISOString();
		return isLuxon(value) ? (asText(value.toISO()) ?? NO_DATE) : asText(value);
	}

	collection<T extends object>(name: string): Partial<T> {
		return this.context.getNodeParameter(name, this.itemIndex, {}) as Partial<T>;
	}
}

/** What stands for a date that is none; it is declined where days are read, since no date means today or another default. */
const NO_DATE = 'Invalid Date';

function isLuxon(value: unknown): value is { toISO: () => unknown } {
	return typeof value === 'object' && value !== null && 'toISO' in value && typeof value.toISO === 'function';
}

function shown(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' ? value.trim() || undefined : undefined;
}
