import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked, type BillingAccounts } from '../support/billingAccounts';

/** As QuickBooks holds it. */
export interface Customer {
	Id: string;
	SyncToken: string;
	DisplayName: string;
	Active: boolean;
	Job?: boolean;
	ParentRef?: { value: string };
}

export const customerPolicies = [
	'created',
	'found by e-mail',
	'found by name',
	'chosen',
	'the company',
	'below the company',
	'name taken: a suffix',
	'name taken: below its holder',
	'made active again',
] as const;
export type CustomerPolicy = (typeof customerPolicies)[number];

/** Whom a case bills, and how to tell that it is the right one. */
export interface Billed {
	contact: string;
	company?: string;
	parameters: INodeParameters;
	check: (customer: Customer) => Promise<void> | void;
}

let people = 0;

/** Makes the people of a case in HubSpot, and the customers that QuickBooks has before. */
export async function customerOfCase(
	billing: BillingAccounts,
	policy: CustomerPolicy,
	currency: string | undefined,
): Promise<Billed> {
	people += 1;
	const who = {
		firstname: 'Zoë',
		lastname: `O'Table ${people}`,
		email: `table${people}@example.com`,
	};
	const name = `${who.firstname} ${who.lastname}`;
	const known = async (fields: IDataObject) =>
		(
			await billing.accounts.quickBooks<{ Customer: Customer }>('customer', {
				...(currency && { CurrencyRef: { value: currency } }),
				...fields,
			})
		).Customer;
	const mail = (Address: string) => ({ PrimaryEmailAddr: { Address } });
	const firm = async () => await billing.create('companies', { name: `Holding ${people}` });
	const contact = await billing.contact(who);
	const is = (wanted: Partial<Customer>) => (customer: Customer) =>
		expect(customer).toMatchObject({ Active: true, ...wanted });
	switch (policy) {
		case 'created':
			return { contact, parameters: {}, check: is({ DisplayName: name }) };
		case 'found by e-mail':
			return {
				contact,
				parameters: {},
				check: is({
					Id: (await known({ DisplayName: `Somebody ${people}`, ...mail(who.email.toUpperCase()) }))
						.Id,
				}),
			};
		case 'found by name':
			return {
				contact,
				parameters: {},
				check: is({ Id: (await known({ DisplayName: name })).Id }),
			};
		case 'chosen': {
			const { Id } = await known({
				DisplayName: `Chosen ${people}`,
				...mail(`chosen.${who.email}`),
			});
			return {
				contact,
				parameters: { customer: 'specific', customerId: picked(Id) },
				check: is({ Id }),
			};
		}
		case 'the company':
			return {
				contact,
				company: await firm(),
				parameters: { billingParty: 'company' },
				check: is({ DisplayName: `Holding ${people}` }),
			};
		case 'below the company': {
			const holding = `Holding ${people}`;
			return {
				contact,
				company: await firm(),
				parameters: { customerOptions: { underCompany: true } },
				check: async (customer) => {
					is({ DisplayName: name, Job: true })(customer);
					expect(
						(
							await billing.accounts.quickBooks<{ Customer: Customer }>(
								`customer/${customer.ParentRef?.value}`,
							)
						).Customer.DisplayName,
					).toBe(holding);
				},
			};
		}
		case 'name taken: a suffix': {
			await known({ DisplayName: name, ...mail(`other.${who.email}`) });
			return {
				contact,
				parameters: {},
				check: is({ DisplayName: `${name} (HubSpot ${contact})` }),
			};
		}
		case 'name taken: below its holder': {
			const holder = await known({ DisplayName: name, ...mail(`other.${who.email}`) });
			return {
				contact,
				parameters: { nameTaken: 'subCustomer' },
				check: (customer) =>
					expect(customer).toMatchObject({ Job: true, ParentRef: { value: holder.Id } }),
			};
		}
		case 'made active again': {
			const { Id, SyncToken } = await known({ DisplayName: name, ...mail(who.email) });
			await billing.accounts.quickBooks('customer', { Id, SyncToken, sparse: true, Active: false });
			return { contact, parameters: { customerOptions: { reactivate: true } }, check: is({ Id }) };
		}
	}
}
