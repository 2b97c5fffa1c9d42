import { get, part, patch } from './api.js';
import { showCount } from './count.js';
import { byId, h, table } from './dom.js';
import { openDrawer } from './forms.js';

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

/** JSON as typed in; what is not JSON goes as text, for the sandbox to judge. */
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
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
	const reset = async () => {
		for (const { system, kinds } of systems)
			await patch(
				`/control/switches/${part(system)}`,
				Object.fromEntries(kinds.map((kind) => [kind.name, kind.default])),
			);
		await Promise.all([refresh(), refreshSwitches()]);
	};
	const changed = systems
		.flatMap(({ kinds }) => kinds)
		.filter((kind) => differs(kind.value, kind.default)).length;
	const row = (system, kind) =>
		h(
			'tr',
			{ class: differs(kind.value, kind.default) ? 'changed' : undefined },
			h('td', {}, h('code', {}, kind.name)),
			h('td', {}, control(kind, change(system, kind.name))),
		);
	return [
		h(
			'p',
			{ class: 'quiet' },
			'Positions for what is not documented, limits and delays. docs/sandbox.md and the comments of the switches say what each means.',
		),
		error,
		h(
			'div',
			{ class: 'buttons' },
			h(
				'button',
				{ type: 'button', disabled: changed === 0, onclick: () => void reset() },
				changed === 0 ? 'All at their defaults' : `Back to defaults (${changed} changed)`,
			),
		),
		...systems.map(({ system, kinds }) =>
			h(
				'section',
				{ class: 'switches' },
				h('h3', {}, TITLES[system]),
				table(
					`Switches of ${TITLES[system]}`,
					[['Switch'], ['Position']],
					kinds.map((kind) => row(system, kind)),
					'',
				),
			),
		),
	];
}

byId('open-switches').addEventListener('click', () => openDrawer('Switches', build));
