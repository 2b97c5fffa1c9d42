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
	/**
	 * How many customers the accounting side has; each has the address
	 * `customer000001@generated.example` and so on.
	 */
	customers: number;
	seed: number;
	/** The share of them that are contacts here too, spread evenly. */
	contactShare: number;
	/** Won deals for each contact. */
	dealShare: number;
}

/**
 * Contacts, products and won deals with one to three line items; the same seed gives the same
 * records. They are put past the checks, which would take their time.
 */
export function generateHubSpotRecords(
	writer: Writer,
	{ customers, seed, contactShare, dealShare }: GeneratedRecords,
): void {
	const random = new Random(seed);
	const { records, clock } = writer.parts;
	const now = clock.now().getTime();
	const nth = (index: number, share: number) =>
		Math.floor(index * share) > Math.floor((index - 1) * share);
	records.store.transaction(() => {
		const products = Array.from({ length: PRODUCTS }, (_one, index) =>
			plant(
				writer,
				'products',
				{
					name: `Service ${String(index + 1).padStart(2, '0')}`,
					hs_sku: `SV-${index + 1}`,
					price: (random.int(500, 25_000) / 100).toFixed(2),
					hs_product_type: 'service',
				},
				now - 300 * DAY_MS,
			),
		);
		let contacts = 0;
		for (let index = 1; index <= customers; index += 1) {
			if (!nth(index, contactShare)) continue;
			contacts += 1;
			const [firstname, lastname] = [random.pick(given), random.pick(family)];
			const number = String(index).padStart(6, '0');
			const id = plant(
				writer,
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
				now - random.int(20, 390) * DAY_MS,
			);
			if (nth(contacts, dealShare)) plantDeal(writer, random, `Deal ${number}`, id, products, now);
		}
		records.indexAll();
	});
}

function plantDeal(
	writer: Writer,
	random: Random,
	dealname: string,
	contact: string,
	products: string[],
	now: number,
): void {
	const at = now - random.int(1, 60) * DAY_MS;
	const lines = Array.from({ length: random.int(1, 3) }, () =>
		plant(
			writer,
			'line_items',
			{ hs_product_id: random.pick(products), quantity: String(random.int(1, 40) / 4) },
			at,
		),
	);
	const amount = total(
		lines.map((id) => writer.parts.records.find('line_items', id)?.properties['amount']),
	).toFixed(2);
	const deal = plant(
		writer,
		'deals',
		{ dealname, dealstage: 'closedwon', amount, closedate: new Date(at).toISOString() },
		at,
	);
	const { links } = writer.parts;
	const plain = (to: ObjectType) => [links.kinds.findPlain('deals', to) as AssociationKind];
	links.add('deals', deal, contact, plain('contacts'));
	for (const line of lines) links.add('deals', deal, line, plain('line_items'));
	writer.settle('deals', deal);
	writer.settle('contacts', contact);
}

function plant(
	writer: Writer,
	type: ObjectType,
	properties: Properties,
	createdAt: number,
): string {
	const id = String(writer.parts.records.nextOf('records'));
	writer.plant(
		{ type, id, properties, before: undefined, sent: new Set(Object.keys(properties)) },
		createdAt,
	);
	return id;
}
