import { readOpenInvoices, type OpenInvoice } from '../../../src/flows/invoicingData/openInvoices';
import type { QuickBooksPort } from '../../../src/gateways/ports';
import { FakeInvoices } from '../../support/fakeInvoices';

// 22:00 on 31 March in Los Angeles; in Toronto it is 1 April already.
const NOW = new Date('2026-04-01T05:00:00Z');

const openOf = async (port: QuickBooksPort, otherTimeZone: string) =>
	(await readOpenInvoices(port, NOW, otherTimeZone)) as OpenInvoice[];
const overdueDays = async (ledger: FakeInvoices, otherTimeZone: string) =>
	(await openOf(ledger.port, otherTimeZone)).map(({ invoice, today }) => [
		today,
		invoice.daysOverdue,
	]);

describe('open invoices', () => {
	it('are as old as they are where the company is, wherever n8n is', async () => {
		const ledger = new FakeInvoices(NOW.getTime(), 'America/Toronto');
		ledger.create({ DueDate: '2026-03-02' });
		expect(await overdueDays(ledger, 'America/Los_Angeles')).toEqual([['2026-04-01', 30]]);
	});

	it('are dated by the workflow where the company names no time zone', async () => {
		const ledger = new FakeInvoices(NOW.getTime(), undefined);
		const port = {
			...ledger.port,
			readSettings: async () => ({
				preferences: {},
				company: { CompanyName: 'Test', Country: 'US' },
			}),
		};
		ledger.create({ DueDate: '2026-03-02' });
		const [open] = await openOf(port, 'America/Los_Angeles');
		expect([open?.today, open?.invoice.daysOverdue]).toEqual(['2026-03-31', 29]);
	});

	it('are worth at home what their own rate makes of them', async () => {
		const ledger = new FakeInvoices(NOW.getTime());
		ledger.create({ Balance: 100.01, ExchangeRate: 1.36525, CurrencyRef: { value: 'EUR' } });
		expect(
			(await openOf(ledger.port, 'UTC')).map(({ homeBalance, homeCurrency, invoice }) => [
				homeBalance,
				homeCurrency,
				invoice.currency,
			]),
		).toEqual([['136.54', 'USD', 'EUR']]);
	});
});
