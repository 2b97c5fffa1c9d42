import { get, post, remove } from '../elements/api.js';
import { showCount } from '../elements/count.js';
import { badge, byId, h } from '../elements/dom.js';
import { field, formOf, openDrawer } from '../elements/forms.js';
import { quickbooks } from './quickbooks.js';
import { timeOfDay } from '../elements/format.js';

const PATH = '/control/quickbooks/webhooks';
const SHOWN = 20;

export async function refreshWebhooks() {
	showCount('webhook-count', (await get(PATH)).subscriptions.length);
}

function subscriptionItem(subscription, refresh) {
	const { id, url, form, companies, delivered, failed, pending, lost } = subscription;
	const end = async () => {
		await remove(`${PATH}/${id}`);
		await Promise.all([refresh(), refreshWebhooks()]);
	};
	const counts = `${delivered} delivered, ${failed} failed, ${pending} waiting${lost > 0 ? `, ${lost} lost on purpose` : ''}`;
	return h(
		'li',
		{},
		h(
			'div',
			{},
			url,
			h(
				'div',
				{ class: 'quiet' },
				`${form} · ${companies.length === 0 ? 'all companies' : companies.join(', ')} · ${counts}`,
			),
		),
		h(
			'button',
			{ type: 'button', 'aria-label': `Remove subscription ${id}`, onclick: () => void end() },
			'Remove',
		),
	);
}

function deliveryItem({ at, attempt, events, result }) {
	const changes = events
		.map(({ entity, id, operation }) => `${entity} ${id} ${operation}`)
		.join(', ');
	return h(
		'li',
		{},
		badge(result === 200 ? 'good' : 'bad', String(result)),
		h('div', {}, changes, h('div', { class: 'quiet' }, `${timeOfDay(at)}, attempt ${attempt}`)),
	);
}

const chance = (name, label) =>
	field({ name, label, type: 'number', min: 0, max: 1, step: 'any', value: 0 });
const pair = (...fields) => h('div', { class: 'pair' }, ...fields);

function subscriptionFields() {
	const companies = quickbooks.companies().map(({ realmId, name }) => [realmId, name]);
	return [
		field({
			name: 'url',
			label: 'Address',
			type: 'url',
			required: true,
			hint: 'On this machine only, e.g. http://127.0.0.1:5678/webhook/…',
		}),
		pair(
			field({ name: 'verifierToken', label: 'Verifier token', required: true }),
			field({
				name: 'form',
				label: 'Form of the body',
				type: 'select',
				options: [
					['cloudEvents', 'CloudEvents'],
					['legacy', 'old form'],
				],
			}),
		),
		field({
			name: 'company',
			label: 'Company',
			type: 'select',
			options: [['', 'all'], ...companies],
		}),
		...deliveryFields(),
	];
}

function deliveryFields() {
	return [
		pair(chance('duplicate', 'Chance of a repeat'), chance('lose', 'Chance of loss')),
		pair(
			chance('reorder', 'Chance of wrong order'),
			field({
				name: 'delayMs',
				label: 'Collect for milliseconds',
				type: 'number',
				min: 0,
				value: 50,
			}),
		),
	];
}

function deliveryButtons(refresh) {
	const deliver = () => post(`${PATH}/deliver`, {}).then(refresh);
	return h(
		'div',
		{ class: 'buttons' },
		h('button', { type: 'button', onclick: () => void refresh() }, 'Refresh'),
		h('button', { type: 'button', onclick: () => void deliver() }, 'Deliver now'),
	);
}

const listOf = (items, empty) =>
	items.length === 0 ? h('p', { class: 'quiet' }, empty) : h('ul', { class: 'rules' }, items);

async function build(refresh) {
	const { subscriptions, deliveries } = await get(PATH);
	const form = formOf({
		submit: 'Subscribe',
		fields: subscriptionFields(),
		work: async ({ company, ...values }) => {
			await post(PATH, { ...values, companies: company ? [company] : [] });
			await Promise.all([refresh(), refreshWebhooks()]);
		},
	});
	return [
		h('h3', {}, 'Subscriptions to changes in QuickBooks'),
		listOf(
			subscriptions.map((one) => subscriptionItem(one, refresh)),
			'There are no subscriptions.',
		),
		h('h3', {}, 'New subscription'),
		form,
		h('h3', {}, 'Deliveries'),
		deliveryButtons(refresh),
		listOf(deliveries.slice(-SHOWN).reverse().map(deliveryItem), 'There are no deliveries.'),
	];
}

byId('open-webhooks').addEventListener('click', () => openDrawer('Webhooks', build));
