import type { INodeProperties, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readNotifications, type Notification } from '../../core/invoice/events/notifications';
import { usableState, withNoticed } from '../../core/invoice/watch/state';
import { readCompany } from '../../flows/watchInvoices/company';
import { readNotifiedEvents } from '../../flows/watchInvoices/notified';
import { isSignedByIntuit } from '../../gateways/quickbooks/signature';
import { connectQuickBooks } from '../connection/connect';
import type { N8nContext } from '../connection/context';
import { describeError } from '../errors';
import { markAnnounced, hasBegun } from './onceOnly';
import { toInvoiceItems } from './invoices';
import { keepWebhookInvoices, webhookInvoices } from './webhookInvoices';
import { formOf, watchSettingsOf, type TriggerForm } from '../forms/watchInvoices';
import { recallPollStateForWebhook } from './state';

/** The parts of Express' two objects that are used; n8n does not export their types. */
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
 * Receives a notification of Intuit. Without a valid signature it gets 401 and starts nothing. The
 * answer is sent before anything is read, because Intuit waits only three seconds; what cannot be
 * read then is left to the next poll. Nothing is stored here, because n8n would lose it.
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
			`The next poll reads what this QuickBooks notification announced, because it could not be read now: ${describeError(error).message}`,
		);
		return NO_EXECUTION;
	}
}

async function itemsOf(
	context: IWebhookFunctions,
	form: TriggerForm,
	notifications: readonly Notification[],
): Promise<Awaited<ReturnType<typeof toInvoiceItems>>> {
	const connection = context as unknown as N8nContext;
	const quickbooks = await connectQuickBooks(connection);
	const own = notifications.filter(({ realmId }) => realmId === quickbooks.realmId);
	if (own.length === 0) return [];
	const settings = watchSettingsOf(connection, form);
	const company = await readCompany(quickbooks, settings);
	const now = new Date(Math.max(...own.map(({ at }) => at ?? 0)) || Date.now());
	const polled = usableState(
		withNoticed(
			recallPollStateForWebhook(context, 'watch'),
			quickbooks.realmId,
			webhookInvoices(context),
		),
		quickbooks.realmId,
	);
	const events = await readNotifiedEvents(quickbooks, own, settings, { ...company, now, polled });
	const isTest = context.getMode() === 'manual';
	if (!isTest)
		keepWebhookInvoices(
			context,
			events.flatMap(({ invoice }) => invoice ?? []),
		);
	const unreported = events.filter(
		({ event }) =>
			isTest || (!hasBegun(context, event.eventId) && markAnnounced(context, event.eventId)),
	);
	return await toInvoiceItems(connection, form, quickbooks, unreported, { ...company, now });
}

/** The exact bytes that were signed. For some content types n8n reads them only on request. */
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
