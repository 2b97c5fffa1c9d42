/*
 * Loaded into a program under test by NODE_OPTIONS=--require: the hosts in LOOPBACK_HOSTS
 * (separated by commas) are this machine,
 * and no other name is found at all, so that nothing can call a real system. What was asked for
 * besides goes to LOOPBACK_UNKNOWN.
 */
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');

const hosts = new Set((process.env.LOOPBACK_HOSTS ?? '').split(','));
const own = /^(localhost|127(\.\d+){3}|::1|0\.0\.0\.0)$/;
const lookup = dns.lookup;

function unknown(hostname) {
	if (process.env.LOOPBACK_UNKNOWN) appendFileSync(process.env.LOOPBACK_UNKNOWN, `${hostname}\n`);
	return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
		code: 'ENOTFOUND',
		errno: -3008,
		syscall: 'getaddrinfo',
		hostname,
	});
}

dns.lookup = (hostname, options, callback) => {
	const answer = typeof options === 'function' ? options : callback;
	if (!hostname || own.test(hostname)) return lookup(hostname, options, callback);
	if (!hosts.has(hostname)) return process.nextTick(answer, unknown(hostname));
	return process.nextTick(
		answer,
		null,
		...(options?.all ? [[{ address: '127.0.0.1', family: 4 }]] : ['127.0.0.1', 4]),
	);
};

const promised = dns.promises.lookup;
dns.promises.lookup = async (hostname, options) => {
	if (!hostname || own.test(hostname)) return promised(hostname, options);
	if (!hosts.has(hostname)) throw unknown(hostname);
	return options?.all ? [{ address: '127.0.0.1', family: 4 }] : { address: '127.0.0.1', family: 4 };
};
