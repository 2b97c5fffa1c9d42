import { Editor } from '../support/editor';

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
}, 180_000);
afterAll(async () => await editor?.close(), 60_000);

describe('Deal Stage Trigger in the editor', () => {
	it('offers the pipelines and stages of the account, and fetches the deal that moved last', async () => {
		const workflow = await editor.triggered('Deals', 'dealStageTrigger', {});
		await editor.form(workflow, 'Deals');
		await editor.choose('pipeline', 'Sales Pipeline');
		await editor.choose('stages', 'Closed Won');
		await editor.page.keyboard.press('Escape');
		await editor.execute('deal');
		await editor.picture('deal-stage-trigger');
	}, 120_000);
});

describe('Invoice Status Trigger in the editor', () => {
	const notice = 'Enter the production URL above as the endpoint';

	it('by schedule, has no webhook, and fetches the latest event of each kind', async () => {
		const workflow = await editor.triggered('Invoices', 'invoiceStatusTrigger', {
			events: ['created', 'paid', 'overdue'],
		});
		const form = await editor.form(workflow, 'Invoices');
		expect(await editor.page.locator('body').innerText()).not.toContain('Webhook URLs');
		expect(await form.innerText()).toContain('Days Overdue');
		expect(await form.innerText()).not.toContain(notice);
		await editor.execute('eventId');
		await editor.picture('invoice-status-trigger');
	}, 120_000);

	it('by webhook too, shows where Intuit is to call; with HubSpot by OAuth2, asks for that credential', async () => {
		const workflow = await editor.triggered('Invoices at once', 'invoiceStatusTrigger', {
			events: ['paid'],
			source: 'both',
			hubspotAuthentication: 'oAuth2',
		});
		const form = await editor.form(workflow, 'Invoices at once');
		expect(await form.innerText()).toContain(notice);
		expect(await form.innerText()).not.toContain('Days Overdue');
		expect(await editor.page.locator('body').innerText()).toContain('Webhook URLs');
		await editor.picture('invoice-status-trigger-webhook');
	}, 60_000);
});
