/** One call of the control server. @throws Error with the server's sentence */
async function call(method, path, body) {
	const answer = await fetch(path, {
		method,
		...(body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
	}).catch(() => undefined);
	if (!answer) throw new Error('The sandbox does not answer; is it still running?');
	const content = await answer.json().catch(() => ({}));
	if (!answer.ok) throw new Error(content.error ?? `The sandbox answered ${answer.status}.`);
	return content;
}

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
export const patch = (path, body) => call('PATCH', path, body);
export const remove = (path) => call('DELETE', path);
/** One part of a path or a value of a query. */
export const part = encodeURIComponent;
