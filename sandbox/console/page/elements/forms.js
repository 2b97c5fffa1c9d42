import { byId, h } from './dom.js';

for (const id of ['form', 'drawer'])
	byId(id).addEventListener('close', () => byId(id).replaceChildren());

/**
 * One labelled input. `type` is an input's, or `select`, `textarea` or `checkbox`.
 * @param {{name: string, label: string, type?: string, value?: unknown, options?: Array<string |
 * [string, string]>, hint?: string, required?: boolean} & Record<string, unknown>} field
 */
export function field({
	name,
	label,
	type = 'text',
	value = '',
	options = [],
	hint,
	...attributes
}) {
	if (type === 'checkbox')
		return h(
			'label',
			{ class: 'check' },
			h('input', { type, name, checked: value === true, ...attributes }),
			label,
		);
	return h(
		'label',
		{ class: 'field' },
		h('span', {}, label),
		input({ name, type, value, options, ...attributes }),
		hint ? h('small', {}, hint) : undefined,
	);
}

function input({ name, type, value, options, ...attributes }) {
	if (type === 'textarea') return h('textarea', { name, rows: 3, value, ...attributes });
	if (type !== 'select')
		return h('input', { type, name, value, autocomplete: 'off', ...attributes });
	const pairs = options.map((option) => (Array.isArray(option) ? option : [option, option]));
	return h(
		'select',
		{ name, ...attributes },
		pairs.map(([id, text]) => h('option', { value: id, selected: id === value }, text)),
	);
}

/** The values of a form: numbers, booleans for boxes, and texts. Empty fields are left out. */
export function valuesOf(form) {
	const filled = [...form.elements].filter(
		({ name, type, value }) => name && (type === 'checkbox' || value !== ''),
	);
	return Object.fromEntries(
		filled.map(({ name, type, value, valueAsNumber, checked }) => [
			name,
			{ checkbox: checked, number: valueAsNumber }[type] ?? value,
		]),
	);
}

/** A form that shows an error below its fields if `work` fails. */
export function formOf({ fields, submit, danger = false, work, cancel }) {
	const error = h('p', { class: 'error', role: 'alert' });
	const send = h('button', { class: danger ? 'danger' : 'main' }, submit);
	const buttons = h(
		'div',
		{ class: 'buttons' },
		cancel ? h('button', { type: 'button', onclick: cancel }, 'Cancel') : undefined,
		send,
	);
	const form = h('form', { onsubmit: (event) => void submitted(event) }, fields, error, buttons);
	async function submitted(event) {
		event.preventDefault();
		send.disabled = true;
		error.textContent = '';
		try {
			await work(valuesOf(form), form);
		} catch (reason) {
			error.textContent = reason.message;
		} finally {
			send.disabled = false;
		}
	}
	return form;
}

/** Asks in a dialog; it closes once `work` has succeeded, else it shows the reason and stays. */
export function ask({ title, note, fields = [], submit, danger, work }) {
	const dialog = byId('form');
	const close = () => dialog.close();
	const form = formOf({
		fields: [
			h('h2', { id: 'form-title' }, title),
			note ? h('p', { class: 'quiet' }, note) : undefined,
			...fields,
		],
		submit,
		danger,
		cancel: close,
		work: async (values) => {
			await work(values);
			close();
		},
	});
	dialog.replaceChildren(form);
	dialog.showModal();
	form.querySelector('input, select, textarea')?.select?.();
}

/** Shows a panel at the right edge; its content is built anew whenever it says so. */
export function openDrawer(title, build) {
	const drawer = byId('drawer');
	const body = h('div', { class: 'body' });
	const refresh = async () => {
		const focused = body.contains(document.activeElement)
			? document.activeElement.dataset.key
			: undefined;
		body.replaceChildren(...[await build(refresh)].flat());
		if (focused) body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
	};
	drawer.replaceChildren(
		h(
			'header',
			{},
			h('h2', { id: 'drawer-title' }, title),
			h('button', { type: 'button', onclick: () => drawer.close() }, 'Close'),
		),
		body,
	);
	drawer.showModal();
	void refresh().catch((error) => body.replaceChildren(h('p', { class: 'error' }, error.message)));
}
