import { byId, h } from './dom.js';

/**
 * A menu below the button that opens it; Escape, a click elsewhere or a choice closes it.
 * @param entries [label, work, class]
 */
export function openMenu(opener, label, entries) {
	const menu = byId('menu');
	const choose = (work) => () => {
		menu.hidePopover();
		opener.focus();
		work();
	};
	menu.setAttribute('aria-label', label);
	menu.replaceChildren(
		...entries.map(([text, work, kind]) =>
			h('button', { type: 'button', role: 'menuitem', class: kind, onclick: choose(work) }, text),
		),
	);
	menu.showPopover();
	const from = opener.getBoundingClientRect();
	const top =
		from.bottom + menu.offsetHeight > innerHeight - 8
			? from.top - menu.offsetHeight - 4
			: from.bottom + 4;
	menu.style.top = `${Math.max(8, top)}px`;
	menu.style.left = `${Math.max(8, from.right - menu.offsetWidth)}px`;
	menu.querySelector('button')?.focus();
}

byId('menu').addEventListener('keydown', (event) => {
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	if (!step) return;
	event.preventDefault();
	const buttons = [...byId('menu').querySelectorAll('button')];
	buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length)?.focus();
});
