import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';

export interface ForeignHosts {
	/** For the program that is to find the hosts here. */
	env: Record<string, string>;
	/** Names that the program looked up and did not find. */
	unknown(): string[];
	stop(): Promise<void>;
}

/**
 * Lets programs whose hosts are fixed talk to the sandbox: TLS on this machine's port 443 with a
 * certificate made for the test,
 * passed on by host name.
 * @param targets host name → address of the sandbox
 * @throws Error when port 443 is taken or needs a right that this user has not
 */
export async function startForeignHosts(
	folder: string,
	targets: Record<string, string>,
): Promise<ForeignHosts> {
	const names = Object.keys(targets);
	const [key, certificate, missed] = [
		join(folder, 'key.pem'),
		join(folder, 'certificate.pem'),
		join(folder, 'unknown-hosts.txt'),
	];
	const subject = [
		'-subj',
		'/CN=sandbox',
		'-addext',
		`subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`,
	];
	execFileSync(
		'openssl',
		[
			'req',
			'-x509',
			'-newkey',
			'ec',
			'-pkeyopt',
			'ec_paramgen_curve:prime256v1',
			'-nodes',
			'-days',
			'2',
			'-keyout',
			key,
			'-out',
			certificate,
			...subject,
		],
		{ stdio: 'ignore' },
	);
	const server = createServer(
		{ key: readFileSync(key), cert: readFileSync(certificate) },
		(incoming, outgoing) => {
			const target = targets[incoming.headers.host ?? ''];
			if (!target) return outgoing.writeHead(421).end();
			const onward = request(
				`${target}${incoming.url ?? '/'}`,
				{ method: incoming.method, headers: incoming.headers },
				(answer) => {
					outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
					answer.pipe(outgoing);
				},
			);
			onward.on('error', () => outgoing.destroy());
			return incoming.pipe(onward);
		},
	);
	await listen(server);
	return {
		env: {
			NODE_OPTIONS: `--require ${join(__dirname, 'loopbackHosts.js')}`,
			NODE_EXTRA_CA_CERTS: certificate,
			LOOPBACK_HOSTS: names.join(','),
			LOOPBACK_UNKNOWN: missed,
			HTTPS_PROXY: '',
			https_proxy: '',
			HTTP_PROXY: '',
			http_proxy: '',
			ALL_PROXY: '',
			all_proxy: '',
		},
		unknown: () =>
			existsSync(missed) ? [...new Set(readFileSync(missed, 'utf8').trim().split('\n'))] : [],
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function listen(server: Server): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', (error) =>
			reject(
				new Error(
					`Port 443 of this machine is not to be had (${error.message}); n8n's own nodes call no other.`,
				),
			),
		);
		server.listen(443, '127.0.0.1', resolve);
	});
}
