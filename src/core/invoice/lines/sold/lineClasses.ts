import { quoted, type Problem } from '../../../decline';
import type { QuickBooksNamed } from '../../../records/quickbooks';
import type { InvoiceDetails } from '../../billing/details';
import type { BilledLine } from '../lines';
import type { CompanyRules } from '../../billing/settings';

interface LinesWithClasses {
	lines: BilledLine[];
	/** They matter when an invoice is made. */
	problems: Problem[];
	warnings: string[];
}

/**
 * Gives lines the class that a property of their line items names, by ID or by name. A class that
 * was given to the line wins.
 * @param property undefined when no property was chosen
 */
export function withClasses(
	lines: readonly BilledLine[],
	classes: readonly QuickBooksNamed[],
	property: string | undefined,
	{ classPerLine }: CompanyRules,
): LinesWithClasses {
	if (!classPerLine) {
		const problems = property
			? [
					{
						field: 'Class Property',
						message:
							'Class Property: this QuickBooks company does not track a class for each line.',
						remedy: 'Leave "Class Property" empty.',
					},
				]
			: [];
		const warnings = lines
			.filter(({ classId }) => classId)
			.map(
				({ label }) =>
					`The class of ${label} is left out, because this QuickBooks company does not track a class for each line.`,
			);
		return { lines: [...lines], problems, warnings };
	}
	const problems: Problem[] = [];
	const classed = lines.map((line) => {
		if (line.classId || line.className === undefined) return line;
		const found = classOf(line.className, classes);
		if (found.length === 1 && found[0]) return { ...line, classId: found[0].Id };
		problems.push(classProblem(line, property ?? '', found));
		return line;
	});
	return { lines: classed, problems, warnings: [] };
}

/**
 * By ID, else by the full name, else by the name alone, which classes below different ones may
 * share.
 */
function classOf(value: string, classes: readonly QuickBooksNamed[]): QuickBooksNamed[] {
	const same = (name: string | undefined) => name?.trim().toLowerCase() === value.toLowerCase();
	const ways = [
		({ Id }: QuickBooksNamed) => Id === value,
		({ FullyQualifiedName }: QuickBooksNamed) => same(FullyQualifiedName),
		({ Name }: QuickBooksNamed) => same(Name),
	];
	return ways.map((fits) => classes.filter(fits)).find((found) => found.length > 0) ?? [];
}

function classProblem(
	{ label, className = '' }: BilledLine,
	property: string,
	found: readonly QuickBooksNamed[],
): Problem {
	const says = `${label} has "${quoted(className)}" in the property "${property}"`;
	const names = found
		.map(({ FullyQualifiedName, Name, Id }) => `"${FullyQualifiedName ?? Name ?? ''}" (ID ${Id})`)
		.join(', ');
	return found.length === 0
		? {
				field: label,
				message: `${says}, and QuickBooks has no class of that name or ID.`,
				remedy: 'Set the property of the line item to the name or ID of a class in QuickBooks.',
			}
		: {
				field: label,
				message: `${says}, which matches several classes: ${names}.`,
				remedy: 'Set the property of the line item to the ID, or to the full name with a colon.',
			};
}

/** One class for all lines, where the company tracks classes by line and not by invoice. */
export function classForAll(
	{ classId }: InvoiceDetails,
	{ classPerLine, classPerInvoice }: CompanyRules,
): string | undefined {
	return classPerLine && !classPerInvoice ? classId : undefined;
}
