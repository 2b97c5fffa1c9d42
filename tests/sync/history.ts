import { contactKind, contactMapping } from '../../src/core/contact/fields';
import type { SyncPolicy } from '../../src/core/sync/types';
import type { HubSpotRecord } from '../../src/core/records/hubspot';
import type { QuickBooksCustomer } from '../../src/core/records/quickbooks';
import { Bench, type Synced } from '../flows/sync/bench';
import { createContact, createCustomer, editContact, editCustomer, facts, factsOfContact, factsOfCustomer, someWord, type Fact, type Facts } from './people';
import { Chance } from './random';

export interface HistoryOutcome {
	edits: number;
	mismatches: string[];
	needlessWrites: string[];
}

/** One person, on one side or both. Before a sync has seen both, the address alone tells that they are one. */
interface Person {
	contact?: string | undefined;
	customer?: string | undefined;
	/** What both held after the last sync, fact by fact; undefined before they met, and where a conflict was left to people. */
	agreed?: Partial<Facts>;
}

const CHECKED = ['email', 'firstname', 'lastname', 'company', 'phone', 'mobilephone', 'city', 'address'];

/** Edits people at random on both sides and syncs now and then; looks after each sync whether everybody has what the rules say. */
export class History {
	private readonly chance: Chance;
	private readonly policy: SyncPolicy;
	private readonly clears: boolean;
	private people: Person[] = [];
	private serial = 0;
	private readonly outcome: HistoryOutcome = { edits: 0, mismatches: [], needlessWrites: [] };
	private bench!: Bench;

	constructor(private readonly seed: number) {
		this.chance = new Chance(seed);
		const { chance } = this;
		this.clears = chance.is(0.4);
		this.policy = {
			direction: chance.pick(['quickBooksToHubSpot', 'hubSpotToQuickBooks', 'twoWay', 'twoWay']),
			createAndUpdate: 'both',
			onDelete: chance.pick(['nothing', 'archive']),
			conflict: chance.pick(['newest', 'hubSpot', 'quickBooks', 'skip']),
			filter: [],
			mapping: contactMapping.filter(({ property }) => CHECKED.includes(property)).map((one) => ({ ...one, ifEmpty: this.clears && one.property !== 'email' ? 'clear' : 'keep' })),
		};
	}

	async play(): Promise<HistoryOutcome> {
		this.bench = await Bench.start({ seed: 'empty', fast: true, randomSeed: this.seed });
		try {
			for (let round = this.chance.int(2, 4); round > 0; round -= 1) {
				for (let edit = this.chance.int(2, 8); edit > 0; edit -= 1) await this.edit();
				await this.syncAndLook();
			}
			await this.lookForNeedlessWrites();
			return this.outcome;
		} finally {
			await this.bench.stop();
		}
	}

	private get isTwoWay(): boolean {
		return this.policy.direction === 'twoWay';
	}

	private get writesHubSpot(): boolean {
		return this.policy.direction !== 'hubSpotToQuickBooks';
	}

	private get writesQuickBooks(): boolean {
		return this.policy.direction !== 'quickBooksToHubSpot';
	}

	private async edit(): Promise<void> {
		const { chance, bench } = this;
		this.outcome.edits += 1;
		bench.sandbox.surroundings.clock.advance(chance.pick([0, 300, 1500, 4000, 200_000]));
		const person = this.people.length > 0 && chance.is(0.65) ? chance.pick(this.people) : undefined;
		if (!person) return await this.appear();
		const side = this.editableSide(person);
		if (this.policy.onDelete === 'archive' && person.agreed !== undefined && chance.is(0.12)) return await this.vanish(person, side);
		const changes = this.someChanges(person.agreed !== undefined);
		if (side === 'hubSpot' && person.contact) await editContact(bench, person.contact, changes);
		if (side === 'quickBooks' && person.customer) await editCustomer(bench, person.customer, changes);
	}

	/** Deleted on one side: after the next sync nobody shall find the person on the other one. */
	private async vanish(person: Person, side: 'hubSpot' | 'quickBooks'): Promise<void> {
		const { hubspot, quickbooks } = this.bench;
		if (side === 'hubSpot') await hubspot.archiveObject('contacts', person.contact ?? '');
		else await quickbooks.update('Customer', { Id: person.customer ?? '', SyncToken: (await quickbooks.read('Customer', person.customer ?? '')).SyncToken, sparse: true, Active: false });
		this.people = this.people.filter((one) => one !== person);
	}

	/** One way, only the side that decides is edited: what is done to the other one is not looked at. */
	private editableSide({ contact, customer }: Person): 'hubSpot' | 'quickBooks' {
		if (!this.isTwoWay) return this.writesHubSpot ? 'quickBooks' : 'hubSpot';
		if (contact && customer) return this.chance.pick(['hubSpot', 'quickBooks']);
		return contact ? 'hubSpot' : 'quickBooks';
	}

	private someChanges(withEmail: boolean): Partial<Facts> {
		const { chance } = this;
		const open = facts.filter((fact) => withEmail || fact !== 'email');
		const chosen = open.filter(() => chance.is(0.25));
		const changed = chosen.length > 0 ? chosen : [chance.pick(open)];
		return Object.fromEntries(changed.map((fact) => [fact, fact === 'email' ? this.newEmail() : chance.is(0.2) && fact !== 'last' ? '' : someWord(chance)]));
	}

	private newEmail(): string {
		this.serial += 1;
		return `person${this.serial}@example.com`;
	}

	/** Somebody new, on one side, or on both by hand. */
	private async appear(): Promise<void> {
		const { chance, bench } = this;
		const some = (probability: number) => (chance.is(probability) ? someWord(chance) : '');
		const person: Facts = { email: this.newEmail(), first: some(0.8), last: someWord(chance), company: some(0.5), phone: some(0.5), mobile: some(0.3), city: some(0.5), street: some(0.5) };
		const both = chance.is(0.25);
		const onHubSpot = both || (this.writesQuickBooks && (!this.writesHubSpot || chance.is(0.5)));
		const name = chance.is(0.15) ? 'Same Name' : `Person ${this.serial}`;
		const added: Person = {};
		if (onHubSpot) added.contact = await createContact(bench, person);
		if (!onHubSpot || both) added.customer = await createCustomer(bench, person, `${name}${name === 'Same Name' ? ` ${this.serial}` : ''}`);
		this.people.push(added);
	}

	private async syncAndLook(): Promise<void> {
		const before = await this.readAll();
		const run = await this.bench.sync(contactKind, this.policy);
		const after = await this.readAll();
		for (const { action, reason, error } of run.results) if (action === 'failed') this.complain(`failed: ${reason} ${String(error)}`);
		for (const person of this.people) this.check(person, before, after, run);
		this.checkNobodyElse(after);
	}

	private check(person: Person, before: Everybody, after: Everybody, run: Synced): void {
		person.contact ??= person.customer && after.contactOf(person.customer)?.id;
		person.customer ??= person.contact && after.customerOf(person.contact)?.Id;
		const contact = after.contacts.get(person.contact ?? '');
		const customer = after.customers.get(person.customer ?? '');
		if (!contact || !customer) return this.complain(`${JSON.stringify(person)} is missing on one side`);
		const [ours, theirs] = [factsOfContact(contact), factsOfCustomer(customer)];
		const was = { contact: before.contacts.get(contact.id), customer: before.customers.get(customer.Id) };
		for (const fact of facts) this.checkFact(fact, person, { ours: ours[fact], theirs: theirs[fact] }, { ours: was.contact && factsOfContact(was.contact)[fact], theirs: was.customer && factsOfCustomer(was.customer)[fact] }, run);
		person.agreed = Object.fromEntries(facts.filter((fact) => ours[fact] === theirs[fact]).map((fact) => [fact, ours[fact]]));
	}

	private checkFact(fact: Fact, person: Person, is: Sides, was: Was, run: Synced): void {
		const tell = (what: string) => this.complain(`${fact} of contact ${person.contact}, customer ${person.customer}: ${what}; was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`);
		const reported = run.results.some(({ action, changes, hubspot }) => hubspot?.id === person.contact && action === 'conflict' && changes.length > 0 && this.policy.conflict === 'skip');
		const agreed = person.agreed?.[fact];
		const [byUs, byThem] = [agreed === undefined || was.ours !== agreed, agreed === undefined || was.theirs !== agreed];
		if (is.ours !== is.theirs) {
			const fromEmpty = !this.isTwoWay && !this.clears && (this.writesHubSpot ? is.theirs : is.ours) === '';
			if (!fromEmpty && !(reported && byUs && byThem)) tell('the sides differ');
			return;
		}
		const wanted = this.wanted(fact, byUs, byThem, was);
		if (wanted !== undefined && wanted !== is.ours) tell(`"${wanted}" was due`);
	}

	/** What both must hold now; undefined where the rules leave more than one answer. */
	private wanted(fact: Fact, byUs: boolean, byThem: boolean, { ours, theirs }: Was): string | undefined {
		if (ours === undefined || theirs === undefined) return ours ?? theirs;
		if (ours === theirs) return ours;
		const keeps = !this.clears || fact === 'email';
		if (!this.isTwoWay) {
			const [source, target] = this.writesHubSpot ? [theirs, ours] : [ours, theirs];
			return source === '' && keeps ? target : source;
		}
		if (keeps && (ours === '' || theirs === '')) return ours || theirs;
		if (byUs && !byThem) return ours;
		if (byThem && !byUs) return theirs;
		if (byUs && byThem && ours !== '' && theirs !== '') return this.policy.conflict === 'hubSpot' ? ours : this.policy.conflict === 'quickBooks' ? theirs : undefined;
		return undefined;
	}

	/** Nobody is there twice, and nobody appears from nowhere. */
	private checkNobodyElse({ contacts, customers }: Everybody): void {
		if (contacts.size !== this.people.length || customers.size !== this.people.length) this.complain(`${this.people.length} people, but ${contacts.size} contacts and ${customers.size} customers`);
	}

	private async lookForNeedlessWrites(): Promise<void> {
		await this.bench.sync(contactKind, this.policy);
		for (const scope of ['changed', 'all'] as const) {
			const { writes } = await this.bench.sync(contactKind, this.policy, { scope: { kind: scope } });
			this.outcome.needlessWrites.push(...writes.map((write) => `${scope}: ${write}`));
		}
	}

	private async readAll(): Promise<Everybody> {
		const link = `quickbooks_id_${this.bench.realmId}`;
		const contacts: HubSpotRecord[] = [];
		let next: string | undefined;
		do {
			const page = await this.bench.hubspot.listObjects('contacts', { properties: [...CHECKED, link], limit: 100, ...(next !== undefined && { after: next }) });
			contacts.push(...page.records);
			next = page.after;
		} while (next !== undefined);
		return new Everybody(contacts, await this.bench.quickbooks.find('Customer', {}), link);
	}

	private complain(what: string): void {
		const { direction, conflict } = this.policy;
		this.outcome.mismatches.push(`seed ${this.seed} (${direction}, ${conflict}${this.clears ? ', clear' : ''}): ${what}`);
	}
}

interface Sides {
	ours: string;
	theirs: string;
}

type Was = { [side in keyof Sides]: string | undefined };

class Everybody {
	readonly contacts: Map<string, HubSpotRecord>;
	readonly customers: Map<string, QuickBooksCustomer>;

	constructor(contacts: HubSpotRecord[], customers: QuickBooksCustomer[], private readonly link: string) {
		this.contacts = new Map(contacts.map((contact) => [contact.id, contact]));
		this.customers = new Map(customers.map((customer) => [customer.Id, customer]));
	}

	contactOf(customerId: string): HubSpotRecord | undefined {
		return [...this.contacts.values()].find(({ properties }) => properties[this.link]?.endsWith(`:${customerId}`));
	}

	customerOf(contactId: string): QuickBooksCustomer | undefined {
		return this.customers.get(this.contacts.get(contactId)?.properties[this.link]?.split(':')[1] ?? '');
	}
}
