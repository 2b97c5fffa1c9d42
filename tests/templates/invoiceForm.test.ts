import { createCredential } from '../../scripts/n8n/credentials';
import { publish } from '../../scripts/n8n/workflows';
import { readDeal } from '../../scripts/stack/sandbox';
import { imageFile, importTemplate, unconnected } from './support/editor';
import { FormPages } from './support/form';
import { startWorld, type TemplateWorld } from './support/world';

const PASSWORD = { username: 'sales', password: 'form-password' };

let world: TemplateWorld;
beforeAll(async () => {
	world = await startWorld();
	await createCredential(world.session, 'httpBasicAuth', 'Invoice form', { user: PASSWORD.username, password: PASSWORD.password });
	const workflow = await importTemplate(world, 'invoice-form');
	expect(unconnected(workflow)).toEqual([]);
	await publish(world.session, workflow.id);
}, 240_000);
afterAll(async () => await world?.stop(), 60_000);

/** A visitor of the form, who may have come by a link from a deal. */
async function visit(query = ''): Promise<FormPages> {
	const context = await world.browser.newContext({ httpCredentials: PASSWORD, acceptDownloads: true, viewport: { width: 900, height: 900 } });
	await context.route(/^https:/, (route) => route.abort());
	const page = await context.newPage();
	await page.goto(`${world.n8n.url}/form/quickbooks-invoice${query}`);
	return new FormPages(page);
}

it('asks for its password', async () => {
	expect((await fetch(`${world.n8n.url}/form/quickbooks-invoice`)).status).toBe(401);
});

it('makes a draft of a deal that was linked, from start to end', async () => {
	const form = await visit('?deal=401');
	await form.at('Create a QuickBooks invoice');
	expect(await form.value('Deal')).toBe('401');
	await form.picture(imageFile('invoice-form-1-deal'));
	await form.next();
	await form.at('1 of 5');
	expect(await form.picks('Create the invoice from')).toEqual(['Line items of the deal (4, USD 1313.58)']);
	expect(await form.value('QuickBooks account')).toBe("Zoë's Garden & Design LLC (USD)");
	await form.picture(imageFile('invoice-form-2-source'));
	await form.next();
	await form.at('2 of 5');
	expect(await form.picked('Customer')).toBe("Niamh O'Brien (same e-mail address)");
	await form.picture(imageFile('invoice-form-3-customer'));
	await form.next();
	await form.at('3 of 5');
	expect(await form.value('2. Product')).toContain("Sod roll 5' × 2\"");
	await form.picture(imageFile('invoice-form-4-products'));
	await form.next();
	await form.at('4 of 5');
	await form.choose('Terms', 'Net 15');
	await form.fill('Message to the customer', 'Thank you, Niamh & team! <3');
	await form.picture(imageFile('invoice-form-5-details'));
	await form.next();
	await form.at('5 of 5');
	expect(await form.text()).toMatch(/Total before tax\s+USD 1313\.58/);
	await form.picture(imageFile('invoice-form-6-review'));
	const download = form.page.waitForEvent('download', { timeout: 60_000 });
	await form.next();
	await form.at(/^Draft invoice \d+ is in QuickBooks/);
	expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
	await form.picture(imageFile('invoice-form-7-done'));
	const { quickbooks_invoice_number: number } = await readDeal(world.sandbox, '401', ['quickbooks_invoice_number']);
	expect(await form.text()).toContain(`Draft invoice ${number} is in QuickBooks`);
}, 180_000);
