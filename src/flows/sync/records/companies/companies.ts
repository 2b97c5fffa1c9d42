import { companyDomain } from '../../../../core/contact/domain';
import type { KnownCompany } from '../../../../core/contact/employer';
import {
	planCompanies,
	propertiesOfNew,
	requestsForContact,
	withoutCompany,
	type CompanyLink,
	type CompanyPlan,
	type CompanySeeker,
} from '../../../../core/contact/planCompanies';
import { associationTypeId } from '../../../../core/hubspot/associations';
import type { QuickBooksCustomer, QuickBooksPayload } from '../../../../core/records/quickbooks';
import type { HubSpotPort } from '../../../../gateways/ports';
import { askTogether, missingOutcome, toGatewayError } from '../../../accounts/outcomes';
import { replaceOutcomes, type RecordOutcome } from '../apply/outcome';
import { KnownCompanies } from './knownCompanies';

/** The type of link that makes a company the primary one of a contact. */
const PRIMARY = 1;

interface Seeker extends CompanySeeker {
	outcome: RecordOutcome;
}

/** A contact, and the company that it is linked with. */
type Link = CompanyLink<Seeker>;
type Warnings = CompanyPlan<Seeker>['warnings'];

/**
 * Gives contacts the HubSpot company that their customers name. It is known by its name, and by the
 * domain of the contact's address, since HubSpot makes companies of domains by itself. A company's
 * own fields stay as they are.
 */
export class Companies {
	private readonly known: KnownCompanies;

	constructor(private readonly hubspot: HubSpotPort) {
		this.known = new KnownCompanies(hubspot);
	}

	/**
	 * Looks at each contact that was created, linked, or whose company changed. What fails is tried
	 * again with the contact.
	 *
	 * @param thorough whether contacts in which nothing changed get a company, too, where they have
	 * none
	 * @throws GatewayError when the whole run has to stop
	 */
	async associate(outcomes: readonly RecordOutcome[], thorough: boolean): Promise<RecordOutcome[]> {
		const concerned = outcomes.filter((one) => one.hubSpot && lacksCompany(one, thorough));
		const answer = await askTogether(async () => {
			const plan = await this.readAndPlan(concerned);
			return [...plan.warnings, ...(await this.apply(plan))];
		});
		if (answer.ok) return withWarnings(outcomes, answer.value);
		return replaceOutcomes(
			outcomes,
			new Map(concerned.map((one) => [one, { ...one, error: answer.error }])),
		);
	}

	/** Adds the plan for the companies to what a dry run reports. @throws GatewayError */
	async planOnly(outcomes: readonly RecordOutcome[], thorough: boolean): Promise<RecordOutcome[]> {
		const concerned = outcomes.filter((one) => lacksCompany(one, thorough));
		const plan = await this.readAndPlan(concerned);
		for (const { seeker, company } of plan.links) this.known.keep(seeker, company as KnownCompany);
		const planned = concerned.map((outcome): [RecordOutcome, RecordOutcome] => {
			const furtherRequests = requestsForContact(plan, (seeker) => seeker.outcome === outcome);
			return [outcome, { ...outcome, furtherRequests, ...warningsOf(outcome, plan.warnings) }];
		});
		return replaceOutcomes(outcomes, new Map(planned));
	}

	private async readAndPlan(outcomes: readonly RecordOutcome[]): Promise<CompanyPlan<Seeker>> {
		const seekers = await this.readSeekers(outcomes);
		const unknown = seekers.filter(({ name }) => !this.known.named(name));
		const { companies, refused } = await this.known.find(unknown);
		const reasons = new Map([...refused].map(([name, error]) => [name, error.message]));
		return planCompanies(seekers, {
			companies,
			refused: reasons,
			given: (name) => this.known.named(name),
		});
	}

	/** Contacts that have no company, and those whose customer went to another one. */
	private async readSeekers(outcomes: readonly RecordOutcome[]): Promise<Seeker[]> {
		const ids = outcomes.map(contactOf).filter(Boolean);
		const present =
			ids.length > 0
				? await this.hubspot.readAssociations('contacts', 'companies', ids)
				: new Map<string, string[]>();
		return outcomes.flatMap((outcome): Seeker[] => {
			const contactId = contactOf(outcome);
			const companies = present.get(contactId) ?? [];
			const domain = domainOf(outcome);
			if (domain !== undefined) this.known.note(domain, companies);
			return companies.length === 0 || hasMoved(outcome)
				? [{ outcome, contactId, name: companyOf(outcome), domain, present: companies }]
				: [];
		});
	}

	/** @returns warnings about companies that could not be created */
	private async apply(plan: CompanyPlan<Seeker>): Promise<Warnings> {
		const { links, created, warnings } = await this.createCompanies(plan);
		const wanted = created.length > 0 ? await this.withoutRivals(links, created) : links;
		for (const { seeker, company } of wanted) this.known.keep(seeker, company);
		await this.link(wanted);
		return warnings;
	}

	/** @returns the contacts that are to be linked, with companies that all have an id by now */
	private async createCompanies({
		create,
		links,
	}: CompanyPlan<Seeker>): Promise<{ links: Link[]; created: KnownCompany[]; warnings: Warnings }> {
		const answers =
			create.length > 0
				? await this.hubspot.createObjects(
						'companies',
						create.map((company) => ({ properties: propertiesOfNew(company) })),
					)
				: [];
		const made = new Map<object, KnownCompany>();
		const failed = new Map<object, string>();
		create.forEach((company, index) => {
			const answer = answers[index];
			if (answer?.ok) made.set(company, { ...(company as KnownCompany), id: answer.value.id });
			else
				failed.set(
					company,
					toGatewayError('HubSpot', answer?.error ?? missingOutcome('HubSpot')).message,
				);
		});
		return {
			created: [...made.values()],
			links: (links as Link[])
				.map(({ seeker, company }) => ({ seeker, company: made.get(company) ?? company }))
				.filter(({ company }) => company.id !== ''),
			warnings: links.flatMap(({ seeker, company }) => {
				const reason = failed.get(company);
				return reason === undefined ? [] : [{ seeker, text: withoutCompany(seeker, reason) }];
			}),
		};
	}

	/**
	 * HubSpot may have made a company for the same contact in the same moment. Then the contact keeps
	 * that one, and ours is deleted when nobody else needs it.
	 */
	private async withoutRivals(
		links: readonly Link[],
		created: readonly KnownCompany[],
	): Promise<Link[]> {
		const fresh = links.filter(({ company }) => created.includes(company));
		const present = await this.hubspot.readAssociations(
			'contacts',
			'companies',
			fresh.map(({ seeker }) => seeker.contactId),
		);
		const left = links.filter(
			({ seeker, company }) =>
				!created.includes(company) || (present.get(seeker.contactId) ?? []).length === 0,
		);
		const needless = created
			.filter((company) => !left.some((one) => one.company === company))
			.map(({ id }) => id);
		if (needless.length > 0) await this.hubspot.archiveObjects('companies', needless);
		return left;
	}

	private async link(links: readonly Link[]): Promise<void> {
		if (links.length === 0) return;
		const plain = associationTypeId('contacts', 'companies');
		await this.hubspot.associate(
			'contacts',
			'companies',
			links.map(({ seeker: { contactId, present }, company }) => ({
				fromId: contactId,
				toId: company.id,
				typeIds: present.length === 0 ? [plain, PRIMARY] : [plain],
			})),
		);
	}
}

function withWarnings(outcomes: readonly RecordOutcome[], warnings: Warnings): RecordOutcome[] {
	return outcomes.map((outcome) => ({ ...outcome, ...warningsOf(outcome, warnings) }));
}

function warningsOf(outcome: RecordOutcome, warnings: Warnings): Pick<RecordOutcome, 'warnings'> {
	const own = warnings.filter(({ seeker }) => seeker.outcome === outcome);
	return { warnings: [...outcome.warnings, ...own.map(({ text }) => text)] };
}

/**
 * Contacts that were created, linked, or whose company changed; and, if wanted, the others in which
 * nothing did.
 */
function lacksCompany(outcome: RecordOutcome, thorough: boolean): boolean {
	const { action, error, decision } = outcome;
	if (error !== undefined || !companyOf(outcome)) return false;
	const isNew = action === 'updated' && !decision.plan.wasLinked;
	if (action === 'created' || action === 'linked' || isNew) return true;
	return hasMoved(outcome) || (thorough && (action === 'unchanged' || action === 'updated'));
}

/** QuickBooks names another company than before. */
function hasMoved({ action, changes, decision }: RecordOutcome): boolean {
	return (
		action === 'updated' &&
		decision.plan.wasLinked &&
		changes.some(({ field }) => field === 'company')
	);
}

function contactOf({ hubSpot }: RecordOutcome): string {
	return hubSpot?.id ?? '';
}

function companyOf({ quickBooks, decision }: RecordOutcome): string {
	const fields: QuickBooksPayload = { ...quickBooks, ...decision.plan.writeQuickBooks };
	const name = fields['CompanyName'];
	return typeof name === 'string' ? name.trim() : '';
}

/** HubSpot goes by the contact's own address; the customer's serves a contact that has none. */
function domainOf({ hubSpot, quickBooks, toHubSpot }: RecordOutcome): string | undefined {
	const ours = { ...hubSpot?.properties, ...toHubSpot };
	const { PrimaryEmailAddr: address, WebAddr: site } = {
		...(quickBooks as Partial<QuickBooksCustomer> | undefined),
	};
	return companyDomain(
		ours['email'] || address?.Address.split(/[,;]/)[0],
		ours['website'] || site?.URI,
	);
}
