import { Company } from '../../../../sandbox/quickbooks/company';
import { CompanyRecords, type Fields } from '../../../../sandbox/quickbooks/records';
import { entity } from '../../../../sandbox/quickbooks/schema/entities';
import { quickbooksSwitches } from '../../../../sandbox/quickbooks/switches';
import { Store } from '../../../../sandbox/store';

export const defaults = quickbooksSwitches.parse({});

export const at = (iso: string) => Date.parse(iso);

export function newCompany(): Company {
	const store = new Store(':memory:');
	CompanyRecords.prepare(store);
	return new Company(
		{
			key: 'us',
			realmId: '1',
			name: 'A',
			country: 'US',
			currency: 'USD',
			zone: 'America/Los_Angeles',
			user: { id: '9', name: 'B' },
		},
		new CompanyRecords(store, '1'),
	);
}

export function put(
	company: Company,
	name: string,
	id: string,
	fields: Fields,
	updated = '2026-02-01T08:00:00Z',
): void {
	company.records.put(entity(name), {
		id,
		created: at('2026-01-01T08:00:00Z'),
		updated: at(updated),
		fields: { Id: id, SyncToken: '0', ...fields },
	});
}

/**
 * Customers 1 to 5 (4 is inactive), a sub-customer 12 of 2, invoices 101 to 104, and a file
 * attached to 101.
 */
export function companyWithRecords(): Company {
	const company = newCompany();
	putCustomers(company);
	putInvoices(company);
	put(company, 'Attachable', '5000000000000000001', {
		FileName: 'plan.pdf',
		AttachableRef: [
			{ EntityRef: { type: 'Invoice', value: '101' } },
			{ EntityRef: { type: 'Estimate', value: '7' } },
		],
	});
	return company;
}

function putCustomers(company: Company): void {
	const customer = (id: string, name: string, more: Fields = {}) =>
		put(company, 'Customer', id, {
			DisplayName: name,
			FullyQualifiedName: name,
			Active: true,
			Balance: 0,
			Job: false,
			...more,
		});
	customer('1', `Amy's Bird Sanctuary`, {
		PrimaryEmailAddr: { Address: 'birds@example.com' },
		Balance: 54,
	});
	customer('2', 'Zoë & Söhne', { CompanyName: 'ZOË GmbH', Balance: 239.5 });
	customer('3', 'adam', { CompanyName: 'A_B' });
	customer('4', 'Gone (deleted)', { Active: false });
	customer('5', 'back\\slash', { CompanyName: 'AxB' });
	customer('12', 'Terrace', {
		FullyQualifiedName: 'Zoë & Söhne:Terrace',
		Job: true,
		ParentRef: { value: '2' },
	});
}

function putInvoices(company: Company): void {
	const invoice = (id: string, customer: string, updated: string, more: Fields) =>
		put(
			company,
			'Invoice',
			id,
			{
				CustomerRef: { value: customer },
				DocNumber: `10${id.slice(-2)}`,
				EmailStatus: 'NotSet',
				Line: [],
				...more,
			},
			updated,
		);
	invoice('101', '1', '2026-02-01T08:00:00Z', {
		TxnDate: '2026-01-05',
		TotalAmt: 54,
		Balance: 54,
		DueDate: '2026-02-04',
		SalesTermRef: { value: '3' },
	});
	invoice('102', '2', '2026-02-03T08:00:00Z', {
		TxnDate: '2026-01-31',
		TotalAmt: 100.5,
		Balance: 0,
		EmailStatus: 'EmailSent',
	});
	invoice('103', '2', '2026-02-02T08:00:00Z', {
		TxnDate: '2026-02-01',
		TotalAmt: 1000,
		Balance: 239.5,
		DueDate: '2026-03-03',
	});
	invoice('9', '12', '2026-01-02T08:00:00Z', { TxnDate: '2025-12-31', TotalAmt: 9, Balance: 9 });
}
