import { writeFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { runManually } from '../../scripts/n8n/workflows';
import { billDeals } from './support/bill';
import { imageFile, importTemplate, unconnected } from './support/editor';
import { startTemplateStack, type TemplateStack } from './support/templateStack';

interface InvoiceRow {
	id: string;
	customer: string;
	balance: number;
	dueDate: string;
}

/** Places in the chart's palette. */
const [PAPER, INK, LINE, BARS] = [0, 7, 8, [9, 10, 11, 12, 13]] as const;

let stack: TemplateStack;
beforeAll(async () => (stack = await startTemplateStack()), 400_000);
afterAll(async () => await stack?.stop(), 60_000);
let credit = '';

const dayIn = (days: number) =>
	new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(
		Date.now() + days * 86_400_000,
	);

it('mails what customers owe by age, as a table and a chart', async () => {
	await billDeals(stack, ['401', '402', '405', '406', '408']);
	const { rows } = await stack.control<{ rows: InvoiceRow[] }>(
		'GET',
		'/quickbooks/companies/us/invoices?limit=100',
	);
	const open = rows.filter(({ balance }) => Number(balance) > 0);
	expect(open.length).toBeGreaterThanOrEqual(8);
	// Their ages cover every border of the buckets.
	const ages = [0, 1, 30, 31, 60, 61, 90, 91];
	for (const [index, { id }] of open.entries())
		await stack.control('PATCH', `/quickbooks/companies/us/invoices/${id}`, {
			TxnDate: dayIn(-200),
			DueDate: dayIn(-(ages[index % ages.length] ?? 0)),
		});
	// A payment of a customer that nobody has applied yet is taken off what is owed.
	const [spare] = rows.filter(({ balance }) => Number(balance) > 0);
	const { payment } = await stack.control<{ payment: { Id: string; TotalAmt: number } }>(
		'POST',
		'/quickbooks/companies/us/payments',
		{ invoiceId: spare?.id, amount: 10 },
	);
	await stack.control('PATCH', `/quickbooks/companies/us/payments/${payment.Id}`, { Line: [] });
	credit = payment.Id;
	const workflow = await importTemplate(stack, 'receivables-ageing');
	expect(unconnected(workflow)).toEqual([]);
	const run = await runManually(stack.session, workflow.id, 'Every Monday');
	expect(run.error).toBeUndefined();

	const { customers, totals, buckets } = run.items('Ageing')[0]?.json as {
		customers: { name: string; total: string; [bucket: string]: string }[];
		totals: Record<string, string>;
		buckets: { label: string; cents: number }[];
	};
	const sum = (values: number[]) =>
		values.reduce((total, value) => total + Math.round(value * 100), 0);
	expect(buckets.map(({ label }) => label)).toEqual(['Current', '1-30', '31-60', '61-90', '90+']);
	expect(buckets.map(({ cents }) => cents)).toEqual(
		[
			[0, 0],
			[1, 30],
			[31, 60],
			[61, 90],
			[91, 999],
		].map(([from = 0, to = 0]) =>
			sum(
				open
					.filter((_, index) => {
						const age = ages[index % ages.length] ?? 0;
						return age >= from && age <= to;
					})
					.map(({ balance }) => Number(balance)),
			),
		),
	);
	expect(totals.credits).toBe('-10.00');
	expect(totals.total?.replace(/,/g, '')).toBe(
		((sum(open.map(({ balance }) => Number(balance))) - 1000) / 100).toFixed(2),
	);

	const [mail] = await stack.mail.waitFor(1);
	expect(mail?.subject).toBe(`Receivables of Zoë's Garden & Design LLC: USD ${totals.total}`);
	expect(mail?.recipients).toEqual(['accounts@example.com']);
	for (const { name, total } of customers)
		for (const text of [name.replace(/&/g, '&amp;').replace(/"/g, '&quot;'), total])
			expect(mail?.html).toContain(`>${text}</td>`);
	expect(mail?.html).toContain('src="cid:chart"');
	const picture = mail?.attachments.find(({ contentId }) => contentId === '<chart>');
	expect(picture).toMatchObject({ mimeType: 'image/png', disposition: 'inline' });
	const png = Buffer.from(picture?.content as ArrayBuffer);
	writeFileSync(imageFile('template-receivables-ageing-chart'), png);
	expect(palettePixels(png)).toEqual({
		width: 640,
		height: 280,
		colours: expect.arrayContaining([PAPER, INK, LINE, ...BARS]),
	});

	const page = await stack.browser.newPage({ viewport: { width: 900, height: 700 } });
	await page.setContent(
		(mail?.html ?? '').replace('cid:chart', `data:image/png;base64,${png.toString('base64')}`),
	);
	await page.screenshot({ path: imageFile('template-receivables-ageing-mail'), fullPage: true });
	await page.close();
}, 120_000);

it('says so when nothing is open', async () => {
	const { rows } = await stack.control<{ rows: InvoiceRow[] }>(
		'GET',
		'/quickbooks/companies/us/invoices?limit=100',
	);
	for (const { id } of rows.filter(({ balance }) => Number(balance) > 0))
		await stack.control('POST', '/quickbooks/companies/us/payments', { invoiceId: id });
	await stack.control('POST', `/quickbooks/companies/us/payments/${credit}/void`, {});
	const workflow = await importTemplate(stack, 'receivables-ageing');
	expect((await runManually(stack.session, workflow.id, 'Every Monday')).error).toBeUndefined();
	expect((await stack.mail.waitFor(2))[1]).toMatchObject({
		subject: 'No receivables: every invoice is paid',
		html: expect.stringContaining('No invoice is open.'),
	});
}, 120_000);

/** Size and colours used, of a PNG with a palette of 16; inflating checks the sum of the stream. */
function palettePixels(png: Buffer): { width: number; height: number; colours: number[] } {
	const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
	const at = png.indexOf('IDAT');
	const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
	const used = new Set<number>();
	for (let y = 0; y < height; y += 1)
		for (let x = 0; x < width / 2; x += 1)
			for (const shift of [4, 0])
				used.add(((rows[y * (width / 2 + 1) + 1 + x] ?? 0) >> shift) & 15);
	return { width, height, colours: [...used] };
}
