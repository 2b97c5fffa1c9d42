/**
 * Elements from values. Text only ever becomes text nodes and attributes, so whatever a record
 * holds is shown, never run.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` functions are listeners, `class` and others
 * attributes; false and undefined are left out
 * @param {...unknown} children nodes, texts, lists of them
 */
export function h(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false) continue;
		if (typeof value === 'function') element.addEventListener(name.slice(2), value);
		else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value;
		else element.setAttribute(name, value === true ? '' : String(value));
	}
	element.append(
		...children
			.flat(Infinity)
			.filter((child) => child !== undefined && child !== null && child !== false),
	);
	return element;
}

export const byId = (id) => document.getElementById(id);

const shown = new WeakMap();

/**
 * Fills an element anew only when `key` says that something changed, and gives the focus back to
 * the element that bears the
 * same `data-key`, so that a list that refreshes itself does not take the keyboard away.
 */
export function fill(element, key, build) {
	const signature = JSON.stringify(key);
	if (shown.get(element) === signature) return;
	shown.set(element, signature);
	const focused = element.contains(document.activeElement)
		? document.activeElement?.dataset?.key
		: undefined;
	const top = element.scrollTop;
	element.replaceChildren(...[build()].flat());
	element.scrollTop = top;
	if (focused !== undefined) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** A table with headed columns. @param columns [heading, class] */
export function table(caption, columns, rows, empty) {
	if (rows.length === 0) return h('p', { class: 'empty' }, empty);
	return h(
		'table',
		{},
		h('caption', {}, caption),
		h(
			'thead',
			{},
			h(
				'tr',
				{},
				columns.map(([title, kind]) => h('th', { scope: 'col', class: kind }, title)),
			),
		),
		h('tbody', {}, rows),
	);
}

/** A cell with its main value and a quieter line below. */
export function cell(kind, main, below) {
	return h(
		'td',
		{ class: kind },
		h('div', {}, main),
		below === undefined || below === '' ? undefined : h('div', { class: 'quiet' }, below),
	);
}

export function badge(kind, text) {
	return h('span', { class: `badge ${kind}` }, text);
}
