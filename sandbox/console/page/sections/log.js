import { remove } from '../elements/api.js';
import { badge, byId, h } from '../elements/dom.js';
import { timeOfDay } from '../elements/format.js';
import { attempt } from '../elements/notices.js';

const KEPT = 500;
const NAMES = { hubspot: 'HubSpot', quickbooks: 'QuickBooks' };
const COLUMNS = ['Time', 'System', 'Method', 'Path', 'Status', 'Duration'];

let entries = [];
const rows = new Map();
const body = h('tbody');
const empty = h(
	'p',
	{ class: 'empty' },
	'No requests yet. Whatever calls HubSpot or QuickBooks here appears as it happens.',
);
const list = byId('log-list');

/**
 * The log of both systems, newest first, as it grows. @param onRequest called after each request
 * that the page hears of
 */
export function startLog(onRequest) {
	list.replaceChildren(
		empty,
		h(
			'table',
			{},
			h('caption', {}, 'Requests, newest first'),
			h(
				'thead',
				{},
				h(
					'tr',
					{},
					COLUMNS.map((title, index) =>
						h('th', { scope: 'col', class: index === 5 ? 'number' : undefined }, title),
					),
				),
			),
			body,
		),
	);
	for (const [id, event] of [
		['log-system', 'change'],
		['log-text', 'input'],
		['log-failed', 'change'],
	])
		byId(id).addEventListener(event, filter);
	byId('log-clear').addEventListener('click', () => void attempt(clear));
	filter();
	const stream = new EventSource('/control/requests/stream');
	stream.addEventListener('open', () => state('on', 'live'));
	stream.addEventListener('error', () => state('off', 'connection lost'));
	stream.addEventListener('message', ({ data }) => {
		add(JSON.parse(data));
		onRequest();
	});
}

function state(kind, text) {
	byId('log-state').className = `live ${kind}`;
	byId('log-state').textContent = text;
}

async function clear() {
	await remove('/control/counters');
	entries = [];
	rows.clear();
	body.replaceChildren();
	filter();
}

const failed = ({ status }) => typeof status !== 'number' || status >= 400;

/** The text of a fault within 200 is not looked for: what failed is what the status says. */
function fits(entry) {
	const [system, text] = [byId('log-system').value, byId('log-text').value.trim().toLowerCase()];
	if ((system && entry.system !== system) || (byId('log-failed').checked && !failed(entry)))
		return false;
	return (
		!text ||
		`${entry.method} ${entry.url} ${entry.requestBody ?? ''} ${entry.responseBody ?? ''}`
			.toLowerCase()
			.includes(text)
	);
}

function add(entry) {
	if (rows.has(entry.sequence)) return;
	entries.push(entry);
	const parts = rowsOf(entry);
	rows.set(entry.sequence, parts);
	body.prepend(...parts);
	if (entries.length > KEPT) {
		const { sequence } = entries.shift();
		for (const row of rows.get(sequence)) row.remove();
		rows.delete(sequence);
	}
	parts[0].hidden = !fits(entry);
	totals();
}

function filter() {
	for (const entry of entries) {
		const [row, details] = rows.get(entry.sequence);
		row.hidden = !fits(entry);
		details.hidden =
			row.hidden || row.querySelector('.open').getAttribute('aria-expanded') !== 'true';
	}
	totals();
}

function totals() {
	const visible = entries.filter((entry) => !rows.get(entry.sequence)[0].hidden).length;
	byId('log-totals').textContent =
		visible === entries.length
			? `${entries.length}${entries.length === KEPT ? ' newest' : ''}`
			: `${visible} of ${entries.length}`;
	empty.hidden = entries.length > 0;
	list.lastElementChild.hidden = entries.length === 0;
}

/** A line, and a hidden one with the bodies, which are written out when first opened. */
function rowsOf(entry) {
	const details = h('tr', { hidden: true }, h('td', { colspan: COLUMNS.length }));
	const toggle = h(
		'button',
		{
			type: 'button',
			class: 'open',
			'aria-expanded': 'false',
			title: entry.url,
			onclick: () => {
				const open = toggle.getAttribute('aria-expanded') !== 'true';
				toggle.setAttribute('aria-expanded', String(open));
				if (!details.firstChild.hasChildNodes()) details.firstChild.append(bodiesOf(entry));
				details.hidden = !open;
			},
		},
		readable(entry.url),
	);
	const line = h(
		'tr',
		{ 'data-sequence': entry.sequence },
		h('td', {}, timeOfDay(entry.at)),
		h('td', { class: entry.system }, NAMES[entry.system]),
		h('td', {}, entry.method),
		h('td', { class: 'path' }, toggle),
		h(
			'td',
			{ class: failed(entry) ? 'failed' : undefined },
			String(entry.status),
			entry.fault ? [' ', badge('warm', `fault ${entry.fault}`)] : undefined,
		),
		h('td', { class: 'number' }, `${entry.durationMs.toLocaleString('en')} ms`),
	);
	return [line, details];
}

/** An address as a person reads it; one that is not encoded properly stays as it was sent. */
function readable(url) {
	try {
		return decodeURIComponent(url.replaceAll('+', ' '));
	} catch {
		return url;
	}
}

function bodiesOf(entry) {
	const one = (title, text) =>
		h('div', {}, h('h3', {}, title), h('pre', { tabindex: 0 }, text ? pretty(text) : '(empty)'));
	return h(
		'div',
		{},
		h('div', { class: 'quiet' }, `${entry.method} ${entry.url} · request id ${entry.requestId}`),
		h(
			'div',
			{ class: 'bodies' },
			one('Request', entry.requestBody),
			one('Answer', entry.responseBody),
		),
	);
}

function pretty(text) {
	try {
		return JSON.stringify(JSON.parse(text), undefined, 2);
	} catch {
		return text;
	}
}
