import type { System } from './options';

/** A logged request for the console and the tests, answered or not. */
export interface TrafficEntry {
	sequence: number;
	system: System;
	at: string;
	method: string;
	/** Path with query, as sent. */
	url: string;
	/** The path with placeholders, such as `/v3/company/:realm/invoice/:id`; the counters' key. */
	endpoint: string;
	status: number | 'dropped' | 'hanging';
	durationMs: number;
	requestId: string;
	fault?: string;
	/** Bodies as text, cut after 20,000 characters. Headers are not kept because they carry tokens. */
	requestBody?: string;
	responseBody?: string;
}

const KEPT = 2000;

/** The log of the newest 2,000 requests, and counters per system and endpoint since the last reset. */
export class Traffic {
	private entries: TrafficEntry[] = [];
	private counts = new Map<
		string,
		{
			system: System;
			method: string;
			endpoint: string;
			requests: number;
			statuses: Record<string, number>;
		}
	>();
	private sequence = 0;
	private listeners = new Set<(entry: TrafficEntry) => void>();

	add(entry: Omit<TrafficEntry, 'sequence'>): void {
		const kept = { sequence: ++this.sequence, ...entry };
		this.entries.push(kept);
		if (this.entries.length > KEPT) this.entries.splice(0, this.entries.length - KEPT);
		const key = `${entry.system} ${entry.method} ${entry.endpoint}`;
		const count = this.counts.get(key) ?? {
			system: entry.system,
			method: entry.method,
			endpoint: entry.endpoint,
			requests: 0,
			statuses: {},
		};
		count.requests += 1;
		count.statuses[entry.status] = (count.statuses[entry.status] ?? 0) + 1;
		this.counts.set(key, count);
		for (const listener of this.listeners) listener(kept);
	}

	requests(after = 0): TrafficEntry[] {
		return this.entries.filter((entry) => entry.sequence > after);
	}

	counters() {
		return [...this.counts.values()];
	}

	/** The number of requests since the last reset, of one system or both. */
	total(system?: System): number {
		return this.counters()
			.filter((count) => !system || count.system === system)
			.reduce((sum, count) => sum + count.requests, 0);
	}

	onRequest(listener: (entry: TrafficEntry) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	reset(): void {
		this.entries = [];
		this.counts.clear();
	}
}
