import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { DEAL, INVOICE_NODE, OWNER } from '../../scripts/stack/demo';
import { runOnce } from '../../scripts/stack/once';
import { startStack, type Stack } from '../../scripts/stack/stack';
import { packedPackage } from '../support/n8nServer';

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
const IMAGES = join(__dirname, '../../docs/images');

describe('the node in n8n’s editor', () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'editor-'));
	let stack: Stack;
	let browser: Browser;
	let page: Page;
	const outside: string[] = [];

	beforeAll(async () => {
		stack = await startStack({
			dataDir,
			packageFolder: packedPackage(),
			step: (_name, work) => work(),
		});
		browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
		page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
		page.on('request', (request) => {
			if (!/^(data|blob):|^https?:\/\/127\.0\.0\.1[:/]/.test(request.url()))
				outside.push(request.url());
		});
		await signIn(page, stack.n8n.url);
	}, 180_000);
	afterAll(async () => {
		await browser?.close();
		await stack?.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}, 60_000);

	it('shows its form, with both credentials connected, and what came of it', async () => {
		await page.goto(`${stack.n8n.url}/workflow/${stack.workflow.id}`);
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${INVOICE_NODE}"]`).dblclick();
		const form = page.locator('[data-test-id="node-parameters"]');
		await form.waitFor();
		expect(await form.innerText()).toContain('Deal');
		expect(await page.locator('[data-test-id="node-credentials-select"]').count()).toBe(2);
		await page.locator('[data-test-id="node-execute-button"]').click();
		await page
			.locator('[data-test-id="output-panel"]')
			.getByText('created', { exact: false })
			.first()
			.waitFor({ timeout: 60_000 });
		await page.waitForTimeout(1500);
		mkdirSync(IMAGES, { recursive: true });
		await page.screenshot({ path: join(IMAGES, 'create-quickbooks-invoice.png') });
	}, 90_000);

	it('makes an invoice of the demo deal in this n8n', async () => {
		const report = await runOnce(stack, Date.now());
		expect(report.deal.id).toBe(DEAL);
		expect(report.deal.properties.quickbooks_invoice_number).toBe(report.invoice.docNumber);
		expect(report.invoice.total).toBeGreaterThan(0);
	}, 120_000);

	it('leaves the loopback address neither in the browser nor in n8n', () => {
		expect(outside).toEqual([]);
		expect(readFileSync(stack.n8n.logFile, 'utf8')).not.toMatch(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED/);
	});
});

async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[autocomplete="email"]').fill(OWNER.email);
	await page.locator('input[type="password"]').fill(OWNER.password);
	await page.locator('input[type="password"]').press('Enter');
	await page.waitForURL(/home|workflow/);
}
