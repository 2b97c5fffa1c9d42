import { Random } from '../../random';
import type { AssociationKind } from '../associations/kinds';
import { total } from '../objects/computed/money';
import type { Writer } from '../objects/write';
import type { Properties } from '../records';
import type { ObjectType } from '../types';

const given = [
	'Abeni',
	'Bruno',
	'Chloé',
	'Davide',
	'Eszter',
	'Faye',
	'Gül',
	'Håkon',
	'Iñaki',
	'Joana',
	'Kwame',
	'Małgorzata',
	'Nils',
	'Olá',
	'Paweł',
	'Renée',
	'Šárka',
	'Thảo',
	'Yara',
];
const family = [
	"D'Angelo",
	'Castro',
	'Ferreira',
	'Große',
	'Holm',
	'Ivanova',
	'Kaya',
	'Lindqvist',
	'Mensah',
	'Nowak',
	"O'Neill",
	'Pérez',
	'Sato',
	'Šimić',
	'Varga',
	'Weiß',
];
const PRODUCTS = 20;
const DAY_MS = 86_400_000;

interface GeneratedRecords {
	/** The number of customers in QuickBooks, with addresses `customer000001@generated.example` … */
	customers: number;
	seed: number;
	/** The share of these customers that are also contacts, spread evenly. */
	contactShare: number;
	/** Won deals for each contact. */
	dealShare: number;
}

/**
 * Generates contacts, products, and won deals with one to three line items. The same seed gives the
 * same records. They are stored without checks, which would take too long.
 */
export function generateHubSpotRecords(writer: Writer, wanted: GeneratedRecords): void {
	const { records, clock } = writer.parts;
	records.store.transaction(() => {
		new Generator(writer, new Random(wanted.seed), clock.now().getTime()).createAll(wanted);
		records.indexAll();
	});
}

/** Whether the record with this number belongs to an evenly spread share. */
function isChosen(index: number, share: number): boolean {
	return Math.floor(index * share) > Math.floor((index - 1) * share);
}

class Generator {
	constructor(
		private readonly writer: Writer,
		private readonly random: Random,
		private readonly now: number,
	) {}

	createAll({ customers, contactShare, dealShare }: GeneratedRecords): void {
		const products = Array.from({ length: PRODUCTS }, (_one, index) => this.addProduct(index + 1));
		let contacts = 0;
		for (let index = 1; index <= customers; index += 1) {
			if (!isChosen(index, contactShare)) continue;
			contacts += 1;
			const number = String(index).padStart(6, '0');
			const contact = this.addContact(number);
			if (isChosen(contacts, dealShare)) this.addDeal(`Deal ${number}`, contact, products);
		}
	}

	private addProduct(number: number): string {
		return this.add(
			'products',
			{
				name: `Service ${String(number).padStart(2, '0')}`,
				hs_sku: `SV-${number}`,
				price: (this.random.int(500, 25_000) / 100).toFixed(2),
				hs_product_type: 'service',
			},
			this.now - 300 * DAY_MS,
		);
	}

	private addContact(number: string): string {
		const [firstname, lastname] = [this.random.pick(given), this.random.pick(family)];
		return this.add(
			'contacts',
			{
				firstname,
				lastname,
				email: `customer${number}@generated.example`,
				phone: `+1 510 555 ${number.slice(-4)}`,
				city: 'Oakland',
				state: 'CA',
				country: 'United States',
			},
			this.now - this.random.int(20, 390) * DAY_MS,
		);
	}

	private addDeal(dealname: string, contact: string, products: string[]): void {
		const { random, writer } = this;
		const { links, records } = writer.parts;
		const at = this.now - random.int(1, 60) * DAY_MS;
		const lines = Array.from({ length: random.int(1, 3) }, () =>
			this.add(
				'line_items',
				{ hs_product_id: random.pick(products), quantity: String(random.int(1, 40) / 4) },
				at,
			),
		);
		const amount = total(
			lines.map((id) => records.find('line_items', id)?.properties['amount']),
		).toFixed(2);
		const closedate = new Date(at).toISOString();
		const deal = this.add('deals', { dealname, dealstage: 'closedwon', amount, closedate }, at);
		const plain = (to: ObjectType) => [links.kinds.findPlain('deals', to) as AssociationKind];
		links.add('deals', deal, contact, plain('contacts'));
		for (const line of lines) links.add('deals', deal, line, plain('line_items'));
		writer.updateComputed('deals', deal);
		writer.updateComputed('contacts', contact);
	}

	private add(type: ObjectType, properties: Properties, createdAt: number): string {
		const id = String(this.writer.parts.records.nextOf('records'));
		this.writer.insertDraft(
			{ type, id, properties, before: undefined, sent: new Set(Object.keys(properties)) },
			createdAt,
		);
		return id;
	}
}
