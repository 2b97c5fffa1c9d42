import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Intuit made the body: the base64 HMAC-SHA256 of its exact bytes with the app's verifier
 * token, compared in constant time.
 *
 * Source: developer.intuit.com, webhooks, validating notifications.
 */
export function isSignedByIntuit(
	rawBody: Buffer,
	signature: unknown,
	verifierToken: string,
): boolean {
	if (verifierToken === '' || typeof signature !== 'string') return false;
	const expected = createHmac('sha256', verifierToken).update(rawBody).digest();
	const given = Buffer.from(signature, 'base64');
	// Equal lengths first, since timingSafeEqual takes no others; the length of a hash is no secret.
	return given.length === expected.length && timingSafeEqual(given, expected);
}
