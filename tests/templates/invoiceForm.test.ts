import { readFileSync } from 'node:fs';
import { createCredential } from '../../scripts/n8n/credentials';
import { publish } from '../../scripts/n8n/workflows';
import { readDeal, readInvoice } from '../../scripts/stack/sandbox';
import { pdfPages } from '../sandbox/quickbooks/pdf/pdfText';
import { imageFile, importTemplate, unconnected } from './support/editor';
import { FormPages } from './support/form';
import { startTemplateStack, type TemplateStack } from './support/templateStack';

const PASSWORD = { username: 'sales', password: 'form-password' };

let stack: TemplateStack;
beforeAll(async () => {
	stack = await startTemplateStack();
	await createCredential(stack.session, 'httpBasicAuth', 'Invoice form', {
		user: PASSWORD.username,
		password: PASSWORD.password,
	});
	const workflow = await importTemplate(stack, 'invoice-form');
	expect(unconnected(workflow)).toEqual([]);
	await publish(stack.session, workflow.id);
}, 400_000);
afterAll(async () => await stack?.stop(), 60_000);

/** A visitor of the form, who may have come by a link from a deal. */
async function visit(query = '', viewport = { width: 960, height: 480 }): Promise<FormPages> {
	const context = await stack.browser.newContext({
		httpCredentials: PASSWORD,
		acceptDownloads: true,
		viewport,
	});
	await context.route(/^https:/, (route) => route.abort());
	const page = await context.newPage();
	await page.goto(`${stack.n8n.url}/form/quickbooks-invoice${query}`);
	return new FormPages(page);
}

it('asks for its password', async () => {
	expect((await fetch(`${stack.n8n.url}/form/quickbooks-invoice`)).status).toBe(401);
});

it('makes a draft of a deal that was linked, from start to end', async () => {
	const form = await visit('?deal=401');
	await form.at('Create a QuickBooks invoice');
	expect(await form.value('Deal')).toBe('401');
	await form.picture(imageFile('invoice-form-1-deal'));
	await form.next();
	await form.at('1 of 5');
	expect(await form.picks('Create the invoice from')).toEqual([
		'Line items of the deal (4, USD 1313.58)',
	]);
	expect(await form.value('QuickBooks account')).toBe("Zoë's Garden & Design LLC (USD)");
	await form.picture(imageFile('invoice-form-2-source'));
	await form.next();
	await form.at('2 of 5');
	expect(await form.picked('Customer')).toBe("Niamh O'Brien (same e-mail address)");
	await form.picture(imageFile('invoice-form-3-customer'));
	await form.next();
	await form.at('3 of 5');
	expect(await form.value('Product', 2)).toContain('Sod roll 5\' × 2"');
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
	const pdf = readFileSync(await (await download).path());
	expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
	const total = /USD ([\d.]+) including/.exec(await form.text())?.[1] ?? '';
	expect(Number(total)).toBeGreaterThan(1313.58);
	expect(
		pdfPages(pdf)
			.flat()
			.map((text) => text.replace(/,/g, '')),
	).toContainEqual(expect.stringContaining(total));
	await form.picture(imageFile('invoice-form-7-done'));
	const { quickbooks_invoice_number: number } = await readDeal(stack.sandbox, '401', [
		'quickbooks_invoice_number',
	]);
	expect(await form.text()).toContain(`Draft invoice ${number} is in QuickBooks`);
}, 180_000);

it('says in words why a deal cannot be billed', async () => {
	const form = await visit('?deal=403');
	await form.next();
	await form.at(/cannot be billed$/);
	expect(await form.text()).toContain(
		'Line items: There are no line items. Add line items to the deal in HubSpot, or choose a quote.',
	);
	expect(await form.text()).toContain('Open the deal in HubSpot');
	await form.picture(imageFile('invoice-form-not-billable'));
}, 60_000);

it('says why not when the only quote expired, and shows odd names as they are', async () => {
	const name = 'Bed & <b>Bath</b> "Olé" $& {{ 1 }}';
	const { id } = await stack.control('POST', '/hubspot/records/deals', {
		properties: {
			dealname: name,
			dealstage: 'contractsent',
			pipeline: 'default',
			deal_currency_code: 'USD',
		},
		links: [{ to: 'contacts', id: '101' }],
	});
	await stack.control('POST', '/hubspot/records/quotes', {
		properties: {
			hs_title: 'Old <offer>',
			hs_status: 'APPROVED',
			hs_expiration_date: '2020-01-31',
		},
		links: [{ to: 'deals', id: String(id) }],
	});
	const form = await visit(`?deal=${String(id)}`);
	await form.next();
	await form.at(/cannot be billed$/);
	expect(await form.page.locator('h1').innerText()).toBe(`“${name}” cannot be billed`);
	expect(await form.text()).toContain(
		'Quote "Old <offer>": This quote cannot be billed: it expired on',
	);
	const none = await visit(`?deal=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
	await none.next();
	await none.at('There is no such deal');
	expect(await none.text()).toContain('HubSpot knows no deal "<img src=x onerror=alert(1)>".');
}, 90_000);

it('looks for the deal by name, and says when there is none', async () => {
	const none = await visit('?deal=no%20such%20deal');
	await none.next();
	await none.at('There is no such deal');
	expect(await none.text()).toContain('HubSpot knows no deal "no such deal".');
	const form = await visit();
	await form.fill('Deal', 'Café Olé');
	await form.next();
	await form.at('1 of 5');
	expect(await form.text()).toContain('Café Olé terrace');
	const several = await visit('?deal=Maple%20Leaf');
	await several.next();
	await several.page.getByText('Several deals fit.').waitFor();
	expect((await several.options('Deal')).sort()).toEqual([
		'Maple Leaf fertilizer · USD 319.60 · 408',
		'Maple Leaf showroom · USD 1024.80 · 405',
	]);
	await several.choose('Deal', 'fertilizer');
	await several.next();
	await several.at('1 of 5');
	expect(await several.text()).toContain('Maple Leaf fertilizer');
}, 90_000);

it('goes back from the review with every answer kept, and bills what was changed for a new customer', async () => {
	const form = await visit('?deal=402');
	await form.next();
	await form.at('1 of 5');
	await form.next();
	await form.at('2 of 5');
	expect(await form.picked('Customer')).toBe('New customer: José García-Núñez');
	await form.next();
	await form.at('3 of 5');
	expect(await form.value('Product')).toBe('Create “Terrace planter 🌱 «Olé»” in QuickBooks');
	await form.fill('Quantity', 'many');
	await form.next();
	await form.at('4 of 5');
	await form.fill('Message to the customer', 'It costs $&, $1 and {{ nothing }}');
	await form.next();
	await form.at('5 of 5');
	expect(await form.text()).toContain('What is in the way');
	expect(await form.text()).toContain('"many"');
	expect(await form.picks('What next?')).not.toContain('Create the draft invoice');
	await form.picture(imageFile('invoice-form-in-the-way'));
	await form.pick('What next?', 'Change products and taxes');
	await form.next();
	await form.at('3 of 5');
	expect(await form.value('Quantity')).toBe('many');
	await form.fill('Quantity', '3');
	await form.choose('Product', 'Design hours', 3);
	await form.fill('Quantity', '1.5', 3);
	await form.fill('Unit price', '80', 3);
	await form.next();
	await form.at('4 of 5');
	expect(await form.value('Message to the customer')).toBe('It costs $&, $1 and {{ nothing }}');
	await form.next();
	await form.at('5 of 5');
	expect(await form.text()).toMatch(/Total before tax\s+USD 689\.70/);
	const download = form.page.waitForEvent('download', { timeout: 60_000 });
	await form.next();
	await form.at(/^Draft invoice \d+ is in QuickBooks/);
	await download;
	const { rows } = await stack.control<{ rows: { id: string }[] }>(
		'GET',
		'/quickbooks/companies/us/invoices?limit=1',
	);
	const invoice = (await readInvoice(
		stack.sandbox,
		stack.realmId,
		rows[0]?.id ?? '',
	)) as unknown as {
		Line: { Amount: number; DetailType: string }[];
		CustomerRef: { name: string };
		CustomerMemo: { value: string };
		EmailStatus: string;
	};
	expect(
		invoice.Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail').map(
			({ Amount }) => Amount,
		),
	).toEqual([449.7, 120, 120]);
	expect(invoice).toMatchObject({
		CustomerRef: { name: 'José García-Núñez' },
		CustomerMemo: { value: 'It costs $&, $1 and {{ nothing }}' },
		EmailStatus: 'NeedToSend',
	});
}, 180_000);

it('bills a published quote, also one with a description of two lines, and tells of the others', async () => {
	await stack.control('PATCH', '/hubspot/records/line_items/621', {
		properties: { description: 'Planning & <b>planting</b>\nin two weeks' },
	});
	const form = await visit(
		`?deal=${encodeURIComponent('https://app.hubspot.com/contacts/48291573/record/0-3/405')}`,
	);
	await form.next();
	await form.at('1 of 5');
	expect(await form.text()).toContain('it expired on');
	await form.pick('Create the invoice from', 'Quote');
	await form.picture(imageFile('invoice-form-quotes'));
	await form.next();
	await form.at('2 of 5');
	await form.pick('Customer', 'Another customer');
	await form.choose('Customer in QuickBooks (only for “another customer”)', 'Ann Miller');
	await form.next();
	await form.at('3 of 5');
	await form.next();
	await form.at('4 of 5');
	await form.next();
	await form.at('5 of 5');
	expect(await form.text()).toMatch(/From\s+Quote: /);
	await form.next();
	await form.at(/^Draft invoice \d+ is in QuickBooks/);
	expect(await form.text()).toContain('Ann Miller, USD');
}, 120_000);

it('returns the invoice that there is when a deal is billed a second time', async () => {
	const form = await visit('?deal=401');
	for (const title of ['Create a QuickBooks invoice', '1 of 5', '2 of 5', '3 of 5', '4 of 5']) {
		await form.at(title);
		await form.next();
	}
	await form.at('5 of 5');
	expect(await form.text()).toMatch(/Invoice \d+ already exists and would be returned/);
	await form.next();
	await form.at(/^Invoice \d+ existed already/);
}, 120_000);

it('fits a phone, page by page', async () => {
	const form = await visit('?deal=401', { width: 390, height: 844 });
	for (const title of [
		'Create a QuickBooks invoice',
		'1 of 5',
		'2 of 5',
		'3 of 5',
		'4 of 5',
		'5 of 5',
	]) {
		await form.at(title);
		expect({ title, tooWide: await form.tooWide() }).toEqual({ title, tooWide: 0 });
		if (title === '3 of 5' || title === '5 of 5')
			await form.picture(imageFile(`invoice-form-phone-${title[0]}`));
		if (title === '5 of 5') await form.pick('What next?', 'Stop without an invoice');
		await form.next();
	}
	await form.at('No invoice was created');
}, 120_000);

it('makes one invoice of two clicks and of a step back, and says what is missing', async () => {
	const deal = await stack.control('POST', '/hubspot/records/deals', {
		properties: {
			dealname: 'Twice',
			dealstage: 'contractsent',
			pipeline: 'default',
			amount: '85.00',
			deal_currency_code: 'USD',
		},
		links: [{ to: 'contacts', id: '101' }],
	});
	await stack.control('POST', '/hubspot/records/line_items', {
		properties: { name: 'Design hours', hs_product_id: '301', quantity: '1', price: '85.00' },
		links: [{ to: 'deals', id: String(deal['id']) }],
	});
	const count = async () =>
		(await stack.control<{ rows: object[] }>('GET', '/quickbooks/companies/us/invoices?limit=200'))
			.rows.length;
	const before = await count();
	const form = await visit(`?deal=${String(deal['id'])}`);
	await form.next();
	await form.at('1 of 5');
	await form.next();
	await form.at('2 of 5');
	await form.pick('Customer', 'Another customer');
	for (const title of ['2 of 5', '3 of 5', '4 of 5']) {
		await form.at(title);
		await form.next();
	}
	await form.at('5 of 5');
	expect(await form.text()).toContain('What is in the way');
	await form.pick('What next?', 'Change the customer');
	await form.next();
	await form.at('2 of 5');
	await form.pick('Customer', "Niamh O'Brien");
	// The browser's own way back leads out of the form, and forward again to the page where it was
	// left.
	await form.page.goBack();
	await form.page.goForward();
	for (const title of ['2 of 5', '3 of 5', '4 of 5']) {
		await form.at(title);
		if (title === '2 of 5') await form.pick('Customer', "Niamh O'Brien");
		await form.next();
	}
	await form.at('5 of 5');
	const address = form.page.url();
	await form.page.locator('#submit-btn').dblclick();
	await form.at(/^(Draft i|I)nvoice \d+ /);
	// n8n refuses the page that is answered already, or leaves the call without an answer; what
	// counts is that nothing comes of it.
	await form.page.request
		.post(address, { multipart: { 'field-0': 'Create the draft invoice' }, timeout: 15_000 })
		.catch(() => undefined);
	await form.page.waitForTimeout(3000);
	expect(await count()).toBe(before + 1);
}, 180_000);

it('calls nobody outside this machine', () => expect(stack.slack.refused).toEqual([]));
