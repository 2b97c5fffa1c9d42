import { Limiter, type Time } from '../limiter';

/** Requests in all, and batches apart from it. */
export interface QuickBooksLimiters {
	general: Limiter;
	batch: Limiter;
}

/** Source: https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles; the margin is for what the network shifts. */
const GENERAL = [
	{ requests: 10, perMs: 1050 },
	{ requests: 500, perMs: 60_500 },
];
const BATCH = [{ requests: 40, perMs: 60_500 }];
/** Companies remembered in a process; the one unused for longest is forgotten first. */
const MOST_COMPANIES = 200;

const companies = new Map<string, QuickBooksLimiters>();

/** The limiters of a company, shared by all its connections in this process. */
export function limitersOf(endpoint: string, realmId: string, time: Time): QuickBooksLimiters {
	const key = `${endpoint}${realmId}`;
	const limiters = companies.get(key) ?? { general: new Limiter(GENERAL, time), batch: new Limiter(BATCH, time) };
	companies.delete(key);
	companies.set(key, limiters);
	const oldest = companies.keys().next();
	if (companies.size > MOST_COMPANIES && !oldest.done) companies.delete(oldest.value);
	return limiters;
}
