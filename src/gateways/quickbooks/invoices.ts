import type { QuickBooksInvoice } from '../../core/records/quickbooks';
import { GatewayError } from '../errors';
import type { QuickBooksVersion } from '../../core/records/quickbooksQueries';
import { recordOf, toId, toVersion } from './records';
import type { QuickBooksSession } from './transport/session';

/**
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#send-an-invoice
 *
 * @param sendTo the invoice's own address when absent
 * @param beforeAttempt called when it is the request's turn; what it throws keeps it from being sent
 * @throws GatewayError
 */
export async function sendInvoice(
	session: QuickBooksSession,
	id: string,
	sendTo?: string,
	beforeAttempt?: () => void,
): Promise<QuickBooksInvoice> {
	const path = toId(id);
	// node-quickbooks puts the address into the query as it is.
	const args = sendTo ? [path, encodeURIComponent(sendTo.replace(/\p{Cs}/gu, ''))] : [path];
	return await session.ask({
		repeatable: 'once',
		method: 'sendInvoicePdf',
		args: () => args,
		beforeAttempt,
		read: (body) => recordOf('Invoice', body),
	});
}

/**
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#void-an-invoice
 *
 * @throws GatewayError `stale` when somebody changed the invoice meanwhile
 */
export async function voidInvoice(
	session: QuickBooksSession,
	version: QuickBooksVersion,
): Promise<QuickBooksInvoice> {
	const asked = toVersion(version);
	return await session.ask({
		repeatable: 'once',
		method: 'voidInvoice',
		args: () => [{ ...asked }],
		read: (body) => recordOf('Invoice', body),
	});
}

/**
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#get-an-invoice-as-pdf
 *
 * @throws GatewayError `unavailable` when the answer is no PDF
 */
export async function readInvoicePdf(session: QuickBooksSession, id: string): Promise<Buffer> {
	const path = toId(id);
	const { body, requestId } = await session.ask({
		repeatable: 'read',
		method: 'getInvoicePdf',
		args: () => [path],
		read: (_json, reply) => reply,
	});
	if (Buffer.isBuffer(body) && body.subarray(0, 5).toString('latin1') === '%PDF-') return body;
	throw new GatewayError({
		system: 'QuickBooks',
		kind: 'unavailable',
		message: 'QuickBooks did not give a PDF',
		requestId,
	});
}
