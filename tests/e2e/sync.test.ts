import { Editor } from '../support/editor';

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
}, 180_000);
afterAll(async () => await editor?.close(), 60_000);

describe('Sync Contact in the editor', () => {
	it('fills in the default mapping from the live fields of both sides, and syncs with it', async () => {
		const workflow = await editor.workflow('Sync contacts', 'syncContact', { direction: 'quickBooksToHubSpot', scope: 'all' });
		const form = await editor.form(workflow, 'Sync contacts');
		await form.getByText('First Name', { exact: false }).first().waitFor({ timeout: 30_000 });
		expect(await form.innerText()).toMatch(/Email[\s\S]*Company Name[\s\S]*Phone Number/);
		expect(await form.locator('[data-test-id="mapping-fields-container"] input').evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value))).toEqual(expect.arrayContaining(['E-mail', 'Billing address: city']));
		await editor.picture('sync-contact');
		await editor.execute('created');
	}, 120_000);

	it('lets a person add and remove a property', async () => {
		const { page } = editor;
		await page.locator('[data-test-id="remove-field-button-city"]').first().click();
		expect(await page.locator('[data-test-id="remove-field-button-city"]').count()).toBe(0);
		await page.locator('[data-test-id="add-fields-select"]').click();
		await page.locator('[role="menuitem"]').filter({ hasText: /^Job Title$/ }).first().click();
		await page.locator('[data-test-id="remove-field-button-jobtitle"]').waitFor({ timeout: 10_000 });
	}, 60_000);
});

describe.each([
	['Sync Product', 'syncProduct', { direction: 'twoWay', scope: 'all', conflict: 'skip', incomeAccount: { __rl: true, mode: 'id', value: '79' }, filter: { quickBooks: [{ field: 'Type', operator: 'equals', value: 'Service' }] }, fieldRules: { rule: [{ property: 'price', direction: 'toHubSpot', ifEmpty: 'keep' }] } }, ['SKU', 'Unit price|Price', 'On Conflict', 'Income Account'], ['SKU', 'Sales price']],
	['Sync Invoice', 'syncInvoice', { scope: 'all', filter: { quickBooks: [{ field: 'Balance', operator: 'greater', value: '0' }], hubSpot: [{ field: 'hs_currency', operator: 'equals', value: 'USD' }] } }, ['Scope', 'On Delete', 'Every record has number'], []],
] as const)('%s in the editor', (name, type, parameters, shown, mapped) => {
	it('shows its mapping, rules and filter, and syncs with them', async () => {
		const workflow = await editor.workflow(name, type, parameters as never);
		await editor.page.setViewportSize({ width: 1440, height: 2000 });
		const form = await editor.form(workflow, name);
		for (const text of shown) await form.getByText(new RegExp(text)).first().waitFor({ timeout: 30_000 });
		const inputs = await form.locator('[data-test-id="mapping-fields-container"] input').evaluateAll((all) => all.map((input) => (input as unknown as { value: string }).value));
		expect(inputs).toEqual(expect.arrayContaining([...mapped]));
		await editor.picture(type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
		await editor.execute('created');
	}, 120_000);
});
