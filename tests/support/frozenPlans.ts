import type * as Planning from '../../src/core/invoice/plan/planCreateInvoice';
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
