import { byId, fill, h } from './dom.js';
import { attempt } from './notices.js';

export const PAGE_SIZE = 50;

/**
 * One side of the console: tabs, the list of the chosen one, page by page.
 * @param side `hubspot` or `quickbooks`, the prefix of the elements' ids
 * @param tabs name → { title, load(page) → { rows, total?, more, today? }, show(loaded) → node }
 * @param counts asks how many records each tab has
 */
export function createLists(side, tabs, counts) {
	const names = Object.keys(tabs);
	let chosen = names[0];
	let page = 0;
	let asked = 0;
	let numbers;

	function choose(name) {
		chosen = name;
		page = 0;
		showTabs();
		byId(`${side}-list`).scrollTop = 0;
		void attempt(refresh);
	}
	function byKeyboard(event) {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		choose(names.at((names.indexOf(chosen) + step) % names.length));
		byId(`${side}-tab-${chosen}`).focus();
	}
	function showTabs() {
		fill(byId(`${side}-tabs`), [chosen, numbers], () =>
			names.map((name) =>
				h(
					'button',
					{
						type: 'button',
						role: 'tab',
						id: `${side}-tab-${name}`,
						'data-key': name,
						'aria-selected': String(name === chosen),
						'aria-controls': `${side}-list`,
						tabindex: name === chosen ? 0 : -1,
						onclick: () => choose(name),
						onkeydown: byKeyboard,
					},
					tabs[name].title,
					numbers?.[name] === undefined ? '' : ` ${numbers[name].toLocaleString('en')}`,
				),
			),
		);
	}
	function turn(by) {
		page += by;
		byId(`${side}-list`).scrollTop = 0;
		void attempt(refresh);
	}
	function showPages({ rows, more }) {
		fill(byId(`${side}-pages`), [chosen, page, rows.length, more], () =>
			page === 0 && !more
				? []
				: [
						h(
							'span',
							{},
							`${(page * PAGE_SIZE + 1).toLocaleString('en')} – ${(page * PAGE_SIZE + rows.length).toLocaleString('en')}`,
						),
						h(
							'button',
							{
								type: 'button',
								'data-key': 'previous',
								disabled: page === 0,
								onclick: () => turn(-1),
							},
							'Previous',
						),
						h(
							'button',
							{ type: 'button', 'data-key': 'next', disabled: !more, onclick: () => turn(1) },
							'Next',
						),
					],
		);
	}

	/** Asks again and shows what changed; an answer that a later question overtook is dropped. */
	async function refresh() {
		const mine = ++asked;
		const tab = tabs[chosen];
		const [newest, loaded] = await Promise.all([counts(), tab.load(page)]);
		if (mine !== asked) return;
		numbers = newest;
		showTabs();
		fill(byId(`${side}-list`), [chosen, loaded], () => tab.show(loaded));
		showPages(loaded);
	}
	return { refresh, first: () => choose(chosen) };
}
