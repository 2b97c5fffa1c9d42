import type { RequestContext } from '../context';
import type { Entry, Fields } from '../records';
import { isVoided } from '../sale/open/voided';

/** A row of the console's list of invoices. */
export function summary(context: RequestContext, { id, fields, updated }: Entry): Fields {
	const customerId = (fields['CustomerRef'] as { value: string }).value;
	return {
		id,
		number: fields['DocNumber'] ?? null,
		customerId,
		customer: context.records.brief('Customer', customerId)?.name,
		date: fields['TxnDate'],
		due: fields['DueDate'],
		currency: (fields['CurrencyRef'] as { value: string }).value,
		total: fields['TotalAmt'],
		balance: fields['Balance'],
		state: state(fields, context.today),
		mail: mail(fields),
		updatedAt: new Date(updated).toISOString(),
	};
}

function state(fields: Fields, today: string): string {
	const [total, balance] = [Number(fields['TotalAmt']), Number(fields['Balance'])];
	if (isVoided(fields)) return 'voided';
	if (balance <= 0) return 'paid';
	if (String(fields['DueDate']) < today) return 'overdue';
	return balance < total ? 'partly paid' : 'open';
}

function mail(fields: Fields): string {
	const info = fields['DeliveryInfo'] as { DeliveryErrorType?: string } | undefined;
	if (info?.DeliveryErrorType !== undefined) return 'bounced';
	if (fields['EInvoiceStatus'] === 'Viewed') return 'viewed';
	return (
		({ EmailSent: 'sent', NeedToSend: 'to be sent' } as Record<string, string>)[
			String(fields['EmailStatus'])
		] ?? 'not sent'
	);
}
