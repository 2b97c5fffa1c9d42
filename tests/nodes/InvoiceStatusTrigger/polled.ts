import { PolledInvoices } from '../../support/polledInvoices';

export let invoices: PolledInvoices;
export const start = async (now?: string) => {
	invoices = await PolledInvoices.start(now);
};
afterEach(async () => await invoices.accounts.stop());
