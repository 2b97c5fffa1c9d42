import type { Profile } from '../company';

const STYLE = `
	body { font: 16px/1.5 system-ui, sans-serif; color: #393a3d; background: #f4f5f8; margin: 0; display: grid; place-items: center; min-height: 100vh }
	main { background: #fff; border: 1px solid #d4d7dc; border-radius: 8px; padding: 2rem; max-width: 30rem; width: 100%; box-sizing: border-box }
	h1 { font-size: 1.3rem; margin: 0 0 .5rem } p { margin: 0 0 1rem } small { color: #6b6c72 }
	button { display: block; width: 100%; text-align: left; font: inherit; padding: .7rem 1rem; margin: 0 0 .5rem; border: 1px solid #8d9096; border-radius: 6px; background: #fff; cursor: pointer }
	button:hover, button:focus-visible { border-color: #2ca01c; outline: 2px solid #2ca01c } button.plain { border: 0; color: #6b6c72; text-align: center; margin: .5rem 0 0 }`;

function page(title: string, content: string): string {
	return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main>${content}</main></body></html>\n`;
}

/**
 * The page that asks which company to connect. Each company is a button; the form also sends the
 * fields of the request.
 */
export function choicePage(companies: readonly Profile[], fields: Record<string, string>): string {
	const hidden = Object.entries(fields).map(
		([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
	);
	const buttons = companies.map(
		({ realmId, name, country, currency }) =>
			`<button name="realmId" value="${escape(realmId)}">${escape(name)}<br><small>${escape(`${country}, ${currency}, realm ${realmId}`)}</small></button>`,
	);
	return page(
		'Connect to QuickBooks (sandbox)',
		`<h1>Connect to QuickBooks (sandbox)</h1><p>An app asks to read and write your accounting data. Which company may it use?</p><form method="post" action="/connect/oauth2">${hidden.join('')}${buttons.join('')}<button class="plain" name="cancel" value="1">Do not connect</button></form>`,
	);
}

export function refusalPage(problem: string): string {
	return page(
		'This app cannot connect',
		`<h1>This app cannot connect</h1><p>${escape(problem)}</p><p><small>No company was connected. The address came from the app. Correct the settings of the app and try again.</small></p>`,
	);
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}
