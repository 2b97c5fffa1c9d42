import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { readInvoice, type SandboxAddresses } from '../../scripts/stack/sandbox';
import { focused, nameless, overflow, tidy, unreadable } from '../support/inPage';

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
const REALM = '9341450000000001';
const DEAL = '401';

let sandbox: Sandbox;
let addresses: SandboxAddresses;
let browser: Browser;
let page: Page;
const troubles: string[] = [];
const outside: string[] = [];

async function control<T>(method: string, path: string, body?: object): Promise<T> {
	const answer = await fetch(`${addresses.control}/control${path}`, {
		method,
		...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	return (await answer.json()) as T;
}

function hubSpot(method: string, path: string, body?: object): Promise<Response> {
	const headers = {
		authorization: `Bearer ${addresses.details.hubspot.serviceKey}`,
		'content-type': 'application/json',
	};
	return fetch(`${addresses.hubspot}${path}`, {
		method,
		headers,
		...(body && { body: JSON.stringify(body) }),
	});
}

const invoiceRow = (number: string): Locator =>
	page.locator('#quickbooks-list tr', { has: page.getByText(number, { exact: true }) });
const dialog = (): Locator => page.locator('dialog[open]');
const invoice = (id: string) => readInvoice(addresses, REALM, id);

async function chooseInMenu(number: string, entry: string): Promise<void> {
	await page.getByRole('button', { name: `More for invoice ${number}` }).click();
	await page.getByRole('menuitem', { name: entry }).click();
}

beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'demo', now: '2026-11-24T17:00:00Z' });
	addresses = {
		hubspot: sandbox.hubspot.url,
		quickbooks: sandbox.quickbooks.url,
		control: sandbox.control.url,
		details: {
			hubspot: sandbox.hubspot.describe(),
			quickbooks: sandbox.quickbooks.describe(),
		} as SandboxAddresses['details'],
	};
	browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
	page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	page.setDefaultTimeout(10_000);
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on(
		'console',
		(message) =>
			message.type() === 'error' &&
			!message.text().includes('status of 400') &&
			troubles.push(message.text()),
	);
	page.on(
		'request',
		(request) => !request.url().startsWith(addresses.control) && outside.push(request.url()),
	);
	await page.goto(addresses.control);
	await page.locator('#quickbooks-list tbody tr').first().waitFor();
}, 60_000);
afterAll(async () => {
	await browser?.close();
	await sandbox?.stop();
}, 30_000);
afterEach(() => {
	expect(troubles.splice(0)).toEqual([]);
	expect(outside).toEqual([]);
});

describe('both systems side by side', () => {
	it('lists the deals of the portal and the invoices of the company with their states', async () => {
		expect(await page.locator('#hubspot-list tbody tr').count()).toBe(8);
		expect(await invoiceRow('1002').innerText()).toMatch(
			/Courtyard[^]*902\.10 USD[^]*open 502\.10[^]*Part paid/,
		);
		expect(await invoiceRow('1003').innerText()).toMatch(/Overdue/);
		expect(await page.locator('#quickbooks-list .badge').allInnerTexts()).toEqual([
			'Waiting',
			'Waiting',
			'Part paid',
			'Voided',
			'Overdue',
			'Paid',
		]);
	});

	it('shows what a deal knows of its invoice as soon as it was written', async () => {
		const properties = [
			['number', 'string', 'text'],
			['status', 'string', 'text'],
			['due_date', 'date', 'date'],
			['amount_billed', 'number', 'number'],
			['count', 'number', 'number'],
		] as const;
		const write = (deal: string, values: Record<string, string>) =>
			hubSpot('PATCH', `/crm/v3/objects/deals/${deal}`, {
				properties: Object.fromEntries(
					Object.entries(values).map(([name, value]) => [`quickbooks_invoice_${name}`, value]),
				),
			});
		for (const [name, type, fieldType] of properties)
			await hubSpot('POST', '/crm/v3/properties/deals', {
				name: `quickbooks_invoice_${name}`,
				label: name,
				groupName: 'dealinformation',
				type,
				fieldType,
			});
		await write(DEAL, {
			number: '1001',
			status: 'paid_in_full',
			due_date: '2026-12-24',
			amount_billed: '1313.58',
		});
		await write('402', {
			number: '1003',
			status: 'overdue',
			due_date: '2026-11-09',
			amount_billed: '719.60',
		});
		await write('406', {
			number: '1006',
			status: 'partial_payment',
			due_date: '2027-01-15',
			amount_billed: '5000.00',
			count: '2',
		});
		await page.locator('#hubspot-list').getByText('Paid in full').waitFor();
		expect(await page.locator(`#hubspot-list tr[data-id="${DEAL}"]`).innerText()).toMatch(
			/Spring planting[^]*401 · Closed Won[^]*1,313\.58 USD[^]*No\. 1001[^]*1,313\.58 USD[^]*Paid in full\s+due 2026-12-24/,
		);
		expect(await page.locator('#hubspot-list tr[data-id="406"]').innerText()).toMatch(
			/No\. 1006\s+2 invoices\s+Partial payment/,
		);
	});

	it('moves a deal to another stage', async () => {
		await page.getByRole('button', { name: 'Edit Roof garden, first talk' }).click();
		await dialog().getByLabel('Stage').selectOption('Closed Won');
		await dialog().getByRole('button', { name: 'Save' }).click();
		await page.getByText('403 · Closed Won').waitFor();
		const deal = (await (
			await hubSpot('GET', '/crm/v3/objects/deals/403?properties=dealstage')
		).json()) as { properties: object };
		expect(deal.properties).toMatchObject({ dealstage: 'closedwon' });
	});

	it('shows the lists of another company', async () => {
		await page.getByLabel('Company').selectOption({ label: 'Hedge & Border Ltd (GBP)' });
		await page.locator('#quickbooks-list').getByText('GBP').first().waitFor();
		expect(await page.locator('#quickbooks-list tbody tr').count()).toBe(1);
		await page.getByLabel('Company').selectOption({ index: 0 });
		await invoiceRow('1001').waitFor();
	});

	it('shows what a record says as text, whatever it says', async () => {
		const hostile = '<img src=x onerror="document.title=1"><b>Bold & co</b>';
		await control('PATCH', '/hubspot/records/contacts/104', { properties: { firstname: hostile } });
		await page.getByRole('tab', { name: /Contacts/ }).click();
		await page.locator('#hubspot-list').getByText(`${hostile} Miller`, { exact: true }).waitFor();
		expect(await page.title()).toBe('Sandbox console');
		expect(await page.locator('#hubspot-list img, #hubspot-list b').count()).toBe(0);
		await page.getByRole('tab', { name: /Deals/ }).click();
	});
});

describe('what a bookkeeper does', () => {
	it('records a payment, the balance first offered', async () => {
		await page.getByRole('button', { name: 'Record a payment of invoice 1002' }).click();
		const amount = dialog().getByLabel('Amount (USD)');
		expect(await amount.inputValue()).toBe('502.10');
		await amount.fill('500');
		await dialog().getByRole('button', { name: 'Record payment' }).click();
		await invoiceRow('1002').getByText('open 2.10').waitFor();
		expect((await invoice('3')).Balance).toBe(2.1);
		await page.getByRole('button', { name: 'Record a payment of invoice 1002' }).click();
		await dialog().getByRole('button', { name: 'Record payment' }).click();
		await invoiceRow('1002').getByText('Paid', { exact: true }).waitFor();
		expect((await invoice('3')).Balance).toBe(0);
		expect(await page.getByRole('tab', { name: 'Payments 4' }).count()).toBe(1);
	}, 30_000);

	it('voids an invoice, and says why it cannot void a paid one', async () => {
		await chooseInMenu('1005', 'Void…');
		await dialog().getByRole('button', { name: 'Void' }).click();
		await invoiceRow('1005').getByText('Voided').waitFor();
		expect(await invoice('7')).toMatchObject({
			TotalAmt: 0,
			Balance: 0,
			PrivateNote: expect.stringMatching(/^Voided/),
		});
		await chooseInMenu('1001', 'Void…');
		await dialog().getByRole('button', { name: 'Void' }).click();
		await dialog().getByRole('alert').filter({ hasText: 'payment' }).waitFor();
		await page.keyboard.press('Escape');
		expect((await invoice('1')).TotalAmt).toBeGreaterThan(0);
	}, 30_000);

	it('sends an invoice, which is then viewed, or bounces', async () => {
		await chooseInMenu('1006', 'Send…');
		await dialog().getByLabel('To').fill('ann@millers.example');
		await dialog().getByRole('button', { name: 'Send' }).click();
		await invoiceRow('1006').getByText('Sent', { exact: true }).waitFor();
		expect(await invoice('8')).toMatchObject({
			EmailStatus: 'EmailSent',
			BillEmail: { Address: 'ann@millers.example' },
		});
		await chooseInMenu('1006', 'Mark as viewed');
		await invoiceRow('1006').getByText('Viewed', { exact: true }).waitFor();
		await chooseInMenu('1003', 'Mark mail as bounced');
		await invoiceRow('1003').getByText('mail bounced').waitFor();
		const id =
			(await page
				.locator('#quickbooks-list tr', { hasText: 'mail bounced' })
				.getAttribute('data-id')) ?? '';
		expect(await invoice(id)).toMatchObject({
			DocNumber: '1003',
			DeliveryInfo: { DeliveryErrorType: 'Bounced Email' },
		});
	}, 30_000);

	it('edits a customer, and empties a field', async () => {
		await page.getByRole('tab', { name: /Customers/ }).click();
		await page.getByRole('button', { name: "Edit Niamh O'Brien" }).click();
		await dialog().getByLabel('Display name').fill("Niamh O'Brien-Söhne");
		await dialog().getByLabel('Company').fill('');
		await dialog().getByRole('button', { name: 'Save' }).click();
		await page.locator('#quickbooks-list').getByText("Niamh O'Brien-Söhne").waitFor();
		const customer = await control<Record<string, unknown>>(
			'GET',
			'/quickbooks/companies/us/customers/1',
		);
		expect(customer).toMatchObject({
			DisplayName: "Niamh O'Brien-Söhne",
			PrimaryEmailAddr: { Address: 'niamh.obrien@example.com' },
		});
		expect(customer['CompanyName'] ?? '').toBe('');
		await page.getByRole('tab', { name: /Invoices/ }).click();
	}, 30_000);
});

describe('time, faults, switches and requests', () => {
	it('pushes the clock on, so that an invoice is overdue', async () => {
		await page.getByRole('button', { name: '+7 days' }).click();
		await page.locator('#now').getByText('2026-12-01').waitFor();
		await page.getByRole('button', { name: 'Set…' }).click();
		await dialog().getByLabel('Move on by days').fill('30');
		await dialog().getByRole('button', { name: 'Set the clock' }).click();
		await invoiceRow('1006').getByText('Overdue').waitFor();
		expect((await control<{ now: string }>('GET', '/clock')).now).toMatch(/^2026-12-31T17:/);
	}, 30_000);

	it('injects a fault that one request meets, and shows both requests', async () => {
		await page.getByRole('button', { name: /Faults/ }).click();
		await dialog().getByLabel('System').selectOption('HubSpot');
		await dialog().getByLabel('Behaviour').selectOption('503');
		await dialog().getByLabel('Path').fill('/objects/quotes');
		await dialog().getByLabel('Faults in total').fill('1');
		await dialog().getByLabel('Retry-After').fill('7');
		await dialog().getByRole('button', { name: 'Inject the fault' }).click();
		await dialog().getByText('HubSpot: /objects/quotes, once').waitFor();
		await page.keyboard.press('Escape');
		expect(await page.locator('#fault-count').innerText()).toBe('1');
		const [first, second] = [
			await hubSpot('GET', '/crm/v3/objects/quotes'),
			await hubSpot('GET', '/crm/v3/objects/quotes'),
		];
		expect([first.status, first.headers.get('retry-after'), second.status]).toEqual([
			503,
			'7',
			200,
		]);
		await page.locator('#log-list').getByText('fault 503').waitFor();
		await page.locator('#fault-count').waitFor({ state: 'hidden' });
		const lines = await page
			.locator('#log-list tbody tr:visible')
			.filter({ hasText: '/objects/quotes' })
			.allInnerTexts();
		expect(lines.map((line) => /(503 fault 503|200)/.exec(line.replace(/\s+/g, ' '))?.[0])).toEqual(
			['200', '503 fault 503'],
		);
	}, 30_000);

	it('opens a request to its bodies, and finds requests by system, text and failure', async () => {
		await hubSpot('POST', '/crm/v3/objects/deals/search', { query: 'terrace', limit: 1 });
		const line = page.getByRole('button', { name: '/crm/v3/objects/deals/search' });
		await line.click();
		expect(await page.locator('#log-list pre').allInnerTexts()).toEqual([
			expect.stringContaining('"query": "terrace"'),
			expect.stringContaining('"total": 1'),
		]);
		await line.click();
		await page.getByLabel('Contains').fill('"query":"terr');
		expect(await page.locator('#log-list tbody tr:visible').count()).toBe(1);
		await page.getByLabel('Contains').fill('');
		await page.getByLabel('failures only').check();
		expect(await page.locator('#log-list tbody tr:visible').count()).toBe(1);
		await page.getByLabel('failures only').uncheck();
		await page.locator('#log-system').selectOption('QuickBooks');
		expect(
			await page.locator('#log-list tbody tr:visible td:nth-child(2)').allInnerTexts(),
		).not.toContain('HubSpot');
		await page.locator('#log-system').selectOption('both');
	}, 30_000);

	it('sets a switch, refuses a wrong value in words, and goes back to the defaults', async () => {
		await page.getByRole('button', { name: /Switches/ }).click();
		await dialog().getByLabel('reply age').selectOption('2020');
		await dialog().getByRole('button', { name: 'Reset to defaults (1 changed)' }).waitFor();
		expect((await control<{ quickbooks: object }>('GET', '/switches')).quickbooks).toMatchObject({
			replyAge: '2020',
		});
		await dialog().getByLabel('latency ms').first().fill('-5');
		await dialog().getByLabel('latency ms').first().blur();
		await dialog().getByRole('alert').filter({ hasText: 'latencyMs' }).waitFor();
		await dialog()
			.getByRole('button', { name: /Reset to defaults/ })
			.click();
		await dialog().getByText('All switches have their defaults').waitFor();
		expect((await control<{ quickbooks: object }>('GET', '/switches')).quickbooks).toMatchObject({
			replyAge: '2026',
			latencyMs: 0,
		});
		await page.keyboard.press('Escape');
	}, 30_000);

	it('says in words what HubSpot does not take, and keeps the buttons in sight', async () => {
		await page.getByRole('button', { name: 'Edit Hillside redesign' }).click();
		await dialog()
			.getByLabel(/Amount/)
			.fill('a lot');
		await dialog().getByRole('button', { name: 'Save' }).click();
		expect(await dialog().getByRole('alert').filter({ hasText: 'amount' }).innerText()).toBe(
			'amount: a lot was not a valid number.',
		);
		expect(await dialog().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
		await dialog()
			.getByLabel(/Amount/)
			.fill('x'.repeat(300));
		await dialog().getByRole('button', { name: 'Save' }).click();
		await dialog().getByRole('alert').filter({ hasText: 'xxx' }).waitFor();
		expect(await dialog().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
		await page.keyboard.press('Escape');
	}, 30_000);

	it('shows a long path whole where its request is opened', async () => {
		await hubSpot(
			'GET',
			`/crm/v3/objects/taxes?properties=${Array(70).fill('hs_label').join(',')}`,
		);
		await page.getByRole('button', { name: '/crm/v3/objects/taxes' }).click();
		expect(
			await page
				.locator('#log-list')
				.evaluate((element) => element.scrollWidth - element.clientWidth),
		).toBe(0);
		await page.getByRole('button', { name: '/crm/v3/objects/taxes' }).click();
	}, 30_000);

	it('subscribes to webhooks on this machine only', async () => {
		await page.getByRole('button', { name: /Webhooks/ }).click();
		await dialog().getByLabel('Address').fill('https://example.com/hook');
		await dialog().getByLabel('Verifier token').fill('verifier-1');
		await dialog().getByRole('button', { name: 'Subscribe' }).click();
		await dialog().getByRole('alert').filter({ hasText: 'on this machine' }).waitFor();
		await dialog().getByLabel('Address').fill('http://127.0.0.1:9/hook');
		await dialog().getByRole('button', { name: 'Subscribe' }).click();
		await dialog().getByRole('button', { name: 'Remove subscription 1' }).click();
		await dialog().getByText('There are no subscriptions.').waitFor();
		await page.keyboard.press('Escape');
	}, 30_000);
});

describe('the page itself', () => {
	it.each([
		[1280, 800],
		[1600, 1000],
	])('fits %i × %i, readable by day and by night', async (width, height) => {
		await page.setViewportSize({ width, height });
		expect(await page.evaluate(overflow)).toEqual([0, 0]);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await page.evaluate(unreadable)).toEqual([]);
		}
		await page.emulateMedia({ colorScheme: 'light' });
	});

	it('fits a narrow window by scrolling down only', async () => {
		await page.setViewportSize({ width: 700, height: 900 });
		expect((await page.evaluate(overflow))[0]).toBe(0);
		await page.setViewportSize({ width: 1280, height: 800 });
	});

	it('names every control for those who do not see it', async () => {
		expect(await page.evaluate(nameless)).toEqual([]);
	});

	it('is walked through by keyboard: the tabs by arrows, a dialog closed by Escape gives the focus back', async () => {
		await page.getByRole('tab', { name: /Deals/ }).focus();
		await page.keyboard.press('ArrowRight');
		expect(await page.getByRole('tab', { name: /Contacts/ }).getAttribute('aria-selected')).toBe(
			'true',
		);
		await page.keyboard.press('ArrowLeft');
		await page.getByRole('button', { name: 'Edit Hillside redesign' }).focus();
		await page.keyboard.press('Enter');
		await dialog().waitFor();
		await page.keyboard.press('Escape');
		expect(await page.evaluate(focused)).toBe('Edit Hillside redesign');
	});

	it('has its picture taken', async () => {
		await page.setViewportSize({ width: 1440, height: 900 });
		await page.evaluate(tidy);
		mkdirSync(IMAGES, { recursive: true });
		await page.screenshot({ path: join(IMAGES, 'sandbox-console.png') });
	});
});
