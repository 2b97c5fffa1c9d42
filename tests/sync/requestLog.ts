import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/start';

const MOST = 2000;

/**
 * Everything that was asked of both systems in the course of a history. A seed gives the same edits
 * and faults again, but which
 * request a fault hits hangs on their order, and that on the machine; so a history that went wrong
 * leaves its requests behind.
 */
export class RequestLog {
	private readonly lines: string[] = [];

	constructor(private readonly name: string) {}

	follow({ runtime: { traffic } }: Sandbox): void {
		traffic.onRequest(
			({ at, system, method, url, status, fault = '', requestBody = '', responseBody = '' }) =>
				this.lines.push(
					`${at} ${system} ${method} ${url} ${status} ${fault}`,
					...[requestBody, responseBody]
						.filter(Boolean)
						.map((body) => `    ${body.slice(0, MOST)}`),
				),
		);
	}

	note(what: string): void {
		this.lines.push(`-- ${what}`);
	}

	/** @returns the file */
	keep(): string {
		const file = join(tmpdir(), `sync-history-${this.name}.log`);
		writeFileSync(file, `${this.lines.join('\n')}\n`);
		return file;
	}
}
