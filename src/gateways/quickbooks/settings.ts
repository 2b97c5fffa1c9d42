import { GatewayError } from '../errors';
import type { QuickBooksPort } from '../ports';
import type { QuickBooksSettings } from '../../core/records/quickbooksQueries';
import type { QuickBooksSession } from './transport/session';

/**
 * How long a company's settings are taken as they were; a person who corrects one takes longer than
 * the shorter time.
 */
const REMEMBERED_MS = { minutes: 120_000, seconds: 5_000 };
/** Companies remembered in a process; the one read first is forgotten first. */
const MOST_COMPANIES = 200;

const companies = new Map<string, { atMs: number; settings: QuickBooksSettings }>();

/**
 * Reads a company's settings, or recalls what any connection of this process has read lately;
 * callers at the same time share one reading.
 *
 * @returns a function that throws GatewayError
 */
export function createSettingsReader(session: QuickBooksSession): QuickBooksPort['readSettings'] {
	const key = `${session.endpoint}${session.connection.realmId}`;
	let pending: Promise<QuickBooksSettings> | undefined;
	return (maxAge = 'minutes') => {
		const known = companies.get(key);
		if (known && session.connection.time.now() - known.atMs < REMEMBERED_MS[maxAge])
			return Promise.resolve(known.settings);
		pending ??= readAndRemember(session, key).finally(() => (pending = undefined));
		return pending;
	};
}

/**
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/preferences
 * https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/companyinfo
 */
async function readAndRemember(
	session: QuickBooksSession,
	key: string,
): Promise<QuickBooksSettings> {
	const atMs = session.connection.time.now();
	const [preferences, company] = await Promise.all([
		session.ask<QuickBooksSettings['preferences']>({
			repeatable: 'read',
			method: 'getPreferences',
			args: () => [],
			read: (body) => partOf(body, 'Preferences'),
		}),
		session.ask<QuickBooksSettings['company']>({
			repeatable: 'read',
			method: 'getCompanyInfo',
			args: () => [session.connection.realmId],
			read: (body) => partOf(body, 'CompanyInfo'),
		}),
	]);
	const settings = { preferences, company };
	companies.delete(key);
	companies.set(key, { atMs, settings });
	const oldest = companies.keys().next();
	if (companies.size > MOST_COMPANIES && !oldest.done) companies.delete(oldest.value);
	return settings;
}

/** Without its wrapping an answer could pass for a company that has nothing switched on. */
function partOf<T>(body: Record<string, unknown>, name: string): T {
	const part = body[name];
	if (typeof part !== 'object' || part === null)
		throw new GatewayError({
			system: 'QuickBooks',
			kind: 'unexpected',
			message: `QuickBooks answered without ${name}`,
		});
	return part as T;
}
