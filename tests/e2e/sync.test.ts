import { Editor } from '../support/editor';

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
}, 180_000);
afterAll(async () => await editor?.close(), 60_000);

describe('Sync Contact in the editor', () => {
	it('fills in the default mapping from the live fields of both sides, and syncs with it', async () => {
		const workflow = await editor.workflow('Sync contacts', 'syncContact', {
			direction: 'quickBooksToHubSpot',
			scope: 'all',
		});
		const form = await editor.form(workflow, 'Sync contacts');
		await form.getByText('First Name', { exact: false }).first().waitFor({ timeout: 30_000 });
		expect(await form.innerText()).toMatch(/Email[\s\S]*Company Name[\s\S]*Phone Number/);
		expect(
			await form
				.locator('[data-test-id="mapping-fields-container"] input')
				.evaluateAll((inputs) =>
					inputs.map((input) => (input as unknown as { value: string }).value),
				),
		).toEqual(expect.arrayContaining(['E-mail', 'Billing address: city']));
		await editor.picture('sync-contact');
		await editor.execute('created');
	}, 120_000);

	it('lets a person add and remove a property', async () => {
		const { page } = editor;
		await page.locator('[data-test-id="remove-field-button-city"]').first().click();
		expect(await page.locator('[data-test-id="remove-field-button-city"]').count()).toBe(0);
		await page.locator('[data-test-id="add-fields-select"]').click();
		await page
			.locator('[role="menuitem"]')
			.filter({ hasText: /^Job Title$/ })
			.first()
			.click();
		await page
			.locator('[data-test-id="remove-field-button-jobtitle"]')
			.waitFor({ timeout: 10_000 });
	}, 60_000);
});

describe('Sync Product in the editor', () => {
	it('takes a condition on a field of the live list, and syncs what meets it', async () => {
		const workflow = await editor.workflow('Sync products', 'syncProduct', {
			direction: 'twoWay',
			scope: 'all',
			filter: { quickBooks: [{ field: 'Name', operator: 'contains', value: 'delivery' }] },
		});
		const form = await editor.form(workflow, 'Sync products');
		const filter = form.locator('[data-test-id="fixed-collection-filter"]');
		await filter.locator('input').first().waitFor({ timeout: 30_000 });
		await filter.scrollIntoViewIfNeeded();
		expect(await form.innerText()).toContain('On Conflict');
		await editor.execute('hubspot');
		await editor.picture('sync-product');
	}, 120_000);
});

describe('Sync Invoice in the editor', () => {
	it('syncs everything that meets a condition', async () => {
		const workflow = await editor.workflow('Sync invoices', 'syncInvoice', {
			scope: 'all',
			filter: { quickBooks: [{ field: 'TotalAmt', operator: 'greater', value: '100' }] },
		});
		const form = await editor.form(workflow, 'Sync invoices');
		expect(await form.innerText()).not.toContain('Direction');
		await editor.picture('sync-invoice');
		await editor.execute('created');
	}, 120_000);
});
