import { inGroup, defineProperty as p, type Definition, type PropertyGroup } from './definition';
import { industries } from './industries';

const groups = (...names: string[]): PropertyGroup[] =>
	names.map((text, displayOrder) => {
		const [name = text, label = text] = text.split('=');
		return { name, label, displayOrder, archived: false };
	});

const lifecycleStages = [
	'subscriber=Subscriber',
	'lead=Lead',
	'marketingqualifiedlead=Marketing Qualified Lead',
	'salesqualifiedlead=Sales Qualified Lead',
	'opportunity=Opportunity',
	'customer=Customer',
	'evangelist=Evangelist',
	'other=Other',
];
const leadStatuses = [
	'NEW',
	'OPEN',
	'IN_PROGRESS',
	'OPEN_DEAL',
	'UNQUALIFIED',
	'ATTEMPTED_TO_CONTACT',
	'CONNECTED',
	'BAD_TIMING',
];

/**
 * Properties of contacts.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
export const contactProperties: Definition[] = inGroup('contactinformation', [
	p('email', 'Email', 'text', { unique: true }),
	p('firstname', 'First Name', 'text'),
	p('lastname', 'Last Name', 'text'),
	p('salutation', 'Salutation', 'text'),
	p('phone', 'Phone Number', 'phone'),
	p('mobilephone', 'Mobile Phone Number', 'phone'),
	p('fax', 'Fax Number', 'text'),
	p('company', 'Company Name', 'text'),
	p('jobtitle', 'Job Title', 'text'),
	p('address', 'Street Address', 'text'),
	p('city', 'City', 'text'),
	p('state', 'State/Region', 'text'),
	p('zip', 'Postal Code', 'text'),
	p('country', 'Country/Region', 'text'),
	p('website', 'Website URL', 'text'),
	p('industry', 'Industry', 'text'),
	p('annualrevenue', 'Annual Revenue', 'text'),
	p('numemployees', 'Number of Employees', 'choice', {
		options: ['1-5', '5-25', '25-50', '50-100', '100-500', '500-1000', '1000+'],
	}),
	p('date_of_birth', 'Date of birth', 'text'),
	p('message', 'Message', 'area'),
	p('hs_language', 'Preferred language', 'choice', { external: true }),
	p('hs_timezone', 'Time Zone', 'choice', { external: true }),
	p('lifecyclestage', 'Lifecycle Stage', 'choice', { options: lifecycleStages }),
	p('hs_lead_status', 'Lead Status', 'choice', { options: leadStatuses }),
	p('hubspot_owner_id', 'Contact owner', 'owner'),
	p('hs_additional_emails', 'Additional email addresses', 'choices', { external: true }),
	p('hs_email_domain', 'Email Domain', 'text', { calculated: true }),
	p('hs_full_name_or_email', 'Full name or email', 'text', { calculated: true }),
	p('associatedcompanyid', 'Primary Associated Company ID', 'number', { readOnly: true }),
	p('hs_merged_object_ids', 'Merged record IDs', 'choices', { readOnly: true, external: true }),
	p('num_associated_deals', 'Number of Associated Deals', 'number', { calculated: true }),
	p('createdate', 'Create Date', 'time', { readOnly: true }),
	p('lastmodifieddate', 'Last Modified Date', 'time', { readOnly: true }),
	p('hs_object_id', 'Record ID', 'number', { readOnly: true, unique: true }),
	p('hs_object_source', 'Record creation source', 'text', { readOnly: true, hidden: true }),
	p('hs_object_source_label', 'Record source', 'choice', { readOnly: true, external: true }),
]);

/**
 * Properties of companies.
 * https://developers.hubspot.com/docs/api-reference/latest/crm/objects/companies/guide
 */
export const companyProperties: Definition[] = inGroup('companyinformation', [
	p('name', 'Company name', 'text'),
	p('domain', 'Company Domain Name', 'text'),
	p('hs_additional_domains', 'Additional Domains', 'choices', { external: true }),
	p('phone', 'Phone Number', 'phone'),
	p('address', 'Street Address', 'text'),
	p('address2', 'Street Address 2', 'text'),
	p('city', 'City', 'text'),
	p('state', 'State/Region', 'text'),
	p('zip', 'Postal Code', 'text'),
	p('country', 'Country/Region', 'text'),
	p('website', 'Website URL', 'text'),
	p('industry', 'Industry', 'choice', { options: industries }),
	p('description', 'Description', 'area'),
	p('about_us', 'About Us', 'area'),
	p('annualrevenue', 'Annual Revenue', 'money'),
	p('numberofemployees', 'Number of Employees', 'number'),
	p('founded_year', 'Year Founded', 'text'),
	p('timezone', 'Time Zone', 'text'),
	p('type', 'Type', 'choice', { options: ['PROSPECT', 'PARTNER', 'RESELLER', 'VENDOR', 'OTHER'] }),
	p('lifecyclestage', 'Lifecycle Stage', 'choice', { options: lifecycleStages }),
	p('hs_lead_status', 'Lead Status', 'choice', { options: leadStatuses }),
	p('hubspot_owner_id', 'Company owner', 'owner'),
	p('hs_parent_company_id', 'Parent Company', 'number', { readOnly: true }),
	p('num_associated_contacts', 'Number of Associated Contacts', 'number', { calculated: true }),
	p('num_associated_deals', 'Number of Associated Deals', 'number', { calculated: true }),
	p('hs_merged_object_ids', 'Merged record IDs', 'choices', { readOnly: true, external: true }),
	p('createdate', 'Create Date', 'time', { readOnly: true }),
	p('hs_createdate', 'Object create date/time', 'time', { readOnly: true }),
	p('hs_lastmodifieddate', 'Last Modified Date', 'time', { readOnly: true }),
	p('hs_object_id', 'Record ID', 'number', { readOnly: true, unique: true }),
	p('hs_object_source', 'Record creation source', 'text', { readOnly: true, hidden: true }),
	p('hs_object_source_label', 'Record source', 'choice', { readOnly: true, external: true }),
]);

export const contactGroups = groups(
	'contactinformation=Contact information',
	'emailinformation=Email information',
	'contact_activity=Contact activity',
	'order_information=Order information',
);
export const companyGroups = groups(
	'companyinformation=Company information',
	'company_activity=Company activity',
);
