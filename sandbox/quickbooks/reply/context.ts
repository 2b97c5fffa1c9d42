import type { Company } from '../company';
import type { QuickBooksSwitches } from '../switches';

/**
 * Which kind of reply shows the record: some fields appear only in some kinds. `query` is a row of a
 * list, of CDC, or of a query in a batch.
 */
export type View = 'create' | 'update' | 'read' | 'query' | 'send';

export interface ReplyContext {
	company: Company;
	switches: QuickBooksSwitches;
	view: View;
	/** Lower-case words of `?include=`. */
	include?: ReadonlySet<string>;
}
