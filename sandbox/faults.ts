import { z } from 'zod';
import type { Random } from './random';
import { systemSchema, type System } from './options';

/**
 * What a fault does to a request. `drop-after`, `truncate`, `500-after` and `hang-after` happen
 * after the system has carried out the request.
 */
export const behaviours = [
	'429',
	'429-xml',
	'500',
	'502-html',
	'503',
	'423',
	'477',
	'slow',
	'hang',
	'drop-before',
	'drop-after',
	'truncate',
	'500-after',
	'hang-after',
	'expired-token',
	'stale-token',
	'missing-scope',
] as const;
export type Behaviour = (typeof behaviours)[number];

/** Faults that only one system has; a rule for the other system would have no effect. */
export const onlyIn: Partial<Record<Behaviour, System>> = {
	'429-xml': 'quickbooks',
	'423': 'hubspot',
	'477': 'hubspot',
	'stale-token': 'quickbooks',
};

export const faultRuleSchema = z
	.object({
		system: systemSchema,
		/** GET, POST and so on; any method if absent. */
		method: z
			.string()
			.toUpperCase()
			.pipe(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']))
			.optional(),
		/** A regular expression for path and query; any path if absent. */
		path: z
			.string()
			.refine((text) => {
				try {
					new RegExp(text);
					return true;
				} catch {
					return false;
				}
			}, 'is not a regular expression')
			.optional(),
		behaviour: z.enum(behaviours),
		/** How many matching requests pass before the first fault. */
		after: z.number().int().min(0).default(0),
		/** How many faults in total; if absent, until the rule is removed. */
		times: z.number().int().min(1).optional(),
		/** Chance of a fault for each matching request, from 0 to 1. */
		probability: z.number().min(0).max(1).default(1),
		/** For `slow`: the delay. */
		delayMs: z.number().int().min(0).max(600_000).default(2000),
		/** For 429, 423, 477 and 503: the Retry-After header in seconds; no header if absent. */
		retryAfterSeconds: z.number().int().min(0).optional(),
	})
	.strict();
export type FaultRule = z.input<typeof faultRuleSchema>;
type ActiveRule = z.output<typeof faultRuleSchema> & { id: number; seen: number; done: number };

/** The list of fault rules. The first rule that applies to a request decides. */
export class Faults {
	private rules: ActiveRule[] = [];
	private lastId = 0;

	constructor(private readonly random: Random) {}

	add(rule: FaultRule): ActiveRule {
		const active = { ...faultRuleSchema.parse(rule), id: ++this.lastId, seen: 0, done: 0 };
		this.rules.push(active);
		return active;
	}

	remove(id: number): boolean {
		const before = this.rules.length;
		this.rules = this.rules.filter((rule) => rule.id !== id);
		return this.rules.length < before;
	}

	clear(): void {
		this.rules = [];
	}

	list(): readonly ActiveRule[] {
		return this.rules;
	}

	/** The rule that applies to this request, counted as used; undefined if none applies. */
	take(system: System, method: string, url: string): ActiveRule | undefined {
		for (const rule of this.rules) {
			if (rule.system !== system || (rule.method && rule.method !== method)) continue;
			if (rule.path && !new RegExp(rule.path).test(url)) continue;
			rule.seen += 1;
			if (rule.seen <= rule.after || (rule.times !== undefined && rule.done >= rule.times))
				continue;
			if (rule.probability < 1 && this.random.next() >= rule.probability) continue;
			rule.done += 1;
			return rule;
		}
		return undefined;
	}
}
