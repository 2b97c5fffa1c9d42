import { waitForAll } from '../../../src/flows/accounts/waitForAll';

const later = async <T>(value: T): Promise<T> =>
	await new Promise((resolve) => setTimeout(() => resolve(value), 20));

describe('waiting for all', () => {
	it('gives the values in their order', async () => {
		expect(await waitForAll([later('a'), Promise.resolve(1)])).toEqual(['a', 1]);
	});

	it('ends only when the last one has, also when one fails at once', async () => {
		const ended: string[] = [];
		const slow = later('slow').then((value) => void ended.push(value));
		await expect(waitForAll([slow, Promise.reject(new Error('refused'))])).rejects.toThrow(
			'refused',
		);
		expect(ended).toEqual(['slow']);
	});

	it('fails with the first of several failures', async () => {
		const first = later(undefined).then(() => Promise.reject(new Error('first')));
		await expect(waitForAll([first, Promise.reject(new Error('second'))])).rejects.toThrow('first');
	});
});
