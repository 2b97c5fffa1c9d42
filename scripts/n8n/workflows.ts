import type { IConnections, INode, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { N8nRequestError, type N8nSession } from './session';

export interface WorkflowDraft {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: Record<string, unknown>;
}

export interface StoredWorkflow extends WorkflowDraft {
	id: string;
	versionId: string;
}

export interface FinishedExecution {
	id: string;
	status: string;
	mode: string;
	/** Of the node that failed; undefined when the execution went through. */
	error: { message: string; description?: string | null } | undefined;
	items: (node: string, output?: number, run?: number) => INodeExecutionData[];
	data: IRunExecutionData;
}

const OVER = new Set(['success', 'error', 'crashed', 'canceled', 'waiting']);

export function createWorkflow(
	session: N8nSession,
	workflow: WorkflowDraft,
): Promise<StoredWorkflow> {
	return session.request('POST', '/rest/workflows', {
		...workflow,
		settings: { executionOrder: 'v1', ...workflow.settings },
	});
}

/** The workflow of that name as it is, with whatever its user changed since; made on first use. */
export async function ensureWorkflow(
	session: N8nSession,
	workflow: WorkflowDraft,
): Promise<StoredWorkflow> {
	const filter = encodeURIComponent(JSON.stringify({ name: workflow.name }));
	const answer = await session.request<{ data: StoredWorkflow[] } | StoredWorkflow[]>(
		'GET',
		`/rest/workflows?filter=${filter}`,
	);
	const found = (Array.isArray(answer) ? answer : answer.data).find(
		({ name }) => name === workflow.name,
	);
	return found
		? session.request('GET', `/rest/workflows/${found.id}`)
		: createWorkflow(session, workflow);
}

/** Makes the saved workflow live. */
export async function publish(session: N8nSession, id: string): Promise<void> {
	const { versionId } = await session.request<StoredWorkflow>('GET', `/rest/workflows/${id}`);
	await session.request('POST', `/rest/workflows/${id}/activate`, { versionId });
	await publication(session, id, 'published');
}

export async function unpublish(session: N8nSession, id: string): Promise<void> {
	await session.request('POST', `/rest/workflows/${id}/deactivate`, {});
	await publication(session, id, 'not_published');
}

/** n8n registers and removes triggers after it has answered: hence the wait. */
async function publication(
	session: N8nSession,
	id: string,
	wanted: string,
	patienceMs = 30_000,
): Promise<void> {
	const startedAt = performance.now();
	for (;;) {
		const { status } = await session.request<{ status: string }>(
			'GET',
			`/rest/workflows/${id}/publication-status`,
		);
		if (status === wanted) return;
		if (status !== 'in_progress' || performance.now() - startedAt > patienceMs)
			throw new Error(`Workflow ${id} should be ${wanted} and is ${status}`);
		await wait(200);
	}
}

/**
 * Runs the saved workflow once from one of its triggers, as the editor's button does. `items` stand
 * in for what a trigger
 * with an outside source (a webhook) would have got; the manual trigger takes none.
 */
export async function runManually(
	session: N8nSession,
	id: string,
	trigger: string,
	items?: INodeExecutionData[],
): Promise<FinishedExecution> {
	const data = items && {
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: [],
		data: { main: [items] },
	};
	const answer = await session.request<{ executionId?: string }>(
		'POST',
		`/rest/workflows/${id}/run`,
		{ triggerToStartFrom: { name: trigger, ...(data && { data }) } },
	);
	if (!answer.executionId)
		throw new Error(`n8n did not start workflow ${id}: ${JSON.stringify(answer)}`);
	return execution(session, answer.executionId);
}

/** An execution once it is over (or waits); it may not be stored yet when first asked for. */
export async function execution(
	session: N8nSession,
	id: string,
	patienceMs = 120_000,
): Promise<FinishedExecution> {
	const startedAt = performance.now();
	for (;;) {
		const stored = await session
			.request<{ status: string; mode: string; data: string }>('GET', `/rest/executions/${id}`)
			.catch((error: unknown) => {
				if (error instanceof N8nRequestError && error.status === 404) return undefined;
				throw error;
			});
		if (stored && OVER.has(stored.status)) return finished(id, stored);
		if (performance.now() - startedAt > patienceMs)
			throw new Error(
				`Execution ${id} is still ${stored?.status ?? 'unknown'} after ${patienceMs / 1000} s`,
			);
		await wait(100);
	}
}

function finished(
	id: string,
	stored: { status: string; mode: string; data: string },
): FinishedExecution {
	const data = unflatten(stored.data);
	const { runData, error } = data.resultData as {
		runData: IRunExecutionData['resultData']['runData'];
		error?: FinishedExecution['error'];
	};
	return {
		id,
		status: stored.status,
		mode: stored.mode,
		error,
		items: (node, output = 0, run = 0) => runData[node]?.[run]?.data?.main?.[output] ?? [],
		data,
	};
}

/** n8n stores run data in the form of its own copy of the library `flatted`. */
function unflatten(text: string): IRunExecutionData {
	const ofServer = createRequire(
		join(dirname(dirname(__dirname)), 'server/node_modules/n8n/package.json'),
	);
	return (ofServer('flatted') as { parse(text: string): IRunExecutionData }).parse(text);
}

export async function executionsOf(
	session: N8nSession,
	workflowId: string,
): Promise<{ id: string; status: string; mode: string }[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	return (
		await session.request<{ results: { id: string; status: string; mode: string }[] }>(
			'GET',
			`/rest/executions?filter=${filter}`,
		)
	).results;
}
