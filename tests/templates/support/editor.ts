import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import type { StoredWorkflow, WorkflowDraft } from '../../../scripts/n8n/workflows';
import { OWNER } from '../../support/n8nServer';
import type { TemplateStack } from './templateStack';

const root = join(__dirname, '../../..');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

export const templateFile = (name: string) => join(root, 'templates', `${name}.json`);
export const imageFile = (name: string) => join(root, 'docs/images', `${name}.png`);

export function readTemplate(name: string): WorkflowDraft {
	return JSON.parse(readFileSync(templateFile(name), 'utf8')) as WorkflowDraft;
}

/** A page that is signed in to n8n. */
export async function openEditor(browser: Browser, url: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1700, height: 1000 } });
	// n8n has only just started, and a busy machine takes its time over the first page.
	page.setDefaultTimeout(120_000);
	await page.goto(`${url}/signin`);
	await page.locator('input[autocomplete="email"]').fill(OWNER.email);
	await page.locator('input[type="password"]').fill(OWNER.password);
	await page.locator('input[type="password"]').press('Enter');
	await page.waitForURL(/home|workflow/);
	return page;
}

/**
 * Imports a template by "Import from file" in the editor, keeps a picture of its canvas, and
 * returns what n8n stored.
 * Credentials come by name, as they do for any user who has one of that name.
 */
export async function importTemplate(
	{ page, session, n8n }: TemplateStack,
	name: string,
): Promise<StoredWorkflow> {
	const template = readTemplate(name);
	await page.goto(`${n8n.url}/workflow/new`);
	await page.locator('[data-test-id="workflow-import-input"]').setInputFiles(templateFile(name));
	const steps = template.nodes.filter(({ type }) => type !== STICKY_NOTE);
	await page
		.locator(`[data-test-id="canvas-node"][data-node-name="${steps[0]?.name}"]`)
		.waitFor({ timeout: 60_000 });
	await page.waitForTimeout(1500);
	await page.keyboard.press('Control+s');
	await page.waitForURL(/\/workflow\/(?!new)[\w-]+/, { timeout: 30_000 });
	await page.waitForTimeout(1500);
	// What was imported is selected: a click beside it ends that. The key fits everything into view.
	await page.mouse.click(1500, 920);
	await page.keyboard.press('1');
	await page.waitForTimeout(1200);
	await page.screenshot({ path: imageFile(`template-${name}`) });
	const id = /\/workflow\/([\w-]+)/.exec(page.url())?.[1] ?? '';
	const stored = await session.request<StoredWorkflow>('GET', `/rest/workflows/${id}`);
	const missing = template.nodes.filter(
		({ name: wanted }) => !stored.nodes.some(({ name: found }) => found === wanted),
	);
	if (missing.length > 0)
		throw new Error(`Not imported of ${name}: ${missing.map((node) => node.name).join(', ')}`);
	return stored;
}

/** Nodes that name a credential of their own which n8n does not know. */
export function unconnected(workflow: StoredWorkflow): string[] {
	return workflow.nodes
		.filter(({ credentials }: INode) => Object.values(credentials ?? {}).some(({ id }) => !id))
		.map(({ name }) => name);
}

/** Looks every minute instead of at the template's times, so that a test need not wait. */
export async function pollEveryMinute(
	{ session }: TemplateStack,
	workflow: StoredWorkflow,
	trigger: string,
): Promise<void> {
	const nodes = workflow.nodes.map((node) =>
		node.name === trigger
			? {
					...node,
					parameters: { ...node.parameters, pollTimes: { item: [{ mode: 'everyMinute' }] } },
				}
			: node,
	);
	await session.request('PATCH', `/rest/workflows/${workflow.id}`, {
		nodes,
		connections: workflow.connections,
		versionId: workflow.versionId,
	});
}
