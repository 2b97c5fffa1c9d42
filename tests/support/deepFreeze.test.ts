import { deepFreeze } from './deepFreeze';

it('a frozen plan refuses every change, however deep, also of maps', () => {
	const plan = deepFreeze({
		lines: [{ name: 'Pump' }],
		ids: new Map([['a', { id: '1' }]]),
		names: new Set(['Pump']),
	});
	expect(() => plan.lines.push({ name: 'Hose' })).toThrow(TypeError);
	expect(() => Object.assign(plan.lines[0] ?? {}, { name: 'Hose' })).toThrow(TypeError);
	expect(() => plan.ids.set('b', { id: '2' })).toThrow(TypeError);
	expect(() => Object.assign(plan.ids.get('a') ?? {}, { id: '2' })).toThrow(TypeError);
	expect(() => plan.names.add('Hose')).toThrow(TypeError);
});
