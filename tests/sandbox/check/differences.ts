import { check, type Outcome } from '../../../sandbox/check/check';
import { parseRecording } from '../../../sandbox/check/recordings';
import { type Json } from './recorded';

export const V3 = '/v3/company/REALM';

/** What the check says of a recording: one text for each difference, by exchange. */
export async function differences(...exchanges: Json[]): Promise<string[][]> {
	const outcomes: Outcome[] = await check({
		file: 'made-up.json',
		exchanges: parseRecording(JSON.stringify(exchanges), 'made-up.json'),
	});
	return outcomes.map((outcome) =>
		outcome.differences.map(({ path, problem }) => `${path}: ${problem}`),
	);
}

export const query = (text: string) => ({ path: `${V3}/query?query=${encodeURIComponent(text)}` });

export const create = (name: string, body: unknown) => ({
	method: 'POST',
	path: `${V3}/${name}`,
	body,
});
