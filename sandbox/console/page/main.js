import { get } from './api.js';
import { startClock } from './clock.js';
import { refreshFaults } from './faults.js';
import { hubspot } from './hubspot.js';
import { startLog } from './log.js';
import { tell } from './notices.js';
import { quickbooks } from './quickbooks.js';
import { refreshSwitches } from './switches.js';
import { refreshWebhooks } from './webhooks.js';

/**
 * After a request the lists wait this long, since requests come in bursts; and this often they look
 * by themselves.
 */
const SETTLE_MS = 300;
const LOOK_MS = 5000;

let waiting;
let silent = false;

async function refresh() {
	if (document.hidden) return;
	try {
		setNow((await clock.refresh()).now);
		await Promise.all([
			hubspot.refresh(),
			quickbooks.refresh(),
			refreshFaults(),
			refreshSwitches(),
			refreshWebhooks(),
		]);
		silent = false;
	} catch (error) {
		if (!silent) tell(error.message, 'bad');
		silent = true;
	}
}

function refreshSoon() {
	waiting ??= setTimeout(() => {
		waiting = undefined;
		void refresh();
	}, SETTLE_MS);
}

function setNow(now) {
	hubspot.setNow(now);
	quickbooks.setNow(now);
}

const clock = startClock((now) => {
	setNow(now);
	refreshSoon();
});

try {
	const {
		hubspot: portal,
		clock: { now },
	} = await get('/control');
	setNow(now);
	startLog(refreshSoon);
	await Promise.all([hubspot.start(portal), quickbooks.start()]);
} catch (error) {
	tell(error.message, 'bad');
}
await refresh();
setInterval(() => void refresh(), LOOK_MS);
document.addEventListener('visibilitychange', () => void refresh());
