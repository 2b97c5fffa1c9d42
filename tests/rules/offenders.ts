import type { Finding } from '../../scripts/house/finding';

/**
 * What breaks a rule and is not listed in notYet.ts, as sentences. What is listed and no longer
 * breaks it is printed, so that the list shrinks.
 */
export function newOffenders(findings: readonly Finding[], listed: readonly string[]): string[] {
	const keys = new Set(findings.map(({ key }) => key));
	const mended = listed.filter((key) => !keys.has(key));
	if (mended.length > 0)
		process.stderr.write(`tests/rules/notYet.ts can do without: ${mended.join(', ')}\n`);
	return findings
		.filter(({ key }) => !listed.includes(key))
		.map(({ place, text }) => `${place} ${text}`);
}
