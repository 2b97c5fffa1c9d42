import { get, part, patch } from '../elements/api.js';
import { showCount } from '../elements/count.js';
import { byId, h, table } from '../elements/dom.js';
import { openDrawer } from '../elements/forms.js';

const TITLES = { quickbooks: 'QuickBooks Online', hubspot: 'HubSpot' };
const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

async function read() {
	const [kinds, values] = await Promise.all([
		get('/control/switches/kinds'),
		get('/control/switches'),
	]);
	return Object.keys(TITLES).map((system) => ({
		system,
		kinds: kinds[system].map((kind) => ({ ...kind, value: values[system][kind.name] })),
	}));
}

export async function refreshSwitches() {
	showCount(
		'switch-count',
		(await read()).flatMap(({ kinds }) => kinds).filter((kind) => differs(kind.value, kind.default))
			.length,
	);
}

/** `lineItemAmount` → `line item amount`. */
const words = (name) =>
	name.replace(/(?<=[a-z])[A-Z]|(?<=[A-Za-z])\d+/g, (found) => ` ${found.toLowerCase()}`);

function control(kind, change) {
	const common = { 'aria-label': words(kind.name), 'data-key': kind.name };
	if (kind.kind === 'boolean')
		return h('input', {
			...common,
			type: 'checkbox',
			role: 'switch',
			checked: kind.value,
			onchange: (event) => change(event.target.checked),
		});
	if (kind.kind === 'choice')
		return h(
			'select',
			{ ...common, onchange: (event) => change(kind.options[event.target.selectedIndex]) },
			kind.options.map((option) =>
				h('option', { value: option, selected: option === kind.value }, option),
			),
		);
	if (kind.kind !== 'number')
		return h('input', {
			...common,
			type: 'text',
			value: JSON.stringify(kind.value),
			onchange: (event) => change(parsed(event.target.value)),
		});
	return h('input', {
		...common,
		type: 'number',
		min: kind.least,
		max: kind.most,
		step: kind.whole ? 1 : 'any',
		placeholder: kind.nullable ? 'none' : undefined,
		value: kind.value ?? '',
		onchange: (event) =>
			change(event.target.value === '' && kind.nullable ? null : event.target.valueAsNumber),
	});
}

/** The typed JSON. Other text is sent unchanged, and the sandbox checks it. */
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

async function resetAll(systems, refresh) {
	for (const { system, kinds } of systems)
		await patch(
			`/control/switches/${part(system)}`,
			Object.fromEntries(kinds.map((kind) => [kind.name, kind.default])),
		);
	await Promise.all([refresh(), refreshSwitches()]);
}

function resetButton(systems, refresh) {
	const changed = systems
		.flatMap(({ kinds }) => kinds)
		.filter((kind) => differs(kind.value, kind.default)).length;
	return h(
		'button',
		{
			type: 'button',
			disabled: changed === 0,
			onclick: () => void resetAll(systems, refresh),
		},
		changed === 0 ? 'All switches have their defaults' : `Reset to defaults (${changed} changed)`,
	);
}

function switchRow(kind, change) {
	return h(
		'tr',
		{ class: differs(kind.value, kind.default) ? 'changed' : undefined },
		h('td', {}, h('code', {}, kind.name)),
		h('td', {}, control(kind, change)),
	);
}

function switchTable({ system, kinds }, change) {
	return h(
		'section',
		{ class: 'switches' },
		h('h3', {}, TITLES[system]),
		table(
			`Switches of ${TITLES[system]}`,
			[['Switch'], ['Position']],
			kinds.map((kind) => switchRow(kind, change(system, kind.name))),
			'',
		),
	);
}

async function build(refresh) {
	const error = h('p', { class: 'error', role: 'alert' });
	const change = (system, name) => async (value) => {
		try {
			await patch(`/control/switches/${part(system)}`, { [name]: value });
			await Promise.all([refresh(), refreshSwitches()]);
		} catch (reason) {
			error.textContent = reason.message;
		}
	};
	const systems = await read();
	return [
		h(
			'p',
			{ class: 'quiet' },
			'Switches set behaviour that is not documented, limits and delays. docs/sandbox.md explains each switch.',
		),
		error,
		h('div', { class: 'buttons' }, resetButton(systems, refresh)),
		...systems.map((system) => switchTable(system, change)),
	];
}

byId('open-switches').addEventListener('click', () => openDrawer('Switches', build));
