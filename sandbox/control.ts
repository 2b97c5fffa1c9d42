import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addConsole } from './console/console';
import { faultRuleSchema, onlyIn } from './faults';
import { systemSchema } from './options';
import { sentence } from './sentence';
import type { Runtime } from './server';
import type { SystemSandbox } from './system';

type Systems = Record<'hubspot' | 'quickbooks', SystemSandbox>;

/** The HTTP server that controls the sandbox. The console page and the tests use the same paths. */
export function createControlServer(runtime: Runtime, systems: Systems): FastifyInstance {
	const app = Fastify({ forceCloseConnections: true, frameworkErrors: unreadablePath });
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
		reply
			.code(
				error.name === 'ZodError' || error instanceof RangeError ? 400 : (error.statusCode ?? 500),
			)
			.send({ error: sentence(error) }),
	);
	app.setNotFoundHandler((request, reply) =>
		reply.code(404).send({ error: `There is no control path ${request.method} ${request.url}.` }),
	);

	addConsole(app, runtime.traffic);
	app.get('/control', () => ({
		hubspot: systems.hubspot.describe(),
		quickbooks: systems.quickbooks.describe(),
		clock: runtime.clock.state(),
	}));
	addClockControls(app, runtime);
	addFaultControls(app, runtime);
	addTrafficControls(app, runtime);
	addSwitchControls(app, systems);
	return app;
}

function addClockControls(app: FastifyInstance, { clock }: Runtime): void {
	app.get('/control/clock', () => clock.state());
	app.put('/control/clock', (request) => {
		const { now, frozen } = z
			.object({ now: z.string().optional(), frozen: z.boolean().optional() })
			.strict()
			.parse(request.body);
		if (frozen === true) clock.freeze();
		if (now !== undefined) clock.set(now);
		if (frozen === false) clock.run();
		return clock.state();
	});
	app.post('/control/clock/advance', (request) => {
		const { seconds } = z.object({ seconds: z.number().finite() }).strict().parse(request.body);
		clock.advance(seconds * 1000);
		return clock.state();
	});
}

function addFaultControls(app: FastifyInstance, { faults }: Runtime): void {
	app.get('/control/faults', () => faults.list());
	app.post('/control/faults', (request) => {
		const rule = faultRuleSchema.parse(request.body);
		const only = onlyIn[rule.behaviour];
		if (only && only !== rule.system)
			throw new RangeError(
				`Only ${only === 'hubspot' ? 'HubSpot' : 'QuickBooks Online'} has the fault ${rule.behaviour}.`,
			);
		return faults.add(rule);
	});
	app.delete('/control/faults', () => {
		faults.clear();
		return { removed: 'all' };
	});
	app.delete('/control/faults/:id', (request) => ({
		removed: faults.remove(Number((request.params as { id: string }).id)),
	}));
}

function addTrafficControls(app: FastifyInstance, { traffic }: Runtime): void {
	app.get('/control/counters', () => ({
		total: traffic.total(),
		hubspot: traffic.total('hubspot'),
		quickbooks: traffic.total('quickbooks'),
		endpoints: traffic.counters(),
	}));
	app.delete('/control/counters', () => {
		traffic.reset();
		return { reset: true };
	});
	app.get('/control/requests', (request) => {
		const { after } = z
			.object({ after: z.coerce.number().int().min(0).default(0) })
			.parse(request.query);
		return traffic.requests(after);
	});
}

function addSwitchControls(app: FastifyInstance, systems: Systems): void {
	app.get('/control/switches', () => ({
		hubspot: systems.hubspot.switches(),
		quickbooks: systems.quickbooks.switches(),
	}));
	app.patch('/control/switches/:system', (request) => {
		const system = systemSchema.parse((request.params as { system: string }).system);
		return systems[system].setSwitches(z.record(z.unknown()).parse(request.body));
	});
}

function unreadablePath(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
	void reply.code(400).send({ error: `${request.url} cannot be read as a path.` });
}
