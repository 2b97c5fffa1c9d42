import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type IPollFunctions,
} from 'n8n-workflow';
import type { Found } from '../../core/invoice/events/event';
import { withNoticed } from '../../core/invoice/watch/state';
import { readCompany } from '../../flows/watchInvoices/company';
import { describeEvents } from '../../flows/watchInvoices/describe';
import { sampleEvents } from '../../flows/watchInvoices/sample';
import { watchInvoices } from '../../flows/watchInvoices/watchInvoices';
import type { QuickBooksPort } from '../../gateways/ports';
import { connectHubSpot, connectQuickBooks } from '../connection/connect';
import type { N8nContext } from '../connection/context';
import { toNodeError } from '../errors';
import { hasBegun } from './onceOnly';
import { withDeadline } from './deadline';
import { forgetWebhookInvoices, webhookInvoices } from './webhookInvoices';
import { keepPollState, recallPollState } from './state';
import { pollOneAtATime } from './oneAtATime';
import {
	formOf,
	readHubSpotChoice,
	watchSettingsOf,
	toItems,
	type TriggerForm,
} from '../forms/watchInvoices';

/**
 * So many events may come by webhook and be left out of polls. Then a poll reports them all the
 * same, because n8n stores the state of a poll only when it reports something.
 */
const MOST_UNSAVED = 500;

/**
 * Reads what happened since the last poll. State is stored only when everything was read and
 * described. The first poll of a process reports the last span again; events that arrived before are
 * left out where the workflow begins.
 *
 * @param fields the node's form
 */
export async function pollInvoices(
	context: IPollFunctions,
	fields: readonly INodeProperties[],
): Promise<INodeExecutionData[] | null> {
	try {
		return await pollOneAtATime(
			context,
			async (isFirst) => await pollOnce(context, formOf(context, fields), isFirst),
		);
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
}

async function pollOnce(
	context: IPollFunctions,
	form: TriggerForm,
	isFirst: boolean,
): Promise<INodeExecutionData[] | null> {
	const stored = context.getWorkflowStaticData('node') as { unsaved?: number };
	const connection = withDeadline(context, context.getPollBudgetMs());
	const settings = watchSettingsOf(connection, form);
	const quickbooks = await connectQuickBooks(connection);
	const noticed = webhookInvoices(context);
	const { events, nextState } = await watchInvoices(
		quickbooks,
		withNoticed(recallPollState(context, 'watch'), quickbooks.realmId, noticed),
		new Date(),
		settings,
		isFirst,
	);
	const unsaved = (stored.unsaved ?? 0) + events.length;
	const unreported =
		unsaved > MOST_UNSAVED
			? events
			: events.filter(({ event }) => !hasBegun(context, event.eventId));
	const items = await toInvoiceItems(connection, form, quickbooks, unreported, {
		...nextState,
		now: new Date(nextState.cursor),
	});
	keepPollState(context, 'watch', nextState);
	forgetWebhookInvoices(context, noticed);
	stored.unsaved = items.length > 0 ? 0 : unsaved;
	return items.length > 0 ? items : null;
}

/**
 * Items for building a workflow: the latest event of each chosen kind.
 * @throws NodeOperationError when there is none
 */
export async function sampleInvoices(
	context: IPollFunctions | IExecuteFunctions,
	form: TriggerForm,
): Promise<INodeExecutionData[]> {
	try {
		const connection: N8nContext = context;
		const settings = watchSettingsOf(connection, form);
		const quickbooks = await connectQuickBooks(connection);
		const company = await readCompany(quickbooks, settings);
		const now = new Date();
		const items = await toInvoiceItems(
			connection,
			form,
			quickbooks,
			await sampleEvents(quickbooks, now, settings, company.timeZone),
			{ ...company, now },
		);
		if (items.length > 0) return items;
	} catch (error) {
		throw toNodeError(context.getNode(), error, 0);
	}
	throw new NodeOperationError(
		context.getNode(),
		'None of the invoices that changed last had one of the chosen events.',
		{ description: 'Choose more events, or make one happen in QuickBooks, then test again.' },
	);
}

/** Events as items, with the HubSpot records if the form asks for them. */
export async function toInvoiceItems(
	connection: N8nContext,
	form: TriggerForm,
	quickbooks: QuickBooksPort,
	events: readonly Found[],
	company: { timeZone: string; homeCurrency: string; now: Date },
): Promise<INodeExecutionData[]> {
	if (events.length === 0) return [];
	const authentication = readHubSpotChoice(form);
	const hubspot = authentication && (await connectHubSpot(connection, authentication));
	const { timeZone, homeCurrency, now } = company;
	return toItems(
		await describeEvents(events, {
			quickbooks,
			...(hubspot && { hubspot }),
			timeZone,
			homeCurrency,
			now,
		}),
	);
}
