import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived: what it says, and whom its envelope was for. */
export interface ArrivedMail extends Email {
	recipients: string[];
}

/**
 * A mail server on the loopback address that takes every mail of the user it knows, save for
 * recipients at `refused.example`.
 */
export class MailServer {
	static readonly user = 'mailer';
	static readonly password = 'mail-password';
	readonly mails: ArrivedMail[] = [];
	private constructor(private readonly server: SMTPServer) {}

	static async start(): Promise<MailServer> {
		const holder: { mail?: MailServer } = {};
		const server = new SMTPServer({
			authOptional: false,
			allowInsecureAuth: true,
			disabledCommands: ['STARTTLS'],
			onAuth: ({ username, password }, _session, callback) =>
				username === MailServer.user && password === MailServer.password
					? callback(null, { user: username })
					: callback(new Error('Wrong user or password')),
			onRcptTo: ({ address }, _session, callback) =>
				callback(
					address.endsWith('@refused.example')
						? Object.assign(new Error('No such mailbox'), { responseCode: 550 })
						: null,
				),
			onData: (stream, session, callback) => {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => {
					void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
						holder.mail?.mails.push({
							...mail,
							recipients: session.envelope.rcptTo.map(({ address }) => address),
						});
						callback();
					}, callback);
				});
			},
		});
		const mail = new MailServer(server);
		holder.mail = mail;
		await new Promise<void>((resolve, reject) => {
			server.on('error', reject);
			server.listen(0, '127.0.0.1', () => resolve());
		});
		return mail;
	}

	get port(): number {
		return (this.server.server.address() as AddressInfo).port;
	}

	/** The mails, once there are at least that many. @throws Error when they do not come */
	async waitFor(count: number, patienceMs = 40_000): Promise<ArrivedMail[]> {
		const startedAt = performance.now();
		while (this.mails.length < count) {
			if (performance.now() - startedAt > patienceMs)
				throw new Error(
					`${this.mails.length} of ${count} mails came: ${this.mails.map(({ subject }) => subject).join(' | ')}`,
				);
			await wait(100);
		}
		return this.mails;
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
