import type { Services } from '../../quickbooks/api/services';
import type { Company } from '../../quickbooks/company';
import type { Entry } from '../../quickbooks/records';
import type { Entity } from '../../quickbooks/schema/entity';
import { actsOf, type Act } from '../acts';
import type { Exchange } from '../recordings';
import { prepareChanges, prepareQuery } from './lists';
import { prepareRefusal } from './refusals';
import { PreparedState } from './state';
import { companyKey, prepareSettings } from './settings';
import { switchesOf } from './switches';
import { prepareCreate, prepareSend, prepareUpdate } from './writes';

interface HiddenRecords {
	kind: Entity;
	entries: Entry[];
}

type Preparation = (state: PreparedState, act: Act) => Entry[] | void;

const show: Preparation = (state, act) => {
	for (const row of act.rows) state.show(act.entity, row);
};
const preparations: Record<Act['kind'], Preparation> = {
	query: prepareQuery,
	changes: prepareChanges,
	read: show,
	create: prepareCreate,
	update: prepareUpdate,
	delete: prepareUpdate,
	void: prepareUpdate,
	send: prepareSend,
	pdf: (state, act) => void (act.id !== undefined && state.ensure(act.entity.name, act.id)),
	rate: () => undefined,
};

/**
 * Before each exchange of a recording, puts the sandbox into the state that the exchange presumes,
 * as far as the recording shows it.
 */
export class StatePreparer {
	readonly company: Company;
	private readonly state: PreparedState;
	private hidden: HiddenRecords[] = [];

	constructor(
		private readonly services: Services,
		private readonly setSwitches: (switches: Record<string, unknown>) => unknown,
		exchanges: Exchange[],
	) {
		const key = companyKey(exchanges);
		this.company = [...services.companies.values()].find(
			({ profile }) => profile.key === key,
		) as Company;
		const acts = exchanges.flatMap(actsOf);
		this.state = new PreparedState(this.company, acts);
		prepareSettings(this.company, acts);
	}

	prepare(exchange: Exchange): void {
		const acts = actsOf(exchange);
		this.setSwitches(switchesOf(exchange, acts));
		if (exchange.at !== undefined) this.services.clock.set(new Date(exchange.at).toISOString());
		this.state.now = this.services.clock.now().getTime();
		this.state.forgetTaxRegions();
		const lists = acts.filter(({ kind }) => kind === 'query' || kind === 'changes');
		for (const act of [...lists, ...acts.filter((each) => !lists.includes(each))]) {
			const entries = preparations[act.kind](this.state, act);
			if (entries) this.hidden.push({ kind: act.entity, entries });
			prepareRefusal(this.state, act);
		}
	}

	/** Notes which records the sandbox wrote itself, and stores the hidden records again. */
	noteReply(exchange: Exchange, reply: unknown): void {
		for (const { kind, entries } of this.hidden) this.state.restore(kind, entries);
		this.hidden = [];
		if (exchange.method === 'GET') return;
		for (const act of actsOf({ ...exchange, reply })) {
			if (act.kind === 'query') continue;
			for (const row of [...act.rows, ...act.deleted])
				this.state.noteWrite(act.entity.name, String(row['Id']));
		}
	}
}
