import { dayOf } from '../../../core/calendar';
import type { CreateInvoiceInput, InvoiceSource } from '../types';

/**
 * What was asked for, with days for the times that expressions gave. @param timeZone the HubSpot
 * account's, an IANA name
 */
export function inDays<T extends Pick<CreateInvoiceInput, 'details' | 'source'>>(
	input: T,
	timeZone: string,
): T {
	const { issuedOn, dueOn, servedOn } = input.details;
	const details = {
		...input.details,
		...(issuedOn && { issuedOn: dayOf(issuedOn, timeZone) }),
		...(dueOn && { dueOn: dayOf(dueOn, timeZone) }),
		...(servedOn && { servedOn: dayOf(servedOn, timeZone) }),
	};
	return { ...input, details, source: sourceInDays(input.source, timeZone) };
}

function sourceInDays(source: InvoiceSource, timeZone: string): InvoiceSource {
	if (source.kind !== 'lines') return source;
	return {
		...source,
		lines: source.lines.map((line) => ({
			...line,
			...(line.servedOn && { servedOn: dayOf(line.servedOn, timeZone) }),
		})),
	};
}
