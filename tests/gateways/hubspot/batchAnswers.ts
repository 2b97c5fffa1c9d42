import { hubSpotRecord, type Received } from './fakeHubSpot';

interface Input {
	id: string;
	idProperty?: string;
	objectWriteTraceId: string;
	properties: Record<string, string>;
}
export const inputsOf = ({ body }: Received) => (body as { inputs: Input[] }).inputs;
export const complete = (results: unknown[], errors: unknown[] = []) => ({
	status: 'COMPLETE',
	startedAt: '2026-01-01T00:00:00Z',
	completedAt: '2026-01-01T00:00:01Z',
	results,
	...(errors.length > 0 && { numErrors: errors.length, errors }),
});
export const numbers = (count: number) =>
	Array.from({ length: count }, (_, index) => `${index + 1}`);
/** What HubSpot would have made of an input, in an order of its own. */
export const written = (request: Received, more: (input: Input) => object = () => ({})) =>
	[...inputsOf(request)].reverse().map((input) =>
		hubSpotRecord(`h-${input.properties.name}`, input.properties, {
			objectWriteTraceId: input.objectWriteTraceId,
			...more(input),
		}),
	);
