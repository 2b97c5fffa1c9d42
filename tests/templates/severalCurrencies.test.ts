import { createCredential } from '../../scripts/n8n/credentials';
import { publish, runManually } from '../../scripts/n8n/workflows';
import { quickBooksToken, readInvoice } from '../../scripts/stack/sandbox';
import { imageFile, importTemplate, pollEveryMinute } from './support/editor';
import { FormPages } from './support/form';
import { startTemplateStack, type TemplateStack } from './support/templateStack';

const PASSWORD = { username: 'sales', password: 'form-password' };

let stack: TemplateStack;
beforeAll(async () => {
	stack = await startTemplateStack('ca');
	await createCredential(stack.session, 'httpBasicAuth', 'Invoice form', {
		user: PASSWORD.username,
		password: PASSWORD.password,
	});
	await publish(stack.session, (await importTemplate(stack, 'invoice-form')).id);
}, 400_000);
afterAll(async () => await stack?.stop(), 60_000);

it('asks for a tax code on every line where the company needs them', async () => {
	const context = await stack.browser.newContext({
		httpCredentials: PASSWORD,
		acceptDownloads: true,
		viewport: { width: 960, height: 480 },
	});
	await context.route(/^https:/, (route) => route.abort());
	const page = await context.newPage();
	await page.goto(`${stack.n8n.url}/form/quickbooks-invoice?deal=404`);
	const form = new FormPages(page);
	for (const title of ['Create a QuickBooks invoice', '1 of 5', '2 of 5']) {
		await form.at(title);
		await form.next();
	}
	await form.at('3 of 5');
	expect(await form.options('Tax code')).toEqual(
		expect.arrayContaining([expect.stringContaining('HST ON')]),
	);
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
	const { rows } = await stack.control<{ rows: { id: string }[] }>(
		'GET',
		'/quickbooks/companies/ca/invoices?limit=1',
	);
	expect(await readInvoice(stack.sandbox, stack.realmId, rows[0]?.id ?? '')).toMatchObject({
		TotalAmt: 497.2,
		CurrencyRef: { value: 'CAD' },
		TxnTaxDetail: { TotalTax: 57.2 },
	});
}, 180_000);

const dayIn = (days: number) =>
	new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto' }).format(
		Date.now() + days * 86_400_000,
	);

/** An invoice due so many days ago, of that many dollars, at a rate. */
async function bill(
	token: string,
	customer: string,
	amount: number,
	daysAgo: number,
	rate?: number,
): Promise<void> {
	const Line = [
		{
			DetailType: 'SalesItemLineDetail',
			Amount: amount,
			SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
		},
	];
	const answer = await fetch(
		`${stack.sandbox.quickbooks}/v3/company/${stack.realmId}/invoice?minorversion=75`,
		{
			method: 'POST',
			headers: {
				authorization: `Bearer ${token}`,
				accept: 'application/json',
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				CustomerRef: { value: customer },
				Line,
				TxnDate: dayIn(-200),
				DueDate: dayIn(-daysAgo),
				GlobalTaxCalculation: 'NotApplicable',
				...(rate && { CurrencyRef: { value: 'USD' }, ExchangeRate: rate }),
			}),
		},
	);
	if (!answer.ok) throw new Error(await answer.text());
	await new Promise((resolve) => setTimeout(resolve, 150));
}

it('reports receivables in the home currency, to the cent, with the borders of the buckets where they belong', async () => {
	const { rows } = await stack.control<{ rows: { id: string; balance: number }[] }>(
		'GET',
		'/quickbooks/companies/ca/invoices?limit=100',
	);
	for (const { id, balance } of rows)
		if (Number(balance) > 0)
			await stack.control('POST', '/quickbooks/companies/ca/payments', { invoiceId: id });
	const token = await quickBooksToken(stack.sandbox, stack.realmId);
	const ages = [-5, 0, 1, 30, 31, 60, 61, 90, 91];
	for (const [index, age] of ages.entries()) {
		await bill(token, '1', 100 + index, age);
		await bill(token, '2', 33.33 + index, age, 1.36525);
	}
	const workflow = await importTemplate(stack, 'receivables-ageing');
	const run = await runManually(stack.session, workflow.id, 'Every Monday');
	expect(run.error).toBeUndefined();
	const home = ages.map(
		(_, index) =>
			[
				10_000 + index * 100,
				Math.round(Number(((33.33 + index) * 1.36525 * 100).toFixed(6))),
			] as const,
	);
	const sum = (column: 0 | 1, from: number, to: number) =>
		home
			.filter((_, index) => (ages[index] ?? 0) >= from && (ages[index] ?? 0) <= to)
			.reduce((total, row) => total + row[column], 0);
	const borders = [
		['current', -99, 0],
		['d30', 1, 30],
		['d60', 31, 60],
		['d90', 61, 90],
		['older', 91, 999],
		['total', -99, 999],
	] as const;
	const text = (cents: number) => (cents / 100).toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
	const row = (column: 0 | 1) =>
		Object.fromEntries(borders.map(([key, from, to]) => [key, text(sum(column, from, to))]));
	const report = run.items('Ageing')[0]?.json as {
		currency: string;
		customers: object[];
		totals: object;
	};
	expect(report).toMatchObject({
		currency: 'CAD',
		customers: [
			{ name: 'Maple Leaf Outfitters Inc.', invoices: 9, ...row(0) },
			{ name: 'Pine State Gardens (USD)', invoices: 9, ...row(1) },
		],
		totals: {
			invoices: 18,
			...Object.fromEntries(
				borders.map(([key, from, to]) => [key, text(sum(0, from, to) + sum(1, from, to))]),
			),
		},
	});
	const [mail] = await stack.mail.waitFor(1);
	expect(mail?.subject).toBe(
		`Receivables of Jardins Érable Inc.: CAD ${text(sum(0, -99, 999) + sum(1, -99, 999))}`,
	);
}, 120_000);

/** A deal of one line, won in the pipeline's last stage. */
async function winDeal(name: string): Promise<void> {
	const contact = await stack.control('POST', '/hubspot/records/contacts', {
		properties: { firstname: 'Uma', lastname: name, email: `${name.toLowerCase()}@example.com` },
	});
	const deal = await stack.control('POST', '/hubspot/records/deals', {
		properties: {
			dealname: name,
			dealstage: 'contractsent',
			pipeline: 'default',
			amount: '85.00',
			deal_currency_code: 'CAD',
		},
		links: [{ to: 'contacts', id: String(contact['id']) }],
	});
	await stack.control('POST', '/hubspot/records/line_items', {
		properties: {
			name: 'Design hours',
			quantity: '1',
			price: '85.00',
			hs_line_item_currency_code: 'CAD',
		},
		links: [{ to: 'deals', id: String(deal['id']) }],
	});
	await stack.control('PATCH', `/hubspot/records/deals/${String(deal['id'])}`, {
		properties: { dealstage: 'closedwon' },
	});
}

it('tells which tax code a won deal needs, and takes the one that is named', async () => {
	const workflow = await importTemplate(stack, 'won-deal-approval');
	const before = stack.mail.mails.length;
	await pollEveryMinute(stack, workflow, 'Deal won');
	await publish(stack.session, workflow.id);
	await winDeal('Patio');
	await stack.mail.waitFor(before + 1, 150_000);
	expect(stack.mail.mails[before]).toMatchObject({
		subject: 'No invoice yet for Patio',
		html: expect.stringMatching(
			/outside the US, where every line of an invoice needs a tax code\. None is chosen\..*HST ON/,
		),
	});

	const stored = await stack.session.request<typeof workflow>(
		'GET',
		`/rest/workflows/${workflow.id}`,
	);
	const named = { id: 'taxCode', name: 'taxCode', value: 'HST ON', type: 'string' };
	const nodes = stored.nodes.map((node) => {
		const { assignments } = node.parameters['assignments']
			? (node.parameters['assignments'] as { assignments: Array<{ name: string }> })
			: { assignments: [] };
		return node.name === 'Addresses'
			? {
					...node,
					parameters: {
						...node.parameters,
						assignments: {
							assignments: [...assignments.filter(({ name }) => name !== 'taxCode'), named],
						},
					},
				}
			: node;
	});
	await stack.session.request('PATCH', `/rest/workflows/${workflow.id}`, {
		nodes,
		connections: stored.connections,
		versionId: stored.versionId,
	});
	await publish(stack.session, workflow.id);
	await winDeal('Terrace');
	await stack.mail.waitFor(before + 2, 150_000);
	expect(stack.mail.mails[before + 1]?.subject).toMatch(/^Send invoice \S+ to Uma Terrace\?$/);
	expect(stack.mail.mails[before + 1]?.html).toContain('CAD 96.05, of it tax 11.05');
}, 360_000);
