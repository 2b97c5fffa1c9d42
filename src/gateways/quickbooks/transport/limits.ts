import { Limiter, type Time } from '../../limiter';

/** Batches count twice: as requests, and among batches. */
export interface QuickBooksLimiters {
	general: Limiter;
	batch: Limiter;
}

/**
 * Source: https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles; the
 * margin, one request and a tenth of a second, is for what the network shifts.
 */
const GENERAL = [
	{ requests: 9, perMs: 1100 },
	{ requests: 500, perMs: 60_500 },
];
const BATCH = [{ requests: 40, perMs: 60_500 }];
/** Companies remembered in a process; the one unused for longest is forgotten first. */
const MOST_COMPANIES = 200;

class BatchLimiter extends Limiter {
	constructor(
		private readonly general: Limiter,
		time: Time,
	) {
		super(BATCH, time);
	}

	override async take(signal?: AbortSignal): Promise<void> {
		await super.take(signal);
		await this.general.take(signal);
	}

	/** Intuit does not say which of the limits was met. */
	override pause(ms: number): void {
		super.pause(ms);
		this.general.pause(ms);
	}
}

const companies = new Map<string, QuickBooksLimiters>();

/** The limiters of a company, shared by all its connections in this process. */
export function quickBooksLimiters(
	endpoint: string,
	realmId: string,
	time: Time,
): QuickBooksLimiters {
	const key = `${endpoint}${realmId}`;
	const limiters = companies.get(key) ?? create(time);
	companies.delete(key);
	companies.set(key, limiters);
	const oldest = companies.keys().next();
	if (companies.size > MOST_COMPANIES && !oldest.done) companies.delete(oldest.value);
	return limiters;
}

function create(time: Time): QuickBooksLimiters {
	const general = new Limiter(GENERAL, time);
	return { general, batch: new BatchLimiter(general, time) };
}
