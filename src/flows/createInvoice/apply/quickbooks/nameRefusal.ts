import type { InvoiceDetails } from '../../../../core/invoice/billing/details';
import { GatewayError, withSubject } from '../../../../gateways/errors';
import { namingUnusable, type SentRequest } from './unusable';

/**
 * Does the work; a refusal then names what it is about, as people call it, and what of the things
 * sent cannot be used.
 */
export async function about<T>(
	subject: string,
	work: () => Promise<T>,
	fieldsOf: (error: GatewayError) => string[] = () => [],
	sent?: SentRequest,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof GatewayError) || error.context['subject'] !== undefined) throw error;
		const named = sent ? await namingUnusable(error, sent) : error;
		throw withSubject(named, [subject, fieldsOf(error).join(' or ')].filter(Boolean).join(', '));
	}
}

/** QuickBooks says how long a text was, but not always which one. Source: error code 2050. */
export function textsOfLength(
	{ code, message }: GatewayError,
	{ cc, bcc, billEmail, customerMessage, memo }: InvoiceDetails,
): string[] {
	const length = code === '2050' ? Number(/Supplied length:(\d+)/.exec(message)?.[1]) : NaN;
	const texts = {
		CC: cc,
		BCC: bcc,
		'Bill Email': billEmail,
		'Customer Message': customerMessage,
		Memo: memo,
	};
	return Object.entries(texts).flatMap(([field, text]) => (text?.length === length ? [field] : []));
}
