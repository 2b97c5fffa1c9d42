import { get, post, remove } from './api.js';
import { showCount } from './count.js';
import { badge, byId, h } from './dom.js';
import { field, formOf, openDrawer } from './forms.js';

const KINDS = {
	429: 'refused, too many requests',
	'429-xml': 'the same as XML (QuickBooks)',
	500: 'internal error',
	'502-html': 'a proxy’s HTML page',
	503: 'not available',
	423: 'locked (HubSpot)',
	477: 'migrating (HubSpot)',
	slow: 'answers late',
	hang: 'never answers',
	'drop-before': 'connection lost, nothing done',
	'drop-after': 'connection lost, work done',
	truncate: 'half an answer, work done',
	'500-after': 'internal error, work done',
	'hang-after': 'never answers, work done',
	'expired-token': 'the token has expired',
	'stale-token': 'the record was changed meanwhile (QuickBooks)',
	'missing-scope': 'the token may not',
};

/** Counts the rules that can still hit a request. */
export async function refreshFaults() {
	const waiting = (await get('/control/faults')).filter(
		({ times, done }) => times === undefined || done < times,
	);
	showCount('fault-count', waiting.length);
}

/** What a rule does, as a sentence. */
function sentence(rule) {
	const which = [rule.method, rule.path].filter(Boolean).join(' ');
	const when = [
		rule.after > 0 ? `after ${rule.after}` : '',
		rule.times ? (rule.times === 1 ? 'once' : `${rule.times} times`) : '',
		rule.probability < 1 ? `by chance ${rule.probability}` : '',
	]
		.filter(Boolean)
		.join(', ');
	return `${rule.system === 'hubspot' ? 'HubSpot' : 'QuickBooks'}: ${which || 'every request'}${when ? `, ${when}` : ''}`;
}

function ruleItem(rule, refresh) {
	const end = async () => {
		await remove(`/control/faults/${rule.id}`);
		await Promise.all([refresh(), refreshFaults()]);
	};
	return h(
		'li',
		{},
		badge('warm', rule.behaviour),
		h(
			'div',
			{},
			sentence(rule),
			h('div', { class: 'quiet' }, `hit ${rule.done} of ${rule.seen} matching requests`),
		),
		h(
			'button',
			{ type: 'button', 'aria-label': `Remove rule ${rule.id}`, onclick: () => void end() },
			'Remove',
		),
	);
}

async function build(refresh) {
	const [rules, behaviours] = await Promise.all([
		get('/control/faults'),
		get('/control/faults/behaviours'),
	]);
	const number = (name, label, more) => field({ name, label, type: 'number', ...more });
	const form = formOf({
		submit: 'Inject the fault',
		fields: [
			h(
				'div',
				{ class: 'pair' },
				field({
					name: 'system',
					label: 'System',
					type: 'select',
					options: [
						['quickbooks', 'QuickBooks Online'],
						['hubspot', 'HubSpot'],
					],
				}),
				field({
					name: 'behaviour',
					label: 'Behaviour',
					type: 'select',
					options: behaviours.map((name) => [name, KINDS[name] ? `${name}: ${KINDS[name]}` : name]),
				}),
			),
			h(
				'div',
				{ class: 'pair' },
				field({
					name: 'method',
					label: 'Method',
					type: 'select',
					options: [['', 'any'], 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
				}),
				field({
					name: 'path',
					label: 'Path',
					hint: 'A regular expression over path and query, e.g. /invoice',
				}),
			),
			h(
				'div',
				{ class: 'pair' },
				number('after', 'Let pass first', { min: 0, value: 0 }),
				number('times', 'Faults in all', { min: 1, hint: 'Empty: until removed' }),
			),
			h(
				'div',
				{ class: 'pair' },
				number('probability', 'Chance', { min: 0, max: 1, step: 'any', value: 1 }),
				number('retryAfterSeconds', 'Retry-After, seconds', {
					min: 0,
					hint: 'For 429, 423, 477, 503; empty: no header',
				}),
			),
			number('delayMs', 'Delay in milliseconds', {
				min: 0,
				max: 600_000,
				value: 2000,
				hint: 'For slow',
			}),
		],
		work: async (values) => {
			await post('/control/faults', values);
			await Promise.all([refresh(), refreshFaults()]);
		},
	});
	const clear = async () => {
		await remove('/control/faults');
		await Promise.all([refresh(), refreshFaults()]);
	};
	return [
		h('h3', {}, 'Rules'),
		rules.length === 0
			? h(
					'p',
					{ class: 'quiet' },
					'None: every request is answered as it should be. The first rule that fits a request decides.',
				)
			: h(
					'ul',
					{ class: 'rules' },
					rules.map((rule) => ruleItem(rule, refresh)),
				),
		rules.length > 1
			? h(
					'div',
					{ class: 'buttons' },
					h(
						'button',
						{ type: 'button', class: 'danger', onclick: () => void clear() },
						'Remove all',
					),
				)
			: undefined,
		h('h3', {}, 'New rule'),
		form,
	].filter(Boolean);
}

byId('open-faults').addEventListener('click', () => openDrawer('Faults', build));
