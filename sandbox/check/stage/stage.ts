import type { Bench } from '../../quickbooks/api/bench';
import type { Company } from '../../quickbooks/company';
import type { Entry } from '../../quickbooks/records';
import type { Entity } from '../../quickbooks/schema/entities';
import { actsOf, type Act } from '../acts';
import type { Exchange } from '../recordings';
import { stageChanges, stageQuery } from './lists';
import { stageRefusal } from './refusals';
import { Scene } from './scene';
import { companyKey, settle, switchesOf } from './settings';
import { stageCreate, stageSend, stageUpdate } from './writes';

interface Aside {
	kind: Entity;
	entries: Entry[];
}

type Staging = (scene: Scene, act: Act) => Entry[] | void;

const show: Staging = (scene, act) => {
	for (const row of act.rows) scene.show(act.entity, row);
};
const stagings: Record<Act['kind'], Staging> = {
	query: stageQuery,
	changes: stageChanges,
	read: show,
	create: stageCreate,
	update: stageUpdate,
	delete: stageUpdate,
	void: stageUpdate,
	send: stageSend,
	pdf: (scene, act) => void (act.id !== undefined && scene.ensure(act.entity.name, act.id)),
	rate: () => undefined,
};

/**
 * Brings a sandbox into the state that each exchange of a recording presumes, as far as the
 * recording tells.
 */
export class Stage {
	readonly company: Company;
	private readonly scene: Scene;
	private aside: Aside[] = [];

	constructor(
		private readonly bench: Bench,
		private readonly setSwitches: (switches: Record<string, unknown>) => unknown,
		exchanges: Exchange[],
	) {
		const key = companyKey(exchanges);
		this.company = [...bench.companies.values()].find(
			({ profile }) => profile.key === key,
		) as Company;
		const acts = exchanges.flatMap(actsOf);
		this.scene = new Scene(this.company, acts);
		settle(this.company, acts);
	}

	before(exchange: Exchange): void {
		const acts = actsOf(exchange);
		this.setSwitches(switchesOf(exchange, acts));
		if (exchange.at !== undefined) this.bench.clock.set(new Date(exchange.at).toISOString());
		this.scene.now = this.bench.clock.now().getTime();
		this.scene.forgetTaxRegions();
		const lists = acts.filter(({ kind }) => kind === 'query' || kind === 'changes');
		for (const act of [...lists, ...acts.filter((each) => !lists.includes(each))]) {
			const entries = stagings[act.kind](this.scene, act);
			if (entries) this.aside.push({ kind: act.entity, entries });
			stageRefusal(this.scene, act);
		}
	}

	/** Remembers what the sandbox has done itself, and puts back what was only out of sight. */
	after(exchange: Exchange, reply: unknown): void {
		for (const { kind, entries } of this.aside) this.scene.putBack(kind, entries);
		this.aside = [];
		if (exchange.method === 'GET') return;
		for (const act of actsOf({ ...exchange, reply })) {
			if (act.kind === 'query') continue;
			for (const row of [...act.rows, ...act.deleted])
				this.scene.noteWrite(act.entity.name, String(row['Id']));
		}
	}
}
