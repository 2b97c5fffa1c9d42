import { GatewayError } from '../../gateways/errors';

/** What an answer about many values gives, and what was refused of them. */
export interface FoundApart<T> {
	records: T[];
	/** Why, by value. */
	refused: Map<string, GatewayError>;
}

/**
 * From as many on, values that are refused one and all say that the question is wrong, not the
 * values.
 */
const TOO_MANY = 10;

/**
 * Asks for many values at once. When the answer is a refusal, it asks for each half, so that one
 * value that the system does not
 * take is not in the way of the others.
 *
 * @throws GatewayError anything but a refusal, and a refusal of everything
 */
export async function askApart<T>(
	values: readonly string[],
	ask: (some: readonly string[]) => Promise<T[]>,
): Promise<FoundApart<T>> {
	const found = await askHalves(values, ask);
	const [first] = found.refused.values();
	if (first && found.refused.size >= TOO_MANY && found.refused.size === values.length) throw first;
	return found;
}

async function askHalves<T>(
	values: readonly string[],
	ask: (some: readonly string[]) => Promise<T[]>,
): Promise<FoundApart<T>> {
	if (values.length === 0) return { records: [], refused: new Map() };
	try {
		return { records: await ask(values), refused: new Map() };
	} catch (error) {
		if (!(error instanceof GatewayError) || error.kind !== 'invalid') throw error;
		const [only] = values;
		if (values.length === 1 && only !== undefined)
			return { records: [], refused: new Map([[only, error]]) };
		const middle = Math.ceil(values.length / 2);
		return joined([
			await askHalves(values.slice(0, middle), ask),
			await askHalves(values.slice(middle), ask),
		]);
	}
}

export function joined<T>(parts: ReadonlyArray<FoundApart<T>>): FoundApart<T> {
	return {
		records: parts.flatMap(({ records }) => records),
		refused: new Map(parts.flatMap(({ refused }) => [...refused])),
	};
}
