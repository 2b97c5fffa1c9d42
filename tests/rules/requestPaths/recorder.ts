import { createHook, executionAsyncId } from 'node:async_hooks';
import http from 'node:http';
import { join } from 'node:path';
import { root } from '../../../scripts/house/imports';
import { functionAt, type OwnFunction } from './functions';

/** One request of a gateway, with our own functions that led to it, the nearest one first. */
export interface RequestPath {
	/** `POST /v3/company/:realm/invoice` */
	request: string;
	functions: OwnFunction[];
}

/**
 * What was on the stack where asynchronous work began, and the work that began it. A stack ends
 * where a promise is resumed, and V8's own asynchronous stack ends where a promise is resolved by
 * something else than an `await`, as in the limiter. This chain does neither.
 */
interface Origin {
	places: readonly string[];
	parent: Origin | undefined;
}

const OWN = join(root, 'src') + '/';
const PURE = join(root, 'src', 'core') + '/';

/** Places in `src` on the stack, without the core, which only decides; the nearest one first. */
function placesOnStack(): string[] {
	const before: object = { ...Error };
	Error.stackTraceLimit = Infinity;
	Error.prepareStackTrace = (_error, sites) => sites;
	const sites = new Error().stack as unknown as NodeJS.CallSite[];
	Object.assign(Error, { prepareStackTrace: undefined, ...before });
	return sites.flatMap((site) => {
		const file = site.getFileName()?.replace(/^file:\/\//, '');
		return file?.startsWith(OWN) && !file.startsWith(PURE)
			? [`${file}:${site.getLineNumber()}:${site.getColumnNumber()}`]
			: [];
	});
}

/** Keeps the origins of all asynchronous work of this process, from `start` on. */
export class PathRecorder {
	readonly paths: RequestPath[] = [];
	private readonly origins = new Map<number, Origin>();
	private readonly hook = createHook({
		init: (id) => {
			const parent = this.origins.get(executionAsyncId());
			const places = placesOnStack();
			const origin = places.length > 0 ? { places, parent } : parent;
			if (origin) this.origins.set(id, origin);
		},
	});

	/** Requests are noted as they leave, by `fetch` and by Node's own module for HTTP. */
	start(): void {
		this.hook.enable();
		const { fetch } = globalThis;
		const { request } = http;
		globalThis.fetch = async (...asked) => {
			const [target, options] = asked;
			this.noteRequest(options?.method ?? 'GET', new URL(String(target)).pathname);
			return await fetch(...asked);
		};
		const noted = (...asked: unknown[]) => {
			const { method, path } = asked[0] as { method?: string; path?: string };
			this.noteRequest(method ?? 'GET', String(path));
			return (request as (...all: unknown[]) => http.ClientRequest)(...asked);
		};
		http.request = noted;
	}

	private noteRequest(method: string, path: string): void {
		const stacks = [placesOnStack()];
		for (let at = this.origins.get(executionAsyncId()); at; at = at.parent)
			stacks.push([...at.places]);
		const functions = mergeStacks(stacks.map((places) => places.map(functionAt)));
		if (functions.length === 0) return;
		const request = `${method} ${path.replace(/\?.*/, '').replace(/\d{2,}/g, ':id')}`;
		this.paths.push({ request, functions });
	}
}

/** Each function once, in an order that agrees with every stack, the nearest one first. */
export function mergeStacks(stacks: OwnFunction[][]): OwnFunction[] {
	const merged: OwnFunction[] = [];
	const indexOf = ({ place }: OwnFunction) => merged.findIndex((one) => one.place === place);
	for (const stack of stacks)
		stack.forEach((one, depth) => {
			if (indexOf(one) >= 0) return;
			const outer = stack.slice(depth + 1).map(indexOf);
			const next = outer.find((index) => index >= 0);
			merged.splice(next ?? merged.length, 0, one);
		});
	return merged;
}
