/* What Playwright runs inside a page. Plain JavaScript, since the project's types know no browser. */

/**
 * The visible texts whose contrast to their ground is below 4.5, as `ratio text`; large text is not
 * told apart.
 * The measure is WCAG's: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
function unreadable() {
	const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
	const rgba = (color) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data];
	};
	const luminance = (color) => {
		const [red, green, blue] = color
			.slice(0, 3)
			.map((part) =>
				part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
			);
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const groundOf = (element) => {
		if (!element) return rgba('white');
		const color = rgba(getComputedStyle(element).backgroundColor);
		return color[3] === 255 ? color : groundOf(element.parentElement);
	};
	const ratio = (element) => {
		const [light, dark] = [
			luminance(rgba(getComputedStyle(element).color)),
			luminance(groundOf(element)),
		].sort((one, other) => other - one);
		return (light + 0.05) / (dark + 0.05);
	};
	const written = [...document.querySelectorAll('body *')].filter(
		(element) =>
			element.checkVisibility() &&
			!element.disabled &&
			[...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()),
	);
	return written
		.map((element) => [ratio(element), element.textContent])
		.filter(([measure]) => measure < 4.5)
		.map(([measure, text]) => `${measure.toFixed(2)} ${text.slice(0, 40)}`);
}

/** How many pixels the page is wider and higher than its window. */
function overflow() {
	const { scrollWidth, scrollHeight } = document.documentElement;
	return [Math.max(0, scrollWidth - innerWidth), Math.max(0, scrollHeight - innerHeight)];
}

/** The visible controls that have neither text nor label. */
function nameless() {
	const controls = [...document.querySelectorAll('button, input, select')].filter((control) =>
		control.checkVisibility(),
	);
	return controls
		.filter(
			(control) =>
				!control.textContent.trim() &&
				!control.getAttribute('aria-label') &&
				!control.labels?.length,
		)
		.map((control) => control.outerHTML);
}

function focused() {
	return document.activeElement.getAttribute('aria-label');
}

/** As before anybody did anything: no notices, no focus, lists at their beginning. */
function tidy() {
	for (const notice of document.querySelectorAll('.notices p')) notice.remove();
	for (const list of document.querySelectorAll('.list')) list.scrollTop = 0;
	document.activeElement.blur();
}

module.exports = { unreadable, overflow, nameless, focused, tidy };
