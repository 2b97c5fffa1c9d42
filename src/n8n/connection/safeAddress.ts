import { NodeOperationError } from 'n8n-workflow';
import type { SystemName } from '../../gateways/errors';
import type { N8nContext } from './context';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The Base URL of a credential without its last slashes.
 * @throws NodeOperationError when a token would travel unencrypted
 */
export function safeAddress(context: N8nContext, baseUrl: string, system: SystemName): string {
	const address = baseUrl.trim().replace(/\/+$/, '');
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url && isSafe(url)) return address;
	const shown = url ? url.host : address.slice(0, 100);
	throw new NodeOperationError(
		context.getNode(),
		`The Base URL of the ${system} credential is not safe: "${shown}".`,
		{
			description:
				'Enter an address that starts with https://, or an address of this machine such as http://127.0.0.1:5701.',
		},
	);
}

/** Encrypted, or on this machine; a name and password in the address are refused. */
function isSafe({ username, protocol, hostname }: URL): boolean {
	if (username) return false;
	return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.includes(hostname));
}
