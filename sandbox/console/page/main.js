import { get } from './elements/api.js';
import { startClock } from './sections/clock.js';
import { refreshFaults } from './sections/faults.js';
import { hubspot } from './sections/hubspot.js';
import { startLog } from './sections/log.js';
import { tell } from './elements/notices.js';
import { quickbooks } from './sections/quickbooks.js';
import { refreshSwitches } from './sections/switches.js';
import { refreshWebhooks } from './sections/webhooks.js';

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
