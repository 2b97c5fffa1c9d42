import { byId, fill, h } from './dom.js';
import { attempt } from './notices.js';

export const PAGE_SIZE = 50;

/**
 * The tabs of one system, and the list of the chosen tab, page by page.
 * @param side `hubspot` or `quickbooks`, the prefix of the elements' ids
 * @param tabs name → { title, load(page) → { rows, total?, more, today? }, show(loaded) → node }
 * @param counts reads how many records each tab has
 */
export function createLists(side, tabs, counts) {
	const lists = new Lists(side, tabs, counts);
	return { refresh: () => lists.refresh(), first: () => lists.choose(lists.chosen) };
}

class Lists {
	#page = 0;
	#requests = 0;
	#numbers;

	constructor(side, tabs, counts) {
		this.side = side;
		this.tabs = tabs;
		this.counts = counts;
		this.names = Object.keys(tabs);
		this.chosen = this.names[0];
	}

	#element(name) {
		return byId(`${this.side}-${name}`);
	}

	choose(name) {
		this.chosen = name;
		this.#page = 0;
		this.#showTabs();
		this.#element('list').scrollTop = 0;
		void attempt(() => this.refresh());
	}

	#onKey({ key }) {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
		if (!step) return;
		this.choose(this.names.at((this.names.indexOf(this.chosen) + step) % this.names.length));
		this.#element(`tab-${this.chosen}`).focus();
	}

	#showTabs() {
		fill(this.#element('tabs'), [this.chosen, this.#numbers], () =>
			this.names.map((name) => this.#tab(name)),
		);
	}

	#tab(name) {
		const { side, chosen } = this;
		const number = this.#numbers?.[name];
		return h(
			'button',
			{
				type: 'button',
				role: 'tab',
				id: `${side}-tab-${name}`,
				'data-key': name,
				'aria-selected': String(name === chosen),
				'aria-controls': `${side}-list`,
				tabindex: name === chosen ? 0 : -1,
				onclick: () => this.choose(name),
				onkeydown: (event) => this.#onKey(event),
			},
			this.tabs[name].title,
			number === undefined ? '' : ` ${number.toLocaleString('en')}`,
		);
	}

	#turn(by) {
		this.#page += by;
		this.#element('list').scrollTop = 0;
		void attempt(() => this.refresh());
	}

	#showPages({ rows, more }) {
		const page = this.#page;
		fill(this.#element('pages'), [this.chosen, page, rows.length, more], () => {
			if (page === 0 && !more) return [];
			const [from, to] = [page * PAGE_SIZE + 1, page * PAGE_SIZE + rows.length];
			return [
				h('span', {}, `${from.toLocaleString('en')} – ${to.toLocaleString('en')}`),
				this.#pageButton('previous', 'Previous', page === 0, -1),
				this.#pageButton('next', 'Next', !more, 1),
			];
		});
	}

	#pageButton(key, label, disabled, by) {
		return h(
			'button',
			{ type: 'button', 'data-key': key, disabled, onclick: () => this.#turn(by) },
			label,
		);
	}

	/** Reads and shows the list again. If a newer request has started, the answer is dropped. */
	async refresh() {
		this.#requests += 1;
		const own = this.#requests;
		const tab = this.tabs[this.chosen];
		const [newest, loaded] = await Promise.all([this.counts(), tab.load(this.#page)]);
		if (own !== this.#requests) return;
		this.#numbers = newest;
		this.#showTabs();
		fill(this.#element('list'), [this.chosen, loaded], () => tab.show(loaded));
		this.#showPages(loaded);
	}
}
