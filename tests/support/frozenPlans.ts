import type * as Planning from '../../src/core/invoice/plan/planCreateInvoice';
import type * as InvoicePlanning from '../../src/core/invoice/record/plan/planInvoices';
import type { InvoiceFacts } from '../../src/core/invoice/request/facts';
import { deepFreeze } from './deepFreeze';

/** Every test applies plans that cannot change: whoever changes one fails where that happens. */
jest.mock('../../src/core/invoice/plan/planCreateInvoice', () => {
	const actual = jest.requireActual<typeof Planning>(
		'../../src/core/invoice/plan/planCreateInvoice',
	);
	return {
		...actual,
		planCreateInvoice: (facts: InvoiceFacts) => deepFreeze(actual.planCreateInvoice(facts)),
	};
});

jest.mock('../../src/core/invoice/record/plan/planInvoices', () => {
	const actual = jest.requireActual<typeof InvoicePlanning>(
		'../../src/core/invoice/record/plan/planInvoices',
	);
	return {
		...actual,
		planInvoices: (...read: Parameters<typeof actual.planInvoices>) =>
			deepFreeze(actual.planInvoices(...read)),
		planDeletedInvoices: (...read: Parameters<typeof actual.planDeletedInvoices>) =>
			deepFreeze(actual.planDeletedInvoices(...read)),
	};
});
