import { buildCustomer } from '../../../src/core/contact/build';
import {
	chooseCustomer,
	chooseName,
	chooseParty,
	type CustomerPolicy,
} from '../../../src/core/contact/choose';
import { partyOfCompany, partyOfContact } from '../../../src/core/contact/party';
import type { QuickBooksCustomer } from '../../../src/core/records/quickbooks';
import { customer, hubSpotRecord } from '../../support/sampleRecords';

const contact = (properties: Record<string, string>) =>
	partyOfContact(hubSpotRecord('contacts', '101', properties), 'quickbooks_id_9');
const ann = contact({
	firstname: 'Ann',
	lastname: 'Miller',
	email: 'Ann@Example.com',
	hs_additional_emails: 'a2@example.com;a3@example.com',
});
const policy: CustomerPolicy = { ifNone: 'create', nameTaken: 'suffix', reactivate: false };
const withEmail = (
	Id: string,
	name: string,
	Address: string,
	more: Partial<QuickBooksCustomer> = {},
) => customer(Id, name, { PrimaryEmailAddr: { Address }, ...more });

describe('who is billed', () => {
	it.each<[string, QuickBooksCustomer[], string]>([
		[
			'by e-mail, in any case',
			[withEmail('5', 'A. Miller', 'ANN@example.com')],
			'existing 5 by email',
		],
		[
			'by a secondary e-mail',
			[withEmail('5', 'A. Miller', 'a3@example.com')],
			'existing 5 by email',
		],
		['by name', [customer('5', 'ann  miller')], 'existing 5 by name'],
		[
			'e-mail before name',
			[customer('4', 'Ann Miller'), withEmail('5', 'Other', 'ann@example.com')],
			'existing 5 by email',
		],
		[
			'active before inactive',
			[
				withEmail('4', 'Ann Miller (deleted)', 'ann@example.com', { Active: false }),
				withEmail('5', 'Ann Miller', 'ann@example.com'),
			],
			'existing 5 by email',
		],
		[
			'the same name with another e-mail is somebody else',
			[withEmail('5', 'Ann Miller', 'other@example.com')],
			'create Ann Miller (HubSpot 101)',
		],
		['nobody', [], 'create Ann Miller'],
	])('%s', (_name, candidates, expected) => {
		const chosen = chooseCustomer(ann, candidates, '9', policy);
		expect(
			chosen.kind === 'create'
				? `create ${chosen.displayName}`
				: `${chosen.kind} ${chosen.customer.Id} by ${chosen.by}`,
		).toBe(expected);
	});

	it('trusts the stored link most, and only of this company', () => {
		const linked = { ...ann, link: '9:7' };
		expect(
			chooseCustomer(
				linked,
				[customer('7', 'Somebody'), withEmail('5', 'A', 'ann@example.com')],
				'9',
				policy,
			),
		).toMatchObject({ kind: 'existing', customer: { Id: '7' }, by: 'link' });
		expect(
			chooseCustomer(
				{ ...ann, link: '8:7' },
				[customer('7', 'Somebody'), withEmail('5', 'A', 'ann@example.com')],
				'9',
				policy,
			),
		).toMatchObject({ customer: { Id: '5' } });
	});

	it.each<[string, QuickBooksCustomer[], string]>([
		[
			'one of several addresses',
			[
				withEmail('4', 'B', 'joann@example.com'),
				withEmail('5', 'A', 'x@example.com, Ann@example.com'),
			],
			'5',
		],
		[
			'the one in the deal’s currency',
			[
				withEmail('5', 'A', 'ann@example.com', { CurrencyRef: { value: 'EUR' } }),
				withEmail('6', 'B', 'ann@example.com', { CurrencyRef: { value: 'USD' } }),
			],
			'6',
		],
		[
			'the one above its jobs',
			[
				withEmail('7', 'Roof', 'ann@example.com', {
					FullyQualifiedName: 'A:House:Roof',
					ParentRef: { value: '9' },
				}),
				withEmail('5', 'A', 'ann@example.com'),
				withEmail('6', 'Barn', 'ann@example.com', { ParentRef: { value: '5' } }),
			],
			'5',
		],
		[
			'the one that bears the HubSpot id',
			[customer('5', 'Ann Miller'), withEmail('6', 'Ann Miller (HubSpot 101)', 'old@example.com')],
			'6',
		],
	])('among several: %s', (_name, candidates, expected) => {
		expect(chooseCustomer(ann, candidates, '9', policy, { currency: 'USD' })).toMatchObject({
			kind: 'existing',
			customer: { Id: expected },
		});
	});

	it('leaves a company’s customer to the company, and a namesake’s to the namesake', () => {
		const owners = new Map([
			['5', [{ objectType: 'companies' as const, id: '201' }]],
			['6', [{ objectType: 'contacts' as const, id: '102' }]],
		]);
		const chosen = chooseCustomer(
			ann,
			[withEmail('5', 'Miller Ltd', 'ann@example.com'), customer('6', 'Ann Miller')],
			'9',
			policy,
			{ owners },
		);
		expect(chosen).toMatchObject({
			kind: 'create',
			displayName: 'Ann Miller (HubSpot 101)',
			warnings: [
				expect.stringContaining(
					'"Miller Ltd" (id 5), "Ann Miller" (id 6) are linked with another record in HubSpot',
				),
			],
		});
	});

	it('takes a link to a customer that is gone for a merge, and follows it only where that is certain', () => {
		const linked = { ...ann, link: '9:3' };
		const heir = customer('7', 'Lee Trading');
		expect(() => chooseCustomer(linked, [], '9', policy)).toThrow(
			'is linked with the QuickBooks customer with id 3, which no longer exists',
		);
		expect(() =>
			chooseCustomer(linked, [], '9', policy, { heir: { customer: heir, certain: false } }),
		).toThrow('It may be "Lee Trading" (id 7) now.');
		expect(
			chooseCustomer(linked, [], '9', policy, { heir: { customer: heir, certain: true } }),
		).toMatchObject({
			kind: 'existing',
			customer: { Id: '7' },
			warnings: [expect.stringContaining('with id 3')],
		});
	});

	it('uses the double in the deal’s currency of a linked customer, whose link stays', () => {
		const [dollars, euros] = [
			withEmail('5', 'A', 'ann@example.com', { CurrencyRef: { value: 'USD' } }),
			withEmail('6', 'B', 'ann@example.com', { CurrencyRef: { value: 'EUR' } }),
		];
		expect(
			chooseCustomer({ ...ann, link: '9:5' }, [dollars, euros], '9', policy, { currency: 'EUR' }),
		).toMatchObject({ customer: { Id: '6' }, keepsLink: true });
		expect(
			chooseCustomer({ ...ann, link: '9:5' }, [dollars], '9', policy, { currency: 'EUR' }),
		).toMatchObject({ customer: { Id: '5' }, by: 'link' });
	});

	it('declines to guess between two', () => {
		expect(() =>
			chooseCustomer(
				ann,
				[withEmail('5', 'A', 'ann@example.com'), withEmail('6', 'B', 'ann@example.com')],
				'9',
				policy,
			),
		).toThrow(
			'Several QuickBooks customers match "Ann Miller" by the e-mail address: "A" (id 5), "B" (id 6).',
		);
	});

	it('reactivates only when asked', () => {
		const inactive = [withEmail('5', 'Ann Miller (deleted)', 'ann@example.com', { Active: false })];
		expect(() => chooseCustomer(ann, inactive, '9', policy)).toThrow(/is inactive/);
		expect(chooseCustomer(ann, inactive, '9', { ...policy, reactivate: true })).toMatchObject({
			kind: 'reactivate',
			customer: { Id: '5' },
		});
	});

	it('creates nobody when told not to', () => {
		expect(() => chooseCustomer(ann, [], '9', { ...policy, ifNone: 'fail' })).toThrow(
			'No QuickBooks customer matches "Ann Miller" (ann@example.com).',
		);
	});

	it.each([
		['suffix', { kind: 'create', displayName: 'Ann Miller (HubSpot 101)' }],
		['subCustomer', { kind: 'create', displayName: 'Ann Miller (HubSpot 101)', parentId: '5' }],
	] as const)('a taken name: %s', (nameTaken, expected) => {
		expect(
			chooseCustomer(ann, [withEmail('5', 'Ann Miller', 'other@example.com')], '9', {
				...policy,
				nameTaken,
			}),
		).toEqual(expected);
	});

	it('a vendor cannot have sub-customers', () => {
		expect(() => chooseName(ann, 'subCustomer', undefined)).toThrow(
			/belongs to a vendor, an employee or another customer/,
		);
		expect(() => chooseName(ann, 'fail', undefined)).toThrow(/belongs to/);
	});

	it('needs a party on the deal', () => {
		expect(
			chooseParty(
				'auto',
				undefined,
				partyOfCompany(hubSpotRecord('companies', '2', { name: 'X' }), 'l'),
			),
		).toMatchObject({ displayName: 'X' });
		expect(() => chooseParty('company', ann, undefined)).toThrow(
			'The deal has no associated company.',
		);
	});
});

describe('a new customer', () => {
	it('has what HubSpot knows, in the form that QuickBooks takes', () => {
		const jose = contact({
			firstname: 'José',
			lastname: 'García-Núñez: "Pepe"\t🌿',
			email: 'jose@example.com',
			phone: '+1 555',
			company: 'Café: Olé',
			address: '1 Main St',
			city: 'Bayshore',
			state: 'CA',
			zip: '94326',
			website: 'ole.example',
		});
		expect(buildCustomer(jose, { currency: 'CAD' })).toEqual({
			DisplayName: 'José García-Núñez - "Pepe" 🌿',
			GivenName: 'José',
			FamilyName: 'García-Núñez  "Pepe" 🌿',
			CompanyName: 'Café  Olé',
			PrimaryEmailAddr: { Address: 'jose@example.com' },
			PrimaryPhone: { FreeFormNumber: '+1 555' },
			WebAddr: { URI: 'https://ole.example' },
			CurrencyRef: { value: 'CAD' },
			BillAddr: {
				Line1: '1 Main St',
				City: 'Bayshore',
				CountrySubDivisionCode: 'CA',
				PostalCode: '94326',
			},
			ShipAddr: {
				Line1: '1 Main St',
				City: 'Bayshore',
				CountrySubDivisionCode: 'CA',
				PostalCode: '94326',
			},
		});
	});

	it('of a company’s contact stands below the company', () => {
		expect(buildCustomer(ann, { parentId: '7', billWithParent: false })).toMatchObject({
			Job: true,
			ParentRef: { value: '7' },
			BillWithParent: false,
		});
	});
});
