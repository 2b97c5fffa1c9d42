import { Editor } from '../support/editor';

let editor: Editor;
beforeAll(async () => {
	editor = await Editor.open();
}, 180_000);
afterAll(async () => await editor?.close(), 60_000);

const picked = (value: string) => ({ __rl: true, mode: 'list', value });

describe('Create QuickBooks Invoice in the editor', () => {
	it('finds deals and customers as one types, and shows only the fields that matter', async () => {
		const workflow = await editor.workflow('Bill a deal', 'createQuickBooksInvoice', {
			deal: picked(''),
			source: 'scratch',
		});
		const form = await editor.form(workflow, 'Bill a deal');
		expect(await editor.search('deal', 'Spring', 'Spring planting')).toEqual([
			expect.stringContaining("O'Brien's garden"),
		]);
		expect(await form.innerText()).not.toContain('Share Percentage');
		await editor.choose('share', 'Percentage');
		expect(await form.innerText()).toContain('Share Percentage');
		await editor.choose('customer', 'Specific Customer');
		expect(await form.innerText()).not.toContain('If No Customer');
		expect(await editor.search('customerId', "O'Br", "Niamh O'Brien")).toEqual(["Niamh O'Brien"]);
		await editor.choose('source', 'Quote');
		expect(await form.innerText()).toContain('Quote');
		await editor.choose('source', 'From Scratch');
		await editor.execute('created');
		await editor.picture('create-quickbooks-invoice-share');
	}, 120_000);

	it('offers only the quotes that can be billed', async () => {
		const workflow = await editor.workflow('Bill a quote', 'createQuickBooksInvoice', {
			deal: { __rl: true, mode: 'id', value: '405' },
			source: 'quote',
			quote: picked(''),
		});
		await editor.form(workflow, 'Bill a quote');
		expect(await editor.search('quote', 'offer', 'spring offer')).toEqual([
			expect.stringContaining('spring offer'),
		]);
	}, 60_000);
});

describe('what Create QuickBooks Invoice asks on request', () => {
	it('a reference for another invoice of the same share', async () => {
		const workflow = await editor.workflow('Bill once more', 'createQuickBooksInvoice', {
			deal: { __rl: true, mode: 'id', value: '401' },
			source: 'scratch',
			ifInvoiced: 'return',
		});
		const form = await editor.form(workflow, 'Bill once more');
		expect(await form.innerText()).not.toContain('Reference');
		await editor.choose('ifInvoiced', 'Create Another');
		expect(await form.innerText()).toContain('Reference');
		await editor.showField('reference');
		await editor.picture('create-quickbooks-invoice-another');
	}, 120_000);

	it('attached invoices, classes and later lines among the options', async () => {
		const options = {
			classProperty: 'quickbooks_class',
			countAttached: 'warn',
			ifTotalsDiffer: 'fail',
			laterLines: 'bill',
			timeLimit: 60,
		};
		const workflow = await editor.workflow('Options', 'createQuickBooksInvoice', {
			deal: { __rl: true, mode: 'id', value: '401' },
			source: 'scratch',
			options,
		});
		const form = await editor.form(workflow, 'Options');
		for (const name of [
			'Class Property',
			'Count Attached Invoices',
			'If Totals Differ',
			'Lines That Start Later',
			'Time Limit (Seconds)',
		])
			expect(await form.innerText()).toContain(name);
		await editor.showField('options.timeLimit');
		await editor.picture('create-quickbooks-invoice-options');
	}, 120_000);
});

describe('Attach Invoice in the editor', () => {
	it('finds invoices by number and customer, and attaches one', async () => {
		const workflow = await editor.workflow('Attach', 'attachInvoice', {
			operation: 'attach',
			record: 'deal',
			deal: { __rl: true, mode: 'id', value: '406' },
		});
		const form = await editor.form(workflow, 'Attach');
		expect(await editor.search('invoice', 'Sunny', 'Sunny Slope School')).toEqual([
			expect.stringContaining('Sunny Slope School'),
		]);
		await editor.execute('linked');
		await editor.picture('attach-invoice');
		await editor.choose('operation', 'List');
		expect(await form.innerText()).not.toContain('Chosen Invoices');
	}, 60_000);
});
