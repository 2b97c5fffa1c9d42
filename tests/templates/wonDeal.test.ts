import { executionsOf, publish } from '../../scripts/n8n/workflows';
import { readDeal, readInvoice } from '../../scripts/stack/sandbox';
import { importTemplate, pollEveryMinute, unconnected } from './support/editor';
import type { Page } from 'playwright-core';
import type { ArrivedMail } from './support/mailServer';
import { startTemplateStack, type TemplateStack } from './support/templateStack';

let stack: TemplateStack;
beforeAll(async () => {
	stack = await startTemplateStack();
	const workflow = await importTemplate(stack, 'won-deal-approval');
	expect(unconnected(workflow)).toEqual([]);
	await pollEveryMinute(stack, workflow, 'Deal won');
	await publish(stack.session, workflow.id);
	workflowId = workflow.id;
}, 400_000);
afterAll(async () => await stack?.stop(), 60_000);
let workflowId = '';

const win = (deal: string) =>
	stack.control('PATCH', `/hubspot/records/deals/${deal}`, {
		properties: { dealstage: 'closedwon' },
	});
const about = (mails: ArrivedMail[], text: string) =>
	mails.find(({ html }) => html?.includes(text));
/** Where a button of a mail leads. */
const button = (mail: ArrivedMail | undefined, label: string) =>
	new RegExp(`href="([^"]+)"[^>]*>\\s*${label}\\s*<`)
		.exec(mail?.html ?? '')?.[1]
		?.replace(/&amp;/g, '&') ?? '';

/** A deal of one line for a person, and its id. */
async function dealOf(contact: Record<string, unknown>): Promise<string> {
	const deal = await stack.control('POST', '/hubspot/records/deals', {
		properties: {
			dealname: 'Bed for Uma',
			dealstage: 'contractsent',
			pipeline: 'default',
			amount: '85.00',
			deal_currency_code: 'USD',
		},
		links: [{ to: 'contacts', id: String(contact['id']) }],
	});
	await stack.control('POST', '/hubspot/records/line_items', {
		properties: { name: 'Design hours', hs_product_id: '301', quantity: '1', price: '85.00' },
		links: [{ to: 'deals', id: String(deal['id']) }],
	});
	return String(deal['id']);
}

/** What an approver does: opens the page that the mail leads to, chooses and confirms. */
async function answer(
	page: Page,
	mail: ArrivedMail | undefined,
	choice: 'Send it' | 'Keep the draft',
): Promise<void> {
	await page.goto(button(mail, 'Decide'));
	await page.locator(`.multiselect-checkbox[value="${choice}"]`).check();
	await page.locator('#submit-btn').click();
}

const countInvoices = async () =>
	(await stack.control<{ rows: object[] }>('GET', '/quickbooks/companies/us/invoices?limit=100'))
		.rows.length;

async function invoiceOf(
	deal: string,
): Promise<{ EmailStatus?: string; TotalAmt: number; DocNumber: string }> {
	const { quickbooks_invoice_number: number } = await readDeal(stack.sandbox, deal, [
		'quickbooks_invoice_number',
	]);
	const { rows } = await stack.control<{ rows: { id: string; number: string }[] }>(
		'GET',
		'/quickbooks/companies/us/invoices?limit=100',
	);
	const id = rows.find((row) => row.number === number)?.id;
	if (!id) throw new Error(`Deal ${deal} has no invoice: ${JSON.stringify(rows[0])}`);
	return await readInvoice(stack.sandbox, stack.realmId, id);
}

it('asks for each won deal by itself, sends what is approved, keeps the rest as a draft, and tells what is in the way', async () => {
	await stack
		.control('POST', '/hubspot/records/deals', {
			properties: {
				dealname: 'Second bed',
				dealstage: 'contractsent',
				pipeline: 'default',
				amount: '85.00',
				deal_currency_code: 'USD',
			},
			links: [{ to: 'contacts', id: '101' }],
		})
		.then(async (deal) => {
			await stack.control('POST', '/hubspot/records/line_items', {
				properties: { name: 'Design hours', hs_product_id: '301', quantity: '1', price: '85.00' },
				links: [{ to: 'deals', id: String(deal['id']) }],
			});
			const unreachable = await dealOf(
				await stack.control('POST', '/hubspot/records/contacts', {
					properties: { firstname: 'Uma', lastname: 'Unreachable' },
				}),
			);
			for (const id of ['405', String(deal['id']), '403', unreachable]) await win(id);
			await stack.mail.waitFor(4, 120_000);
			const [showroom, bed, talk] = ['Maple Leaf showroom', 'Second bed', 'has no line items'].map(
				(text) => about(stack.mail.mails, text),
			);
			expect(talk?.subject ?? stack.mail.mails.map(({ subject }) => subject)).toBe(
				'No invoice yet for Roof garden, first talk',
			);
			expect(showroom?.recipients).toEqual(['approver@example.com']);
			expect((await invoiceOf('405')).EmailStatus).toBe('NeedToSend');

			// A headless browser says so, and n8n takes it for the robot of a mail program.
			const userAgent =
				'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
			const page = await stack.browser.newPage({ userAgent });
			// A program that follows every link of a mail approves nothing, whatever it says it is.
			const links = [...(showroom?.html ?? '').matchAll(/href="([^"]+)"/g)]
				.map(([, url]) => (url ?? '').replace(/&amp;/g, '&'))
				.filter((url) => url.startsWith(stack.n8n.url));
			expect(links.length).toBeGreaterThan(0);
			for (const url of [...links, ...links.map((link) => `${link}&approved=true`)])
				await (await fetch(url, { headers: { 'user-agent': userAgent } })).text();
			await page.waitForTimeout(3000);
			expect((await invoiceOf('405')).EmailStatus).toBe('NeedToSend');
			expect(stack.mail.mails).toHaveLength(4);
			await answer(page, showroom, 'Send it');
			await stack.mail.waitFor(5, 60_000);
			const sent = await invoiceOf('405');
			expect(stack.mail.mails[4]?.subject).toBe(`Invoice ${sent.DocNumber} was sent`);
			expect(sent).toMatchObject({ EmailStatus: 'EmailSent' });

			await answer(page, bed, 'Keep the draft');
			await stack.mail.waitFor(6, 60_000);
			const kept = await invoiceOf(String(deal['id']));
			expect(stack.mail.mails[5]?.subject).toBe(`Invoice ${kept.DocNumber} stays a draft`);
			expect(kept).toMatchObject({ EmailStatus: 'NeedToSend' });

			// A second click does nothing more.
			await page.goto(button(bed, 'Decide'));
			await page.waitForTimeout(3000);
			expect((await invoiceOf(String(deal['id']))).EmailStatus).toBe('NeedToSend');
			expect(stack.mail.mails).toHaveLength(6);

			// A draft that nobody can be sent is told as such.
			await answer(page, about(stack.mail.mails, 'Uma Unreachable'), 'Send it');
			await stack.mail.waitFor(7, 90_000);
			const stuck = await invoiceOf(unreachable);
			expect(stack.mail.mails[6]?.subject).toBe(`Invoice ${stuck.DocNumber} could not be sent`);
			expect(stack.mail.mails[6]?.html).toContain('Open the draft in QuickBooks');

			// Won a second time: the same invoice, and the question says that it was sent already.
			const before = await countInvoices();
			await stack.control('PATCH', '/hubspot/records/deals/405', {
				properties: { dealstage: 'contractsent' },
			});
			await stack.advance(60);
			await win('405');
			await stack.mail.waitFor(8, 120_000);
			expect(stack.mail.mails[7]?.subject).toContain(`Send invoice ${sent.DocNumber} to`);
			expect(stack.mail.mails[7]?.html).toContain('was sent before');
			expect(await countInvoices()).toBe(before);

			// A draft that is void when the button is pressed is not made anew.
			const voided = await dealOf({ id: '101' });
			await win(voided);
			await stack.mail.waitFor(9, 120_000);
			const { DocNumber } = await invoiceOf(voided);
			const { rows } = await stack.control<{ rows: { id: string; number: string }[] }>(
				'GET',
				'/quickbooks/companies/us/invoices?limit=100',
			);
			await stack.control(
				'POST',
				`/quickbooks/companies/us/invoices/${rows.find(({ number }) => number === DocNumber)?.id}/void`,
				{},
			);
			await answer(page, stack.mail.mails[8], 'Send it');
			await stack.mail.waitFor(10, 90_000);
			expect(stack.mail.mails[9]?.subject).toBe(`Invoice ${DocNumber} could not be sent`);
			expect(stack.mail.mails[9]?.html).toContain('voided or deleted');
			expect(await countInvoices()).toBe(before + 1);
			await page.close();
		});
	const runs = await executionsOf(stack.session, workflowId);
	expect(runs.map(({ status }) => status)).not.toContain('error');
}, 400_000);
