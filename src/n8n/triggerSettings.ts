import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INode, type INodeExecutionData, type IPollFunctions, type IWebhookFunctions } from 'n8n-workflow';
import { invoiceEventNames, type InvoiceEventName } from '../core/invoice/events';
import type { WatchSettings } from '../flows/watchInvoices';
import { connectHubSpot, type HubSpotAuthentication, type N8nContext } from './connect';

/** What polls, webhooks and manual runs of a trigger have in common. */
export interface TriggerForm {
	getNode(): INode;
	getTimezone(): string;
	getParameter(name: string, fallback: unknown): unknown;
}

export function formOf(context: IPollFunctions | IWebhookFunctions): TriggerForm {
	return { getNode: () => context.getNode(), getTimezone: () => context.getTimezone(), getParameter: (name, fallback) => context.getNodeParameter(name, fallback) };
}

export function formOfExecution(context: IExecuteFunctions): TriggerForm {
	return { getNode: () => context.getNode(), getTimezone: () => context.getTimezone(), getParameter: (name, fallback) => context.getNodeParameter(name, 0, fallback) };
}

const MOST_DAYS = 3650;

/** The form of the Invoice Status Trigger. @throws NodeOperationError for days that are none */
export function readWatchSettings(form: TriggerForm): WatchSettings {
	const events = form.getParameter('events', []) as string[];
	const { timeZone } = form.getParameter('options', {}) as { timeZone?: string };
	const zone = timeZone?.trim();
	if (zone && !isTimeZone(zone)) throw new NodeOperationError(form.getNode(), `"${zone}" is no time zone.`, { description: 'Enter a name such as America/New_York or Europe/London, or leave the field empty.' });
	return {
		events: events.filter((event): event is InvoiceEventName => (invoiceEventNames as readonly string[]).includes(event)),
		milestones: readMilestones(form),
		firstRun: form.getParameter('firstRun', 'fromNow') === 'existing' ? 'existing' : 'fromNow',
		fallbackTimeZone: form.getTimezone(),
		...(zone && { timeZone: zone }),
	};
}

function readMilestones(form: TriggerForm): number[] {
	const text = String(form.getParameter('overdueDays', '1'));
	const days = text.split(/[\s,;]+/).filter((part) => part !== '');
	if (days.length === 0 || !days.every((day) => /^\d+$/.test(day) && Number(day) >= 1 && Number(day) <= MOST_DAYS)) {
		throw new NodeOperationError(form.getNode(), `Days Overdue: "${text}" is no list of days.`, { description: 'Enter whole numbers from 1, for example 1, 7, 14, 30.' });
	}
	return [...new Set(days.map(Number))].sort((a, b) => a - b);
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** The settings, with the HubSpot account to ask where the company is. @throws NodeOperationError */
export function watchSettingsOf(connection: N8nContext, form: TriggerForm): WatchSettings {
	const authentication = readHubSpotChoice(form);
	const accountTimeZone = authentication && (async () => (await (await connectHubSpot(connection, authentication)).readAccount()).timeZone);
	return { ...readWatchSettings(form), ...(accountTimeZone && { accountTimeZone }) };
}

/** Undefined when the events are told without HubSpot's part. */
export function readHubSpotChoice(form: TriggerForm): HubSpotAuthentication | undefined {
	const choice = form.getParameter('hubspotAuthentication', 'none');
	return choice === 'serviceKey' || choice === 'oAuth2' ? choice : undefined;
}

/** Plain items, whatever classes the values had. */
export function toItems(records: readonly object[]): INodeExecutionData[] {
	return records.map((record) => ({ json: JSON.parse(JSON.stringify(record)) as IDataObject }));
}
