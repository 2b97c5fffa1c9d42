import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { decline, quoted } from '../../core/decline';
import { invoiceEventNames } from '../../core/invoice/events/event';
import type { WatchSettings } from '../../flows/watchInvoices/settings';
import { connectHubSpot, type HubSpotAuthentication } from '../connection/connect';
import type { N8nContext } from '../connection/context';
import { FormReader, formOfItem } from './form';

/** What polls, webhooks and manual runs of a trigger have in common. */
export interface TriggerForm {
	reader: FormReader;
	/** Of the workflow, an IANA name. */
	timeZone: string;
}

/** @param fields the node's form */
export function formOf(
	context: IPollFunctions | IWebhookFunctions,
	fields: readonly INodeProperties[],
): TriggerForm {
	return {
		reader: new FormReader((name, fallback) => context.getNodeParameter(name, fallback), fields),
		timeZone: context.getTimezone(),
	};
}

/** @param fields the node's form */
export function formOfExecution(
	context: IExecuteFunctions,
	fields: readonly INodeProperties[],
): TriggerForm {
	return { reader: formOfItem(context, 0, fields), timeZone: context.getTimezone() };
}

const MOST_DAYS = 3650;

/** The form of the Invoice Status Trigger. @throws Declined when a value is not of the form */
function readWatchSettings({ reader, timeZone }: TriggerForm): WatchSettings {
	const zone = readTimeZone(reader);
	reader.choice('source', ['poll', 'both']);
	return {
		events: reader.choices(reader.list('events'), invoiceEventNames, 'events'),
		milestones: readMilestones(reader),
		firstRun: reader.choice('firstRun', ['fromNow', 'existing']),
		fallbackTimeZone: timeZone,
		...(zone && { timeZone: zone }),
	};
}

function readTimeZone(reader: FormReader): string | undefined {
	const zone = reader.collection<{ timeZone: string }>('options').timeZone?.trim();
	const label = reader.label('options.timeZone');
	if (!zone || isTimeZone(zone)) return zone;
	return decline(
		label,
		`${label}: "${quoted(zone)}" is not a time zone.`,
		'Enter a name such as America/New_York or Europe/London, or leave the field empty.',
	);
}

function readMilestones(reader: FormReader): number[] {
	const text = reader.text('overdueDays', '1') ?? '';
	const days = text.split(/[\s,;]+/).filter((part) => part !== '');
	if (
		days.length === 0 ||
		!days.every((day) => /^\d+$/.test(day) && Number(day) >= 1 && Number(day) <= MOST_DAYS)
	) {
		const label = reader.label('overdueDays');
		decline(
			label,
			`${label}: "${quoted(text)}" is not a list of days.`,
			'Enter whole numbers from 1, for example 1, 7, 14, 30.',
		);
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

/** The settings, with the HubSpot account to ask where the company is. @throws Declined */
export function watchSettingsOf(connection: N8nContext, form: TriggerForm): WatchSettings {
	const authentication = readHubSpotChoice(form);
	const accountTimeZone =
		authentication &&
		(async () => (await (await connectHubSpot(connection, authentication)).readAccount()).timeZone);
	return { ...readWatchSettings(form), ...(accountTimeZone && { accountTimeZone }) };
}

/** Undefined when the events are told without HubSpot's part. @throws Declined */
export function readHubSpotChoice({ reader }: TriggerForm): HubSpotAuthentication | undefined {
	const choice = reader.choice('hubspotAuthentication', ['none', 'serviceKey', 'oAuth2']);
	return choice === 'none' ? undefined : choice;
}

/** Plain items, whatever classes the values had. */
export function toItems(records: readonly object[]): INodeExecutionData[] {
	return records.map((record) => ({ json: JSON.parse(JSON.stringify(record)) as IDataObject }));
}
