import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { createWorkflow, type StoredWorkflow } from '../../scripts/n8n/workflows';
import { OWNER, PACKAGE, TRIGGER } from '../../scripts/stack/demo';
import { startStack, type Stack } from '../../scripts/stack/stack';
import { packedPackage } from './n8nServer';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
export const IMAGES = join(__dirname, '../../docs/images');

/** A real n8n with the sandbox, and its editor in a headless browser. */
export class Editor {
	private constructor(
		readonly stack: Stack,
		private readonly browser: Browser,
		readonly page: Page,
		private readonly dataDir: string,
	) {}

	static async open(): Promise<Editor> {
		const dataDir = mkdtempSync(join(tmpdir(), 'editor-'));
		const stack = await startStack({
			dataDir,
			packageFolder: packedPackage(),
			step: (_name, work) => work(),
		});
		const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
		const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
		await page.goto(`${stack.n8n.url}/signin`);
		await page.locator('input[autocomplete="email"]').fill(OWNER.email);
		await page.locator('input[type="password"]').fill(OWNER.password);
		await page.locator('input[type="password"]').press('Enter');
		await page.waitForURL(/home|workflow/);
		return new Editor(stack, browser, page, dataDir);
	}

	/** A workflow of a manual start and one node of ours, with both credentials. */
	async workflow(name: string, type: string, parameters: INodeParameters): Promise<StoredWorkflow> {
		return await createWorkflow(this.stack.session, {
			name,
			nodes: [
				{
					id: 'start',
					name: TRIGGER,
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				this.node(name, type, parameters),
			],
			connections: { [TRIGGER]: { main: [[{ node: name, type: 'main', index: 0 }]] } },
		});
	}

	/** A workflow of one trigger of ours, with both credentials. */
	async triggered(
		name: string,
		type: string,
		parameters: INodeParameters,
	): Promise<StoredWorkflow> {
		return await createWorkflow(this.stack.session, {
			name,
			nodes: [this.node(name, type, parameters)],
			connections: {},
		});
	}

	private node(name: string, type: string, parameters: INodeParameters): INode {
		const { hubspot, quickbooks } = this.stack.credentials;
		return {
			id: 'node',
			name,
			type: `${PACKAGE}.${type}`,
			typeVersion: 1,
			position: [240, 0],
			parameters,
			credentials: {
				hubspotServiceKeyApi: { id: hubspot.id, name: hubspot.name },
				quickBooksInvoicingOAuth2Api: { id: quickbooks.id, name: quickbooks.name },
			},
		};
	}

	/** Opens the node's form and answers with its fields. */
	async form(workflow: StoredWorkflow, node: string): Promise<Locator> {
		await this.page.goto(`${this.stack.n8n.url}/workflow/${workflow.id}`);
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${node}"]`).dblclick();
		const form = this.page.locator('[data-test-id="node-parameters"]');
		await form.waitFor();
		return form;
	}

	/**
	 * Chooses in a drop-down field, whose list may still be loading and closes once it is there.
	 * @param name the parameter's own name
	 */
	async choose(name: string, label: string): Promise<void> {
		const option = this.page
			.locator('.el-select-dropdown__item, [role="option"]')
			.filter({ hasText: label })
			.locator('visible=true')
			.first();
		for (let attempt = 0; attempt < 6; attempt += 1) {
			if (!(await option.isVisible())) {
				await this.page.locator(`[data-test-id="parameter-input-${name}"]`).first().click();
				await option.waitFor({ timeout: 5000 }).catch(() => undefined);
			}
			if (await clicked(option)) return;
		}
		throw new Error(`The field ${name} did not offer "${label}"`);
	}

	/** Types into a picker's list and takes what it then offers. @returns the names offered */
	async search(name: string, text: string, pick: string): Promise<string[]> {
		const picker = this.page.locator(`[data-test-id="resource-locator-${name}"]`);
		await picker.locator('[data-test-id="rlc-input"]').click();
		const search = this.page.locator('[data-test-id="rlc-search"]').locator('visible=true');
		await search.fill(text);
		const offered = this.page.locator('[data-test-id="rlc-item"]').locator('visible=true');
		await offered.filter({ hasText: pick }).first().waitFor({ timeout: 20_000 });
		await this.page.waitForTimeout(1200);
		const names = await offered.allInnerTexts();
		await offered.filter({ hasText: pick }).first().click();
		return names;
	}

	/** Scrolls a form to a field. @param path the field's own name, with that of its collection */
	async showField(path: string): Promise<void> {
		await this.page
			.locator(`[data-test-id="parameter-input-${path.split('.').at(-1) ?? ''}"]`)
			.first()
			.scrollIntoViewIfNeeded();
	}

	async execute(shows: string): Promise<void> {
		await this.page.locator('[data-test-id="node-execute-button"]').click();
		await this.page
			.locator('[data-test-id="output-panel"]')
			.getByText(shows, { exact: false })
			.first()
			.waitFor({ timeout: 60_000 });
	}

	async picture(name: string): Promise<void> {
		mkdirSync(IMAGES, { recursive: true });
		await this.page.waitForTimeout(1000);
		await this.page.screenshot({ path: join(IMAGES, `${name}.png`) });
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.stack.stop();
		rmSync(this.dataDir, { recursive: true, force: true });
	}
}

/** Clicks an option, unless its list closes first. @returns whether it was clicked */
async function clicked(option: Locator): Promise<boolean> {
	return option.click({ timeout: 3000 }).then(
		() => true,
		() => false,
	);
}
