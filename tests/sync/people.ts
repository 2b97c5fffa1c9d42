import { contactKind } from '../../src/core/contact/fields';
import type { QuickBooksCustomer } from '../../src/core/records/quickbooks';
import type { SeededRandom } from '../support/seededRandom';
import type { RecordKind } from './recordsByHand';

const words = [
	'Zoë',
	'Olé',
	"O'Brien",
	'小龙',
	'Anna-Lena',
	'Jürgen',
	'van der Berg',
	'Łukasz',
	'Renée',
	'Smith & Sons',
	'100 % Ltd',
	'A "B" C',
	'+1 415 555 0100',
	'Straße 1',
	'b\u0301e',
];

export function someWord(chance: SeededRandom): string {
	return `${chance.pick(words)}${chance.is(0.5) ? ` ${chance.int(1, 99)}` : ''}`;
}

const regions = { North: 'n', South: 's', 'Far East': 'e' };
const text = (name: string, property: string, field: string) => ({
	name,
	property,
	field,
	type: 'text' as const,
	some: someWord,
});

/** Contacts and customers. */
export const people: RecordKind = {
	kind: contactKind,
	key: 'email',
	facts: [
		{
			...text('email', 'email', 'PrimaryEmailAddr.Address'),
			type: 'email',
			filled: true,
			some: (_chance, serial) => `person${serial}@example.com`,
		},
		text('first', 'firstname', 'GivenName'),
		{ ...text('last', 'lastname', 'FamilyName'), filled: true, names: true },
		text('company', 'company', 'CompanyName'),
		text('phone', 'phone', 'PrimaryPhone.FreeFormNumber'),
		text('mobile', 'mobilephone', 'Mobile.FreeFormNumber'),
		text('city', 'city', 'BillAddr.City'),
		text('street', 'address', 'BillAddr.Line1'),
		text('remark', 'remark', 'Notes'),
		{
			...text('region', 'region', 'ShipAddr.City'),
			options: regions,
			some: (chance) => chance.pick(Object.keys(regions)),
			poison: { side: 'quickBooks', value: 'Nowhere' },
		},
	],
	custom: [
		{
			name: 'remark',
			label: 'Remark',
			type: 'string',
			fieldType: 'textarea',
			groupName: 'contactinformation',
		},
		{
			name: 'region',
			label: 'Region',
			type: 'enumeration',
			fieldType: 'select',
			groupName: 'contactinformation',
			options: Object.entries(regions).map(([label, value], displayOrder) => ({
				label,
				value,
				displayOrder,
				hidden: false,
			})),
		},
	],
	needed: (serial, { last }) => ({
		DisplayName: serial % 7 === 0 ? `Same Name ${serial}` : `${last} (${serial})`,
	}),
	always: {
		hubSpot: ({ email, first, last }, { title }) => (email || first || last ? {} : { last: title }),
		quickBooks: () => ({}),
	},
	isMarked: (record, contactId) =>
		((record as QuickBooksCustomer).Notes ?? '').includes(
			`HubSpot contact ${contactId} was deleted.`,
		),
};
