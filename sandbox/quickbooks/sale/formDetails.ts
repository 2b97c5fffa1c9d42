import type { Company } from '../company';
import type { RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Fields } from '../records';
import type { Draft } from '../rules/rule';

/** The details of a form besides its amounts: addresses, email, printing, online payment, class. */
export function completeFormDetails(
	context: RequestContext,
	draft: Draft,
	customer: Fields | undefined,
): Fields {
	return {
		...addresses(context, draft, customer),
		...mailing(draft),
		...onlinePayment(context, draft),
		...tracking(context, draft.fields),
		CustomField: customFields(draft.fields),
		PrintStatus: draft.fields['PrintStatus'] ?? 'NeedToPrint',
	};
}

/**
 * The customer's addresses, unless the sale has its own. A full update without addresses copies them
 * again; a sparse update does not.
 */
function addresses(
	context: RequestContext,
	{ entity, fields, before, sparse }: Draft,
	customer: Fields | undefined,
): Fields {
	const copied =
		before && sparse ? {} : { BillAddr: customer?.['BillAddr'], ShipAddr: customer?.['ShipAddr'] };
	const result: Fields = {
		BillAddr: fields['BillAddr'] ?? copied.BillAddr,
		ShipAddr: fields['ShipAddr'] ?? copied.ShipAddr,
	};
	if (entity.name === 'SalesReceipt') return result;
	const from =
		fields['ShipFromAddr'] ??
		before?.['ShipFromAddr'] ??
		(before && sparse ? undefined : shipFrom(context.company));
	return { ...result, FreeFormAddress: fields['FreeFormAddress'] ?? true, ShipFromAddr: from };
}

/** The company's address in printed form. Automated tax needs it as the origin of the goods. */
export function shipFrom({ profile, records }: Company): Fields | undefined {
	const address =
		profile.country === 'US'
			? (records.find('CompanyInfo', '1')?.fields['CompanyAddr'] as Fields | undefined)
			: undefined;
	return (
		address && {
			Id: address['Id'],
			Line1: address['Line1'],
			Line2: `${String(address['City'])}, ${String(address['CountrySubDivisionCode'])}  ${String(address['PostalCode'])}`,
		}
	);
}

/** @throws Fault 6420 if the request asks for an email without an address */
function mailing({ fields, sent }: Draft): Fields {
	const status = fields['EmailStatus'] ?? 'NotSet';
	if (status === 'NotSet') return { EmailStatus: status, DeliveryInfo: undefined };
	if (
		sent['EmailStatus'] === 'NeedToSend' &&
		(fields['BillEmail'] as Fields | undefined)?.['Address'] === undefined
	)
		throw faults.of('6420', 'An email address is required to send this form.', 'BillEmail');
	return {
		EmailStatus: status,
		DeliveryInfo:
			status === 'NeedToSend'
				? { DeliveryType: 'Email' }
				: (fields['DeliveryInfo'] ?? { DeliveryType: 'Email' }),
	};
}

/** Card and bank transfer are on if the company takes online payments, and otherwise always off. */
function onlinePayment(context: RequestContext, { entity, fields }: Draft): Fields {
	if (entity.name !== 'Invoice') return {};
	const on = context.company.settings.onlinePayment;
	return {
		AllowIPNPayment: false,
		AllowOnlinePayment: on && fields['AllowOnlinePayment'] === true,
		AllowOnlineCreditCardPayment: on && fields['AllowOnlineCreditCardPayment'] !== false,
		AllowOnlineACHPayment: on && fields['AllowOnlineACHPayment'] !== false,
	};
}

/** Class and department are kept only if the company tracks them. */
function tracking(context: RequestContext, fields: Fields): Fields {
	const { classPerTransaction, departments } = context.company.settings;
	return {
		ClassRef: classPerTransaction ? fields['ClassRef'] : undefined,
		DepartmentRef: departments ? fields['DepartmentRef'] : undefined,
	};
}

/** The sale stores only values; the company defines the fields. */
function customFields(fields: Fields): Fields[] | undefined {
	const values = ((fields['CustomField'] ?? []) as Fields[]).flatMap(
		({ DefinitionId, StringValue }) =>
			StringValue === undefined ? [] : [{ DefinitionId, StringValue }],
	);
	return values.length > 0 ? values : undefined;
}
