import { get, post, remove } from './api.js';
import { showCount } from './count.js';
import { badge, byId, h } from './dom.js';
import { field, formOf, openDrawer } from './forms.js';
import { quickbooks } from './quickbooks.js';
import { timeOfDay } from './format.js';

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
	const told = events.map(({ entity, id, operation }) => `${entity} ${id} ${operation}`).join(', ');
	return h(
		'li',
		{},
		badge(result === 200 ? 'good' : 'bad', String(result)),
		h('div', {}, told, h('div', { class: 'quiet' }, `${timeOfDay(at)}, attempt ${attempt}`)),
	);
}

async function build(refresh) {
	const { subscriptions, deliveries } = await get(PATH);
	const chance = (name, label) =>
		field({ name, label, type: 'number', min: 0, max: 1, step: 'any', value: 0 });
	const form = formOf({
		submit: 'Subscribe',
		fields: [
			field({
				name: 'url',
				label: 'Address',
				type: 'url',
				required: true,
				hint: 'On this machine only, e.g. http://127.0.0.1:5678/webhook/…',
			}),
			h(
				'div',
				{ class: 'pair' },
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
				options: [
					['', 'all'],
					...quickbooks.companies().map(({ realmId, name }) => [realmId, name]),
				],
			}),
			h(
				'div',
				{ class: 'pair' },
				chance('duplicate', 'Chance told twice'),
				chance('lose', 'Chance lost'),
			),
			h(
				'div',
				{ class: 'pair' },
				chance('reorder', 'Chance out of order'),
				field({
					name: 'delayMs',
					label: 'Gather for milliseconds',
					type: 'number',
					min: 0,
					value: 50,
				}),
			),
		],
		work: async ({ company, ...values }) => {
			await post(PATH, { ...values, companies: company ? [company] : [] });
			await Promise.all([refresh(), refreshWebhooks()]);
		},
	});
	const deliver = () => post(`${PATH}/deliver`, {}).then(refresh);
	return [
		h('h3', {}, 'Who QuickBooks tells of changes'),
		subscriptions.length === 0
			? h('p', { class: 'quiet' }, 'Nobody yet.')
			: h(
					'ul',
					{ class: 'rules' },
					subscriptions.map((one) => subscriptionItem(one, refresh)),
				),
		h('h3', {}, 'New subscription'),
		form,
		h('h3', {}, 'Deliveries'),
		h(
			'div',
			{ class: 'buttons' },
			h('button', { type: 'button', onclick: () => void refresh() }, 'Look again'),
			h('button', { type: 'button', onclick: () => void deliver() }, 'Deliver now'),
		),
		deliveries.length === 0
			? h('p', { class: 'quiet' }, 'None yet.')
			: h('ul', { class: 'rules' }, deliveries.slice(-SHOWN).reverse().map(deliveryItem)),
	];
}

byId('open-webhooks').addEventListener('click', () => openDrawer('Webhooks', build));
