import type { FastifyInstance } from 'fastify';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { behaviours } from '../faults';
import { dealPipelines } from '../hubspot/account/pipelines';
import { hubspotSwitches } from '../hubspot/switches';
import { quickbooksSwitches } from '../quickbooks/switches';
import type { Traffic, TrafficEntry } from '../traffic';
import { ownPagesOnly } from './ownPagesOnly';
import { describeSwitches } from './switchKinds';

const PAGE = join(__dirname, 'page');
const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};
/**
 * The page loads everything from this server and runs no inline script, so the text of a record can
 * never run as a script.
 */
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const STILL_THERE_MS = 15_000;

/**
 * Adds the console at `/`: a page for people that uses the same control paths as the tests, and a few
 * paths that only the page needs.
 */
export function addConsole(control: FastifyInstance, traffic: Traffic): void {
	ownPagesOnly(control);
	addPage(control);
	control.get('/control/faults/behaviours', () => behaviours);
	control.get('/control/switches/kinds', () => ({
		hubspot: describeSwitches(hubspotSwitches),
		quickbooks: describeSwitches(quickbooksSwitches),
	}));
	control.get('/control/hubspot/pipelines', () => dealPipelines);
	addStream(control, traffic);
}

function addPage(control: FastifyInstance): void {
	const names = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter((name) =>
		extname(name),
	);
	const files = new Map(names.map((name) => [name, readFileSync(join(PAGE, name))]));
	for (const [name, content] of files) {
		const path = name === 'index.html' ? '/' : `/console/${name}`;
		const headers = {
			'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
			'cache-control': 'no-cache',
			'content-security-policy': POLICY,
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
		};
		control.get(path, (_request, reply) => reply.headers(headers).send(content));
	}
	control.get('/favicon.ico', (_request, reply) => reply.redirect('/console/icon.svg'));
}

/**
 * Sends logged requests as server-sent events, starting after the request number `after`. A browser
 * that lost the connection continues where it stopped.
 */
function addStream(control: FastifyInstance, traffic: Traffic): void {
	const afterSchema = z.object({ after: z.coerce.number().int().min(0).default(0) });
	control.get('/control/requests/stream', (request, reply) => {
		const after = afterSchema.parse({
			after: request.headers['last-event-id'] ?? (request.query as { after?: string }).after,
		}).after;
		reply.hijack();
		reply.raw.writeHead(200, {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
		});
		const sendEntry = (entry: TrafficEntry) =>
			reply.raw.write(`id: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`);
		reply.raw.write(': connected\n\n');
		traffic.requests(after).forEach(sendEntry);
		const stopListening = traffic.onRequest(sendEntry);
		const alive = setInterval(() => reply.raw.write(': still there\n\n'), STILL_THERE_MS);
		reply.raw.on('close', () => {
			stopListening();
			clearInterval(alive);
		});
	});
}
