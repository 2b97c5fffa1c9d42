import { noteEvent, wholeSecond, type RequestContext } from '../context';
import { faults } from '../faults/fault';
import type { Entry, Fields } from '../records';
import type { Entity } from '../schema/entity';
import { may } from '../schema/entities';
import { pacific } from '../times';

/**
 * Sends a form by email to `sendTo`, otherwise to its BillEmail, otherwise (by switch) to the customer.
 * The SyncToken stays; the time changes.
 * @param sendTo the query parameter, if any
 * @throws Fault 610, 4002 for an invalid address, 6420 without an address
 */
export function sendForm(
	context: RequestContext,
	entity: Entity,
	id: string,
	sendTo: string | undefined,
): Entry {
	if (!may(entity, 'send')) throw faults.unsupported(`send of ${entity.name}`);
	const before = context.records.find(entity.name, id);
	if (!before) throw faults.notFound();
	const address =
		sendTo ??
		((before.fields['BillEmail'] as Fields | undefined)?.['Address'] as string | undefined) ??
		customerAddress(context, before.fields);
	if (address === undefined)
		throw faults.of('6420', 'An email address is required to send this form.', '');
	const addresses = address.split(',').map((part) => part.trim());
	if (!addresses.every((part) => /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(part)))
		throw faults.of('4002', 'QueryProcessingError: To email address entered is invalid');
	const at = wholeSecond(context.now);
	const fields: Entry['fields'] = {
		...before.fields,
		EmailStatus: 'EmailSent',
		BillEmail: { Address: address },
		DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: pacific(at) },
	};
	const after = { ...before, updated: at, fields };
	context.records.put(entity, after);
	noteEvent(context, entity.name, id, 'Emailed');
	return after;
}

function customerAddress(context: RequestContext, fields: Fields): string | undefined {
	if (context.switches.sendWithoutAddress === 'refuse') return undefined;
	const customer = context.records.find(
		'Customer',
		(fields['CustomerRef'] as { value: string } | undefined)?.value ?? '',
	);
	return (customer?.fields['PrimaryEmailAddr'] as { Address?: string } | undefined)?.Address;
}
