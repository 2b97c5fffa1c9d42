import type { INodeProperties, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readNotifications, type Notification } from '../../core/invoice/events/notifications';
import { readCompany } from '../../flows/watchInvoices/watchInvoices';
import { readNotifiedEvents } from '../../flows/watchInvoices/notified';
import { usableState, withNoticed } from '../../flows/watchInvoices/state';
import { isSignedByIntuit } from '../../gateways/quickbooks/signature';
import { connectQuickBooks, type N8nContext } from '../connect';
import { describeError } from '../errors';
import { announce, hasBegun } from './onceOnly';
import { describe } from './invoices';
import { notice, noticedInvoices } from './noticed';
import { formOf, watchSettingsOf, type TriggerForm } from '../forms/watchInvoices';
import { recallForWebhook } from './state';

/** What is used of Express' two objects, whose types are no part of n8n's. */
interface Request {
	rawBody?: Buffer;
	readRawBody(): Promise<void>;
}

interface Answer {
	status(code: number): Answer;
	send(text: string): Answer;
	end(): Answer;
}

const NO_EXECUTION: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Takes a notification of Intuit. Unsigned or forged ones get 401 and start nothing. The answer
 * goes out before anything is
 * read, since Intuit waits three seconds; what then cannot be read is left to the next poll.
 * Nothing is stored here: n8n
 * would lose it.
 *
 * @param fields the node's form
 */
export async function receiveNotification(
	context: IWebhookFunctions,
	fields: readonly INodeProperties[],
): Promise<IWebhookResponseData> {
	const rawBody = await rawBodyOf(context);
	const { webhookVerifierToken = '' } = await context.getCredentials<{
		webhookVerifierToken?: string;
	}>('quickBooksInvoicingOAuth2Api');
	const response = context.getResponseObject() as unknown as Answer;
	if (
		!isSignedByIntuit(
			rawBody,
			context.getHeaderData()['intuit-signature'],
			webhookVerifierToken.trim(),
		)
	) {
		response.status(401).send('The signature is missing or wrong.').end();
		return NO_EXECUTION;
	}
	response.status(200).send('OK').end();
	try {
		const items = await itemsOf(
			context,
			formOf(context, fields),
			readNotifications(parsed(rawBody)),
		);
		return items.length > 0 ? { ...NO_EXECUTION, workflowData: [items] } : NO_EXECUTION;
	} catch (error) {
		context.logger.warn(
			`A QuickBooks notification is left to the next poll: ${describeError(error).message}`,
		);
		return NO_EXECUTION;
	}
}

async function itemsOf(
	context: IWebhookFunctions,
	form: TriggerForm,
	notifications: readonly Notification[],
): Promise<Awaited<ReturnType<typeof describe>>> {
	const connection = context as unknown as N8nContext;
	const quickbooks = await connectQuickBooks(connection);
	const own = notifications.filter(({ realmId }) => realmId === quickbooks.realmId);
	if (own.length === 0) return [];
	const settings = watchSettingsOf(connection, form);
	const company = await readCompany(quickbooks, settings);
	const now = new Date(Math.max(...own.map(({ at }) => at ?? 0)) || Date.now());
	const polled = usableState(
		withNoticed(recallForWebhook(context, 'watch'), quickbooks.realmId, noticedInvoices(context)),
		quickbooks.realmId,
	);
	const events = await readNotifiedEvents(quickbooks, own, now, settings, company.timeZone, polled);
	const isTest = context.getMode() === 'manual';
	if (!isTest)
		notice(
			context,
			events.flatMap(({ invoice }) => invoice ?? []),
		);
	const untold = events.filter(
		({ event }) =>
			isTest || (!hasBegun(context, event.eventId) && announce(context, event.eventId)),
	);
	return await describe(connection, form, quickbooks, untold, { ...company, now });
}

/** The exact bytes, as they were signed; for some content types n8n reads them only when asked. */
async function rawBodyOf(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject() as unknown as Request;
	if (!request.rawBody) await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
}

function parsed(rawBody: Buffer): unknown {
	try {
		return JSON.parse(rawBody.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}
