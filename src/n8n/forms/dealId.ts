import { decline, quoted } from '../../core/decline';
import type { FormReader } from './form';

/**
 * The HubSpot deal that the form names.
 * @throws Declined when none is chosen, or the ID is not a number
 */
export function readDealId(form: FormReader): string {
	const dealId = form.id('deal');
	if (dealId && /^\d+$/.test(dealId)) return dealId;
	return decline(
		'Deal',
		dealId ? `"${quoted(dealId)}" is not a HubSpot deal ID.` : 'No deal is chosen.',
		'Choose a deal from the list, or enter its ID, which is a number.',
	);
}
