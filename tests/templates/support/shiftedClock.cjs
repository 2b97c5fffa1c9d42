// Loaded into n8n before anything else: its clock runs ahead by the milliseconds that a file holds, so that a test can
// let days pass. Timers keep to real time.
const { readFileSync } = require('node:fs');

const RealDate = Date;
const file = process.env.CLOCK_OFFSET_FILE;
let offset = 0;
let readAt = 0;

function ahead() {
	const now = RealDate.now();
	if (file && now - readAt > 200) {
		readAt = now;
		try {
			offset = Number(readFileSync(file, 'utf8')) || 0;
		} catch {
			offset = 0;
		}
	}
	return now + offset;
}

globalThis.Date = class Date extends RealDate {
	constructor(...args) {
		if (args.length === 0) super(ahead());
		else super(...args);
	}

	static now() {
		return ahead();
	}
};
