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
			{
				name: 'Bounced',
				value: 'bounced',
				description: 'The e-mail with the invoice could not be delivered',
			},
			{ name: 'Created', value: 'created' },
			{ name: 'Deleted', value: 'deleted' },
			{
				name: 'Overdue',
				value: 'overdue',
				description: 'The due date passed by one of the numbers of days chosen below',
			},
			{
				name: 'Paid',
				value: 'paid',
				description: 'Nothing is left to pay, because of a payment, a credit or an edit',
			},
			{
				name: 'Partially Paid',
				value: 'partiallyPaid',
				description: 'A payment left something to pay',
			},
			{
				name: 'Payment Received',
				value: 'paymentReceived',
				description: 'Any payment, whether or not something is left to pay',
			},
			{
				name: 'Reopened',
				value: 'reopened',
				description:
					'There is something to pay again: a payment or credit was taken back, or an amount was added to a paid invoice',
			},
			{
				name: 'Sent',
				value: 'sent',
				description: 'QuickBooks e-mailed the invoice, or somebody marked it as sent',
			},
			{ name: 'Viewed', value: 'viewed', description: 'The customer opened the invoice online' },
			{ name: 'Voided', value: 'voided' },
			{
				name: 'Waiting to Be Sent',
				value: 'waitingToBeSent',
				description: 'The invoice was created but not sent yet',
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
			"How many days after the due date an open invoice starts the workflow, once for each number. Days follow the company's time zone.",
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Schedule',
				value: 'poll',
				description: 'Ask QuickBooks for changes at the times below',
			},
			{
				name: 'Schedule and Webhook',
				value: 'both',
				description:
					'Receive changes at once, and ask at the times below for changes that were missed',
			},
		],
		default: 'poll',
	},
	{
		displayName:
			'At developer.intuit.com, open the webhooks of your app. Enter the production URL above as the endpoint, and choose Invoice and Payment. Then copy the verifier token into the QuickBooks credential.',
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
				description:
					'Also what has already happened to existing invoices. Each poll reads a thousand of them.',
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
					'Used when QuickBooks does not name the time zone of the company. When this is empty too, the time zone of the HubSpot account chosen above is used, or else the time zone of the workflow.',
			},
		],
	},
];
