import { noteEvent, wholeSecond, type RequestContext } from './desk';
import { faults } from './fault';
import type { Entry, Fields } from './records';
import { may, type Entity } from './schema/entities';
import { pacific } from './times';

/**
 * Mails a form: to `sendTo`, else to its BillEmail, else (by switch) to the customer. The SyncToken
 * stays, the time moves.
 * @param sendTo the query parameter; undefined when absent
 * @throws Fault 610, 4002 for an address that is none, 6420 without any
 */
export function sendForm(
	desk: RequestContext,
	entity: Entity,
	id: string,
	sendTo: string | undefined,
): Entry {
	if (!may(entity, 'send')) throw faults.unsupported(`send of ${entity.name}`);
	const before = desk.records.find(entity.name, id);
	if (!before) throw faults.notFound();
	const address =
		sendTo ??
		((before.fields['BillEmail'] as Fields | undefined)?.['Address'] as string | undefined) ??
		customerAddress(desk, before.fields);
	if (address === undefined)
		throw faults.of('6420', 'An email address is required to send this form.', '');
	const addresses = address.split(',').map((part) => part.trim());
	if (!addresses.every((part) => /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(part)))
		throw faults.of('4002', 'QueryProcessingError: To email address entered is invalid');
	const at = wholeSecond(desk.now);
	const fields: Entry['fields'] = {
		...before.fields,
		EmailStatus: 'EmailSent',
		BillEmail: { Address: address },
		DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: pacific(at) },
	};
	const after = { ...before, updated: at, fields };
	desk.records.put(entity, after);
	noteEvent(desk, entity.name, id, 'Emailed');
	return after;
}

function customerAddress(desk: RequestContext, fields: Fields): string | undefined {
	if (desk.switches.sendWithoutAddress === 'refuse') return undefined;
	const customer = desk.records.find(
		'Customer',
		(fields['CustomerRef'] as { value: string } | undefined)?.value ?? '',
	);
	return (customer?.fields['PrimaryEmailAddr'] as { Address?: string } | undefined)?.Address;
}
