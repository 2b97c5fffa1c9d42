/** The parts of a request's address that the sandbox needs. */
interface Address {
	path: string;
	query: URLSearchParams;
	realm: string | undefined;
}

/**
 * Removes host, version and company from a recorded address. Some recordings write `/v3/invoice/1`
 * or only `/invoice/1`. A query may be plain (`?query=select * from Item`) or encoded.
 */
export function apiPath(written: string): Address {
	const [place = '', ...rest] = written.replace(/^[a-z]+:\/\/[^/]+/i, '').split('?');
	const match = /^\/?(?:v3\/)?company\/([^/]+)\/(.*)$/i.exec(place);
	const path = (match?.[2] ?? place.replace(/^\/?(?:v3\/)?/i, '')).replace(/^\/+|\/+$/g, '');
	return { path, query: readQuery(rest.join('?')), realm: match?.[1] };
}

/** In a plain query, only `&name=` starts another parameter, and a plus sign stays a plus sign. */
function readQuery(text: string): URLSearchParams {
	if (!/[ <>"]/.test(text)) return new URLSearchParams(text);
	const query = new URLSearchParams();
	for (const part of text.split(/&(?=[A-Za-z]+=)/)) {
		const at = part.indexOf('=');
		query.set(part.slice(0, at), part.slice(at + 1));
	}
	return query;
}
