import { decline, quoted } from '../../core/decline';
import type { CustomerChoice } from '../../core/invoice/request/request';
import type { FormReader } from './form';

/**
 * Who is billed: a chosen QuickBooks customer, or a match with rules for when there is none.
 * @throws Declined when a customer is to be chosen and none is, or its ID is not a number
 */
export function readCustomer(form: FormReader): CustomerChoice {
	if (form.choice('customer', ['auto', 'specific']) === 'specific')
		return { kind: 'specific', id: readCustomerId(form) };
	const { reactivate, underCompany } = form.collection<{
		reactivate?: unknown;
		underCompany?: unknown;
	}>('customerOptions');
	return {
		kind: 'auto',
		party: form.choice('billingParty', ['auto', 'contact', 'company']),
		ifNone: form.choice('ifNoCustomer', ['create', 'fail']),
		nameTaken: form.choice('nameTaken', ['suffix', 'subCustomer', 'fail']),
		reactivate: form.flagIn(reactivate, 'customerOptions.reactivate') ?? false,
		underCompany: form.flagIn(underCompany, 'customerOptions.underCompany') ?? false,
	};
}

function readCustomerId(form: FormReader): string {
	const id = form.id('customerId');
	if (id && /^\d+$/.test(id)) return id;
	return decline(
		'QuickBooks Customer',
		id
			? `QuickBooks Customer: "${quoted(id)}" is not a QuickBooks customer ID.`
			: 'QuickBooks Customer: none is chosen.',
		'Choose one from the list, or enter its ID, which is a number.',
	);
}
