import { get, post, put } from '../elements/api.js';
import { byId } from '../elements/dom.js';
import { ask, field } from '../elements/forms.js';
import { attempt, tell } from '../elements/notices.js';

/**
 * The sandbox's clock: shown, pushed on, set, stopped. @param changed called with its time whenever
 * it was moved
 */
export function startClock(changed) {
	async function refresh() {
		const state = await get('/control/clock');
		const text = `${state.now.slice(0, 10)} ${state.now.slice(11, 16)} UTC`;
		if (byId('now').textContent !== text) byId('now').textContent = text;
		byId('now').dateTime = state.now;
		byId('frozen').hidden = !state.frozen;
		return state;
	}
	async function move(work) {
		const state = await work();
		await refresh();
		changed(state.now);
		return state;
	}
	for (const button of document.querySelectorAll('[data-advance]')) {
		button.addEventListener(
			'click',
			() =>
				void attempt(
					() =>
						move(() => post('/control/clock/advance', { seconds: Number(button.dataset.advance) })),
					(state) => `It is now ${state.now.slice(0, 10)}.`,
				),
		);
	}
	byId('open-clock').addEventListener(
		'click',
		() => void attempt(async () => setClock(await refresh(), move)),
	);
	return { refresh };
}

function setClock({ now, frozen }, move) {
	ask({
		title: 'Set the clock',
		note: 'Both systems and their tokens live by this clock.',
		submit: 'Set the clock',
		fields: [
			field({
				name: 'days',
				label: 'Move on by days',
				type: 'number',
				step: 'any',
				hint: 'Negative ones go back. Empty: by the time below.',
			}),
			field({
				name: 'now',
				label: 'Time (UTC)',
				type: 'datetime-local',
				value: now.slice(0, 16),
				step: 60,
			}),
			field({ name: 'frozen', label: 'Standing still', type: 'checkbox', value: frozen }),
		],
		work: async (values) => {
			const state = await move(async () => {
				if (values.days !== undefined)
					await post('/control/clock/advance', { seconds: values.days * 86_400 });
				const moved =
					values.days === undefined && values.now !== undefined && values.now !== now.slice(0, 16);
				return await put('/control/clock', {
					frozen: values.frozen,
					...(moved && { now: `${values.now}:00Z` }),
				});
			});
			tell(`It is now ${state.now.slice(0, 10)}.`);
		},
	});
}
