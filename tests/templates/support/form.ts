import type { Locator, Page } from 'playwright-core';

/** n8n's form pages as a person uses them: fields by their label. */
export class FormPages {
	constructor(readonly page: Page) {}

	/** Waits until the page with this title is there. */
	async at(title: string | RegExp): Promise<void> {
		await this.page.locator('h1').filter({ hasText: title }).waitFor({ timeout: 60_000 });
	}

	async text(): Promise<string> {
		return await this.page.locator('body').innerText();
	}

	/** @param line which of several fields with that label, from 1 */
	private group(label: string, line = 1): Locator {
		return this.page
			.locator('.inputs-wrapper > div')
			.filter({ has: this.page.locator('label.form-label').getByText(label, { exact: true }) })
			.nth(line - 1);
	}

	async fill(label: string, value: string, line?: number): Promise<void> {
		await this.group(label, line).locator('input, textarea').fill(value);
	}

	async value(label: string, line?: number): Promise<string> {
		return await this.group(label, line).locator('input, textarea, select').inputValue();
	}

	/** Chooses from a drop-down list the option that contains the text. */
	async choose(label: string, text: string, line?: number): Promise<void> {
		const option = this.group(label, line).locator('option').filter({ hasText: text }).first();
		await this.group(label, line)
			.locator('select')
			.selectOption(await option.getAttribute('value'));
	}

	async options(label: string, line?: number): Promise<string[]> {
		return await this.group(label, line).locator('option:not([disabled])').allInnerTexts();
	}

	/** Ticks the radio button whose words contain the text. */
	async pick(label: string, text: string): Promise<void> {
		await this.group(label)
			.locator('.multiselect-option')
			.filter({ hasText: text })
			.locator('input')
			.check();
	}

	async picks(label: string): Promise<string[]> {
		return await this.group(label).locator('.multiselect-option label').allInnerTexts();
	}

	async picked(label: string): Promise<string | null> {
		return await this.group(label).locator('input:checked').getAttribute('value');
	}

	async next(): Promise<void> {
		await this.page.locator('#submit-btn').click();
	}

	/** Pixels of the page beyond the window's right edge. */
	async tooWide(): Promise<number> {
		return await this.page.evaluate(
			'Math.max(0, document.documentElement.scrollWidth - window.innerWidth)',
		);
	}

	async picture(file: string): Promise<void> {
		await this.page.screenshot({ path: file, fullPage: true });
	}
}
