import type { INodeProperties } from 'n8n-workflow';
import { optionalHubSpot } from './hubspot';

const webhookIsOn = { show: { source: ['both'] } };

/** The form of the Invoice Status Trigger. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Bounced', value: 'bounced', description: 'The mail with the invoice came back' },
			{ name: 'Created', value: 'created' },
			{ name: 'Deleted', value: 'deleted' },
			{
				name: 'Overdue',
				value: 'overdue',
				description: 'The due date passed, by the days chosen below',
			},
			{
				name: 'Paid',
				value: 'paid',
				description: 'Nothing is left to pay, whether by a payment, a credit or an edit',
			},
			{
				name: 'Partially Paid',
				value: 'partiallyPaid',
				description: 'A payment left something to pay',
			},
			{
				name: 'Payment Received',
				value: 'paymentReceived',
				description: 'Any payment, whatever is left',
			},
			{
				name: 'Reopened',
				value: 'reopened',
				description:
					'There is more to pay again: a payment or credit was taken back, or an amount was added to a paid invoice',
			},
			{
				name: 'Sent',
				value: 'sent',
				description: 'QuickBooks mailed the invoice, or somebody marked it as sent',
			},
			{ name: 'Viewed', value: 'viewed', description: 'The customer opened the invoice online' },
			{ name: 'Voided', value: 'voided' },
			{
				name: 'Waiting to Be Sent',
				value: 'waitingToBeSent',
				description: 'The invoice was made and not sent yet',
			},
		],
		default: ['paid'],
		required: true,
		description: 'What starts the workflow',
	},
	{
		displayName: 'Days Overdue',
		name: 'overdueDays',
		type: 'string',
		default: '1, 7, 14, 30',
		placeholder: 'e.g. 1, 7, 14, 30',
		displayOptions: { show: { events: ['overdue'] } },
		description:
			"Days past the due date at which an open invoice starts the workflow, once each, in the company's time zone",
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Schedule', value: 'poll', description: 'Ask QuickBooks at the times below' },
			{
				name: 'Schedule and Webhook',
				value: 'both',
				description: 'Hear of changes at once, and ask at the times below for what was missed',
			},
		],
		default: 'poll',
	},
	{
		displayName:
			"At developer.intuit.com, open your app's webhooks, enter the production URL above as the endpoint, choose Invoice and Payment, and copy the verifier token into the QuickBooks credential.",
		name: 'webhookNotice',
		type: 'notice',
		default: '',
		displayOptions: webhookIsOn,
	},
	{
		displayName: 'First Run',
		name: 'firstRun',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'From Now On', value: 'fromNow', description: 'Only what happens from now on' },
			{
				name: 'Existing Invoices, Too',
				value: 'existing',
				description: 'Also what has happened to the invoices that exist, a thousand with each poll',
			},
		],
		default: 'fromNow',
		description: 'What to do when the workflow is published for the first time',
	},
	...optionalHubSpot,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: '',
				placeholder: 'e.g. America/New_York',
				description:
					'Where the days of a company begin whose time zone QuickBooks does not name. When empty, that of the HubSpot account chosen above, else that of the workflow. When QuickBooks names one, it counts.',
			},
		],
	},
];
