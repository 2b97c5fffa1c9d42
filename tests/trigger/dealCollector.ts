import { difference, Receiver } from './receiver';

interface Item {
	eventId: string;
	deal: { id: string };
	stage: { id: string };
}

/**
 * Where the workflows end: it notes each entry by `workflow deal stage`; the path of a call is the
 * workflow.
 */
export class DealCollector extends Receiver<Item> {
	private readonly keys: string[] = [];
	private readonly ids = new Map<string, number>();

	constructor() {
		super(({ eventId, deal, stage }, workflow) => {
			this.keys.push(`${workflow} ${deal.id} ${stage.id}`);
			this.ids.set(`${workflow} ${eventId}`, (this.ids.get(`${workflow} ${eventId}`) ?? 0) + 1);
		});
	}

	missing(expected: readonly string[]): string[] {
		return difference(expected, this.keys);
	}

	/** Entries that nobody made, and ids that came twice. */
	extra(expected: readonly string[]): string[] {
		return [
			...difference(this.keys, expected),
			...[...this.ids].filter(([, count]) => count > 1).map(([id]) => id),
		];
	}
}
