import { createCredential } from '../../scripts/n8n/credentials';
import { publish } from '../../scripts/n8n/workflows';
import { readInvoice } from '../../scripts/stack/sandbox';
import { imageFile, importTemplate } from './support/editor';
import { FormPages } from './support/form';
import { startWorld, type TemplateWorld } from './support/world';

const PASSWORD = { username: 'sales', password: 'form-password' };

let world: TemplateWorld;
beforeAll(async () => {
	world = await startWorld('ca');
	await createCredential(world.session, 'httpBasicAuth', 'Invoice form', { user: PASSWORD.username, password: PASSWORD.password });
	await publish(world.session, (await importTemplate(world, 'invoice-form')).id);
}, 240_000);
afterAll(async () => await world?.stop(), 60_000);

it('asks for a tax code on every line where the company needs them', async () => {
	const context = await world.browser.newContext({ httpCredentials: PASSWORD, acceptDownloads: true, viewport: { width: 960, height: 480 } });
	await context.route(/^https:/, (route) => route.abort());
	const page = await context.newPage();
	await page.goto(`${world.n8n.url}/form/quickbooks-invoice?deal=404`);
	const form = new FormPages(page);
	for (const title of ['Create a QuickBooks invoice', '1 of 5', '2 of 5']) {
		await form.at(title);
		await form.next();
	}
	await form.at('3 of 5');
	expect(await form.options('Tax code')).toEqual(expect.arrayContaining([expect.stringContaining('HST ON')]));
	await form.next();
	await page.waitForTimeout(500);
	expect(await form.text()).toContain('This field is required');
	await form.choose('Tax code', 'HST ON');
	await form.picture(imageFile('invoice-form-tax-codes'));
	await form.next();
	await form.at('4 of 5');
	await form.next();
	await form.at('5 of 5');
	expect(await form.text()).toMatch(/Total before tax\s+CAD 440\.00/);
	const download = page.waitForEvent('download', { timeout: 60_000 });
	await form.next();
	await form.at(/^Draft invoice/);
	await download;
	const { rows } = await world.control<{ rows: { id: string }[] }>('GET', '/quickbooks/companies/ca/invoices?limit=1');
	expect(await readInvoice(world.sandbox, world.realmId, rows[0]?.id ?? '')).toMatchObject({ TotalAmt: 497.2, CurrencyRef: { value: 'CAD' }, TxnTaxDetail: { TotalTax: 57.2 } });
}, 180_000);
