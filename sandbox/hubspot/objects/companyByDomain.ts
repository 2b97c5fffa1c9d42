import type { AssociationKind } from '../associations/kinds';
import type { Properties } from '../records';
import type { Writer } from './write';

/**
 * Email providers whose addresses do not show an employer. HubSpot's own list is not published.
 * https://knowledge.hubspot.com/records/automatically-create-and-associate-companies-with-contacts
 */
const FREE_MAIL = new Set([
	'gmail.com',
	'googlemail.com',
	'outlook.com',
	'hotmail.com',
	'live.com',
	'yahoo.com',
	'ymail.com',
	'icloud.com',
	'me.com',
	'aol.com',
	'gmx.net',
	'gmx.de',
	'web.de',
	'mail.com',
	'proton.me',
	'protonmail.com',
	'comcast.net',
	'btinternet.com',
]);
/** The first part of endings with two parts, such as `co.uk`. */
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'gov', 'net', 'org']);

const PRIMARY = 1;

/**
 * The account setting "Create and associate companies with contacts". It takes effect a short time
 * after a contact was written.
 */
export class CompaniesByDomain {
	constructor(private readonly writer: Writer) {}

	/** Processes all contacts that are due by the clock. */
	catchUp(): void {
		const { records, clock, switches } = this.writer.parts;
		const due = records.takeAwaiting(clock.now().getTime());
		if (due.length === 0 || switches().companiesByDomain === 'never') return;
		records.store.transaction(() => {
			const known = this.companies();
			const linked = new Set(due.flatMap((id) => this.giveCompany(id, known) ?? []));
			for (const id of linked) this.writer.updateComputed('companies', id);
		});
	}

	/** @returns the company if the contact was linked with it */
	private giveCompany(contactId: string, known: Map<string, string>): string | undefined {
		const { records, links, switches } = this.writer.parts;
		const contact = records.find('contacts', contactId);
		const domain = contact && domainOf(contact.properties);
		if (domain === undefined) return undefined;
		const present = links.list('contacts', contactId, 'companies');
		if (switches().companiesByDomain === 'lacking' && present.length > 0) return undefined;
		const company =
			known.get(domain) ?? this.writer.create('companies', { name: nameOf(domain), domain }).id;
		known.set(domain, company);
		if (present.some(({ id }) => id === company)) return undefined;
		const isPrimary = ({ typeId }: AssociationKind) => typeId === PRIMARY;
		const hasPrimary = present.some(({ kinds }) => kinds.some(isPrimary));
		links.add(
			'contacts',
			contactId,
			company,
			links.kinds
				.between('contacts', 'companies')
				.filter((kind) => kind.plain || (isPrimary(kind) && !hasPrimary)),
		);
		this.writer.updateComputed('contacts', contactId);
		return company;
	}

	/** Companies by each of their domains. If several have a domain, the oldest company counts. */
	private companies(): Map<string, string> {
		const { store } = this.writer.parts.records;
		const rows = store.all<{ id: number; domain: string | null; more: string | null }>(
			`SELECT id, json_extract(properties, '$.domain') AS domain, json_extract(properties, '$.hs_additional_domains') AS more FROM objects WHERE type = 'companies' AND archived IS NULL ORDER BY created DESC, id DESC`,
		);
		return new Map(
			rows.flatMap(({ id, domain, more }) =>
				[domain, ...(more ?? '').split(';')].flatMap((one) =>
					one?.trim() ? [[one.trim().toLowerCase(), String(id)] as const] : [],
				),
			),
		);
	}
}

/** The domain of the email address, or of the website if the address is of a free provider. */
function domainOf({ email, website }: Properties): string | undefined {
	const ofAddress = email?.split('@')[1]?.toLowerCase();
	if (ofAddress !== undefined && !FREE_MAIL.has(ofAddress)) return ofAddress;
	return (
		website
			?.toLowerCase()
			.replace(/^https?:\/\//, '')
			.replace(/^www\./, '')
			.split('/')[0] || undefined
	);
}

function nameOf(domain: string): string {
	const parts = domain.split('.');
	const isShort =
		parts.length > 2 && parts.at(-1)?.length === 2 && SECOND_LEVEL.has(parts.at(-2) ?? '');
	const label = parts.at(isShort ? -3 : -2) ?? domain;
	return label.charAt(0).toUpperCase() + label.slice(1);
}
