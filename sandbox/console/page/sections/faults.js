import { get, post, remove } from '../elements/api.js';
import { showCount } from '../elements/count.js';
import { badge, byId, h } from '../elements/dom.js';
import { field, formOf, openDrawer } from '../elements/forms.js';

const KINDS = {
	429: 'too many requests',
	'429-xml': 'too many requests, as XML (QuickBooks)',
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
	'stale-token': 'the record has changed since (QuickBooks)',
	'missing-scope': 'the token lacks a scope',
};

/** Shows the number of rules that can still apply to a request. */
export async function refreshFaults() {
	const waiting = (await get('/control/faults')).filter(
		({ times, done }) => times === undefined || done < times,
	);
	showCount('fault-count', waiting.length);
}

function timesText(times) {
	if (!times) return '';
	return times === 1 ? 'once' : `${times} times`;
}

/** A sentence that says to which requests a rule applies. */
function sentence(rule) {
	const which = [rule.method, rule.path].filter(Boolean).join(' ');
	const when = [
		rule.after > 0 ? `after ${rule.after} requests` : '',
		timesText(rule.times),
		rule.probability < 1 ? `with a chance of ${rule.probability}` : '',
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
			h('div', { class: 'quiet' }, `applied to ${rule.done} of ${rule.seen} matching requests`),
		),
		h(
			'button',
			{ type: 'button', 'aria-label': `Remove rule ${rule.id}`, onclick: () => void end() },
			'Remove',
		),
	);
}

const number = (name, label, more) => field({ name, label, type: 'number', ...more });
const pair = (...fields) => h('div', { class: 'pair' }, ...fields);

function ruleFields(behaviours) {
	return [
		pair(
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
		pair(
			field({
				name: 'method',
				label: 'Method',
				type: 'select',
				options: [['', 'any'], 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
			}),
			field({
				name: 'path',
				label: 'Path',
				hint: 'A regular expression for path and query, e.g. /invoice',
			}),
		),
		...amountFields(),
	];
}

function amountFields() {
	return [
		pair(
			number('after', 'Requests before the first fault', { min: 0, value: 0 }),
			number('times', 'Faults in total', { min: 1, hint: 'Empty: until removed' }),
		),
		pair(
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
	];
}

function ruleList(rules, refresh) {
	return rules.length === 0
		? h(
				'p',
				{ class: 'quiet' },
				'There are no rules: every request gets its normal answer. The first rule that matches a request applies.',
			)
		: h(
				'ul',
				{ class: 'rules' },
				rules.map((rule) => ruleItem(rule, refresh)),
			);
}

function removeAllButton(refresh) {
	const clear = async () => {
		await remove('/control/faults');
		await Promise.all([refresh(), refreshFaults()]);
	};
	return h(
		'div',
		{ class: 'buttons' },
		h('button', { type: 'button', class: 'danger', onclick: () => void clear() }, 'Remove all'),
	);
}

async function build(refresh) {
	const [rules, behaviours] = await Promise.all([
		get('/control/faults'),
		get('/control/faults/behaviours'),
	]);
	const form = formOf({
		submit: 'Inject the fault',
		fields: ruleFields(behaviours),
		work: async (values) => {
			await post('/control/faults', values);
			await Promise.all([refresh(), refreshFaults()]);
		},
	});
	return [
		h('h3', {}, 'Rules'),
		ruleList(rules, refresh),
		rules.length > 1 ? removeAllButton(refresh) : undefined,
		h('h3', {}, 'New rule'),
		form,
	].filter(Boolean);
}

byId('open-faults').addEventListener('click', () => openDrawer('Faults', build));
